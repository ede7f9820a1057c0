"""Staff come and go: `wesaid staff set` and `remove`, and names that are there already."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import Connection

from bot.aftercare.acknowledging import acknowledge
from bot.aftercare.deadlines import Limits
from bot.aftercare.flags import Signal, raise_flag
from storage import contacts, flags, people
from storage.database import Database
from tests.cli.command import Wesaid
from tests.cli.test_rota_commands import FULL, add_staff


def add_participant(wesaid: Wesaid, *words: str) -> str:
    made = wesaid("participant", "add", "--cohort", "Tuesday group", *words, "--json")
    return str(made.json()["id"])


def raises(database: Database, code: str, owner: str) -> int:
    """A flag about this participant, which this member of staff has taken on."""

    def work(connection: Connection) -> int:
        now = datetime.now(UTC)
        person = people.find_person_by_code(connection, code)
        staff = people.find_person_by_code(connection, owner)
        assert person is not None
        assert staff is not None
        channel = contacts.add_channel(
            connection, person_id=person.id, bot="web", kind="web", address=code, now=now
        )
        contact = contacts.contact_of(connection, channel)
        signal = Signal("soon", "danger", "rule", "reason", None, "words")
        raised = raise_flag(connection, Limits(), contact, signal, None, now)
        assert raised is not None
        assert acknowledge(connection, Limits(), raised.flag_id, staff.id, now).won
        return raised.flag_id

    return database.transact_now(work)


def staff_names(wesaid: Wesaid) -> list[str]:
    return [row["name"] for row in wesaid("staff", "list", "--json").json()]


def test_somebody_is_taken_out_by_name_and_what_they_had_is_told(
    wesaid_anywhere: Wesaid, database: Database
) -> None:
    wesaid = wesaid_anywhere
    add_staff(wesaid, database, "Priya", role="coordinator")
    sam = add_staff(wesaid, database, "Sam")
    wesaid("rota", "add", "Sam", *FULL)
    wesaid("cohort", "add", "Tuesday group")
    ash = add_participant(wesaid, "--name", "Ash", "--facilitator", "Sam")
    flag_id = raises(database, ash, sam)
    said = wesaid("staff", "remove", "Sam")
    assert said.status == 0, said.err
    assert "Sam does not work here any more." in said.out
    assert "They had 1 open flag. The next people are told of it now." in said.out
    assert "00:00 to 00:00" in said.out
    assert f"These people have no facilitator now: {ash}." in said.out
    assert "no safeguarding lead" in said.err
    flag = database.read_now(lambda c: flags.find_flag(c, flag_id))
    assert flag is not None
    assert (flag.status, flag.owner_id) == ("open", None)
    assert staff_names(wesaid) == ["Priya"]
    assert wesaid("rota", "list", "--json").json() == []
    assert wesaid("participant", "show", ash, "--json").json()["facilitator"] is None
    for words in (("staff", "link", sam), ("staff", "remove", sam), ("participant", "show", sam)):
        again = wesaid(*words)
        assert (again.status, "does not work here any more" in again.err) == (1, True)


def test_what_is_left_behind_is_told_as_json_by_code_and_with_an_heir(
    wesaid: Wesaid, sqlite_database: Database
) -> None:
    add_staff(wesaid, sqlite_database, "Priya", role="coordinator")
    sam = add_staff(wesaid, sqlite_database, "Sam")
    wesaid("cohort", "add", "Tuesday group")
    ash = add_participant(wesaid, "--facilitator", "Sam")
    said = wesaid("staff", "remove", sam, "--facilitator", "Priya", "--json").json()
    assert said == {"id": sam, "flags": [], "shifts": [], "participants": [ash]}
    shown = wesaid("participant", "show", ash, "--json").json()
    assert shown["facilitator_name"] == "Priya"


def test_nobody_is_taken_out_who_is_the_last_that_open_flags_could_reach(
    wesaid: Wesaid, sqlite_database: Database
) -> None:
    sam = add_staff(wesaid, sqlite_database, "Sam")
    add_staff(wesaid, sqlite_database, "Kim", joined=False)
    wesaid("cohort", "add", "Tuesday group")
    raises(sqlite_database, add_participant(wesaid, "--facilitator", "Sam"), sam)
    said = wesaid("staff", "remove", "Sam")
    assert (said.status, said.out) == (1, "")
    assert "Flags are open, and nobody but Sam could be reached" in said.err
    assert staff_names(wesaid) == ["Sam", "Kim"]
    assert wesaid("staff", "remove", "Kim").status == 0


def test_what_somebody_does_and_is_called_can_be_changed(wesaid: Wesaid) -> None:
    wesaid("staff", "add", "Sam", "--role", "facilitator", "--lead")
    (before,) = wesaid("staff", "list", "--json").json()
    said = wesaid("staff", "set", "Sam", "--role", "coordinator", "--no-lead")
    assert f"Sam ({before['id']}) is a coordinator." in said.out
    assert "no safeguarding lead" in said.err
    changed = wesaid("staff", "set", before["id"], "--lead", "--name", "Samira", "--json").json()
    assert changed == {
        "id": before["id"],
        "name": "Samira",
        "role": "coordinator",
        "lead": True,
    }
    nothing = wesaid("staff", "set", "Samira")
    assert (nothing.status, "say what to change" in nothing.err) == (2, True)
    assert wesaid("staff", "set", "Nobody", "--lead").status == 1


def test_a_member_of_staff_whose_name_is_there_already_is_added_only_as_another(
    wesaid: Wesaid,
) -> None:
    words = ("staff", "add", "Sam", "--role", "facilitator")
    first = wesaid(*words, "--json").json()["id"]
    for name in ("Sam", "sam"):
        said = wesaid("staff", "add", name, "--role", "facilitator", "--json")
        assert (said.status, said.out) == (1, "")
        assert f"Somebody of that name is in this project already: {first}." in said.err
        assert "--another" in said.err
    assert wesaid(*words, "--another").status == 0
    assert staff_names(wesaid) == ["Sam", "Sam"]
    wesaid("staff", "remove", first)
    assert staff_names(wesaid) == ["Sam"]
    wesaid("project", "add", "Gardens")
    assert wesaid(*words, "--project", "Gardens").status == 0


def test_a_participant_whose_name_is_in_the_cohort_already_is_added_only_as_another(
    wesaid: Wesaid,
) -> None:
    wesaid("cohort", "add", "Tuesday group")
    wesaid("cohort", "add", "Friday group")
    first = add_participant(wesaid, "--name", "Ash")
    words = ("participant", "add", "--name", "Ash", "--cohort")
    said = wesaid(*words, "Tuesday group")
    assert (said.status, said.out) == (1, "")
    assert f"Somebody of that name is in this cohort already: {first}." in said.err
    assert wesaid(*words, "Friday group").status == 0
    assert wesaid(*words, "Tuesday group", "--another").status == 0
    assert wesaid("participant", "add", "--cohort", "Tuesday group").status == 0
    assert wesaid("participant", "add", "--cohort", "Tuesday group").status == 0


def test_a_participant_gets_another_facilitator_or_none(wesaid: Wesaid) -> None:
    for name in ("Sam", "Lee"):
        wesaid("staff", "add", name, "--role", "facilitator")
    wesaid("cohort", "add", "Tuesday group")
    ash = add_participant(wesaid, "--facilitator", "Sam")

    def facilitator() -> str | None:
        name: str | None = wesaid("participant", "show", ash, "--json").json()["facilitator_name"]
        return name

    assert f"Lee is the facilitator of {ash} now." in wesaid(
        "participant", "set", ash, "--facilitator", "Lee"
    ).out  # fmt: skip
    assert facilitator() == "Lee"
    said = wesaid("participant", "set", ash, "--facilitator", "nobody", "--json").json()
    assert said == {"id": ash, "facilitator": None}
    assert facilitator() is None
    wrong = wesaid("participant", "set", ash, "--facilitator", "Leee")
    assert (wrong.status, "Did you mean Lee?" in wrong.err) == (1, True)
    assert wesaid("participant", "set", ash).status == 2


# Ladders that end too soon


@pytest.mark.parametrize(
    ("level", "rungs"),
    [
        ("urgent", ("named:5m", "on_call")),
        ("soon", ("named",)),
        ("urgent", ("named", "leads")),
        ("conduct", ("on_call", "second")),
    ],
)
def test_a_ladder_that_can_end_with_nobody_is_refused(
    wesaid: Wesaid, level: str, rungs: tuple[str, ...]
) -> None:
    wesaid("staff", "add", "Sam", "--role", "facilitator")
    before = wesaid("ladder", "show", "--json").json()
    said = wesaid("ladder", "set", level, *rungs)
    assert (said.status, said.out) == (1, "")
    assert "it can be that nobody is told" in said.err
    assert wesaid("ladder", "show", "--json").json() == before


def test_a_ladder_without_the_coordinators_is_taken_with_a_warning_and_doctor_says_so(
    wesaid: Wesaid, sqlite_database: Database
) -> None:
    add_staff(wesaid, sqlite_database, "Sam")
    wesaid("rota", "add", "Sam", *FULL)
    said = wesaid("ladder", "set", "urgent", "named:5m", "on_call")
    assert said.status == 0
    assert "does not tell the coordinators any more" in said.err
    assert "does not tell the coordinators any more" in wesaid("doctor").out
    assert "Warning" not in wesaid("ladder", "set", "soon", "named", "everybody").err
    assert "it can be that nobody is told" in wesaid("rota", "off").err
    assert "it can be that nobody is told" in wesaid("doctor").out
    wesaid("ladder", "set", "urgent", "default")
    assert "it can be that nobody is told" not in wesaid("doctor").out


def test_doctor_does_not_say_that_the_staff_bot_is_the_only_way_to_staff(wesaid: Wesaid) -> None:
    said = wesaid("doctor").out
    assert "by the staff bot only" not in said
    assert "e-mail can bring alerts as well" in said

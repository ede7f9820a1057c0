"""`wesaid staff email`, and what other commands do with addresses of staff."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Final

import typer

from bot.cli.looking_up import AsJson, find_staff
from bot.cli.saying import CannotDo, note, print_json, say
from bot.cli.store import Store, opened
from bot.email_addresses import tidy_address

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from storage.people import Someone

WAYS: Final = {"staff": "Telegram", "email": "e-mail", "inbox": "inbox"}


def add_email_to(app: typer.Typer) -> None:
    """Adds the command."""
    app.command("email")(set_email)


def set_email(
    person_id: Annotated[str, typer.Argument(metavar="ID", help="Such as S-4XD9P, or their name.")],
    email: Annotated[
        str | None, typer.Argument(metavar="E", help="The address that alerts go to.")
    ] = None,
    remove: Annotated[
        bool, typer.Option("--remove", help="Send them no alerts by e-mail any more.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Sets the address that alerts to somebody go to, or takes it away."""
    if (email is None) is not remove:
        raise typer.BadParameter("say either an address or --remove", param_hint="E")
    address = address_given(email, "E")
    with opened() as store:

        def work(connection: Connection) -> Someone:
            from bot.people.staff_email import take_email_away

            person = find_staff(connection, person_id)
            if address is not None:
                keep_address(connection, person, address, store)
            elif not take_email_away(connection, person, store.now):
                raise CannotDo(f"{person.code} has no e-mail address.")
            return person

        person = store.database.transact_now(work)
    if address is not None:
        warn_without_mail_server(store)
    if as_json:
        print_json({"id": person.code, "email": address})
    elif address is None:
        say(f"No alert goes to {person.code} by e-mail any more.")
    else:
        say(f"Alerts to {person.code} go to that address too.")


def keep_address(connection: Connection, person: Someone, address: str, store: Store) -> None:
    """Gives a member of staff an address. Raises CannotDo when it is somebody else's."""
    from bot.people.staff_email import give_email

    works = store.settings.email
    if give_email(connection, person, address, store.now, works=works) == "taken":
        raise CannotDo("Somebody else has this e-mail address already.")


def warn_without_mail_server(store: Store) -> None:
    """Says so when no e-mail can go out."""
    if not store.settings.email:
        note(
            "E-mail is not set up, so no alert goes to that address yet. Set WESAID_SMTP_HOST and "
            "WESAID_EMAIL_FROM; see docs/staff-channels.md."
        )


def address_given(email: str | None, where: str) -> str | None:
    """An address as it is kept. Raises BadParameter, naming the argument or option `where`."""
    if email is None:
        return None
    address = tidy_address(email)
    if address is None:
        wrong = "this is no e-mail address. It looks like name@example.org"
        raise typer.BadParameter(wrong, param_hint=where)
    return address


def ways_of(connection: Connection, project_id: int) -> dict[int, dict[str, str]]:
    """For each member of staff: by what they are reached, and `works` or why it does not."""
    from storage.staff_channels import channels_of_staff

    found: dict[int, dict[str, str]] = {}
    for row in channels_of_staff(connection, project_id):
        ways = found.setdefault(row.person_id, {})
        way = WAYS.get(row.bot, row.bot)
        if row.lost_at is None:
            ways[way] = "works"
        else:
            ways.setdefault(way, row.lost_why or "refused")
    return found

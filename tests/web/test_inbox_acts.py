"""What can be done with a flag in the inbox, by a browser without JavaScript."""

from __future__ import annotations

from tests.web.desk import Desk
from tests.web.store import flags_raised

ACKNOWLEDGE = "Acknowledge: I will be in touch"


def status(desk: Desk) -> str:
    return flags_raised(desk.house.database)[-1][2]


async def taken(desk: Desk, level: str = "urgent") -> int:
    """A flag that Sam has acknowledged, and looks at."""
    flag = desk.raises(level)
    await desk.sam.open(f"/inbox/flag/{flag}")
    await desk.sam.press(ACKNOWLEDGE)
    return flag


async def test_the_buttons_are_those_of_where_the_flag_stands(desk: Desk) -> None:
    async with desk:
        flag = desk.raises("urgent")
        await desk.sam.open(f"/inbox/flag/{flag}")
        assert ACKNOWLEDGE in desk.sam.buttons
        assert "Close it" not in desk.sam.buttons
        await desk.sam.press(ACKNOWLEDGE)
        assert ACKNOWLEDGE not in desk.sam.buttons
        for button in ("I have been in touch", "Put it off", "Ask them", "Close it"):
            assert button in desk.sam.buttons
        await desk.priya.open(f"/inbox/flag/{flag}")
        assert "Take it over" in desk.priya.buttons


async def test_a_flag_is_closed_with_an_outcome_and_a_note_and_can_be_opened_again(
    desk: Desk,
) -> None:
    async with desk:
        await taken(desk)
        await desk.sam.press("I have been in touch")
        assert "Sam has been in touch" in desk.sam.words
        await desk.sam.press("Close it", choose="Spoke with them", words="She is well.")
        assert "You have not opened what they wrote" in desk.sam.words
        await desk.sam.press("Open to read")
        assert "She is well." in desk.sam.words
        await desk.sam.press("Close it", choose="Spoke with them", words="We talked for an hour.")
        assert "It is closed." in desk.sam.words
        assert status(desk) == "closed"
        assert "Sam closed it: Spoke with them." in desk.sam.words
        assert "We talked for an hour." in desk.sam.words
        await desk.priya.open("/inbox/closed")
        assert "Closed: Spoke with them" in desk.priya.words
        await desk.sam.press("Open it again")
        assert status(desk) == "open"


async def test_without_having_spoken_a_second_person_agrees(desk: Desk) -> None:
    async with desk:
        flag = await taken(desk)
        await desk.sam.press("Close it", choose="Emergency services called")
        assert "Please write down what was done" in desk.sam.words
        await desk.sam.press(
            "Close it", choose="Emergency services called", words="999 was called at noon."
        )
        assert "a second person has to agree" in desk.sam.words
        assert "Agree to close it" not in desk.sam.buttons
        await desk.priya.open(f"/inbox/flag/{flag}")
        assert "Sam asks a second person to agree" in desk.priya.words
        await desk.priya.press("Agree to close it")
        assert status(desk) == "closed"


async def test_a_flag_can_be_put_off_by_choice_or_by_a_typed_time(desk: Desk) -> None:
    async with desk:
        await taken(desk)
        await desk.sam.press("Put it off", until="in 3 hours")
        assert "and no longer" in desk.sam.words
        await desk.sam.press("Put it off", choose="30 minutes")
        assert "It is put off until" in desk.sam.words
        assert status(desk) == "snoozed"


async def test_a_flag_is_handed_over_and_accepted(desk: Desk) -> None:
    async with desk:
        flag = await taken(desk)
        await desk.sam.press("Ask them", choose="Priya")
        assert "I have asked Priya" in desk.sam.words
        await desk.priya.open(f"/inbox/flag/{flag}")
        await desk.priya.press("Take it over")
        assert "It is yours now" in desk.priya.words
        assert "Acknowledged by Priya" in desk.priya.words


async def test_a_form_that_is_late_changes_nothing_and_loses_no_words(desk: Desk) -> None:
    async with desk:
        flag = await taken(desk)
        late = desk.sam.form_with("Close it")
        await desk.priya.open(f"/inbox/flag/{flag}")
        await desk.priya.press("Take it over")
        await desk.sam.send(late.action, {**late.fields, "outcome": "spoke", "words": "We talked."})
        assert "Priya looks after this" in desk.sam.words
        late.fields["version"] = "1"
        await desk.priya.open(f"/inbox/flag/{flag}")
        form = desk.priya.form_with("Close it")
        desk.raises("soon")
        await desk.priya.send(
            form.action, {**form.fields, "outcome": "spoke", "words": "She is at home."}
        )
        assert "Something has changed since you looked" in desk.priya.words
        assert status(desk) != "closed"
        await desk.priya.press("Open to read")
        assert "She is at home." in desk.priya.words


async def test_a_note_is_kept_with_the_flag(desk: Desk) -> None:
    async with desk:
        flag = desk.raises("soon")
        await desk.sam.open(f"/inbox/flag/{flag}")
        await desk.sam.press("Keep the note", words="Her <b>sister</b> is with her.")
        assert "I have added your note" in desk.sam.words
        await desk.sam.press("Open to read")
        assert "Her &lt;b&gt;sister&lt;/b&gt; is with her." in desk.sam.html


async def test_a_message_reaches_the_participant_from_a_name(desk: Desk) -> None:
    async with desk:
        await taken(desk)
        await desk.sam.press("Send the message", words="Shall I call you at four?")
        assert "Sent to P-" in desk.sam.words
        await desk.sam.open("/chat")
        assert "Shall I call you at four?" in desk.sam.words


async def test_nothing_can_be_done_to_a_flag_by_those_it_is_about(desk: Desk) -> None:
    async with desk:
        other = desk.raises("soon", of=desk.another_participant())
        flag = desk.raises("soon", topic="conduct")
        await desk.sam.open(f"/inbox/flag/{other}")
        key = desk.sam.form_with("Keep the note").fields["key"]
        for act in ("acknowledge", "note", "close", "escalate", "say", "leave"):
            await desk.sam.send(f"/inbox/flag/{flag}/{act}", {"key": key, "words": "words"})
            assert desk.sam.status == 404


async def test_what_a_press_came_to_cannot_be_made_up(desk: Desk) -> None:
    async with desk:
        flag = desk.raises("soon")
        await desk.sam.open(f"/inbox/flag/{flag}?said=It+is+closed.&proof=made-up")
        assert "It is closed." not in desk.sam.words


async def test_what_is_missing_is_said_and_what_was_typed_is_kept(desk: Desk) -> None:
    async with desk:
        await taken(desk)
        await desk.sam.press("Close it", words="We talked.")
        assert "Please choose how it ended" in desk.sam.words
        await desk.sam.press("Put it off", until="when the cows come home")
        assert "I do not know that time" in desk.sam.words
        assert status(desk) == "acknowledged"
        await desk.sam.press("Open to read")
        assert "We talked." in desk.sam.words


async def test_whoever_is_asked_to_take_a_flag_over_has_one_button_for_it(desk: Desk) -> None:
    async with desk:
        flag = await taken(desk)
        await desk.sam.press("Ask them")
        await desk.priya.open(f"/inbox/flag/{flag}")
        assert desk.priya.buttons.count("Take it over") == 1


async def test_where_it_is_not_safe_to_write_no_message_is_typed_in_vain(desk: Desk) -> None:
    async with desk:
        flag = desk.raises("soon", topic="domestic")
        await desk.sam.open(f"/inbox/flag/{flag}")
        await desk.sam.press(ACKNOWLEDGE)
        assert "Send the message" not in desk.sam.buttons
        assert "have not said since that it is safe to write to them here" in desk.sam.words


async def test_while_they_write_with_each_other_the_messages_stand_first(desk: Desk) -> None:
    async with desk:
        flag = await taken(desk)
        await desk.sam.press("Send the message", words="Shall I call you at four?")
        page = desk.sam.html
        assert page.index('id="chat-title"') < page.index('id="words-title"')
        await desk.sam.open(f"/inbox/flag/{flag}")
        await desk.sam.press("End the chat")
        assert 'id="chat-title"' not in desk.sam.html


async def test_what_was_missing_is_asked_for_in_a_form_that_stays_open(desk: Desk) -> None:
    async with desk:
        await taken(desk)
        await desk.sam.press("Close it", choose="Referred on")
        assert "Please write down what was done" in desk.sam.words
        opened = desk.sam.html.split('<details class="act" open>')[1]
        assert "Close it" in opened.split("</details>")[0]

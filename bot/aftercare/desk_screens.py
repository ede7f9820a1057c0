"""The staff bot's messages."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from bot.aftercare.desk_choices import act_buttons, card_line
from bot.aftercare.file_screens import file_buttons, file_line
from bot.aftercare.help_numbers import WhomToCall
from bot.aftercare.inbox import FlagDetail, SignalShown
from bot.aftercare.sent_files import FileShown
from bot.aftercare.signposting import numbers_words
from bot.aftercare.when import when_words
from bot.delivery.screen import Screen
from bot.people.enrolment import JoinProblem
from bot.texts import Texts
from storage.people import Someone
from storage.rows import AnyRow

SHOWN: Final = 6
"""How much of a flag's history is shown, beside the notes."""


def problem_text(texts: Texts, problem: JoinProblem) -> str:
    """What is wrong with a code, and what to do."""
    return {
        "unknown": texts.say(
            "I do not know this code. Please check it, or ask your coordinator for a new one."
        ),
        "used": texts.say(
            "This code has been used already. Please ask your coordinator for a new one."
        ),
        "expired": texts.say("This code is too old. Please ask your coordinator for a new one."),
        "wrong_bot": texts.say(
            "This code is for somebody who takes part, and this chat is for staff. "
            "Please use the link in your invitation."
        ),
    }[problem]


def joined_text(texts: Texts, person: Someone, waiting: int) -> str:
    """The welcome to a member of staff; `waiting` is the number of flags that they can see."""
    hello = (
        texts.say("Hello %(name)s. You are in.", name=person.name)
        if person.name
        else texts.say("Hello. You are in.")
    )
    role = texts.say(
        "You will get a message here when somebody should be contacted. Press Acknowledge "
        "when you take it on: they are then told that you have seen it."
    )
    parts = [hello, role, help_text(texts, typed=False)]
    if waiting:
        parts.append(
            texts.plural(
                "%(number)s person is waiting now: /flags",
                "%(number)s people are waiting now: /flags",
                waiting,
            )
        )
    return "\n\n".join(parts)


def help_text(texts: Texts, typed: bool) -> str:
    """What the staff bot understands; after typed words, also that nobody was sent them."""
    commands = texts.say(
        "/flags shows the open flags. /read shows what people wrote that nobody has read yet. "
        "/caseload shows whom you look after. /oncall shows who is on call, /swap asks a colleague "
        "to take a shift, and /away says until when you are away. /help shows this again."
    )
    if not typed:
        return commands
    return texts.say("What you wrote was not sent to anybody.") + " " + commands


def stranger_screen(texts: Texts, numbers: WhomToCall, told: bool | None, topic: str) -> Screen:
    """For somebody who has not joined, who may be in the wrong place and in trouble.

    `told`: whether the team could be told; None when there was nothing to tell them.
    """
    parts = [
        texts.say(
            "This chat is for staff. To join it, write /start, a space, and the code from your "
            "coordinator."
        )
    ]
    if told:
        parts.append(
            texts.say(
                "I have told the team that somebody wrote here. They cannot see who you are, so "
                "please do not wait for them."
            )
        )
    elif told is False:
        parts.append(
            texts.say(
                "I cannot reach anybody from the team right now. Please do not wait for us: the "
                "people below can help you now."
            )
        )
    parts.append(texts.say("If you need help now:"))
    parts.append(numbers_words(numbers, "england", topic))
    return Screen(text="\n\n".join(parts), kind="signpost")


def detail_screen(texts: Texts, detail: FlagDetail) -> Screen:
    """One flag with the words, and a button for each file; it cannot be passed on."""
    parts = [card_line(texts, detail.card)]
    if detail.touch.caution:
        parts.insert(0, texts.say("Take care: %(caution)s", caution=detail.touch.caution))
    if detail.name:
        parts.append(texts.say("They like to be called %(name)s.", name=detail.name))
    parts += [_signal_words(texts, signal) for signal in detail.signals]
    if detail.files:
        parts.append("\n".join(file_line(texts, file) for file in detail.files))
    if detail.touch.answers:
        heading = texts.say("How to get in touch")
        answers = [f"{one.question}\n{one.answer}" for one in detail.touch.answers]
        parts.append("\n\n".join([heading, *answers]))
    parts.append("\n".join(_history_lines(detail)))
    choices = act_buttons(texts, detail.card)
    return Screen(
        text="\n\n".join(parts),
        choices=(*choices, *file_buttons(texts, detail.files)),
        sensitive=True,
    )


def _signal_words(texts: Texts, signal: SignalShown) -> str:
    head = f"{signal.level_words}, {signal.at_words}" if signal.level_words else signal.at_words
    lines = [f"{head}: {signal.reason}"]
    if signal.asked:
        lines.append(texts.say("Question: %(words)s", words=signal.asked))
    if signal.answer:
        lines.append(texts.say("Answer: %(words)s", words=signal.answer))
    if signal.words:
        lines.append(f"\u201c{signal.words}\u201d")
    if signal.rules:
        lines.append(texts.say("(rule %(rule)s)", rule=", ".join(signal.rules)))
    return "\n".join(lines)


def _history_lines(detail: FlagDetail) -> list[str]:
    """The last things that happened, and every note whenever it was written."""
    shown = [one for one in detail.events if one.note or one in detail.events[-SHOWN:]]
    lines = []
    for one in shown:
        lines.append(f"{one.at_words}: {one.text}")
        if one.note:
            lines.append(f"\u201c{one.note}\u201d")
    return lines


def reading_screen(
    texts: Texts,
    found: list[tuple[AnyRow, str]],
    files: tuple[FileShown, ...],
    left: int,
    now: datetime,
) -> Screen:
    """The oldest texts that nobody has read yet, and a button for each file that came with them."""
    if not found:
        return Screen(text=texts.say("You have read everything."))
    parts = []
    for row, text in found:
        lines = [f"{row.code}, {when_words(texts, row.received_at, now, 'Europe/London')}"]
        sent = [file_line(texts, file) for file in files if file.inbound_id == row.id]
        # Without a caption, the text that is kept only says in their language what was sent.
        if row.kind != "media" or not sent:
            lines.append(f"\u201c{text}\u201d")
        parts.append("\n".join([*lines, *sent]))
    if left:
        parts.append(
            texts.plural("%(number)s more to read: /read", "%(number)s more to read: /read", left)
        )
    return Screen(text="\n\n".join(parts), choices=file_buttons(texts, files), sensitive=True)

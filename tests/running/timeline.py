"""Who was told what, and when: what everybody could see, as a text that people can read."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from difflib import unified_diff
from email.message import EmailMessage
from pathlib import Path
from zoneinfo import ZoneInfo

from tests.telegram import Chat, ChatEvent, EmulatedMessage

FOLDER = Path(__file__).with_name("timelines")
LONDON = ZoneInfo("Europe/London")
MOST_WORDS = 230
SEEN = {"said": "", "edited": ", shown anew", "deleted": ", taken away"}
"""What a bot does that somebody could see."""
_LINK = re.compile(r"https://\S+")


@dataclass(frozen=True, slots=True, order=True)
class _Line:
    """What happens at one moment has no order of its own: it is told by name, inputs first."""

    who: str
    number: int
    words: str = field(compare=False)
    edited: EmulatedMessage | None = field(default=None, compare=False)


class Timeline:
    """`names` are those of people by the id of their chat, `codes` those that stand for them."""

    def __init__(self, names: Mapping[int, str], codes: Mapping[str, str]) -> None:
        self._names = names
        self._codes = codes
        self._moment: list[_Line] = []
        self._lines: list[str] = []
        self._day = ""

    def watch(self, chat: Chat, event: ChatEvent) -> None:
        """Something that could be seen in a chat."""
        name = self._names[chat.chat_id]
        if event.kind in SEEN:
            if event.kind == "edited" and len(event.message.history) > 1:
                before = event.message.history[-2]
                if (before.text, before.rows) == (event.message.text, event.message.rows):
                    return
            labels = "" if event.kind == "deleted" else _labels(event.message)
            who = f"{name} ({_called(chat)}{SEEN[event.kind]})"
            self._note(who, event.words, labels, event.message if event.kind == "edited" else None)
        elif event.kind in ("wrote", "corrected"):
            self.says(f"{name} writes: {event.words}")
        elif event.kind == "pressed":
            self.says(f"{name} presses [{event.words}]")

    def mail(self, name: str, letter: EmailMessage) -> None:
        """An e-mail that arrived."""
        words = letter.get_content().partition("Please do not answer this e-mail")[0]
        self._note(f"{name} (e-mail)", words)

    def says(self, words: str) -> None:
        """Something that somebody did, or that happened to the world."""
        self._moment.append(_Line("", len(self._moment), words))

    def forget(self) -> None:
        """What was noted since the last moment is of no interest."""
        self._moment.clear()

    def moment(self, now: datetime) -> None:
        """All that was noted since the last one happened at this moment."""
        local = now.astimezone(LONDON)
        day = f"{local:%A} {local.day} {local:%B %Y}"
        if self._moment and day != self._day:
            self._lines.append(day)
            self._day = day
        twice = local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()
        at = f"{local:%H:%M %Z}" if twice else f"{local:%H:%M}"
        self._lines += [f"{at} {line.words}" for line in sorted(self._moment)]
        self._moment.clear()

    def text(self) -> str:
        return "\n".join([*self._lines, ""])

    def told(self, name: str) -> list[str]:
        """The lines that say what somebody was shown."""
        return [line for line in self._lines if f" {name} (" in line]

    def must_be(self, name: str) -> None:
        """Compares it with what is kept under this name.

        `WESAID_KEEP_TIMELINES=1` keeps what happened instead: read it line by line before it goes
        into the repository.
        """
        path = FOLDER / f"{name}.txt"
        if os.environ.get("WESAID_KEEP_TIMELINES") == "1":
            path.write_text(self.text(), encoding="utf-8")
        kept = path.read_text(encoding="utf-8").splitlines()
        happened = self.text().splitlines()
        assert happened == kept, "\n".join(unified_diff(kept, happened, "kept", "happened", n=1))

    def _note(
        self, who: str, words: str, labels: str = "", edited: EmulatedMessage | None = None
    ) -> None:
        words = _LINK.sub("LINK", " / ".join(filter(None, map(str.strip, words.splitlines()))))
        if len(words) > MOST_WORDS:
            words = words[:MOST_WORDS].rsplit(" ", maxsplit=1)[0] + " …"
        if edited is not None:
            # Changed twice within a moment: nobody saw what it was in between.
            self._moment = [one for one in self._moment if one.edited is not edited]
        words += labels
        for code, name in self._codes.items():
            words = words.replace(code, f"{code[:2]}{name.upper()}")
        line = _Line(who, len(self._moment), f"{who}: {words}", edited)
        self._moment.append(line)


def _called(chat: Chat) -> str:
    return {"staff_bot": "staff bot", "people_bot": "chat"}[chat.bot.username]


def _labels(message: EmulatedMessage) -> str:
    return "".join(f" [{label.partition(':')[0]}]" for label in message.labels)

"""One message in a chat: what a person sees of it now, and what they saw before."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.telegram.entities import Entity, Formatted

if TYPE_CHECKING:
    from tests.telegram.chats import Chat


@dataclass(frozen=True, slots=True)
class EmulatedButton:
    """One inline button. `data` is empty for links, `url` for all others."""

    label: str
    data: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Version:
    """How a message looked from `at` (monotonic seconds) on."""

    text: str
    rows: tuple[tuple[EmulatedButton, ...], ...]
    at: float

    @property
    def buttons(self) -> tuple[EmulatedButton, ...]:
        return tuple(button for row in self.rows for button in row)


def rows_of(markup: dict[str, Any] | None) -> tuple[tuple[EmulatedButton, ...], ...]:
    """The inline buttons of a checked markup; other keyboards have none."""
    if not markup or "inline_keyboard" not in markup:
        return ()
    return tuple(
        tuple(
            EmulatedButton(b["text"], b.get("callback_data") or "", b.get("url") or "") for b in row
        )
        for row in markup["inline_keyboard"]
    )


@dataclass(slots=True, eq=False)
class EmulatedMessage:
    """A live view: `text` and `buttons` change when the bot edits; `history` keeps what was before.

    `content` holds the fields of photos, voice notes and the like; `text` is then the caption.
    """

    chat: Chat
    message_id: int
    sender: dict[str, Any]
    by_bot: bool
    date: int
    text: str = ""
    entities: tuple[Entity, ...] = ()
    markup: dict[str, Any] | None = None
    content: dict[str, Any] = field(default_factory=dict)
    edit_date: int | None = None
    deleted: bool = False
    history: list[Version] = field(default_factory=list)

    @property
    def rows(self) -> tuple[tuple[EmulatedButton, ...], ...]:
        return rows_of(self.markup)

    @property
    def buttons(self) -> tuple[EmulatedButton, ...]:
        return tuple(button for row in self.rows for button in row)

    @property
    def labels(self) -> list[str]:
        return [button.label for button in self.buttons]

    @property
    def version(self) -> int:
        """1 when it came, one more with each edit."""
        return len(self.history)

    def show(self, text: Formatted, markup: dict[str, Any] | None, at: float) -> None:
        """Makes this the current version. `at` is in monotonic seconds."""
        self.text, self.entities, self.markup = text.text, text.entities, markup
        self.history.append(Version(self.text, self.rows, at))

    def looks_like(self, text: Formatted, markup: dict[str, Any] | None) -> bool:
        inline = (self.markup or {}).get("inline_keyboard", [])
        new = (markup or {}).get("inline_keyboard", [])
        same_text = (self.text, list(self.entities)) == (text.text, list(text.entities))
        return same_text and inline == new

    def as_json(self) -> dict[str, Any]:
        """The Message object of the Bot API."""
        body: dict[str, Any] = {
            "message_id": self.message_id,
            "from": self.sender,
            "chat": self.chat.description,
            "date": self.date,
        }
        if self.edit_date is not None:
            body["edit_date"] = self.edit_date
        body.update(self.content)
        if self.text:
            body["caption" if self.content else "text"] = self.text
            if self.entities:
                body["caption_entities" if self.content else "entities"] = list(self.entities)
        if self.markup and "inline_keyboard" in self.markup:
            body["reply_markup"] = self.markup
        return body

"""A browser without JavaScript: it opens pages, fills forms in and presses their buttons."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from html.parser import HTMLParser
from io import BytesIO
from urllib.parse import urlencode, urljoin

from aiohttp import ClientResponse, ClientSession, CookieJar, FormData


@dataclass
class Form:
    """A form: what it holds by itself, what can be chosen (by label), and its buttons."""

    action: str
    method: str
    fields: dict[str, str] = field(default_factory=dict)
    radios: dict[str, tuple[str, str]] = field(default_factory=dict)
    boxes: dict[str, tuple[str, str]] = field(default_factory=dict)
    ticked: set[str] = field(default_factory=set)
    buttons: dict[str, tuple[str, str]] = field(default_factory=dict)
    name: str = ""


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.words: list[str] = []
        self._radio: tuple[str, str] | None = None
        self._box: tuple[str, str, bool] | None = None
        self._label: list[str] | None = None
        self._button: tuple[str, str] | None = None
        self._button_words: list[str] = []
        self._owner = ""
        self._fields_elsewhere: list[tuple[str, str, str]] = []
        self._buttons_elsewhere: list[tuple[str, str, tuple[str, str]]] = []

    def hand_over(self) -> None:
        """What names its form stands in that form, wherever it is on the page."""
        named = {form.name: form for form in self.forms}
        for owner, field_name, value in self._fields_elsewhere:
            named[owner].fields[field_name] = value
        for owner, label, pressed in self._buttons_elsewhere:
            named[owner].buttons[label] = pressed

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        match tag:
            case "form":
                self.forms.append(Form(given["action"], given["method"], name=given.get("id", "")))
            case "label":
                self._label = []
            case "input" if given.get("type") == "radio":
                self._radio = (given["name"], given["value"])
            case "input" if given.get("type") == "checkbox":
                self._box = (given["name"], given["value"], "checked" in given)
            case "input" if given.get("type") == "file":
                pass  # without a file chosen, browsers send nothing of use
            case "input" if given.get("form"):
                self._fields_elsewhere.append(
                    (given["form"], given["name"], given.get("value", ""))
                )
            case "input":
                self.forms[-1].fields[given["name"]] = given.get("value", "")
            case "button" if given.get("type") == "submit":
                self._button = (given.get("name", ""), given.get("value", ""))
                self._button_words = []
                self._owner = given.get("form", "")
            case _:
                pass

    def handle_endtag(self, tag: str) -> None:
        if tag == "label" and self._label is not None:
            if self._radio is not None:
                self.forms[-1].radios["".join(self._label).strip()] = self._radio
            elif self._box is not None:
                label, (name, value, ticked) = "".join(self._label).strip(), self._box
                self.forms[-1].boxes[label] = (name, value)
                if ticked:
                    self.forms[-1].ticked.add(label)
            self._label, self._radio, self._box = None, None, None
        elif tag == "button" and self._button is not None:
            label = "".join(self._button_words).strip()
            if self._owner:
                self._buttons_elsewhere.append((self._owner, label, self._button))
            else:
                self.forms[-1].buttons[label] = self._button
            self._button = None

    def handle_data(self, data: str) -> None:
        self.words.append(data)
        if self._label is not None:
            self._label.append(data)
        if self._button is not None:
            self._button_words.append(data)


class PlainBrowser:
    """`html` is the page that is open, `words` what it says, `status` how it was answered."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.at = ""
        self.status = 0
        self.html = ""
        self.headers: dict[str, str] = {}
        self._chosen: dict[str, str] = {}
        # Cookies for a bare address such as 127.0.0.1 are kept only by an unsafe jar.
        self._session = ClientSession(cookie_jar=CookieJar(unsafe=True))

    async def __aenter__(self) -> PlainBrowser:
        return self

    async def __aexit__(self, *_error: object) -> None:
        await self._session.close()

    @property
    def words(self) -> str:
        return " ".join(" ".join(self._read().words).split())

    @property
    def forms(self) -> list[Form]:
        return self._read().forms

    def _read(self) -> _Reader:
        reader = _Reader()
        reader.feed(self.html)
        reader.hand_over()
        return reader

    def form_with(self, button: str) -> Form:
        """The form that a button stands in."""
        return next(form for form in self.forms if button in form.buttons)

    @property
    def choices(self) -> list[str]:
        return [label for form in self.forms for label in form.radios]

    @property
    def ticked(self) -> dict[str, bool]:
        """What can be ticked, and what is."""
        return {label: label in form.ticked for form in self.forms for label in form.boxes}

    @property
    def buttons(self) -> list[str]:
        return [label for form in self.forms for label in form.buttons]

    async def open(self, path: str, **headers: str) -> None:
        async with self._session.get(urljoin(self.address, path), headers=headers) as response:
            await self._show(response)

    async def press(
        self,
        button: str,
        *,
        choose: str = "",
        text: str = "",
        tick: Collection[str] | None = None,
        **fields: str,
    ) -> None:
        """Chooses, ticks, types, fills `fields` in, and presses a button of the page."""
        form = self.form_with(button)
        data = self.filled(form, button, choose=choose, text=text, tick=tick)
        await self.send(form.action, {**data, **fields})

    def filled(
        self,
        form: Form,
        button: str,
        *,
        choose: str = "",
        text: str = "",
        tick: Collection[str] | None = None,
    ) -> dict[str, str]:
        """What the browser would send; of the boxes those in `tick`, or those ticked already."""
        data = dict(form.fields)
        data.update(form.boxes[label] for label in (form.ticked if tick is None else tick))
        if choose:
            name, value = form.radios[choose]
            data[name] = value
        if text:
            data["text"] = text
        name, value = form.buttons[button]
        if name:
            data[name] = value
        return data

    async def send(self, path: str, data: dict[str, str], **headers: str) -> None:
        """Posts a form as it is and follows where it leads."""
        where = urljoin(self.address, path)
        body = BytesIO(urlencode(data).encode())
        headers.setdefault("Content-Type", "application/x-www-form-urlencoded")
        async with self._session.post(where, data=body, headers=headers) as response:
            await self._show(response)

    async def post(self, path: str, data: FormData) -> None:
        """Posts a form that brings a file, and follows where it leads."""
        async with self._session.post(urljoin(self.address, path), data=data) as response:
            await self._show(response)

    def cookie(self, name: str) -> str:
        return next((one.value for one in self._session.cookie_jar if one.key == name), "")

    async def _show(self, response: ClientResponse) -> None:
        self.at = str(response.url.relative())
        self.status = response.status
        self.headers = dict(response.headers)
        self.html = await response.text()

"""What a request carries: read from JSON, urlencoded and multipart bodies and from the address."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

from aiohttp import web

from tests.telegram.refusals import bad_request

_TRUE = frozenset({"true", "yes", "1"})
_FALSE = frozenset({"false", "no", "0", ""})


@dataclass(frozen=True, slots=True)
class Upload:
    """One file of a multipart request."""

    filename: str
    content_type: str
    content: bytes


@dataclass(slots=True)
class Parameters:
    """The parameters of one request. Readers raise RefusalError when a value has a wrong shape."""

    values: dict[str, object] = field(default_factory=dict)
    uploads: dict[str, Upload] = field(default_factory=dict)

    def __contains__(self, name: str) -> bool:
        return name in self.values or name in self.uploads

    def __iter__(self) -> Iterator[str]:
        return iter(self.values)

    def text(self, name: str, default: str = "") -> str:
        value = self.values.get(name, default)
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, str):
            return value
        if isinstance(value, int | float):
            return str(value)
        raise bad_request(f"parameter {name} must be of type String")

    def integer(self, name: str, default: int = 0) -> int:
        raw = self.text(name, str(default)).strip()
        try:
            return int(raw)
        except ValueError:
            raise bad_request(f'parameter "{name}" must be of type Integer') from None

    def flag(self, name: str) -> bool:
        raw = self.text(name, "false").strip().lower()
        if raw not in _TRUE | _FALSE:
            raise bad_request(f'parameter "{name}" must be of type Boolean')
        return raw in _TRUE

    def structure(self, name: str) -> object | None:
        """A JSON value, given as such or as JSON text; None when it is absent or empty."""
        value = self.values.get(name)
        if isinstance(value, str):
            if not value.strip():
                return None
            try:
                value = json.loads(value)
            except ValueError:
                raise bad_request(f"can't parse {name} JSON object") from None
        return value

    def plain(self) -> dict[str, object]:
        """What to keep in the record of requests: files by their name and size only."""
        named = {name: f"{up.filename} ({len(up.content)})" for name, up in self.uploads.items()}
        return {**self.values, **named}


async def read_parameters(request: web.Request) -> Parameters:
    """Reads whichever of the four ways the library chose."""
    given = Parameters(values=dict(request.query))
    kind = request.content_type
    if not request.body_exists:
        return given
    if kind == "application/json":
        given.values.update(_object(await request.text()))
    elif kind == "application/x-www-form-urlencoded":
        given.values.update(parse_qsl(await request.text(), keep_blank_values=True))
    elif kind == "multipart/form-data":
        await _read_multipart(request, given)
    elif await request.read():
        raise bad_request(f"unsupported content type {kind}")
    return given


def _object(text: str) -> dict[str, object]:
    try:
        body = json.loads(text or "{}")
    except ValueError:
        raise bad_request("can't parse JSON object") from None
    if not isinstance(body, dict):
        raise bad_request("can't parse JSON object")
    return {name: value for name, value in body.items() if value is not None}


async def _read_multipart(request: web.Request, given: Parameters) -> None:
    for name, value in (await request.post()).items():
        if isinstance(value, web.FileField):
            content = value.file.read()
            value.file.close()
            given.uploads[name] = Upload(value.filename, value.content_type, content)
        else:
            given.values[name] = value if isinstance(value, str) else value.decode()

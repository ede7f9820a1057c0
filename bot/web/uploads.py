"""A form that brings a file: its fields and the file, read without ever holding too much."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from aiohttp import BodyPartReader, web

MOST_FIELDS: Final = 1024 * 1024
"""Bytes of all fields together."""

MOST_BYTES: Final = 64 * 1024 * 1024
"""A request that is larger is not read to its end."""

_CHUNK: Final = 64 * 1024


@dataclass(frozen=True, slots=True)
class Upload:
    """The file. `content` is empty when it is larger than was asked for: `too_large`."""

    content: bytes
    content_type: str
    too_large: bool = False


def brings_a_file(request: web.Request) -> bool:
    """Whether the form came in the way that carries files."""
    return request.content_type == "multipart/form-data"


async def fields_and_file(request: web.Request, most: int) -> tuple[dict[str, str], Upload | None]:
    """The fields, and the file if there is one with something in it; of several, the first.

    Raises HTTPBadRequest for a form that cannot be read, and HTTPRequestEntityTooLarge.
    """
    if (request.content_length or 0) > MOST_BYTES:
        raise web.HTTPRequestEntityTooLarge(MOST_BYTES, request.content_length or 0)
    try:
        return await _read(request, most)
    except (ValueError, LookupError, AssertionError) as error:
        raise web.HTTPBadRequest from error


async def _read(request: web.Request, most: int) -> tuple[dict[str, str], Upload | None]:
    fields: dict[str, str] = {}
    upload: Upload | None = None
    room = MOST_FIELDS
    read = 0
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader) or part.name is None:
            continue
        is_file = part.filename is not None
        content, size = await _content(part, most if is_file else room, MOST_BYTES - read)
        read += size
        if is_file:
            if size and upload is None:
                kind = part.headers.get("Content-Type", "").partition(";")[0].strip().lower()
                upload = Upload(content, kind, too_large=size > most)
            continue
        room -= size
        if room < 0:
            raise web.HTTPRequestEntityTooLarge(MOST_FIELDS, MOST_FIELDS - room)
        fields[part.name] = content.decode("utf-8")
    return fields, upload


async def _content(part: BodyPartReader, most: int, bound: int) -> tuple[bytes, int]:
    """What is in the part and its size; only the size when it is larger than `most`."""
    content = bytearray()
    size = 0
    while chunk := await part.read_chunk(_CHUNK):
        size += len(chunk)
        if size > bound:
            raise web.HTTPRequestEntityTooLarge(MOST_BYTES, MOST_BYTES + size - bound)
        if size <= most:
            content += chunk
    return (bytes(content) if size <= most else b""), size

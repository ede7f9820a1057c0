"""The photos, voice notes and other files of a flag, as the inbox serves them."""

from __future__ import annotations

from typing import Final

from aiohttp import web
from sqlalchemy import Connection

from bot.aftercare.sent_files import file_name, find_file, shown_as, type_of
from storage import media
from storage.media import MediaKept

ANY_FILE: Final = "application/octet-stream"


def opening(viewer: int, flag_id: int) -> str:
    """What a seal proves: that this member of staff pressed to read this flag."""
    return f"opened {viewer} {flag_id}"


def file_of_flag(
    connection: Connection, flag_id: int, media_id: int, viewer: int
) -> tuple[MediaKept, bytes] | None:
    """The file and what is in it; None when it is not here, or not for this viewer."""
    kept = find_file(connection, media_id, viewer)
    if kept is None or flag_id not in kept.flag_ids:
        return None
    content = media.content_of(connection, media_id)
    return None if content is None else (kept, content)


def served(request: web.Request, kept: MediaKept, content: bytes) -> web.Response:
    """The file for a page to show, or to save where its type may do more than be looked at.

    A part of it where the browser asks for one, without which Safari plays no sound.
    """
    safe = shown_as(kept) != "file"
    how = "inline" if safe else "attachment"
    headers = {
        "Accept-Ranges": "bytes",
        "Cache-Control": "no-store",
        "Content-Disposition": f'{how}; filename="{file_name(kept)}"',
        "Cross-Origin-Resource-Policy": "same-origin",
    }
    kind = type_of(kept) if safe else ANY_FILE
    part = _part(request, len(content))
    if part is None:
        return web.Response(body=content, content_type=kind, headers=headers)
    headers["Content-Range"] = f"bytes {part.start}-{part.stop - 1}/{len(content)}"
    body = content[part.start : part.stop]
    return web.Response(status=206, body=body, content_type=kind, headers=headers)


def _part(request: web.Request, size: int) -> range | None:
    """The bytes that are asked for; None for all of them, as where the asking makes no sense."""
    try:
        asked = request.http_range
    except ValueError:
        return None
    if asked.start is None and asked.stop is None:
        return None
    return range(*asked.indices(size)) or None

"""The stylesheets, scripts and pictures: read once, compressed once, cached for a year."""

from __future__ import annotations

import gzip
import mimetypes
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final

from aiohttp import web

STATIC: Final = Path(__file__).resolve().parent / "static"
SERVED: Final = frozenset({".css", ".js", ".svg"})
A_YEAR: Final = "public, max-age=31536000, immutable"


@dataclass(frozen=True, slots=True)
class Asset:
    """One file. `address` holds a hash of what is in it: a changed file has a new address."""

    address: str
    content_type: str
    plain: bytes
    gzipped: bytes


class Assets:
    """All files under static/ that a page may ask for."""

    def __init__(self, folder: Path = STATIC) -> None:
        self._by_name = {
            path.relative_to(folder).as_posix(): _load(path, path.relative_to(folder).as_posix())
            for path in sorted(folder.rglob("*"))
            if path.is_file() and path.suffix in SERVED
        }
        self._by_address = {asset.address: asset for asset in self._by_name.values()}

    def address(self, name: str) -> str:
        """The address of a file by its name, such as `app.css`; KeyError when there is none."""
        return self._by_name[name].address

    def register(self, app: web.Application) -> None:
        app.router.add_get("/static/{digest}/{name:.+}", self._serve)

    async def _serve(self, request: web.Request) -> web.Response:
        asset = self._by_address.get(request.path)
        if asset is None:
            raise web.HTTPNotFound
        headers = {"Cache-Control": A_YEAR, "Vary": "Accept-Encoding"}
        if "gzip" in request.headers.get("Accept-Encoding", ""):
            headers["Content-Encoding"] = "gzip"
            body = asset.gzipped
        else:
            body = asset.plain
        return web.Response(
            body=body, content_type=asset.content_type, charset="utf-8", headers=headers
        )


def _load(path: Path, name: str) -> Asset:
    plain = path.read_bytes()
    digest = sha256(plain).hexdigest()[:12]
    content_type = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    return Asset(f"/static/{digest}/{name}", content_type, plain, gzip.compress(plain, mtime=0))

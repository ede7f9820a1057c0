"""Flows by name for new sessions, and by version for those that began on an older one.

A project has the flows of the library and those that were added to it. An added one goes before
one of the library that has the same name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection

from bot.checkins.approval import NotApproved, missing
from flows.definition import Flow
from flows.library import library_document
from flows.reading import Document, read
from flows.unrolling import Called
from storage import flow_approvals, flow_versions
from storage.flow_approvals import Approval
from storage.flow_versions import Origin, TakenVersion


@dataclass(frozen=True, slots=True)
class OnShelf:
    """A version of a flow that a project has.

    `id` is the database's; None for one of the library that was never used. `file` is what the
    file was called that it was added from.
    """

    version: str
    origin: Origin
    id: int | None = None
    file: str | None = None
    added_at: datetime | None = None
    approvals: tuple[Approval, ...] = ()

    @property
    def missing(self) -> str:
        """What it needs before it is approved; "" when it is, as those of the library are."""
        return "" if self.origin == "library" else missing(self.approvals)


@dataclass(frozen=True, slots=True)
class Shelf:
    """A project's versions of one flow, the newest first, and whether they need approval."""

    flow: str
    versions: tuple[OnShelf, ...]
    approval_needed: bool

    @property
    def sent(self) -> OnShelf | None:
        """The version that new sessions begin on; None while none may be sent."""
        fit = (one for one in self.versions if not (self.approval_needed and one.missing))
        return next(fit, None)


class FlowShelf:
    """The flows that can be started, and those that sessions still run on.

    A session ends on the version that it began. Versions are named by their content, so what is
    remembered here can never be out of date.
    """

    def __init__(self, library: Mapping[str, Flow]) -> None:
        self._library = dict(library)
        self._versions = {(flow.name, flow.version): flow for flow in library.values()}

    def flows(self, connection: Connection, project_id: int) -> dict[str, Flow]:
        """The newest version of each flow that a project has, by name."""
        found = dict(self._library)
        for row in flow_versions.taken_flows(connection, project_id):
            if row.origin == "own" or row.flow not in self._library:
                found[row.flow] = self._read(row.flow, row.version, row.definition)
        return dict(sorted(found.items()))

    def called(self, connection: Connection, project_id: int) -> Called:
        """Finds the flows that a flow of the project calls: its own, and those of the library."""
        files = {
            row.flow: (row.written, row.file or row.flow)
            for row in flow_versions.taken_flows(connection, project_id)
            if row.written is not None
        }

        def find(name: str) -> Document | None:
            return read(*files[name]) if name in files else library_document(name)

        return find

    def shelf(self, connection: Connection, project_id: int, name: str) -> Shelf:
        """What a project has of one flow. It has no versions where there is no such flow."""
        needed, rows = flow_versions.taken(connection, project_id, name)
        versions = self._newest_first(name, rows)
        ids = {one.id for one in versions if one.id is not None and one.origin == "own"}
        given = flow_approvals.approvals(connection, project_id, ids) if ids else []
        return Shelf(name, _with_approvals(versions, given), needed)

    def current(self, connection: Connection, project_id: int, name: str) -> Flow:
        """The version that new sessions begin on: the newest, or the newest that is approved.

        Raises KeyError for an unknown name, and NotApproved.
        """
        return self._flow(connection, name, _to_send(self.shelf(connection, project_id, name)))

    def take(
        self, connection: Connection, project_id: int, name: str, now: datetime
    ) -> tuple[Flow, int]:
        """As `current`, with the database's id: the version is stored when it is used first."""
        shelf = self.shelf(connection, project_id, name)
        one = _to_send(shelf)
        flow = self._flow(connection, name, one)
        if one.id is not None:
            return flow, one.id
        stored = self.keep(connection, flow, now)
        if one is shelf.versions[0]:  # and not what stands in for one that is not approved
            flow_versions.take_flow(connection, project_id, stored, now)
        return flow, stored

    def version(self, connection: Connection, name: str, version: str) -> Flow:
        """One version of a flow, as it was when a session began on it. Raises NoResultFound."""
        if found := self._versions.get((name, version)):
            return found
        definition = flow_versions.flow_definition(connection, name, version)
        return self._read(name, version, definition)

    def keep(self, connection: Connection, flow: Flow, now: datetime) -> int:
        """The database's id of this version, which is stored when it is new."""
        return flow_versions.keep_flow_version(
            connection, flow.name, flow.version, flow.to_json(), now
        )

    def add(
        self,
        connection: Connection,
        project_id: int,
        flow: Flow,
        written: str,
        file: str,
        now: datetime,
    ) -> bool:
        """Makes this the newest version of its name in the project; False when it is already.

        One that says the same as the library's is the library's.
        """
        shelf = self.shelf(connection, project_id, flow.name)
        if shelf.versions and shelf.versions[0].version == flow.version:
            return False
        same = self._library.get(flow.name)
        stored = self.keep(connection, flow, now)
        if same is not None and same.version == flow.version:
            flow_versions.take_flow(connection, project_id, stored, now)
        else:
            flow_versions.take_flow(
                connection, project_id, stored, now, origin="own", file=file, written=written
            )
        return True

    def _read(self, name: str, version: str, definition: str) -> Flow:
        key = (name, version)
        if key not in self._versions:
            self._versions[key] = Flow.from_json(definition)
        return self._versions[key]

    def _flow(self, connection: Connection, name: str, one: OnShelf) -> Flow:
        return self.version(connection, name, one.version)

    def _newest_first(self, name: str, rows: tuple[TakenVersion, ...]) -> list[OnShelf]:
        """Each version once; the library's own is newest unless one of the project's is."""
        ours = OnShelf(self._library[name].version, "library") if name in self._library else None
        listed: dict[str, OnShelf] = {}
        for row in rows:
            same = ours is not None and row.version == ours.version
            origin: Origin = "library" if same else row.origin
            one = OnShelf(row.version, origin, row.id, row.file, row.added_at)
            listed.setdefault(row.version, one)
        if ours is None:
            return list(listed.values())
        ours = listed.pop(ours.version, ours)
        own_first = bool(rows) and rows[0].origin == "own" and rows[0].version != ours.version
        return [*listed.values(), ours] if own_first else [ours, *listed.values()]


def _with_approvals(versions: list[OnShelf], given: list[Approval]) -> tuple[OnShelf, ...]:
    return tuple(
        replace(one, approvals=tuple(a for a in given if a.flow_version_id == one.id))
        for one in versions
    )


def _to_send(shelf: Shelf) -> OnShelf:
    """Raises KeyError and NotApproved."""
    if not shelf.versions:
        raise KeyError(shelf.flow)
    if shelf.sent is None:
        newest = shelf.versions[0]
        raise NotApproved(shelf.flow, newest.version, newest.missing)
    return shelf.sent

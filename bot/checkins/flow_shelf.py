"""Flows by name for new sessions, and by version for those that began on an older one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection

from flows.definition import Flow
from storage import sessions


class FlowShelf:
    """The flows that can be started, and those that sessions still run on.

    A session ends on the version that it began. Versions are named by their content, so what is
    remembered here can never be out of date.
    """

    def __init__(self, flows: Mapping[str, Flow]) -> None:
        self._current = dict(flows)
        self._versions = {(flow.name, flow.version): flow for flow in flows.values()}

    def names(self) -> list[str]:
        return sorted(self._current)

    def current(self, name: str) -> Flow:
        """The version that new sessions begin on. Raises KeyError for an unknown name."""
        return self._current[name]

    def version(self, connection: Connection, name: str, version: str) -> Flow:
        """One version of a flow, as it was when a session began on it."""
        key = (name, version)
        if key not in self._versions:
            definition = sessions.flow_definition(connection, name, version)
            self._versions[key] = Flow.from_json(definition)
        return self._versions[key]

    def keep(self, connection: Connection, flow: Flow, now: datetime) -> int:
        """The database's id of this version, which is stored when it is new."""
        return sessions.keep_flow_version(connection, flow.name, flow.version, flow.to_json(), now)

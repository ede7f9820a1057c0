"""A flow of a project's own, in versions that can be added and approved."""

from __future__ import annotations

from sqlalchemy import Connection

from bot.checkins.flow_shelf import FlowShelf
from flows.definition import Flow, load_flow
from flows.library import library
from storage import flow_approvals, projects
from storage.flow_versions import flow_version_id
from tests.checkins.scene import Scene

WRITTEN = """
flow: garden
title: The garden
steps:
  - id: hello
    say: Hello.
  - id: tea
    choice: Was there tea?
    options: {"yes": "Yes", "no": "No"}
  - id: cake
    choice: Was there cake?
    options: {"yes": "Yes", "no": "No"}
  - id: bye
    end: Goodbye.
"""
CHANGED = WRITTEN.replace("Was there cake?", "Was there bread?").replace("Goodbye", "So long")


def flow_of(written: str) -> Flow:
    return load_flow(written, "garden.yaml")


def add(scene: Scene, written: str) -> Flow:
    flow = flow_of(written)

    def work(connection: Connection) -> bool:
        shelf = scene.services.conversations.shelf
        return shelf.add(connection, scene.project, flow, written, "garden.yaml", scene.now)

    scene.database.transact_now(work)
    scene.later(minutes=1)
    return flow


def need_approval(scene: Scene) -> None:
    scene.database.transact_now(
        lambda connection: projects.need_approval(connection, scene.project, needed=True)
    )


def approve(scene: Scene, flow: Flow, *reviewers: str) -> None:
    """Those whose name ends in a star know it from their own life."""

    def work(connection: Connection) -> None:
        stored = flow_version_id(connection, flow.name, flow.version)
        assert stored is not None
        for reviewer in reviewers:
            flow_approvals.add_approval(
                connection,
                scene.project,
                stored,
                reviewer.rstrip("*"),
                scene.now,
                lived_experience=reviewer.endswith("*"),
            )

    scene.database.transact_now(work)


def begins_on(scene: Scene, name: str = "garden") -> str:
    def look(connection: Connection) -> str:
        return scene.services.conversations.shelf.current(connection, scene.project, name).version

    return scene.database.read_now(look)


def versions_of(scene: Scene, name: str = "garden") -> list[tuple[str, str]]:
    """Each version, the newest first, and where it is from."""

    def look(connection: Connection) -> list[tuple[str, str]]:
        shelf = FlowShelf(library()).shelf(connection, scene.project, name)
        return [(one.version, one.origin) for one in shelf.versions]

    return scene.database.read_now(look)

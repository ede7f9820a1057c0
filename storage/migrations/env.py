"""Alembic runs this file; storage/migrate.py hands it the connection."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context
from alembic.operations import ops
from sqlmodel import SQLModel

import storage.tables  # noqa: F401 - completes the metadata

_WRITTEN = {"AutoString": "sa.String()", "Instant": "instant", "BigInteger": "big_id"}


def _written_as(kind: str, item: Any, _context: object) -> str | Literal[False]:
    """How a column's type is written in a new migration; storage/migrations/script.py.mako
    explains the short names."""
    return _WRITTEN.get(type(item).__name__, False) if kind == "type" else False


def _plain(_context: object, _revision: object, scripts: list[ops.MigrationScript]) -> None:
    """Make a new migration easy to read: indexes stand alone, and go with their tables."""
    for script in scripts:
        for steps in (script.upgrade_ops, script.downgrade_ops):
            if steps is not None:
                gone = {step.table_name for step in steps.ops if isinstance(step, ops.DropTableOp)}
                steps.ops = [plain for step in steps.ops for plain in _unwrapped(step, gone)]


def _unwrapped(step: ops.MigrateOperation, gone: set[str]) -> list[ops.MigrateOperation]:
    if not isinstance(step, ops.ModifyTableOps):
        return [step]
    if all(isinstance(inner, ops.CreateIndexOp) for inner in step.ops):
        return list(step.ops)
    return [] if step.table_name in gone else [step]


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    # SQLite changes a column by making the table anew.
    render_as_batch=True,
    render_item=_written_as,
    process_revision_directives=_plain,
    # One transaction around everything, on SQLite as well: the engine begins it by itself.
    transactional_ddl=True,
    compare_type=True,
    on_version_apply=context.config.attributes.get("on_version_apply"),
)
with context.begin_transaction():
    context.run_migrations()

"""Aftercare that holds: the rota, ladders, hours and promises, and what comes with them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

big_id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
instant = sa.DateTime(timezone=True)


def upgrade() -> None:
    _asked_of_staff()
    _chats_and_summaries()
    _signals()
    _rota()
    _hours_ladders_and_promises()


def _rota() -> None:
    op.create_table(
        "rota_away",
        sa.Column("id", big_id, nullable=False),
        sa.Column("person_id", big_id, nullable=False),
        sa.Column("starts_at", instant, nullable=False),
        sa.Column("until", instant, nullable=False),
        sa.Column("said_at", instant, nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_rota_away_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_rota_away"),
    )
    op.create_index("ix_rota_away_person", "rota_away", ["person_id", "until"], unique=False)
    op.create_table(
        "rota_cover",
        sa.Column("id", big_id, nullable=False),
        sa.Column("project_id", big_id, nullable=False),
        sa.Column("of_id", big_id, nullable=False),
        sa.Column("by_id", big_id, nullable=False),
        sa.Column("starts_at", instant, nullable=False),
        sa.Column("ends_at", instant, nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("asked_at", instant, nullable=False),
        sa.Column("answered_at", instant, nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name="fk_rota_cover_by_id"),
        sa.ForeignKeyConstraint(["of_id"], ["person.id"], name="fk_rota_cover_of_id"),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name="fk_rota_cover_project_id"),
        sa.PrimaryKeyConstraint("id", name="pk_rota_cover"),
    )
    op.create_index("ix_rota_cover_project", "rota_cover", ["project_id", "ends_at"], unique=False)
    op.create_table(
        "rota_shift",
        sa.Column("id", big_id, nullable=False),
        sa.Column("project_id", big_id, nullable=False),
        sa.Column("person_id", big_id, nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("weekdays", sa.String(), nullable=False),
        sa.Column("starts", sa.String(), nullable=False),
        sa.Column("ends", sa.String(), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("on_holidays", sa.Boolean(), nullable=False),
        sa.Column("added_at", instant, nullable=False),
        sa.Column("removed_at", instant, nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_rota_shift_person_id"),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name="fk_rota_shift_project_id"),
        sa.PrimaryKeyConstraint("id", name="pk_rota_shift"),
    )
    op.create_index("ix_rota_shift_project_id", "rota_shift", ["project_id"], unique=False)
    op.create_table(
        "rota_gap",
        sa.Column("id", big_id, nullable=False),
        sa.Column("project_id", big_id, nullable=False),
        sa.Column("begins", instant, nullable=False),
        sa.Column("ends", instant, nullable=True),
        sa.Column("told_at", instant, nullable=False),
        sa.Column("over_at", instant, nullable=True),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name="fk_rota_gap_project_id"),
        sa.PrimaryKeyConstraint("id", name="pk_rota_gap"),
    )
    op.create_index(
        "ix_rota_gap_project",
        "rota_gap",
        ["project_id"],
        unique=False,
        sqlite_where=sa.text("over_at IS NULL"),
        postgresql_where=sa.text("over_at IS NULL"),
    )


def _hours_ladders_and_promises() -> None:
    op.create_table(
        "special_day",
        sa.Column("id", big_id, nullable=False),
        sa.Column("project_id", big_id, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("works", sa.Boolean(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name="fk_special_day_project_id"),
        sa.PrimaryKeyConstraint("id", name="pk_special_day"),
        sa.UniqueConstraint("project_id", "day", name="uq_special_day_project_id_day"),
    )
    op.create_table(
        "working_calendar",
        sa.Column("project_id", big_id, autoincrement=False, nullable=False),
        sa.Column("zone", sa.String(), nullable=True),
        sa.Column("nation", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name="fk_working_calendar_project_id"
        ),
        sa.PrimaryKeyConstraint("project_id", name="pk_working_calendar"),
    )
    op.create_table(
        "working_hours",
        sa.Column("id", big_id, nullable=False),
        sa.Column("project_id", big_id, nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("opens", sa.String(), nullable=False),
        sa.Column("closes", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name="fk_working_hours_project_id"),
        sa.PrimaryKeyConstraint("id", name="pk_working_hours"),
        sa.UniqueConstraint(
            "project_id", "weekday", "opens", name="uq_working_hours_project_id_weekday_opens"
        ),
    )
    op.create_table(
        "ladder_rung",
        sa.Column("id", big_id, nullable=False),
        sa.Column("project_id", big_id, nullable=False),
        sa.Column("level", sa.String(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("wait_s", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name="fk_ladder_rung_project_id"),
        sa.PrimaryKeyConstraint("id", name="pk_ladder_rung"),
        sa.UniqueConstraint(
            "project_id", "level", "place", name="uq_ladder_rung_project_id_level_place"
        ),
    )
    op.create_table(
        "promise",
        sa.Column("id", big_id, nullable=False),
        sa.Column("flag_id", big_id, nullable=False),
        sa.Column("staff_id", big_id, nullable=False),
        sa.Column("contact_by", instant, nullable=False),
        sa.Column("made_at", instant, nullable=False),
        sa.Column("told_at", instant, nullable=True),
        sa.Column("ended_at", instant, nullable=True),
        sa.Column("ending", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["flag_id"], ["flag.id"], name="fk_promise_flag_id"),
        sa.ForeignKeyConstraint(["staff_id"], ["person.id"], name="fk_promise_staff_id"),
        sa.PrimaryKeyConstraint("id", name="pk_promise"),
    )
    op.create_index("ix_promise_flag_id", "promise", ["flag_id"], unique=False)
    op.create_index(
        "ix_promise_live",
        "promise",
        ["contact_by"],
        unique=False,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )


def _asked_of_staff() -> None:
    op.create_table(
        "staff_asked",
        sa.Column("channel_id", big_id, autoincrement=False, nullable=False),
        sa.Column("flag_id", big_id, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("at", instant, nullable=False),
        sa.ForeignKeyConstraint(["channel_id"], ["channel.id"], name="fk_staff_asked_channel_id"),
        sa.ForeignKeyConstraint(["flag_id"], ["flag.id"], name="fk_staff_asked_flag_id"),
        sa.PrimaryKeyConstraint("channel_id", name="pk_staff_asked"),
    )


def _chats_and_summaries() -> None:
    only_unended = sa.text("ended_at IS NULL")
    only_unresumed = sa.text("resumed_at IS NULL")
    op.create_table(
        "relay",
        sa.Column("id", big_id, nullable=False),
        sa.Column("flag_id", big_id, nullable=False),
        sa.Column("person_id", big_id, nullable=True),
        sa.Column("channel_id", big_id, nullable=False),
        sa.Column("staff_id", big_id, nullable=False),
        sa.Column("opened_at", instant, nullable=False),
        sa.Column("quiet_s", sa.Integer(), nullable=False),
        sa.Column("quiet_at", instant, nullable=False),
        sa.Column("chosen_at", instant, nullable=False),
        sa.Column("waiting_since", instant, nullable=True),
        sa.Column("remind_at", instant, nullable=True),
        sa.Column("numbers_at", instant, nullable=True),
        sa.Column("ended_at", instant, nullable=True),
        sa.Column("ending", sa.String(), nullable=True),
        sa.Column("go_on_at", instant, nullable=True),
        sa.Column("resumed_at", instant, nullable=True),
        sa.ForeignKeyConstraint(["channel_id"], ["channel.id"], name="fk_relay_channel_id"),
        sa.ForeignKeyConstraint(["flag_id"], ["flag.id"], name="fk_relay_flag_id"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_relay_person_id"),
        sa.ForeignKeyConstraint(["staff_id"], ["person.id"], name="fk_relay_staff_id"),
        sa.PrimaryKeyConstraint("id", name="pk_relay"),
    )
    op.create_index("ix_relay_flag_id", "relay", ["flag_id"])
    for name, columns, unique, where in (
        ("ix_relay_channel", ["channel_id"], True, only_unended),
        ("ix_relay_person", ["person_id"], True, only_unended),
        ("ix_relay_staff", ["staff_id"], False, only_unended),
        ("ix_relay_unresumed_person", ["person_id"], False, only_unresumed),
        ("ix_relay_unresumed_channel", ["channel_id"], False, only_unresumed),
    ):
        op.create_index(
            name, "relay", columns, unique=unique, sqlite_where=where, postgresql_where=where
        )
    op.create_table(
        "relay_line",
        sa.Column("id", big_id, nullable=False),
        sa.Column("relay_id", big_id, nullable=False),
        sa.Column("at", instant, nullable=False),
        sa.Column("staff_id", big_id, nullable=True),
        sa.Column("words_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("inbound_id", big_id, nullable=True),
        sa.Column("changed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["inbound_id"], ["inbound_update.id"], name="fk_relay_line_inbound_id"
        ),
        sa.ForeignKeyConstraint(["relay_id"], ["relay.id"], name="fk_relay_line_relay_id"),
        sa.ForeignKeyConstraint(["staff_id"], ["person.id"], name="fk_relay_line_staff_id"),
        sa.PrimaryKeyConstraint("id", name="pk_relay_line"),
    )
    op.create_index("ix_relay_line_inbound_id", "relay_line", ["inbound_id"])
    op.create_index("ix_relay_line_relay_id", "relay_line", ["relay_id"])
    op.create_table(
        "relay_draft",
        sa.Column("id", big_id, nullable=False),
        sa.Column("staff_id", big_id, nullable=False),
        sa.Column("words_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("at", instant, nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["person.id"], name="fk_relay_draft_staff_id"),
        sa.PrimaryKeyConstraint("id", name="pk_relay_draft"),
    )
    op.create_index("ix_relay_draft_staff_id", "relay_draft", ["staff_id"])
    op.create_table(
        "summary",
        sa.Column("id", big_id, nullable=False),
        sa.Column("person_id", big_id, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("sent", sa.Boolean(), nullable=False),
        sa.Column("at", instant, nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_summary_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_summary"),
        sa.UniqueConstraint("person_id", "kind", "about", name="uq_summary_person_id_kind_about"),
    )


def downgrade() -> None:
    for table in ("summary", "relay_draft", "relay_line", "relay"):
        op.drop_table(table)
    op.drop_table("staff_asked")
    _drop_signals()
    op.drop_table("promise")
    op.drop_table("rota_shift")
    op.drop_table("rota_cover")
    op.drop_table("rota_away")
    op.drop_table("working_hours")
    op.drop_table("working_calendar")
    op.drop_table("special_day")
    op.drop_table("rota_gap")
    op.drop_table("ladder_rung")


def _signals() -> None:
    """Signals beyond text, and a project's own numbers to call."""
    op.create_table(
        "signal_setting",
        sa.Column("id", big_id, nullable=False),
        sa.Column("project_id", big_id, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("set_at", instant, nullable=False),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name="fk_signal_setting_project_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_signal_setting"),
        sa.UniqueConstraint("project_id", "name", name="uq_signal_setting_project_id_name"),
    )
    op.create_table(
        "awaited_answer",
        sa.Column("id", big_id, nullable=False),
        sa.Column("session_id", big_id, nullable=False),
        sa.Column("person_id", big_id, nullable=False),
        sa.Column("due_at", instant, nullable=False),
        sa.Column("settled_at", instant, nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_awaited_answer_person_id"),
        sa.ForeignKeyConstraint(
            ["session_id"], ["session.id"], name="fk_awaited_answer_session_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_awaited_answer"),
        sa.UniqueConstraint("session_id", name="uq_awaited_answer_session_id"),
    )
    op.create_index(
        "ix_awaited_answer_due_at",
        "awaited_answer",
        ["due_at"],
        unique=False,
        sqlite_where=sa.text("settled_at IS NULL"),
        postgresql_where=sa.text("settled_at IS NULL"),
    )
    op.create_table(
        "help_number",
        sa.Column("id", big_id, nullable=False),
        sa.Column("project_id", big_id, nullable=False),
        sa.Column("nation", sa.String(), nullable=True),
        sa.Column("topic", sa.String(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("how", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("checked", sa.Date(), nullable=False),
        sa.Column("added_at", instant, nullable=False),
        sa.Column("removed_at", instant, nullable=True),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name="fk_help_number_project_id"),
        sa.PrimaryKeyConstraint("id", name="pk_help_number"),
    )
    op.create_index("ix_help_number_project_id", "help_number", ["project_id"], unique=False)


def _drop_signals() -> None:
    op.drop_table("help_number")
    op.drop_table("awaited_answer")
    op.drop_table("signal_setting")

"""The first tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

big_id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
instant = sa.DateTime(timezone=True)


def upgrade() -> None:
    _people_and_conversations()
    _aftercare_and_messages()


def _people_and_conversations() -> None:
    op.create_table(
        "flow_version",
        sa.Column("id", big_id, nullable=False),
        sa.Column("flow", sa.String(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("definition", sa.Text(), nullable=False),
        sa.Column("created_at", instant, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_flow_version"),
        sa.UniqueConstraint("flow", "version", name="uq_flow_version_flow_version"),
    )
    op.create_table(
        "lease",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("holder", sa.String(), nullable=False),
        sa.Column("until", instant, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_lease"),
    )
    op.create_table(
        "project",
        sa.Column("id", big_id, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("approval_needed", sa.Boolean(), nullable=False),
        sa.Column("under_18s", sa.Boolean(), nullable=True),
        sa.Column("created_at", instant, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_project"),
        sa.UniqueConstraint("name", name="uq_project_name"),
    )
    op.create_table(
        "project_flow",
        sa.Column("id", big_id, nullable=False),
        sa.Column("project_id", big_id, nullable=False),
        sa.Column("flow_version_id", big_id, nullable=False),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("file", sa.String(), nullable=True),
        sa.Column("written", sa.Text(), nullable=True),
        sa.Column("added_at", instant, nullable=False),
        sa.ForeignKeyConstraint(
            ["flow_version_id"], ["flow_version.id"], name="fk_project_flow_flow_version_id"
        ),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name="fk_project_flow_project_id"),
        sa.PrimaryKeyConstraint("id", name="pk_project_flow"),
    )
    op.create_index("ix_project_flow_project_id", "project_flow", ["project_id", "id"])
    op.create_table(
        "flow_approval",
        sa.Column("id", big_id, nullable=False),
        sa.Column("project_id", big_id, nullable=False),
        sa.Column("flow_version_id", big_id, nullable=False),
        sa.Column("reviewer_hash", sa.LargeBinary(), nullable=False),
        sa.Column("reviewer_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("lived_experience", sa.Boolean(), nullable=False),
        sa.Column("at", instant, nullable=False),
        sa.ForeignKeyConstraint(
            ["flow_version_id"], ["flow_version.id"], name="fk_flow_approval_flow_version_id"
        ),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name="fk_flow_approval_project_id"),
        sa.PrimaryKeyConstraint("id", name="pk_flow_approval"),
        sa.UniqueConstraint(
            "project_id",
            "flow_version_id",
            "reviewer_hash",
            name="uq_flow_approval_project_id_flow_version_id_reviewer_hash",
        ),
    )
    op.create_table(
        "project_list_item",
        sa.Column("id", big_id, nullable=False),
        sa.Column("project_id", big_id, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("text_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("set_at", instant, nullable=False),
        sa.Column("replaced_at", instant, nullable=True),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name="fk_project_list_item_project_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_project_list_item"),
    )
    op.create_index(
        "ix_project_list_item_list", "project_list_item", ["project_id", "name", "set_at"]
    )
    op.create_table(
        "seal_check",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_seal_check"),
    )
    op.create_table(
        "cohort",
        sa.Column("id", big_id, nullable=False),
        sa.Column("project_id", big_id, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("timezone", sa.String(), nullable=False),
        sa.Column("nation", sa.String(), nullable=False),
        sa.Column("created_at", instant, nullable=False),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name="fk_cohort_project_id"),
        sa.PrimaryKeyConstraint("id", name="pk_cohort"),
        sa.UniqueConstraint("project_id", "name", name="uq_cohort_project_id_name"),
    )
    op.create_table(
        "person",
        sa.Column("id", big_id, nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("project_id", big_id, nullable=False),
        sa.Column("cohort_id", big_id, nullable=True),
        sa.Column("facilitator_id", big_id, nullable=True),
        sa.Column("lead", sa.Boolean(), nullable=False),
        sa.Column("locale", sa.String(), nullable=False),
        sa.Column("name_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("preferences_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("safe_here_at", instant, nullable=True),
        sa.Column("created_at", instant, nullable=False),
        sa.Column("joined_at", instant, nullable=True),
        sa.Column("paused_until", instant, nullable=True),
        sa.Column("stopped_at", instant, nullable=True),
        sa.ForeignKeyConstraint(["cohort_id"], ["cohort.id"], name="fk_person_cohort_id"),
        sa.ForeignKeyConstraint(["facilitator_id"], ["person.id"], name="fk_person_facilitator_id"),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name="fk_person_project_id"),
        sa.PrimaryKeyConstraint("id", name="pk_person"),
        sa.UniqueConstraint("code", name="uq_person_code"),
    )
    op.create_index("ix_person_cohort_id", "person", ["cohort_id"], unique=False)
    op.create_index("ix_person_facilitator_id", "person", ["facilitator_id"], unique=False)
    op.create_index(
        "ix_person_staff",
        "person",
        ["project_id"],
        unique=False,
        sqlite_where=sa.text("role <> 'participant'"),
        postgresql_where=sa.text("role <> 'participant'"),
    )
    op.create_table(
        "round",
        sa.Column("id", big_id, nullable=False),
        sa.Column("cohort_id", big_id, nullable=False),
        sa.Column("flow", sa.String(), nullable=False),
        sa.Column("anyway", sa.Boolean(), nullable=False),
        sa.Column("created_at", instant, nullable=False),
        sa.ForeignKeyConstraint(["cohort_id"], ["cohort.id"], name="fk_round_cohort_id"),
        sa.PrimaryKeyConstraint("id", name="pk_round"),
    )
    op.create_index("ix_round_cohort_id", "round", ["cohort_id"], unique=False)
    op.create_table(
        "channel",
        sa.Column("id", big_id, nullable=False),
        sa.Column("person_id", big_id, nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("bot", sa.String(), nullable=False),
        sa.Column("address_hash", sa.LargeBinary(), nullable=False),
        sa.Column("address_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", instant, nullable=False),
        sa.Column("used_at", instant, nullable=False),
        sa.Column("lost_at", instant, nullable=True),
        sa.Column("lost_why", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_channel_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_channel"),
        sa.UniqueConstraint("bot", "kind", "address_hash", name="uq_channel_bot_kind_address_hash"),
    )
    op.create_index("ix_channel_person_id", "channel", ["person_id"], unique=False)
    op.create_table(
        "occurrence",
        sa.Column("id", big_id, nullable=False),
        sa.Column("round_id", big_id, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("local", sa.String(), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("at", instant, nullable=False),
        sa.Column("planned_at", instant, nullable=True),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name="fk_occurrence_round_id"),
        sa.PrimaryKeyConstraint("id", name="pk_occurrence"),
        sa.UniqueConstraint("round_id", "number", name="uq_occurrence_round_id_number"),
    )
    op.create_index("ix_occurrence_at", "occurrence", ["at"], unique=False)
    op.create_table(
        "web_session",
        sa.Column("id", big_id, nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("person_id", big_id, nullable=False),
        sa.Column("created_at", instant, nullable=False),
        sa.Column("revoked_at", instant, nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_web_session_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_web_session"),
        sa.UniqueConstraint("token_hash", name="uq_web_session_token_hash"),
    )
    op.create_index("ix_web_session_person_id", "web_session", ["person_id"], unique=False)
    op.create_table(
        "invitation",
        sa.Column("id", big_id, nullable=False),
        sa.Column("occurrence_id", big_id, nullable=False),
        sa.Column("person_id", big_id, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("due_at", instant, nullable=False),
        sa.Column("sent_at", instant, nullable=True),
        sa.ForeignKeyConstraint(
            ["occurrence_id"], ["occurrence.id"], name="fk_invitation_occurrence_id"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_invitation_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_invitation"),
        sa.UniqueConstraint(
            "occurrence_id", "person_id", "kind", name="uq_invitation_occurrence_id_person_id_kind"
        ),
    )
    op.create_index("ix_invitation_due_at", "invitation", ["due_at"], unique=False)
    op.create_index("ix_invitation_person_id", "invitation", ["person_id"], unique=False)
    op.create_table(
        "join_code",
        sa.Column("id", big_id, nullable=False),
        sa.Column("code_hash", sa.LargeBinary(), nullable=False),
        sa.Column("person_id", big_id, nullable=False),
        sa.Column("created_at", instant, nullable=False),
        sa.Column("expires_at", instant, nullable=False),
        sa.Column("redeemed_at", instant, nullable=True),
        sa.Column("redeemed_by", big_id, nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_join_code_person_id"),
        sa.ForeignKeyConstraint(["redeemed_by"], ["channel.id"], name="fk_join_code_redeemed_by"),
        sa.PrimaryKeyConstraint("id", name="pk_join_code"),
        sa.UniqueConstraint("code_hash", name="uq_join_code_code_hash"),
    )
    op.create_index("ix_join_code_person_id", "join_code", ["person_id"], unique=False)
    op.create_table(
        "session",
        sa.Column("id", big_id, nullable=False),
        sa.Column("person_id", big_id, nullable=False),
        sa.Column("flow_version_id", big_id, nullable=False),
        sa.Column("channel_id", big_id, nullable=True),
        sa.Column("invitation_id", big_id, nullable=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("state_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("started_at", instant, nullable=False),
        sa.Column("active_at", instant, nullable=False),
        sa.Column("resume_at", instant, nullable=True),
        sa.Column("ended_at", instant, nullable=True),
        sa.ForeignKeyConstraint(["channel_id"], ["channel.id"], name="fk_session_channel_id"),
        sa.ForeignKeyConstraint(
            ["flow_version_id"], ["flow_version.id"], name="fk_session_flow_version_id"
        ),
        sa.ForeignKeyConstraint(
            ["invitation_id"], ["invitation.id"], name="fk_session_invitation_id"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_session_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_session"),
    )
    op.create_index("ix_session_person_id", "session", ["person_id"], unique=False)
    op.create_index(
        "ix_session_unended",
        "session",
        ["person_id", "id"],
        unique=False,
        sqlite_where=sa.text("status IN ('asking', 'held', 'paused')"),
        postgresql_where=sa.text("status IN ('asking', 'held', 'paused')"),
    )
    op.create_index(
        "ix_session_resume_at",
        "session",
        ["resume_at"],
        unique=False,
        sqlite_where=sa.text("resume_at IS NOT NULL"),
        postgresql_where=sa.text("resume_at IS NOT NULL"),
    )
    op.create_table(
        "answer",
        sa.Column("id", big_id, nullable=False),
        sa.Column("session_id", big_id, nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("measure", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=True),
        sa.Column("label", sa.String(), nullable=True),
        sa.Column("text_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("answered_at", instant, nullable=False),
        sa.Column("withdrawn_at", instant, nullable=True),
        sa.ForeignKeyConstraint(["session_id"], ["session.id"], name="fk_answer_session_id"),
        sa.PrimaryKeyConstraint("id", name="pk_answer"),
        sa.UniqueConstraint("session_id", "turn", name="uq_answer_session_id_turn"),
    )
    op.create_table(
        "consent",
        sa.Column("id", big_id, nullable=False),
        sa.Column("person_id", big_id, nullable=False),
        sa.Column("use", sa.String(), nullable=False),
        sa.Column("given", sa.Boolean(), nullable=False),
        sa.Column("at", instant, nullable=False),
        sa.Column("session_id", big_id, nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_consent_person_id"),
        sa.ForeignKeyConstraint(["session_id"], ["session.id"], name="fk_consent_session_id"),
        sa.PrimaryKeyConstraint("id", name="pk_consent"),
    )
    op.create_index("ix_consent_person_use", "consent", ["person_id", "use"], unique=False)


def _aftercare_and_messages() -> None:
    op.create_table(
        "flag",
        sa.Column("id", big_id, nullable=False),
        sa.Column("project_id", big_id, nullable=False),
        sa.Column("person_id", big_id, nullable=True),
        sa.Column("channel_id", big_id, nullable=True),
        sa.Column("session_id", big_id, nullable=True),
        sa.Column("contact_session_id", big_id, nullable=True),
        sa.Column("level", sa.String(), nullable=False),
        sa.Column("topic", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("owner_id", big_id, nullable=True),
        sa.Column("conduct", sa.Boolean(), nullable=False),
        sa.Column("rung", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("next_at", instant, nullable=True),
        sa.Column("opened_at", instant, nullable=False),
        sa.Column("acknowledge_by", instant, nullable=False),
        sa.Column("contact_by", instant, nullable=False),
        sa.Column("promised_by", instant, nullable=True),
        sa.Column("promised_id", big_id, nullable=True),
        sa.Column("acknowledged_at", instant, nullable=True),
        sa.Column("snoozed_until", instant, nullable=True),
        sa.Column("handed_to_id", big_id, nullable=True),
        sa.Column("reminded_at", instant, nullable=True),
        sa.Column("contacted_at", instant, nullable=True),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.Column("closed_by_id", big_id, nullable=True),
        sa.Column("confirmed_by_id", big_id, nullable=True),
        sa.Column("closed_at", instant, nullable=True),
        sa.Column("earlier_id", big_id, nullable=True),
        sa.Column("stuck_at", instant, nullable=True),
        sa.ForeignKeyConstraint(["channel_id"], ["channel.id"], name="fk_flag_channel_id"),
        sa.ForeignKeyConstraint(["closed_by_id"], ["person.id"], name="fk_flag_closed_by_id"),
        sa.ForeignKeyConstraint(["confirmed_by_id"], ["person.id"], name="fk_flag_confirmed_by_id"),
        sa.ForeignKeyConstraint(
            ["contact_session_id"], ["session.id"], name="fk_flag_contact_session_id"
        ),
        sa.ForeignKeyConstraint(["earlier_id"], ["flag.id"], name="fk_flag_earlier_id"),
        sa.ForeignKeyConstraint(["handed_to_id"], ["person.id"], name="fk_flag_handed_to_id"),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name="fk_flag_owner_id"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_flag_person_id"),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name="fk_flag_project_id"),
        sa.ForeignKeyConstraint(["promised_id"], ["person.id"], name="fk_flag_promised_id"),
        sa.ForeignKeyConstraint(["session_id"], ["session.id"], name="fk_flag_session_id"),
        sa.PrimaryKeyConstraint("id", name="pk_flag"),
    )
    op.create_index("ix_flag_person_id", "flag", ["person_id"], unique=False)
    op.create_index("ix_flag_session", "flag", ["session_id"], unique=False)
    op.create_index(
        "ix_flag_due",
        "flag",
        ["next_at"],
        unique=False,
        sqlite_where=sa.text("status <> 'closed'"),
        postgresql_where=sa.text("status <> 'closed'"),
    )
    op.create_table(
        "flag_event",
        sa.Column("id", big_id, nullable=False),
        sa.Column("flag_id", big_id, nullable=False),
        sa.Column("at", instant, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("actor_id", big_id, nullable=True),
        sa.Column("detail", sa.String(), nullable=True),
        sa.Column("words_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["actor_id"], ["person.id"], name="fk_flag_event_actor_id"),
        sa.ForeignKeyConstraint(["flag_id"], ["flag.id"], name="fk_flag_event_flag_id"),
        sa.PrimaryKeyConstraint("id", name="pk_flag_event"),
    )
    op.create_index("ix_flag_event_flag_id", "flag_event", ["flag_id"], unique=False)
    op.create_table(
        "flag_hidden",
        sa.Column("id", big_id, nullable=False),
        sa.Column("flag_id", big_id, nullable=False),
        sa.Column("person_id", big_id, nullable=False),
        sa.ForeignKeyConstraint(["flag_id"], ["flag.id"], name="fk_flag_hidden_flag_id"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_flag_hidden_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_flag_hidden"),
        sa.UniqueConstraint("flag_id", "person_id", name="uq_flag_hidden_flag_id_person_id"),
    )
    op.create_index("ix_flag_hidden_person_id", "flag_hidden", ["person_id"], unique=False)
    op.create_table(
        "flag_signal",
        sa.Column("id", big_id, nullable=False),
        sa.Column("flag_id", big_id, nullable=False),
        sa.Column("at", instant, nullable=False),
        sa.Column("level", sa.String(), nullable=False),
        sa.Column("topic", sa.String(), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("session_id", big_id, nullable=True),
        sa.Column("step", sa.String(), nullable=True),
        sa.Column("words_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("span_start", sa.Integer(), nullable=True),
        sa.Column("span_end", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["flag_id"], ["flag.id"], name="fk_flag_signal_flag_id"),
        sa.ForeignKeyConstraint(["session_id"], ["session.id"], name="fk_flag_signal_session_id"),
        sa.PrimaryKeyConstraint("id", name="pk_flag_signal"),
    )
    op.create_index("ix_flag_signal_flag_id", "flag_signal", ["flag_id"], unique=False)
    op.create_table(
        "inbound_update",
        sa.Column("id", big_id, nullable=False),
        sa.Column("bot", sa.String(), nullable=False),
        sa.Column("update_id", sa.String(), nullable=False),
        sa.Column("channel_id", big_id, nullable=True),
        sa.Column("session_id", big_id, nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("album", sa.String(), nullable=True),
        sa.Column("message_id", sa.String(), nullable=True),
        sa.Column("turn", sa.Integer(), nullable=True),
        sa.Column("reading", sa.String(), nullable=False),
        sa.Column("read_by", big_id, nullable=True),
        sa.Column("read_at", instant, nullable=True),
        sa.Column("flag_id", big_id, nullable=True),
        sa.Column("text_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("body_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("received_at", instant, nullable=False),
        sa.Column("hidden_at", instant, nullable=True),
        sa.ForeignKeyConstraint(
            ["channel_id"], ["channel.id"], name="fk_inbound_update_channel_id"
        ),
        sa.ForeignKeyConstraint(["flag_id"], ["flag.id"], name="fk_inbound_update_flag_id"),
        sa.ForeignKeyConstraint(["read_by"], ["person.id"], name="fk_inbound_update_read_by"),
        sa.ForeignKeyConstraint(
            ["session_id"], ["session.id"], name="fk_inbound_update_session_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_inbound_update"),
        sa.UniqueConstraint("bot", "update_id", name="uq_inbound_update_bot_update_id"),
    )
    op.create_index(
        "ix_inbound_album",
        "inbound_update",
        ["channel_id", "album"],
        unique=False,
        sqlite_where=sa.text("album IS NOT NULL"),
        postgresql_where=sa.text("album IS NOT NULL"),
    )
    op.create_index(
        "ix_inbound_answer",
        "inbound_update",
        ["session_id", "turn"],
        unique=False,
        sqlite_where=sa.text("turn IS NOT NULL"),
        postgresql_where=sa.text("turn IS NOT NULL"),
    )
    op.create_index(
        "ix_inbound_unread",
        "inbound_update",
        ["id"],
        unique=False,
        sqlite_where=sa.text("reading = 'unread'"),
        postgresql_where=sa.text("reading = 'unread'"),
    )
    op.create_index("ix_inbound_update_channel_id", "inbound_update", ["channel_id"], unique=False)
    op.create_table(
        "media",
        sa.Column("id", big_id, nullable=False),
        sa.Column("inbound_id", big_id, nullable=False),
        sa.Column("person_id", big_id, nullable=False),
        sa.Column("session_id", big_id, nullable=True),
        sa.Column("turn", sa.Integer(), nullable=True),
        sa.Column("flag_id", big_id, nullable=True),
        sa.Column("bot", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("mime_type", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("reference_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("bytes_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("problem", sa.String(), nullable=True),
        sa.Column("received_at", instant, nullable=False),
        sa.Column("due_at", instant, nullable=False),
        sa.Column("fetched_at", instant, nullable=True),
        sa.ForeignKeyConstraint(["flag_id"], ["flag.id"], name="fk_media_flag_id"),
        sa.ForeignKeyConstraint(["inbound_id"], ["inbound_update.id"], name="fk_media_inbound_id"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_media_person_id"),
        sa.ForeignKeyConstraint(["session_id"], ["session.id"], name="fk_media_session_id"),
        sa.PrimaryKeyConstraint("id", name="pk_media"),
    )
    op.create_index(
        "ix_media_due_at",
        "media",
        ["due_at"],
        unique=False,
        sqlite_where=sa.text("status = 'waiting'"),
        postgresql_where=sa.text("status = 'waiting'"),
    )
    op.create_index("ix_media_flag_id", "media", ["flag_id"], unique=False)
    op.create_index("ix_media_inbound_id", "media", ["inbound_id"], unique=False)
    op.create_index("ix_media_person_id", "media", ["person_id"], unique=False)
    op.create_table(
        "outbox",
        sa.Column("id", big_id, nullable=False),
        sa.Column("bot", sa.String(), nullable=False),
        sa.Column("channel_id", big_id, nullable=False),
        sa.Column("person_id", big_id, nullable=True),
        sa.Column("lane", sa.Integer(), nullable=False),
        sa.Column("act", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("repeatable", sa.Boolean(), nullable=False),
        sa.Column("dedupe", sa.String(), nullable=True),
        sa.Column("screen_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("target_remote_id", sa.String(), nullable=True),
        sa.Column("session_id", big_id, nullable=True),
        sa.Column("turn", sa.Integer(), nullable=True),
        sa.Column("flag_id", big_id, nullable=True),
        sa.Column("invitation_id", big_id, nullable=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("problem", sa.String(), nullable=True),
        sa.Column("remote_id", sa.String(), nullable=True),
        sa.Column("created_at", instant, nullable=False),
        sa.Column("due_at", instant, nullable=False),
        sa.Column("lease_until", instant, nullable=True),
        sa.Column("handed_at", instant, nullable=True),
        sa.Column("sent_at", instant, nullable=True),
        sa.Column("hidden_at", instant, nullable=True),
        sa.ForeignKeyConstraint(["channel_id"], ["channel.id"], name="fk_outbox_channel_id"),
        sa.ForeignKeyConstraint(["flag_id"], ["flag.id"], name="fk_outbox_flag_id"),
        sa.ForeignKeyConstraint(
            ["invitation_id"], ["invitation.id"], name="fk_outbox_invitation_id"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_outbox_person_id"),
        sa.ForeignKeyConstraint(["session_id"], ["session.id"], name="fk_outbox_session_id"),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
    )
    op.create_index("ix_outbox_channel", "outbox", ["channel_id", "id"], unique=False)
    op.create_index(
        "ix_outbox_dedupe",
        "outbox",
        ["dedupe"],
        unique=True,
        sqlite_where=sa.text("dedupe IS NOT NULL"),
        postgresql_where=sa.text("dedupe IS NOT NULL"),
    )
    op.create_index(
        "ix_outbox_due",
        "outbox",
        ["bot", "status", "lane", "due_at"],
        unique=False,
        sqlite_where=sa.text("status IN ('pending', 'sending')"),
        postgresql_where=sa.text("status IN ('pending', 'sending')"),
    )
    op.create_index(
        "ix_outbox_flag_id",
        "outbox",
        ["flag_id"],
        unique=False,
        sqlite_where=sa.text("flag_id IS NOT NULL"),
        postgresql_where=sa.text("flag_id IS NOT NULL"),
    )
    op.create_index(
        "ix_outbox_open",
        "outbox",
        ["channel_id", "lane", "id"],
        unique=False,
        sqlite_where=sa.text("status IN ('pending', 'sending')"),
        postgresql_where=sa.text("status IN ('pending', 'sending')"),
    )
    op.create_index("ix_outbox_person_id", "outbox", ["person_id"], unique=False)


def downgrade() -> None:
    op.drop_table("outbox")
    op.drop_table("media")
    op.drop_table("inbound_update")
    op.drop_table("flag_signal")
    op.drop_table("flag_hidden")
    op.drop_table("flag_event")
    op.drop_table("flag")
    op.drop_table("consent")
    op.drop_table("answer")
    op.drop_table("session")
    op.drop_table("join_code")
    op.drop_table("invitation")
    op.drop_table("web_session")
    op.drop_table("occurrence")
    op.drop_table("channel")
    op.drop_table("round")
    op.drop_table("person")
    op.drop_table("cohort")
    op.drop_table("seal_check")
    op.drop_index("ix_project_list_item_list", "project_list_item")
    op.drop_table("project_list_item")
    op.drop_table("flow_approval")
    op.drop_table("project_flow")
    op.drop_table("project")
    op.drop_table("lease")
    op.drop_table("flow_version")

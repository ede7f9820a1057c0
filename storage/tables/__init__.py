"""All tables, so that their metadata is complete once this package is imported."""

from storage.tables.conversations import AnswerRow, SessionRow
from storage.tables.flags import Flag, FlagEvent, FlagHidden, FlagSignal
from storage.tables.flows import FlowApproval, FlowVersion, ProjectFlow
from storage.tables.media import Media
from storage.tables.messages import InboundUpdate, Lease, OutboxMessage
from storage.tables.people import ChannelRow, Cohort, Consent, JoinCode, Person, Project, WebSession
from storage.tables.project_lists import ProjectListItem
from storage.tables.rounds import Invitation, Occurrence, Round
from storage.tables.seals import SealCheck

__all__ = [
    "AnswerRow",
    "ChannelRow",
    "Cohort",
    "Consent",
    "Flag",
    "FlagEvent",
    "FlagHidden",
    "FlagSignal",
    "FlowApproval",
    "FlowVersion",
    "InboundUpdate",
    "Invitation",
    "JoinCode",
    "Lease",
    "Media",
    "Occurrence",
    "OutboxMessage",
    "Person",
    "Project",
    "ProjectFlow",
    "ProjectListItem",
    "Round",
    "SealCheck",
    "SessionRow",
    "WebSession",
]

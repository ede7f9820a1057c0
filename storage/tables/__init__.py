"""All tables, so that their metadata is complete once this package is imported."""

from storage.tables.conversations import AnswerRow, SessionRow
from storage.tables.flags import Flag, FlagEvent, FlagHidden, FlagSignal
from storage.tables.flows import FlowApproval, FlowVersion, ProjectFlow
from storage.tables.media import Media
from storage.tables.messages import InboundUpdate, Lease, OutboxMessage
from storage.tables.people import ChannelRow, Cohort, Consent, JoinCode, Person, Project, WebSession
from storage.tables.project_lists import ProjectListItem
from storage.tables.relay import Relay, RelayDraft, RelayLine, Summary
from storage.tables.rota import (
    LadderRung,
    PromiseRow,
    RotaAway,
    RotaCover,
    RotaGap,
    RotaShift,
    SpecialDay,
    WorkingCalendar,
    WorkingHours,
)
from storage.tables.rounds import Invitation, Occurrence, Round
from storage.tables.seals import SealCheck
from storage.tables.signals import AwaitedAnswer, HelpNumberRow, SignalSetting
from storage.tables.staff_asked import StaffAsked

__all__ = [
    "AnswerRow",
    "AwaitedAnswer",
    "ChannelRow",
    "Cohort",
    "Consent",
    "Flag",
    "FlagEvent",
    "FlagHidden",
    "FlagSignal",
    "FlowApproval",
    "FlowVersion",
    "HelpNumberRow",
    "InboundUpdate",
    "Invitation",
    "JoinCode",
    "LadderRung",
    "Lease",
    "Media",
    "Occurrence",
    "OutboxMessage",
    "Person",
    "Project",
    "ProjectFlow",
    "ProjectListItem",
    "PromiseRow",
    "Relay",
    "RelayDraft",
    "RelayLine",
    "RotaAway",
    "RotaCover",
    "RotaGap",
    "RotaShift",
    "Round",
    "SealCheck",
    "SessionRow",
    "SignalSetting",
    "SpecialDay",
    "StaffAsked",
    "Summary",
    "WebSession",
    "WorkingCalendar",
    "WorkingHours",
]

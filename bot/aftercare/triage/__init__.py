"""Triage: how soon a person must make contact about what somebody has written."""

from __future__ import annotations

from bot.aftercare.triage.checking import check_rules
from bot.aftercare.triage.finding import (
    Considered,
    Explanation,
    Finding,
    Level,
    Match,
    Reason,
)
from bot.aftercare.triage.lines import TriageLineError, triage_lines
from bot.aftercare.triage.loading import load, locale_file
from bot.aftercare.triage.phrasebook import PhraseBook
from bot.aftercare.triage.source import PhraseProblem, PhrasesError
from bot.aftercare.triage.triage import Triage
from bot.aftercare.triage.unsafe_phone import PhoneListener, UnsafePhone

__all__ = [
    "Considered",
    "Explanation",
    "Finding",
    "Level",
    "Match",
    "PhoneListener",
    "PhraseBook",
    "PhraseProblem",
    "PhrasesError",
    "Reason",
    "Triage",
    "TriageLineError",
    "UnsafePhone",
    "check_rules",
    "load",
    "locale_file",
    "triage_lines",
]

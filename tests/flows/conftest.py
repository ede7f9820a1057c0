"""The English vocabulary and made-up facts, for every test of the engine."""

from __future__ import annotations

import pytest

from flows.engine import Context
from flows.vocabulary import Vocabulary
from tests.flows.talking import CONTEXT, ENGLISH


@pytest.fixture(scope="session")
def english() -> Vocabulary:
    return ENGLISH


@pytest.fixture(scope="session")
def context() -> Context:
    return CONTEXT

"""When a version of a flow is approved: enough people have, and one knows it from their own life.

Flows that come with it are approved. See docs/decisions/0011-approval.md.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from storage.flow_approvals import Approval

REVIEWERS: Final = 2
_LIVED: Final = "a person with lived experience"


class NotApproved(Exception):  # noqa: N818 - it is the sentence that the user reads
    """No version of this flow may be sent. `missing` is what its newest version still needs."""

    def __init__(self, flow: str, version: str, missing: str) -> None:
        super().__init__(f"{flow} cannot be sent yet. Version {version} of it needs {missing}.")
        self.flow = flow
        self.version = version
        self.missing = missing


def missing(approvals: Collection[Approval]) -> str:
    """What still has to be there before a version is approved; "" when it is."""
    lived = any(one.lived_experience for one in approvals)
    if not approvals:
        return f"two reviewers, at least one of them {_LIVED}"
    if len(approvals) < REVIEWERS:
        return "one more reviewer" if lived else f"one more reviewer, {_LIVED}"
    return "" if lived else f"the approval of {_LIVED}"

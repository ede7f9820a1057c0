"""Why a text is no YAML, put so that its author finds the place."""

from __future__ import annotations

from typing import Final

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.tokens import ScalarToken

from flows.problems import Problem

_QUOTES: Final = "Look at the indentation and the quotation marks on this line and the one before."
_DASH: Final = "A dash is missing here, as the ones above it have: `- id: name`."


def unreadable(error: MarkedYAMLError, text: str, source: str) -> Problem:
    """What is wrong, at the line where it begins."""
    said = " ".join(str(error.problem or "it is not YAML").split())
    mark = error.problem_mark or error.context_mark
    if mark is not None and (begun := _swallowed(text, mark.line)) is not None:
        what = f"the text in quotation marks that begins here only ends in line {mark.line + 1}"
        return Problem(source, begun + 1, "", what, "Put a quotation mark at the end of the text.")
    if "end of stream" in said:  # a quotation mark or bracket that was opened there
        mark = error.context_mark or mark
    line = 1 if mark is None else mark.line + 1
    mend = _mend(said, " ".join(str(error.context or "").split()))
    return Problem(source, line, "", f"this cannot be read as YAML: {said}", mend)


def _mend(said: str, around: str) -> str:
    if "mapping values are not allowed" in said:
        return "A text with a colon in it needs quotation marks around it."
    if "\\t" in said:
        return "Indent with spaces, not with the tab key."
    if "another document" in said:
        return "Put one flow in one file, without a line of ---."
    if said.endswith("but found '?'") and around == "while parsing a block collection":
        return _DASH
    return _QUOTES


def _swallowed(text: str, line: int) -> int | None:
    """The line where a quoted text begins that goes on to this line, where reading failed.

    The quotation mark that should have ended it is missing, and the next one ended it.
    """
    begun = None
    try:
        for token in YAML(typ="safe", pure=True).scan(text):
            if token.start_mark.line > line:
                break
            quoted = isinstance(token, ScalarToken) and token.style in ("'", '"')
            if quoted and token.start_mark.line < token.end_mark.line == line:
                begun = token.start_mark.line
    except YAMLError:
        pass  # it is looked at because it cannot be read
    return begun

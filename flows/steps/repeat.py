"""A few steps for each thing of a list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, ClassVar, Final

from pydantic import BeforeValidator, Field, StringConstraints

from flows.steps.step import Part, Step, wrong

if TYPE_CHECKING:
    from flows.steps import WrittenStep

MOST_ROUNDS: Final = 20


def _over(value: object) -> object:
    if isinstance(value, str):
        return value
    things = list(value) if isinstance(value, list | tuple) else []
    if not 0 < len(things) <= MOST_ROUNDS or not all(isinstance(o, str) and o for o in things):
        what = "`over:` names neither a list nor what is in one"
        raise wrong(what, f"Write the id of a `many:` question, or up to {MOST_ROUNDS} texts.")
    return tuple(things)


class Rounds(Part):
    """`over` is an earlier `many` question, a fact that is a list, or a list of texts.

    `most` bounds the rounds; it must be there where the list is known only later. `as` is the name
    that texts call each thing by: {{ item }}.
    """

    over: Annotated[str | tuple[str, ...], BeforeValidator(_over)]
    most: int | None = Field(default=None, ge=1, le=MOST_ROUNDS)
    name: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z_]{0,19}$")] = Field(
        default="item", alias="as"
    )
    steps: tuple[WrittenStep, ...] = Field(min_length=1)


class Repeat(Step):
    """`repeat: {over: ..., steps: [...]}`: the steps once for each thing, as `id.key.step`.

    The engine never meets one: flows/unrolling.py writes it out while a flow is read.
    """

    kind: ClassVar[str] = "repeat"
    rounds: Rounds = Field(alias="repeat")

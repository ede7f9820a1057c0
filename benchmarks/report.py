"""Shows figures as a table, and writes them to results.json and docs/benchmarks.md."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Final

from benchmarks.figures import Figure, rounded

ROOT: Final = Path(__file__).resolve().parents[1]
RESULTS: Final = ROOT / "benchmarks" / "results.json"
PAGE: Final = ROOT / "docs" / "benchmarks.md"
BEGIN: Final = "<!-- figures: written by python -m benchmarks --write -->"
END: Final = "<!-- end of figures -->"

_HEAD: Final = ("What", "Median", "Lowest to highest", "Runs", "Target", "Met")


def table(figures: Sequence[Figure]) -> str:
    """All figures for a terminal, part by part."""
    rows = [_HEAD, *(_row(figure) for figure in figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(_HEAD))]

    def line(row: Sequence[str]) -> str:
        return "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))

    lines = []
    for part, of_part in groupby(figures, lambda figure: figure.part):
        lines += ["", part, line(_HEAD), *(line(_row(figure)) for figure in of_part)]
    return "\n".join(one.rstrip() for one in lines)


def write(figures: Sequence[Figure], machine: dict[str, str], seconds: float) -> None:
    """Replaces results.json, and the figures in docs/benchmarks.md."""
    results = {
        "machine": machine,
        "seconds": round(seconds),
        "figures": [figure.as_json() for figure in figures],
    }
    RESULTS.write_text(json.dumps(results, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    page = PAGE.read_text(encoding="utf-8")
    before, begun, rest = page.partition(BEGIN)
    _, ended, after = rest.partition(END)
    if not begun or not ended:
        raise ValueError(f"{PAGE} has lost the marks between which the figures stand")
    shown = "\n".join(_markdown(figures, machine, seconds))
    PAGE.write_text(f"{before}{BEGIN}\n{shown}\n{END}{after}", encoding="utf-8")


def _markdown(figures: Sequence[Figure], machine: dict[str, str], seconds: float) -> Iterator[str]:
    yield ""
    yield f"Measured in one run of {seconds / 60:.1f} minutes on this machine:"
    yield ""
    yield ", ".join(f"{name} {value}" for name, value in machine.items()) + "."
    for part, of_part in groupby(figures, lambda figure: figure.part):
        yield ""
        yield f"### {part}"
        yield ""
        yield f"| {' | '.join(_HEAD)} |"
        yield "|---|---:|---:|---:|---|---|"
        for figure in of_part:
            yield f"| {' | '.join(_row(figure))} |"
    yield ""


def _row(figure: Figure) -> tuple[str, ...]:
    several = len(figure.runs) > 1
    return (
        figure.name,
        f"{_number(figure.value)} {figure.unit}".strip(),
        f"{_number(min(figure.runs))} to {_number(max(figure.runs))}" if several else "",
        str(len(figure.runs)),
        f"{figure.target} {figure.unit}" if figure.target else "",
        {None: "", True: "yes", False: "no"}[figure.met],
    )


def _number(value: float) -> str:
    return f"{rounded(value):,}"

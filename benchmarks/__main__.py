"""`python -m benchmarks`: measures everything in one run, and prints it as a table."""

from __future__ import annotations

import argparse
import asyncio
import logging
import sys
import tempfile
from pathlib import Path
from time import perf_counter
from typing import Final

from benchmarks import alerts, engine, reading, report, starting, steps
from benchmarks.figures import Figure
from benchmarks.machine import machine

PARTS: Final = ("steps", "alerts", "starting", "engine", "reading")
FEWEST_ROUNDS: Final = 5


def main() -> int:
    """The exit status is 0 whether or not targets are met: the table says so."""
    given = _arguments()
    given.folder.mkdir(parents=True, exist_ok=True)
    logging.disable(logging.INFO)
    begun = perf_counter()
    with tempfile.TemporaryDirectory(dir=given.folder, ignore_cleanup_errors=True) as folder:
        found = machine(Path(folder))
        figures = asyncio.run(_measure(given, Path(folder)))
    seconds = perf_counter() - begun
    print(report.table(figures))
    print(f"\n{seconds:.0f} s, on {', '.join(f'{name} {value}' for name, value in found.items())}")
    if given.write:
        report.write(figures, found, seconds)
    return 0


async def _measure(given: argparse.Namespace, folder: Path) -> list[Figure]:
    parts = given.only or PARTS
    figures: list[Figure] = []
    if "steps" in parts:
        figures += await steps.measure(folder, given.rounds, _say)
    if "alerts" in parts:
        figures += await alerts.measure(folder, _say)
    if "starting" in parts:
        figures += await starting.measure(folder, given.rounds, _say)
    if "engine" in parts:
        figures += await engine.measure(given.rounds, _say)
    if "reading" in parts:
        figures += await reading.measure(given.rounds, _say)
    return figures


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--only", action="append", choices=PARTS, help="measure this part only")
    parser.add_argument("--rounds", type=int, default=FEWEST_ROUNDS, help="interleaved runs")
    parser.add_argument(
        "--folder",
        type=Path,
        default=report.ROOT / "data",
        help="where the databases are made; it decides which disk is measured",
    )
    parser.add_argument(
        "--write",
        action="store_true",
        help="write benchmarks/results.json and the figures in docs/benchmarks.md",
    )
    given = parser.parse_args()
    if given.write and (given.only or given.rounds < FEWEST_ROUNDS):
        parser.error(f"--write wants all parts, and {FEWEST_ROUNDS} rounds or more")
    return given


def _say(what: str) -> None:
    print(what, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())

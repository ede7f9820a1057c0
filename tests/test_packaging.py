"""What makes it work on another machine: the lock, the package, the commands and the licences."""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
LOCK = (ROOT / "requirements.lock").read_text()
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
MAKEFILE = (ROOT / "Makefile").read_text()


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def locked() -> dict[str, str]:
    """Each package in the lock and its version."""
    found = re.findall(r"^([A-Za-z0-9._-]+)(?:\[[^]]*\])?==([^ \\]+)", LOCK, re.MULTILINE)
    return {plain(name): version for name, version in found}


def test_the_lock_pins_everything_that_the_project_asks_for() -> None:
    asked = [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["dev"]]
    names = {plain(re.split(r"[\[<>=!~; ]", one)[0]) for one in asked}
    assert names <= set(locked())


def test_every_package_in_the_lock_has_hashes() -> None:
    blocks = re.split(r"^(?=[A-Za-z0-9])", LOCK, flags=re.MULTILINE)[1:]
    assert len(blocks) == len(locked())
    assert [block.splitlines()[0] for block in blocks if "--hash=sha256:" not in block] == []


def test_the_lock_names_no_registry_and_no_folder() -> None:
    assert not re.search(r"://|--(extra-)?index-url|--find-links|(^| )/", LOCK, re.MULTILINE)


def test_no_file_of_the_build_names_a_registry() -> None:
    for name in ("pyproject.toml", "Makefile", ".ci/run", "Procfile"):
        text = (ROOT / name).read_text()
        assert not re.search(r"https?://[^\s]*(pypi|pythonhosted|/simple)", text), name


def test_the_package_holds_all_that_is_not_code(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)],
        cwd=ROOT,
        check=True,
        capture_output=True,
        timeout=120,
    )
    [wheel] = tmp_path.glob("*.whl")
    packed = set(zipfile.ZipFile(wheel).namelist())
    for folder, pattern in (
        ("flows/library", "*.yaml"),
        ("flows/measures", "*.yaml"),
        ("locales", "*/*.yaml"),
        ("locales", "*/*.po"),
        ("bot/web/templates", "**/*.html"),
        ("bot/web/static", "**/*.*"),
        ("storage/migrations", "**/*.py"),
    ):
        files = {str(file.relative_to(ROOT)) for file in (ROOT / folder).glob(pattern)}
        assert files, folder
        assert files <= packed, sorted(files - packed)
    assert {name.rpartition("/")[2] for name in packed} >= {"LICENSE", "NOTICE"}
    assert not [name for name in packed if name.startswith(("tests", "benchmarks", "docs"))]


def test_the_installed_command_is_wesaid() -> None:
    assert PROJECT["scripts"] == {"wesaid": "bot.cli:main"}


@pytest.mark.parametrize("line", (ROOT / "Procfile").read_text().splitlines())
def test_each_process_of_a_deployment_is_a_command(line: str) -> None:
    from typer.main import get_command

    from bot.cli.program import app

    name, _, command = line.partition(": ")
    assert name in ("release", "web", "worker")
    program, word = command.split()
    assert program == "wesaid"
    assert word in getattr(get_command(app), "commands")  # noqa: B009 - its type is not public


def test_make_and_continuous_integration_run_what_they_promise() -> None:
    targets = set(re.findall(r"^([a-z-]+):", MAKEFILE, re.MULTILINE))
    assert {"install", "demo", "test", "test-long", "lint", "lock", "benchmark"} <= targets
    run = (ROOT / ".ci/run").read_text()
    assert (ROOT / ".ci/run").stat().st_mode & 0o111
    for part in ("make install", "make test", "make test-long", "ruff", "mypy", "lint-imports"):
        assert part in run
    assert "storage.migrate check" in run
    asked = set(re.findall(r"\bmake ([a-z-]+)", run))
    assert asked <= targets


def test_the_licence_is_apache_2_and_the_notice_names_the_libraries_under_lgpl() -> None:
    licence = (ROOT / "LICENSE").read_bytes()
    assert hashlib.sha256(licence).hexdigest() == (
        "cfc7749b96f63bd31c3c42b5c471bf756814053e847c10f3eb003417bc523d30"
    )
    notice = (ROOT / "NOTICE").read_text()
    assert "python-telegram-bot" in notice
    assert "psycopg" in notice
    assert "LGPL-3.0" in notice
    assert PROJECT["license"] == "Apache-2.0"

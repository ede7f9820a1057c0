"""Nothing that people said or are called lies in the clear, whatever way it came in."""

from __future__ import annotations

from pathlib import Path

from storage.database import Database
from tests.checkins.scene import Scene

ME, SAM = "555000111", "555000222"
PLANTED = ("marmalade", "Zebedee", "Wilhelmina", ME, SAM)


def test_words_names_and_chat_ids_are_not_in_the_database_file_nor_its_log(
    sqlite_database: Database,
) -> None:
    scene = Scene(sqlite_database)
    sam = scene.staff("Wilhelmina", chat=SAM)
    scene.participant(sam, chat=ME, agreed=False)
    scene.presses(ME, "Yes")
    scene.writes(ME, "Zebedee")
    scene.presses(ME, "Skip")
    scene.round()
    scene.writes(ME, "marmalade everywhere")
    while not scene.last(ME).typed:
        scene.presses(ME, "Skip")
    scene.writes(ME, "I am going to kill myself, marmalade")
    scene.staff_presses(SAM, "Acknowledge")
    scene.staff_presses(SAM, "Open to read")
    scene.writes(ME, "stop")
    scene.sends(ME, "text", text="marmalade again")
    assert sqlite_database.path is not None
    files = [
        path
        for path in Path(sqlite_database.path).parent.glob(f"{sqlite_database.path.name}*")
        if path.is_file() and not path.name.endswith(".key")
    ]
    assert any(path.name.endswith("-wal") for path in files)
    content = b"".join(path.read_bytes() for path in files)
    for word in PLANTED:
        for coding in ("utf-8", "utf-16-le"):
            assert word.encode(coding) not in content

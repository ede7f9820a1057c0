"""Changes to a scene's rota, as the command line and the staff bot make them."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from bot.aftercare.promising import review_promises
from bot.aftercare.rota_changes import add_cover, add_shift, come_back, go_away
from bot.aftercare.rota_desk import rota_command, rota_press
from bot.aftercare.rota_watch import watch_rotas
from bot.aftercare.told import tell_unprompted
from bot.delivery.screen import Screen
from storage import hours
from storage.people import Someone
from tests.checkins.scene import Scene

LONDON = "Europe/London"
EVERY_DAY = tuple(range(7))


def at(text: str) -> datetime:
    """`2026-11-24T18:00` in London."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(LONDON))


class RotaScene:
    """The rota of a scene's project, at the scene's moment."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene

    def put(self, person: Someone, **given: Any) -> int:
        """On call every night from 17:00 to 09:00, or as given."""
        values: dict[str, Any] = {
            "place": "first",
            "weekdays": EVERY_DAY,
            "starts": time(17),
            "ends": time(9),
            "zone": LONDON,
            "first_day": date(2026, 11, 1),
        }

        def work(connection: Connection) -> int:
            return add_shift(
                connection, self.scene.project, person, now=self.scene.now, **(values | given)
            )

        return self.scene.database.transact_now(work)

    def always(self, person: Someone, **given: Any) -> int:
        """On call at every hour."""
        return self.put(person, starts=time(0), ends=time(0), **given)

    def cover(
        self, of: Someone, by: Someone, begins: str, ends: str, *, accepted: bool = True
    ) -> int:
        return self.scene.database.transact_now(
            lambda connection: add_cover(
                connection, of, by, at(begins), at(ends), self.scene.now, accepted=accepted
            )
        )

    def away(self, person: Someone, until: str) -> None:
        now = self.scene.now
        self.scene.database.transact_now(
            lambda connection: go_away(connection, person, now, at(until), now)
        )

    def back(self, person: Someone) -> None:
        self.scene.database.transact_now(
            lambda connection: come_back(connection, person, self.scene.now)
        )

    def ladder(self, level: str, *rungs: tuple[str, int | None]) -> None:
        self.scene.database.transact_now(
            lambda connection: hours.set_ladder(connection, self.scene.project, level, rungs)
        )

    def watches(self) -> int:
        """Gaps are looked for; how many notices were queued."""
        return self.scene.database.transact_now(
            lambda connection: watch_rotas(connection, self.scene.now)
        )

    def reviews(self) -> int:
        """Promises are looked at; how many could not be left as they were."""
        return self.scene.database.transact_now(
            lambda connection: review_promises(connection, self.scene.now, tell_unprompted)
        )

    def command(self, person: Someone, command: str, arguments: str = "") -> Screen:
        return self.scene.database.transact_now(
            lambda connection: rota_command(
                connection, person.id, command, arguments, self.scene.now
            )
        )

    def press(self, person: Someone, screen: Screen, label: str) -> Screen:
        """Presses the button of a screen whose label begins like this."""
        press = next(one.press for one in screen.choices if one.label.startswith(label))
        return self.scene.database.transact_now(
            lambda connection: rota_press(connection, person.id, press, self.scene.now)
        )

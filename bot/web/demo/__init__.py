"""The demo: a participant's phone and the facilitator's inbox side by side, on this machine."""

from bot.web.demo.loopback import refuse_other_hosts
from bot.web.demo.routes import Demo, DemoFlow, DemoStaff
from bot.web.demo.trying import Told, Tried, TryingWords

__all__ = ["Demo", "DemoFlow", "DemoStaff", "Told", "Tried", "TryingWords", "refuse_other_hosts"]

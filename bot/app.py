"""The composition root: the one place where the parts are wired together and started."""

from __future__ import annotations

import asyncio
import json
from contextlib import suppress
from typing import Any, Final

from aiohttp import web

from bot.aftercare.sent_files import opener
from bot.aftercare.staff_inbound import StaffInbound
from bot.aftercare.undelivered import on_blocked, on_failed, on_lost
from bot.checkins.inbound import Inbound
from bot.clock import Clock
from bot.composing import Services, compose, triage_for
from bot.delivery.channel import Channel, DeliveryError
from bot.delivery.media_source import MediaSource
from bot.delivery.pacer import LoopTime
from bot.delivery.sender import Sender
from bot.due import Due
from bot.heartbeat import Heartbeat
from bot.intake import Intake, Update
from bot.participant.surface import ParticipantSurface
from bot.scheduler import Scheduler
from bot.settings import Settings
from bot.staff.surface import StaffSurface
from bot.staff_email import StaffEmail
from bot.telegram_bots import TelegramBot, WebhookAddress, chat_of
from bot.texts import texts_for
from bot.watching import Watch
from bot.web.alerts import Alerts
from bot.web.assets import Assets
from bot.web.chat import Chat, Taking, WebChannel
from bot.web.forms import Forms
from bot.web.health import Check, Health
from bot.web.pages import Pages
from bot.web.server import Surface, build_app
from bot.web.webhooks import Webhook
from storage.database import Database
from storage.sealing import sealer_of

TICK_S: Final = 1.0
STOP_S: Final = 6.0


class Installation:
    """One process of WeSaid: `web` serves pages and webhooks, `work` sends, polls and ticks."""

    def __init__(
        self,
        settings: Settings,
        database: Database,
        clock: Clock,
        *,
        web: bool,
        work: bool,
        more_channels: dict[str, Channel] | None = None,
        time: LoopTime | None = None,
    ) -> None:
        """`time` is what the sending is paced by; the event loop's unless given."""
        self.settings = settings
        self.database = database
        self.clock = clock
        self.services: Services = compose(settings)
        self._web, self._work = web, work
        self.web_channel = WebChannel()
        self.bots: list[TelegramBot] = []
        self._channels: dict[str, Channel] = {"web": self.web_channel, **(more_channels or {})}
        self.webhooks: list[Webhook] = []
        self._media_sources: dict[str, MediaSource] = {}
        self.email = StaffEmail(
            settings, database, clock, secret_for=self.secret_for, staff_bot=self._staff_bot_name
        )
        self._channels["email"] = self.email.channel
        heartbeat = Heartbeat(settings.heartbeat_url) if settings.heartbeat_url else None
        self.watch = Watch(database, clock, heartbeat, self.wake)
        if settings.telegram:
            self._add_participants_bot()
            self._add_staff_bot()
        self.sender = self._make_sender(time) if work else None
        self._due = Due(database, clock, self.services, self._media_sources, self.wake)
        self.ticks = {**self._due.ticks(), "audit": self.watch.tick}
        self.scheduler = Scheduler(self.ticks, TICK_S) if work else None
        self._running: list[asyncio.Task[None]] = []

    def wake(self) -> None:
        """After a commit: what was queued leaves at once."""
        if self.sender is not None:
            for bot in self._channels:
                self.sender.wake(bot)

    def secret_for(self, purpose: str) -> str:
        """A secret of this installation, the same in each of its processes."""
        return self.database.read_now(
            lambda connection: sealer_of(connection).fingerprint("secret", purpose).hex()
        )

    async def start(self) -> None:
        """Begins sending, ticking and listening, whether or not Telegram can be reached."""
        self._running += [asyncio.create_task(bot.run()) for bot in self.bots]
        # Beside everything else: no text waits for it, unless it comes within the first second.
        self._running.append(asyncio.create_task(asyncio.to_thread(triage_for("en").warm)))
        if self.sender is not None:
            self._running.append(asyncio.create_task(self.email.note_whether_set_up()))
            self._running.append(asyncio.create_task(self.sender.run()))
        if self.scheduler is not None:
            self.scheduler.start()

    async def stop(self) -> None:
        """Lets what is under way finish; what is not sent yet goes out after the next start."""
        await asyncio.gather(*(bot.stop() for bot in self.bots))
        if self.scheduler is not None:
            self.scheduler.stop()
        if self.sender is not None:
            await self.sender.stop(timeout=STOP_S)
        for task in self._running:
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)
        await self.email.close()
        for bot in self.bots:
            with suppress(Exception):
                await bot.surface.close()

    async def checks(self) -> dict[str, Check]:
        """For `/readyz`. Telegram being down is told, and does not take the web chat away."""
        found = await self.watch.checks()
        for bot in self.bots:
            found[bot.name] = Check(True, bot.state)
        found["e-mail"] = Check(True, self.email.state)
        if self.sender is not None:
            for name, state in self.sender.states().items():
                found[f"sending: {name}"] = Check(True, state)
        return found

    def chat(self, pages: Pages, forms: Forms) -> Chat:
        """The participants' web channel."""
        taking = Taking(self.database, self.services.receiver, self.clock, self.wake)
        return Chat(
            database=self.database,
            taking=taking,
            clock=self.clock,
            pages=pages,
            forms=forms,
            channel=self.web_channel,
        )

    def web_app(self) -> web.Application:
        """Everything that `run` and `serve` answer to."""
        pages = Pages(Assets())
        forms = Forms(self.secret_for("web forms"), self.settings.public_url)
        surfaces: list[Surface] = [self.chat(pages, forms), Health(self.checks), *self.webhooks]
        return build_app(pages, [*surfaces, self.alerts(pages, forms)])

    def alerts(self, pages: Pages, forms: Forms) -> Alerts:
        """The pages that links in e-mails to staff open."""
        return Alerts(
            database=self.database,
            clock=self.clock,
            limits=self.services.limits,
            links=self.email.links,
            pages=pages,
            forms=forms,
            woken=self.wake,
        )

    async def send_rounds(self) -> None:
        """Starts the check-ins that are due."""
        await self._due.send_rounds()

    def _make_sender(self, time: LoopTime | None) -> Sender:
        return Sender(
            self.database,
            self._channels,
            self.clock,
            on_lost=on_lost,
            on_failed=on_failed,
            sends_per_second=self.settings.sends_per_second,
            paces={"email": self.settings.emails_per_second},
            time=time,
        )

    def _add_participants_bot(self) -> None:
        receiver, clock = self.services.receiver, self.clock

        async def take(inbound: Inbound) -> None:
            await self.database.transact_at_once(
                lambda connection: receiver.receive(connection, inbound, clock.now())
            )
            self.wake()

        async def lost(address: str) -> None:
            await self._lost("participant", address)

        async def set_aside(update: Update, _error: Exception) -> None:
            number, chat, body = _bare(update)
            await self.database.transact(
                lambda connection: receiver.set_aside(
                    connection, "participant", number, chat, body, clock.now()
                )
            )
            self.wake()

        surface = ParticipantSurface(
            self.settings.participant_token,
            self.settings.telegram_api,
            texts_for("en"),
            take,
            lost,
        )
        intake = Intake(
            "participant",
            fetch=surface.fetch,
            handle=surface.handle_burst,
            key=chat_of,
            group=surface.burst,
            set_aside=set_aside,
            explain=_explained,
        )
        self._media_sources["participant"] = surface
        self._add("participant", surface, intake, surface.channel)

    def _add_staff_bot(self) -> None:
        desk, clock = self.services.desk, self.clock

        async def take(inbound: StaffInbound) -> None:
            await self.database.transact_at_once(
                lambda connection: desk.receive(connection, inbound, clock.now())
            )
            self.wake()

        async def set_aside(update: Update, _error: Exception) -> None:
            number, chat, body = _bare(update)
            await self.database.transact(
                lambda connection: desk.set_aside(connection, number, chat, body, clock.now())
            )
            self.wake()

        async def lost(address: str) -> None:
            await self._lost("staff", address)

        surface = StaffSurface(
            self.settings.staff_token,
            self.settings.telegram_api,
            texts_for("en"),
            take,
            lost,
            opened=opener(self.database),
        )

        async def handle(updates: list[Update]) -> None:
            for update in updates:
                await surface.handle(update)

        intake = Intake(
            "staff",
            fetch=surface.fetch,
            handle=handle,
            key=chat_of,
            set_aside=set_aside,
            explain=_explained,
        )
        self._add("staff", surface, intake, surface.channel)

    def _staff_bot_name(self) -> str:
        """The staff bot's name, once Telegram has told it."""
        surfaces = (bot.surface for bot in self.bots)
        return next((one.bot_username for one in surfaces if isinstance(one, StaffSurface)), "")

    async def _lost(self, bot: str, address: str) -> None:
        """Somebody blocked a bot: who is responsible hears of it, and alerts go elsewhere."""
        await self.database.transact(
            lambda connection: on_blocked(connection, bot, address, self.clock.now())
        )
        self.wake()

    def _add(self, name: str, surface: Any, intake: Intake, channel: Channel) -> None:
        public_url = self.settings.public_url
        webhook = None
        if public_url and self._web:
            secret = self.secret_for(f"webhook {name}")
            webhook = WebhookAddress(f"{public_url}/telegram/{name}", secret)
            self.webhooks.append(Webhook(name, secret, intake.handle_webhook))
        polls = self._work and not public_url
        self.bots.append(TelegramBot(name, surface, intake, webhook=webhook, polls=polls))
        self._channels[name] = channel


def _explained(error: Exception) -> tuple[str, float]:
    """For readiness: why updates cannot be fetched, and how long Telegram asks to wait."""
    if isinstance(error, DeliveryError):
        return str(error) or type(error).__name__, float(getattr(error, "seconds", 0.0))
    return type(error).__name__, 0.0


def _bare(update: Update) -> tuple[str, str, str]:
    """An update that nobody could handle: its number, its chat, and all of it as text."""
    number = str(update.get("update_id", ""))
    return number, chat_of(update), json.dumps(update, ensure_ascii=False, default=str)

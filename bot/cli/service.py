"""`wesaid demo`, `run`, `serve`, `work` and `migrate`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.looking_up import AsJson
from bot.cli.saying import CannotDo, note, print_json, say
from bot.cli.store import read_settings, told
from bot.cli.tokens import check_tokens

if TYPE_CHECKING:
    from collections.abc import Coroutine


def add_to(app: typer.Typer) -> None:
    """Adds the commands."""
    app.command("demo")(demo)
    app.command("run")(run)
    app.command("serve")(serve)
    app.command("work")(work)
    app.command("migrate")(migrate)


def demo(
    port: Annotated[
        int, typer.Option("--port", min=0, max=65_535, metavar="N", help="0 takes a free one.")
    ] = 8080,
    reset: Annotated[
        bool, typer.Option("--reset", help="Forget what was said in the demo before.")
    ] = False,
    no_browser: Annotated[
        bool, typer.Option("--no-browser", help="Only print the address.")
    ] = False,
) -> None:
    """Shows everything in a browser, with made-up people: no token, no server."""
    from bot.demo import run_demo

    _until_stopped(run_demo(port, reset=reset, open_browser=not no_browser), "warning")


def run() -> None:
    """Does everything in one process: both bots, the web chat, sending and reminding."""
    _serve_and_work(web=True, work=True)


def serve() -> None:
    """Serves the web chat and takes webhooks; any number of these, beside `work`."""
    _serve_and_work(web=True, work=False)


def work() -> None:
    """Sends, reminds, escalates, and polls when there is no public address."""
    _serve_and_work(web=False, work=True)


def migrate(as_json: AsJson = False) -> None:
    """Brings the database's tables up to date."""
    from storage.migrate import migrate as bring_up_to_date

    settings = read_settings()
    with told():
        applied = bring_up_to_date(settings.database_url)
    if as_json:
        print_json({"applied": applied})
    elif applied:
        say(
            "\n".join(["The tables are up to date now. Applied:", *(f"  {one}" for one in applied)])
        )
    else:
        say("The tables are up to date.")


def _serve_and_work(*, web: bool, work: bool) -> None:
    # All that can be wrong in the settings is said before the imports, which take seconds.
    settings = read_settings()
    check_tokens(settings, needed=work)
    from bot.cli.logs import check_level

    check_level(settings.log_level)
    if not settings.telegram:
        note("Telegram is left out here. Staff are told by `wesaid work`, which needs both tokens.")
    note("WeSaid is starting. This takes a few seconds.")
    from bot.serving import run as run_until_stopped

    def ready(port: int | None) -> None:
        note("WeSaid is running. Leave this window open; Ctrl-C stops it.")
        if port is not None:
            address = settings.public_url or f"http://localhost:{port}"
            note(f"The web chat is at {address}/chat, for those who have opened their link.")

    _until_stopped(run_until_stopped(settings, ready, web=web, work=work), settings.log_level)


def _until_stopped(running: Coroutine[None, None, None], log_level: str) -> None:
    import asyncio

    from bot.cli.logs import set_up
    from bot.opening import CannotStart

    set_up(log_level)
    with told():
        try:
            asyncio.run(running)
        except CannotStart as error:
            raise CannotDo(str(error)) from error

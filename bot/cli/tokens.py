"""Whether the bots' tokens can be right, before anything that is slow begins."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.cli.saying import CannotDo

if TYPE_CHECKING:
    from bot.settings import Settings

PARTICIPANTS_BOT: Final = "WESAID_PARTICIPANT_TOKEN"
STAFF_BOT: Final = "WESAID_STAFF_TOKEN"
WHY_TELEGRAM: Final = (
    "Staff see to people in need in the staff bot: e-mail can bring alerts as well, and does not "
    "replace it. To try everything in a browser with made-up people, run: wesaid demo"
)
"""Also where everybody writes in the web chat."""
SAME_TWICE: Final = "Both bots have the same token. Participants and staff need a bot each."


def check_tokens(settings: Settings, *, needed: bool) -> None:
    """Raises CannotDo for tokens that cannot be right, or are `needed` and not there."""
    from bot.bot_names import token_problem

    given = {PARTICIPANTS_BOT: settings.participant_token, STAFF_BOT: settings.staff_token}
    problems = [token_problem(token, name) for name, token in given.items() if token]
    missing = [name for name, token in given.items() if not token]
    if missing and needed:
        problems.append(_missing(missing))
    if not missing and len(set(given.values())) == 1:
        problems.append(SAME_TWICE)
    if any(problems):
        raise CannotDo(" ".join(problem for problem in problems if problem))


def _missing(names: list[str]) -> str:
    if len(names) == 1:
        return (
            f"A bot's token is missing: make a bot with @BotFather on Telegram (write /newbot) "
            f"and set {names[0]} to its token."
        )
    return (
        "The two bots' tokens are missing: make two bots with @BotFather on Telegram (write "
        f"/newbot) and set {names[0]} and {names[1]} to their tokens. {WHY_TELEGRAM}"
    )

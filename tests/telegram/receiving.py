"""getUpdates, setWebhook, deleteWebhook, getWebhookInfo."""

from __future__ import annotations

import ipaddress
import re
from typing import Any
from urllib.parse import SplitResult, urlsplit

from tests.telegram.calls import Call, Described, Encoded
from tests.telegram.refusals import bad_request, conflict
from tests.telegram.webhooks import Webhook

_SECRET = re.compile(r"[A-Za-z0-9_-]*")
_KINDS = frozenset(
    [
        "message",
        "edited_message",
        "channel_post",
        "edited_channel_post",
        "business_connection",
        "business_message",
        "edited_business_message",
        "deleted_business_messages",
        "message_reaction",
        "message_reaction_count",
        "inline_query",
        "chosen_inline_result",
        "callback_query",
        "shipping_query",
        "pre_checkout_query",
        "purchased_paid_media",
        "poll",
        "poll_answer",
        "my_chat_member",
        "chat_member",
        "chat_join_request",
        "chat_boost",
        "removed_chat_boost",
        "guest_message",
        "managed_bot",
        "subscription",
        "stopped_message_generation",
    ]
)


async def get_updates(call: Call) -> Encoded:
    if call.bot.webhook:
        raise conflict(
            "can't use getUpdates method while webhook is active; use deleteWebhook to delete the"
            " webhook first"
        )
    _set_allowed(call)
    limit = call.given.integer("limit", 100)
    limit = limit if 1 <= limit <= 100 else 100
    seconds = min(max(0, call.given.integer("timeout")), 50)
    batch = await call.bot.updates.poll(call.given.integer("offset"), limit, seconds)
    return Encoded(b"[" + b",".join(batch) + b"]")


def _set_allowed(call: Call) -> None:
    """Not given: as before. An empty list: all but the kinds that come on request only."""
    if "allowed_updates" not in call.given:
        return
    kinds = call.given.structure("allowed_updates")
    if not isinstance(kinds, list):
        raise bad_request("can't parse allowed_updates JSON object")
    unknown = set(kinds) - _KINDS
    if unknown:
        call.emulator.violate(
            call.bot, f"{call.method} allows unknown kinds of update: {sorted(unknown)}"
        )
    call.bot.updates.allowed = frozenset(kinds) or None


def set_webhook(call: Call) -> Described:
    url = call.given.text("url").strip()
    if not url:
        return delete_webhook(call)
    _check_url(url)
    secret = call.given.text("secret_token")
    if len(secret) > 256:
        raise bad_request("secret token is too long")
    if not _SECRET.fullmatch(secret):
        raise bad_request("secret token contains unallowed characters")
    most = call.given.integer("max_connections", 40)
    if not 1 <= most <= 100:
        raise bad_request("max_connections must be from 1 to 100")
    _set_allowed(call)
    before = call.bot.webhook
    if before:
        before.close()
    if call.given.flag("drop_pending_updates"):
        call.bot.updates.confirm_all()
    call.bot.updates.end_poll(conflict("terminated by setWebhook request"))
    call.bot.webhook = Webhook(call.emulator, call.bot, url, secret, most)
    call.bot.webhook.open()
    already = before is not None and before.url == url
    return Described(True, "Webhook is already set" if already else "Webhook was set")


def _check_url(url: str) -> None:
    try:
        parts = urlsplit(url)
        port = parts.port or 443
    except ValueError:
        raise bad_request("bad webhook: invalid URL specified") from None
    if _loopback(parts):
        # Telegram could not reach it; tests can, and need neither certificate nor a free port 443.
        if parts.scheme in ("http", "https"):
            return
    elif parts.scheme == "https" and parts.hostname:
        if port not in (80, 88, 443, 8443):
            raise bad_request(
                "bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443"
            )
        return
    raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")


def _loopback(parts: SplitResult) -> bool:
    try:
        return ipaddress.ip_address(parts.hostname or "").is_loopback
    except ValueError:
        return parts.hostname == "localhost"


def delete_webhook(call: Call) -> Described:
    was_set = call.bot.webhook is not None
    if call.bot.webhook:
        call.bot.webhook.close()
        call.bot.webhook = None
    if call.given.flag("drop_pending_updates"):
        call.bot.updates.confirm_all()
    return Described(True, "Webhook was deleted" if was_set else "Webhook is already deleted")


def get_webhook_info(call: Call) -> dict[str, Any]:
    info: dict[str, Any] = {
        "url": "",
        "has_custom_certificate": False,
        "pending_update_count": len(call.bot.updates.waiting),
    }
    if call.bot.updates.allowed:
        info["allowed_updates"] = sorted(call.bot.updates.allowed)
    webhook = call.bot.webhook
    if webhook:
        info.update(
            url=webhook.url, max_connections=webhook.max_connections, ip_address="127.0.0.1"
        )
        if webhook.last_error:
            info.update(
                last_error_date=webhook.last_error_date, last_error_message=webhook.last_error
            )
    return info

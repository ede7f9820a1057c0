"""The participants' web channel: a link that opens a chat in the browser, and the chat itself."""

from bot.web.chat.channel import WebChannel
from bot.web.chat.routes import Chat
from bot.web.chat.taking import Taking

__all__ = ["Chat", "Taking", "WebChannel"]

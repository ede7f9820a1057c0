"""The facilitator's inbox: which participants somebody must be in touch with, and by when."""

from bot.web.inbox.routes import Inbox, Viewer

__all__ = ["Inbox", "Viewer"]

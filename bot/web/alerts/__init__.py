"""The page that the link in an alert's e-mail opens."""

from bot.web.alerts.routes import Alerts

__all__ = ["Alerts"]

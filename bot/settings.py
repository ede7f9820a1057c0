"""Settings, read from the environment. They are passed on to each part as it needs them."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import AliasChoices, Field, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.email_addresses import tidy_address

HOUR_S = 3_600


class Settings(BaseSettings):
    """Every setting with its help text; `docs/settings.md` lists them and a test compares."""

    model_config = SettingsConfigDict(env_prefix="WESAID_", populate_by_name=True, extra="ignore")

    participant_token: str = Field(
        default="", description="Token of the participants' Telegram bot, from @BotFather."
    )
    staff_token: str = Field(
        default="", description="Token of the staff Telegram bot, from @BotFather."
    )
    telegram_api: str = Field(
        default="https://api.telegram.org", description="Base address of the Telegram Bot API."
    )
    public_url: str = Field(
        default="",
        description="Public https address of this server. With it, updates come by webhook and "
        "invitations carry web links; without it, by long polling.",
    )
    secret_key: str = Field(
        default="",
        description="32 characters or more that all keys are made from. With the SQLite file that "
        "is the default, a key file is made beside the database when this is not set.",
    )
    database_url: str = Field(
        default="sqlite:///wesaid.db",
        validation_alias=AliasChoices("DATABASE_URL", "WESAID_DATABASE_URL", "database_url"),
        description="sqlite:///FILE, or postgres:// or postgresql:// with host and name.",
    )
    host: str = Field(default="0.0.0.0", description="Address that the web server listens on.")  # noqa: S104 - a server in a container must listen on all
    port: int = Field(
        default=8080,
        ge=0,
        le=65_535,
        validation_alias=AliasChoices("PORT", "WESAID_PORT", "port"),
        description="Port that the web server listens on; 0 takes a free one.",
    )
    sends_per_second: float = Field(
        default=30, gt=1, description="The platform's limit for each bot; the pace stays below it."
    )
    urgent_ack_s: int = Field(
        default=900, gt=0, description="Seconds in which an urgent flag must be acknowledged."
    )
    soon_ack_s: int = Field(
        default=4 * HOUR_S, gt=0, description="Working seconds for acknowledging a soon flag."
    )
    routine_ack_s: int | None = Field(
        default=None,
        gt=0,
        description="Working seconds for acknowledging a routine flag; "
        "the end of the next working day when not set.",
    )
    urgent_contact_s: int = Field(
        default=HOUR_S, gt=0, description="Seconds in which an urgent flag's person is contacted."
    )
    soon_contact_s: int | None = Field(
        default=None,
        gt=0,
        description="Working seconds for contact after a soon flag; "
        "the end of the next working day when not set.",
    )
    routine_contact_s: int | None = Field(
        default=None,
        gt=0,
        description="Working seconds for contact after a routine flag; "
        "the end of the third working day when not set.",
    )
    relay_quiet_s: int = Field(
        default=HOUR_S,
        gt=0,
        description="Seconds without a word after which a chat between staff and a participant "
        "ends by itself.",
    )
    smtp_host: str = Field(
        default="",
        description="Mail server that alerts to staff go out by; without it none go by e-mail.",
    )
    smtp_port: int = Field(default=587, ge=1, le=65_535, description="Port of the mail server.")
    smtp_security: Literal["starttls", "tls", "none"] = Field(
        default="starttls",
        description="starttls, tls (encrypted from the first byte, mostly port 465), or none for a "
        "mail server on the same machine.",
    )
    smtp_user: str = Field(
        default="", description="Who signs in to the mail server; nobody does when not set."
    )
    smtp_password: str = Field(
        default="", repr=False, description="The password to sign in to the mail server with."
    )
    email_from: str = Field(
        default="",
        validate_default=True,
        description="Address that e-mail comes from; needed with a mail server.",
    )
    emails_per_second: float = Field(
        default=5, gt=0, description="The mail server's limit; the pace stays below it."
    )
    heartbeat_url: str = Field(
        default="",
        repr=False,
        description="Address that is called every minute while nothing is stuck, of a service "
        "that raises the alarm when the calls stop.",
    )
    log_level: str = Field(default="info", description="debug, info, warning or error.")

    @field_validator("telegram_api", "public_url")
    @classmethod
    def _no_slash_at_the_end(cls, value: str) -> str:
        value = value.strip().rstrip("/")
        if value and not value.startswith(("http://", "https://")):
            raise ValueError("it must begin with https:// (or http:// on this machine)")
        return value

    @field_validator("heartbeat_url")
    @classmethod
    def _an_address(cls, value: str) -> str:
        value = value.strip()
        if value and not value.startswith(("http://", "https://")):
            raise ValueError("it must begin with https://")
        return value

    @field_validator("email_from")
    @classmethod
    def _needed_with_a_mail_server(cls, value: str, info: ValidationInfo) -> str:
        value = value.strip()
        if value:
            address = tidy_address(value)
            if address is None:
                raise ValueError("it must be an e-mail address, such as wesaid@example.org")
            value = address
        if info.data.get("smtp_host") and not value:
            raise ValueError("WESAID_SMTP_HOST is set, so e-mail needs an address to come from")
        return value

    @property
    def email(self) -> bool:
        """Whether alerts can go out by e-mail."""
        return bool(self.smtp_host)

    @property
    def telegram(self) -> bool:
        """Whether both bots have their tokens."""
        return bool(self.participant_token and self.staff_token)


def default_database_path(url: str) -> Path | None:
    """The file behind a sqlite:/// address; None for another database."""
    prefix = "sqlite:///"
    return Path(url[len(prefix) :]) if url.startswith(prefix) else None

"""What becomes of an e-mail, whatever the mail server does; the server is a real one."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot.delivery.channel import (
    ChannelLost,
    DeliveryError,
    NotSent,
    Refused,
    SlowDown,
    Uncertain,
)
from bot.email.channel import NoEmail
from tests.email.mail_host import PASSWORD, USER, MailHost, certificates, mail_host, sign_in
from tests.email.sending import SAM, email_channel, parcel


async def test_an_alert_arrives(host: MailHost) -> None:
    channel = email_channel(host.server())
    assert await channel.deliver(parcel()) == ""
    assert host.mailbox.recipients() == [SAM]
    assert channel.state == "ready"


async def test_a_server_that_refuses_connections_leaves_it_to_be_sent_again(
    host: MailHost,
) -> None:
    channel = email_channel(host.server())
    await host.stop()
    with pytest.raises(NotSent):
        await channel.deliver(parcel())
    assert channel.state.startswith("down: The mail server 127.0.0.1:")
    await host.start()
    await channel.deliver(parcel())
    assert host.mailbox.recipients() == [SAM]
    assert channel.state == "ready"


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("550 5.1.1 No such user", ChannelLost),
        ("550 No such user", ChannelLost),
        ("553 Requested action not taken: mailbox name not allowed", ChannelLost),
        ("550 5.2.1 Mailbox disabled", ChannelLost),
        ("552 5.2.2 Mailbox full", Refused),
        ("552 Mailbox full", Refused),
        ("554 5.7.1 Relay access denied", Refused),
        ("550 5.1.8 Bad sender address", Refused),
        ("450 4.2.0 Greylisted, come back later", SlowDown),
        ("452 4.2.2 Mailbox full for now", SlowDown),
        ("421 4.3.2 Shutting down", NotSent),
    ],
)
async def test_an_address_that_bounces_is_lost_and_one_that_is_busy_is_asked_again(
    host: MailHost, answer: str, expected: type[DeliveryError]
) -> None:
    host.mailbox.answers[SAM] = answer
    with pytest.raises(expected) as raised:
        await email_channel(host.server()).deliver(parcel())
    assert type(raised.value) is expected
    assert not host.mailbox.letters
    # What the server says may hold the address, and errors are kept and logged.
    assert SAM not in str(raised.value)
    assert "Greylisted" not in str(raised.value)


async def test_content_that_is_refused_is_not_sent_again_and_our_own_address_is(
    host: MailHost,
) -> None:
    channel = email_channel(host.server())
    host.mailbox.to_data = "554 5.7.1 Looks like spam"
    with pytest.raises(Refused):
        await channel.deliver(parcel())
    host.mailbox.to_data = "451 4.3.0 Try again"
    with pytest.raises(SlowDown):
        await channel.deliver(parcel())
    host.mailbox.to_mail = "550 5.7.1 Not allowed to send from there"
    with pytest.raises(NotSent):
        await channel.deliver(parcel())
    assert "WESAID_EMAIL_FROM" in channel.state


@pytest.mark.parametrize(("step", "expected"), [("MAIL", NotSent), ("RCPT", NotSent)])
async def test_a_server_that_hangs_up_before_it_had_the_letter_has_not_sent_it(
    host: MailHost, step: str, expected: type[DeliveryError]
) -> None:
    host.mailbox.hangs_up = step
    with pytest.raises(expected):
        await email_channel(host.server()).deliver(parcel())


async def test_a_server_that_hangs_up_with_the_letter_may_have_sent_it(host: MailHost) -> None:
    host.mailbox.hangs_up = "DATA"
    channel = email_channel(host.server())
    with pytest.raises(Uncertain):
        await channel.deliver(parcel())
    host.mailbox.hangs_up = ""
    await channel.deliver(parcel())
    first, again = (letter["Message-ID"] for _, letter in host.mailbox.letters)
    assert first == again  # so that a mail program shows it once


async def test_a_slow_server_gets_each_letter_once_however_often_it_is_tried(
    host: MailHost,
) -> None:
    host.mailbox.slow_s = 0.3
    channel = email_channel(host.server(), patience_s=0.1)
    tries = 0
    while True:
        try:
            await channel.deliver(parcel())
        except (NotSent, Uncertain):
            tries += 1
        else:
            break
    assert tries > 2
    assert host.mailbox.asked == 1
    assert host.mailbox.recipients() == [SAM]


async def test_others_are_served_while_one_letter_is_slow_and_nothing_is_left_behind(
    host: MailHost,
) -> None:
    host.mailbox.slow_s = 5
    channel = email_channel(host.server(), patience_s=0.05)
    for number in range(6):
        with pytest.raises(NotSent):
            await channel.deliver(parcel(outbox_id=number))
    assert channel.state.startswith("down")
    await channel.close()


async def test_a_server_that_says_nothing_at_all_is_given_up(host: MailHost) -> None:
    host.mailbox.slow_s = 5
    channel = email_channel(host.server(step_s=0.2))
    with pytest.raises(NotSent):
        await channel.deliver(parcel())
    assert "in time" in channel.state


async def test_it_signs_in_over_an_encrypted_connection(tmp_path: Path) -> None:
    known = certificates(tmp_path)
    async with mail_host(
        tls_context=known.server, require_starttls=True, auth_required=True, authenticator=sign_in
    ) as host:
        server = host.server(security="starttls", trust=known.client, user=USER, password=PASSWORD)
        await email_channel(server).deliver(parcel())
        assert host.mailbox.recipients() == [SAM]


async def test_a_wrong_password_is_said_without_the_password(tmp_path: Path) -> None:
    known = certificates(tmp_path)
    async with mail_host(
        tls_context=known.server, auth_required=True, authenticator=sign_in
    ) as host:
        server = host.server(
            security="starttls", trust=known.client, user=USER, password="wrong-horse"
        )
        channel = email_channel(server)
        with pytest.raises(NotSent):
            await channel.deliver(parcel())
    assert "refused the user name or the password (535)" in channel.state
    assert "wrong-horse" not in channel.state + repr(server)


async def test_it_encrypts_from_the_first_byte_where_that_is_wanted(tmp_path: Path) -> None:
    known = certificates(tmp_path)
    host = MailHost()
    host.with_tls(known.server)
    await host.start()
    try:
        await email_channel(host.server(security="tls", trust=known.client)).deliver(parcel())
        assert host.mailbox.recipients() == [SAM]
    finally:
        await host.stop()


async def test_nothing_is_sent_without_encryption_to_a_server_that_offers_none(
    host: MailHost,
) -> None:
    channel = email_channel(host.server(security="starttls"))
    with pytest.raises(NotSent):
        await channel.deliver(parcel())
    assert "no encryption" in channel.state
    assert not host.mailbox.asked


async def test_nothing_is_sent_to_a_server_that_cannot_prove_who_it_is(tmp_path: Path) -> None:
    known = certificates(tmp_path)
    async with mail_host(tls_context=known.server) as host:
        channel = email_channel(host.server(security="starttls"))
        with pytest.raises(NotSent):
            await channel.deliver(parcel())
        assert "certificate is not valid" in channel.state
        assert not host.mailbox.asked


async def test_no_more_than_a_few_connections_are_open_at_a_time(host: MailHost) -> None:
    host.mailbox.slow_s = 0.05
    channel = email_channel(host.server())
    await asyncio.gather(*(channel.deliver(parcel(outbox_id=one)) for one in range(12)))
    assert len(host.mailbox.letters) == 12


async def test_an_e_mail_is_never_changed_and_a_wrong_address_is_refused(host: MailHost) -> None:
    channel = email_channel(host.server())
    with pytest.raises(Refused):
        await channel.deliver(parcel(act="edit", remote_id="1"))
    for wrong in ("no address", "sam@example.org\r\nBcc: all@example.org", ""):
        with pytest.raises(Refused):
            await channel.deliver(parcel(outbox_id=hash(wrong), address=wrong))
    assert not host.mailbox.letters


async def test_without_a_mail_server_the_address_counts_as_lost() -> None:
    with pytest.raises(ChannelLost) as raised:
        await NoEmail().deliver(parcel())
    assert raised.value.why == "not set up"

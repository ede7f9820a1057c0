"""What is in an e-mail to staff: as little as in an alert, and never what a participant wrote."""

from __future__ import annotations

from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from bot.aftercare.alert_links import AlertLinks
from bot.delivery.screen import Button, Screen
from tests.delivery.chats import START
from tests.email.sending import LINKS, SAM, letters, parcel


def read(screen: Screen | None = None, **options: Any) -> EmailMessage:
    given = parcel(screen) if screen is not None else parcel()
    content = letters(**options).write(given, START).content
    return message_from_bytes(content, policy=policy.default)


def body(letter: EmailMessage) -> str:
    return str(letter.get_content()).replace("\r\n", "\n")


def test_an_alert_says_how_soon_and_who_and_where_to_acknowledge_it() -> None:
    letter = read()
    assert letter["Subject"] == "Urgent: P-7KQ2M. Open to read"
    assert letter["To"] == SAM
    assert letter["From"] == "WeSaid <wesaid@example.org>"
    assert body(letter) == (
        "Urgent: P-7KQ2M\n"
        "Please be in touch by 1 pm today.\n"
        "\n"
        "To acknowledge it, open this page and press the button:\n"
        f"{LINKS.address(1)}\n"
        "\n"
        "To read what was said, open the staff bot:\n"
        "https://t.me/team_bot\n"
        "\n"
        "Please do not answer this e-mail: nobody reads the answers. "
        "Please do not forward it either: its link is for you alone.\n"
    )


def test_without_a_public_address_it_says_where_to_go_instead() -> None:
    text = body(read(links=None, staff_bot=""))
    assert "http" not in text
    assert "To acknowledge it, open the staff bot in Telegram and write /flags." in text
    assert "To read what was said, open the staff bot in Telegram." in text


def test_an_alert_with_nothing_to_take_on_brings_no_link() -> None:
    text = body(read(Screen(text="Urgent: P-7KQ2M\nAcknowledged by Lee.", kind="alert")))
    assert "/alert/" not in text


def test_what_is_sensitive_is_never_in_an_e_mail() -> None:
    letter = read(Screen(text="They wrote: I cannot go on", sensitive=True))
    assert "cannot go on" not in letter.as_string()
    assert "There is something for you to read." in body(letter)
    assert "https://t.me/team_bot" in body(letter)


def test_a_notice_has_its_first_words_in_the_subject() -> None:
    words = "P-7KQ2M cannot be reached in their chat any more. They may have blocked it.\nMore."
    letter = read(Screen(text=words))
    assert letter["Subject"] == ("From WeSaid: P-7KQ2M cannot be reached in their chat any more...")
    assert words in body(letter)
    assert "/alert/" not in body(letter)


def test_no_line_can_be_slipped_into_the_head() -> None:
    letter = read(Screen(text="Hello\r\nBcc: all@example.org"))
    assert letter["Bcc"] is None
    assert letter["Subject"] == "From WeSaid: Hello"


def test_no_machine_is_invited_to_answer_and_the_time_is_the_clocks() -> None:
    letter = read()
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["X-Auto-Response-Suppress"] == "All"
    assert letter["Date"] == "Mon, 01 Mar 2027 10:00:00 +0000"


def test_each_message_has_an_id_of_its_own_which_stays_the_same() -> None:
    ids = [
        letters().write(parcel(outbox_id=number), START).content.partition(b"Message-ID: ")[2][:40]
        for number in (1, 1, 2)
    ]
    assert ids[0] == ids[1] != ids[2]


def test_a_link_opens_one_alert_and_nobody_can_make_one_up() -> None:
    token = LINKS.token(17)
    assert LINKS.outbox_id(token) == 17
    assert LINKS.outbox_id("18" + token[2:]) is None
    assert LINKS.outbox_id(token[:-1] + ("0" if token[-1] != "0" else "1")) is None
    assert LINKS.outbox_id("17-" + "é" * 32) is None
    assert AlertLinks("another secret", "https://wesaid.example.org").outbox_id(token) is None


def test_a_reminder_brings_the_page_on_which_contact_can_be_said() -> None:
    been = Button("I have been in touch", "f:7:3:contacted")
    text = body(read(Screen(text="Urgent: P-7KQ2M", choices=(been,), kind="alert")))
    assert f"To say that you have been in touch, open this page:\n{LINKS.address(1)}" in text

"""A check-in with a question of every kind that a page shows in a way of its own."""

from __future__ import annotations

from typing import Final

from storage.people import Someone
from tests.web.house import House
from tests.web.plain_browser import PlainBrowser

KINDS: Final = """\
flow: kinds
title: Every kind of question
steps:
  - id: hard
    many: What made it hard? Tick all that fit.
    options:
      travel: Getting there
      hearing: Hearing, or being heard
      home: Things at home
      none: None of these
    most: 2
    exclusive: none
  - id: first_day
    date: When did you first come?
  - id: hours
    number: How long did it take you to get here?
    unit: minutes
    from: 0
    to: 600
  - id: felt
    rating: How was the week?
    scale: {words: [Very hard, Hard, Up and down, Good, Very good]}
  - id: wellbeing
    choice: Do you feel safe at home?
    options: {"yes": "Yes", "no": "No"}
    sensitive: true
  - id: made
    photo: Would you like to show us what you made?
  - id: look
    review: This is what you told me. Is it right?
  - id: bye
    end: Thank you.
"""


async def let_in_to_kinds(house: House, browser: PlainBrowser) -> Someone:
    """Opens a link, with a check-in of every kind of question waiting."""
    person, code = house.invite()
    assert person.project_id is not None
    house.add_flow(person.project_id, KINDS)
    await browser.open(f"/c/{code}")
    await browser.press("Open my chat")
    await house.begin_check_in(person, "kinds")
    await browser.open("/chat")
    return person

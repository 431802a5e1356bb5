"""A folder of an earlier version is brought up to date with all that is in it, and back under guard."""

import os

import pytest
from django.core.management import call_command

from guatu.history import guards, rebuilding, verifying
from guatu.ledgers.models import Item
from tests.ledgers.factories import closed, make_county, signed
from tests.scratch import Scratch

EARLIER = {"accounts": "0001", "http": "0002", "ledgers": "0003", "papers": "0001"}
"""Where each room once stood."""


LONG = ("accounts", "ledgers")
"""Rooms under which much stands: half a minute each; an earlier backup is restored on every run."""


@pytest.mark.parametrize("room", [one for one in EARLIER if os.environ.get("GUATU_SOAK") or one not in LONG])
def test_what_was_written_before_is_whole_after_an_update(scratch: Scratch, room: str) -> None:
    county = make_county()
    item, other = signed(county), closed(county)

    call_command("migrate", room, EARLIER[room], verbosity=0)
    call_command("migrate", verbosity=0)

    assert guards.missing_guards() == []
    assert verifying.verify().is_whole
    assert rebuilding.check().found == []
    assert list(Item.objects.order_by("pk")) == [item, other]

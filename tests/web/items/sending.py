"""The forms of acts as somebody sends them from an item's page."""

import re
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from guatu.ledgers.events import Event
from guatu.ledgers.models import (
    Item,
)
from guatu.web.views.items.registry import slug
from tests.ledgers.factories import (
    fresh,
)

PAPER = b"%PDF-1.4 made up"


def paper(name: str = "依据.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, PAPER, "application/pdf")


def url(item: Item, event: Event, of: int | None = None) -> str:
    address = reverse("web:item-act", args=[item.pk, slug(event)])
    return f"{address}?of={of}" if of else address


def do(client: Client, item: Item, event: Event, of: Any = None, **given: Any) -> Item:
    """Send the form of an act; it must be taken."""
    answer = client.post(url(item, event, of), given)
    assert answer.status_code == 302, re.findall(
        r'g-err"[^>]*>.*?</p>|g-note red.*?</div>', answer.content.decode()
    )
    assert answer.headers["Location"] == reverse("web:item", args=[item.pk])
    return fresh(item)

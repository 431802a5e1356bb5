"""What commands about people share: whom a user name means, and what the clock of the server says."""

from datetime import date, datetime
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from guatu.accounts.models import Person


def person_of(username: str) -> "Person":
    """The person of a user name; wrong usage where there is none."""
    from guatu.accounts import fields
    from guatu.accounts.models import Person

    found = Person.objects.filter(username=fields.username(username)).first()
    if found is None:
        raise click.UsageError(
            f"没有用户名“{username}”，用 guatu user list 查看" if username else "没有给出用户名"
        )
    return found


def now() -> datetime:
    """The moment of the command."""
    from django.utils import timezone

    return timezone.now()


def day_of(at: datetime) -> date:
    """The day of a moment in the county."""
    from django.utils.timezone import localdate

    return localdate(at)

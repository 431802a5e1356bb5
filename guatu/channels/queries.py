"""How the channels fare, for those who keep the system."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.db.models import Count, Max, Q

from guatu.channels.models import Delivery

LOOKED_AT: Final = timedelta(days=7)
_COUNTED: Final = ("waiting", "sent", "failed", "last_sent_at")


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A channel, and what became of what it was given in the last days."""

    name: str
    label: str
    waiting: int = 0
    sent: int = 0
    failed: int = 0
    last_sent_at: datetime | None = None
    last_why: str = ""
    """Why the latest failure failed."""


def standings(*, at: datetime) -> Sequence[Standing]:
    """Each channel that the keeper named; two statements."""
    state = Delivery.State
    recent = Q(ended_at__gte=at - LOOKED_AT)
    rows = Delivery.objects.filter(recent | Q(state=state.WAITING)).values("channel").order_by("channel")
    counted: Mapping[str, Mapping[str, Any]] = {
        row["channel"]: {name: row[name] for name in _COUNTED}
        for row in rows.annotate(
            waiting=Count("pk", filter=Q(state=state.WAITING)),
            sent=Count("pk", filter=Q(state=state.SENT)),
            failed=Count("pk", filter=Q(state=state.FAILED)),
            last_sent_at=Max("ended_at", filter=Q(state=state.SENT)),
        )
    }
    bad = Delivery.objects.exclude(why="").exclude(state=state.DROPPED).order_by("pk")
    whys = dict(bad.filter(recent | Q(state=state.WAITING)).values_list("channel", "why"))
    return [
        Standing(name=one.name, label=one.label, last_why=whys.get(one.name, ""), **counted.get(one.name, {}))
        for one in settings.CHANNELS
    ]

"""What administrators may have deleted from the trail: found by its words, asked for, done."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Q, QuerySet

from guatu.accounts.models import Office, Person, Role
from guatu.accounts.queries import Acting
from guatu.history.blanking import tracked
from guatu.history.chains import REGISTRY
from guatu.history.models import Chain, Enclosure, Event, Redaction
from guatu.ledgers.models import Evidence
from guatu.ledgers.queries import subjects
from guatu.ledgers.queries.subjects import Subject

LEAST: Final = 2
"""Characters that a search must have."""
MOST: Final = 100
_AROUND: Final = 24
_FIELD: Final = re.compile(r"(?P<track>[a-z_]+):\d+\.(?P<field>\w+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """A text or a file beside an event, as it is shown to who decides about it."""

    enclosure: Enclosure
    label: str
    excerpt: str
    subject: Subject


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request with what it is about and who stands behind it."""

    redaction: Redaction
    contents: Sequence[Content]
    asked_by: str
    confirmed_by: str
    is_own: bool
    """Whether the person himself, or who stands for him, asked: then another must confirm."""


def kept_chains(who: Acting) -> QuerySet[Chain]:
    """The chains of the offices that somebody administers, and the registry."""
    held = who.offices(Role.Kind.ADMINISTRATOR)
    codes = [f"office-{pk}" for pk in Office.objects.filter(pk__in=held).values_list("pk", flat=True)]
    return Chain.objects.filter(code__in=[*codes, REGISTRY] if codes else [])


def standing(who: Acting) -> QuerySet[Enclosure]:
    """What still stands beside the events of these chains."""
    return Enclosure.objects.filter(event__chain__in=kept_chains(who), tombstone=None)


def found(who: Acting, words: str) -> list[Content]:
    """The newest that bear these words, in their text or as the name of a file; nothing for too few words."""
    words = words.strip()
    if len(words) < LEAST:
        return []
    files = Evidence.objects.filter(name__icontains=words).values("file")
    rows = standing(who).filter(Q(text__icontains=words) | Q(file__in=files))
    return _shown(who, rows.select_related("event").order_by("-pk")[:MOST], words)


def requests(who: Acting, *, is_open: bool) -> list[Asked]:
    """The requests about chains that somebody keeps, the newest first."""
    kept = kept_chains(who)
    rows = Redaction.objects.filter(enclosures__event__chain__in=kept).distinct().order_by("-pk")
    wanted = Q(confirmed_at=None, withdrawn_at=None)
    rows = rows.filter(wanted if is_open else ~wanted).prefetch_related("enclosures__event")[:20]
    names = _people(rows)
    return [_asked(who, one, names) for one in rows]


def request(who: Acting, pk: int) -> Redaction | None:
    """One of them."""
    rows = Redaction.objects.filter(pk=pk, enclosures__event__chain__in=kept_chains(who))
    return rows.distinct().first()


def _asked(who: Acting, one: Redaction, names: Mapping[int, str]) -> Asked:
    return Asked(
        redaction=one,
        contents=_shown(who, one.enclosures.all(), ""),
        asked_by=names.get(one.asked_by_id, ""),
        confirmed_by=names.get(one.confirmed_by_id or 0, ""),
        is_own=who.person_id in (one.asked_by_id, one.asked_for_id),
    )


def _people(rows: Any) -> dict[int, str]:
    keys = {pk for one in rows for pk in (one.asked_by_id, one.confirmed_by_id) if pk}
    return dict(Person.objects.filter(pk__in=keys).values_list("pk", "name"))


def _shown(who: Acting, rows: Any, words: str) -> list[Content]:
    rows = list(rows)
    files = {one.file_id for one in rows if one.file_id}
    names = dict(Evidence.objects.filter(file__in=files).values_list("file", "name"))
    about = subjects.named(who, {_key(one.event) for one in rows})
    return [
        Content(
            enclosure=one,
            label=label(one),
            excerpt=names.get(one.file_id, "") if one.file_id else _excerpt(one.text or "", words),
            subject=about[_key(one.event)],
        )
        for one in rows
    ]


def _key(event: Event) -> tuple[str, int]:
    return event.subject_kind, event.subject_id


def label(enclosure: Enclosure) -> str:
    """What it is called: the field of a row, a file, or words that were said."""
    if match := _FIELD.fullmatch(enclosure.name):
        model = tracked(match["track"])
        for field in model.tracked_fields() if model else ():
            if field.name == match["field"]:
                return str(field.verbose_name)
    return "文件" if enclosure.file_id else "附言"


def _excerpt(text: str, words: str) -> str:
    """The words with a little around them."""
    at = max(0, text.lower().find(words.lower()))
    start, end = max(0, at - _AROUND), at + len(words) + _AROUND
    return f"{'…' if start else ''}{text[start:end]}{'…' if end < len(text) else ''}"

"""Papers that somebody sees, what is known of them, and the templates of an office."""

from collections.abc import Iterable, Sequence
from typing import Final

from django.db.models import Q, QuerySet

from guatu.accounts.models import Office, Role
from guatu.accounts.queries import Acting, divisions_below
from guatu.history.models import Event
from guatu.papers.models import Paper, PaperTemplate

Kind = Role.Kind
_STAFF: Final = (Kind.COORDINATOR, Kind.VERIFIER, Kind.LEADER, Kind.ADMINISTRATOR)
_IN_UNIT: Final = (Kind.LIAISON, Kind.REVIEWER)
_WITH: Final = ("office", "addressee", "issued_by", "template", "receipt__received_by", "receipt__principal")
_SHORT: Final = 12
UNANSWERED: Final = (Paper.Kind.LETTER, Paper.Kind.REMINDER, Paper.Kind.DISPATCH_NOTICE)
"""Kinds for which the unit signs."""


def visible(who: Acting) -> QuerySet[Paper]:
    """Papers of the offices that somebody serves or inspects, and those addressed to his units."""
    seen = Q(office__in=who.offices(*_STAFF)) | Q(addressee__in=who.units(*_IN_UNIT))
    if inspected := who.divisions(Kind.INSPECTOR):
        seen |= Q(office__unit__division__in=divisions_below(inspected))
    return Paper.objects.filter(seen).select_related(*_WITH)


def one(who: Acting, pk: int) -> Paper | None:
    """A paper, if there is one and the person may see it; one statement."""
    return visible(who).filter(pk=pk).first()


def about(who: Acting, kind: str, pk: int) -> QuerySet[Paper]:
    """The papers about a row that somebody sees, the newest first."""
    return visible(who).filter(subjects__subject_kind=kind, subjects__subject_id=pk)


def subjects_of(paper: Paper, kind: str) -> list[int]:
    """The keys of the rows of a kind that a paper is about."""
    rows = paper.subjects.filter(subject_kind=kind).order_by("pk")
    return list(rows.values_list("subject_id", flat=True))


def waiting(units: Iterable[int]) -> QuerySet[Paper]:
    """Papers that units have still to sign for, the oldest first."""
    found = Paper.objects.filter(addressee__in=list(units), kind__in=UNANSWERED, receipt=None)
    return found.select_related("office", "addressee").order_by("issued_on", "pk")


def hash_at_issue(paper: Paper) -> str:
    """The first digits of the link that issued the paper: the head of the office's chain at that moment."""
    events = Event.objects.filter(subject_kind=Paper.track, subject_id=paper.pk, kind="paper.issued")
    return (events.values_list("hash", flat=True).first() or "")[:_SHORT]


def template_in_force(office: Office, kind: str) -> PaperTemplate | None:
    """The latest version of an office's own; none where it never changed what came with the program."""
    return versions(office, kind).first()


def versions(office: Office, kind: str) -> QuerySet[PaperTemplate]:
    """All versions, the latest first."""
    found = PaperTemplate.objects.filter(office=office, kind=kind).order_by("-number")
    return found.select_related("file", "changed_by", "office")


def kept_offices(who: Acting) -> Sequence[Office]:
    """The offices whose templates somebody keeps."""
    return list(
        Office.objects.filter(pk__in=who.offices(Kind.COORDINATOR, Kind.ADMINISTRATOR)).order_by("pk")
    )

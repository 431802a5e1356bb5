"""What somebody was told, and who has seen what was told."""

from collections.abc import Sequence

from django.db.models import QuerySet

from guatu.notices.models import Notice


def waiting(person_id: int) -> int:
    """How many notices wait for somebody: the figure at the bell, by one index."""
    return Notice.objects.filter(person=person_id, waits=True).count()


def of_person(person_id: int, *, only_waiting: bool = False) -> QuerySet[Notice]:
    """What somebody was told, the latest first."""
    found = Notice.objects.filter(person=person_id).select_related("unit", "event")
    return (found.filter(waits=True) if only_waiting else found).order_by("-pk")


def own(person_id: int, pk: int) -> Notice | None:
    """One notice of somebody's own."""
    return Notice.objects.filter(person=person_id, pk=pk).first()


def of_subject(subject: tuple[str, int], *, most: int = 300) -> Sequence[Notice]:
    """Everybody who was told of something, the latest first; not more than are looked at."""
    found = Notice.objects.filter(subject_kind=subject[0], subject_id=subject[1])
    return list(found.select_related("person__unit", "unit").order_by("-pk")[:most])

"""What the intake pages ask: the documents on the desk, how far one is read, and its source text."""

import json
from collections.abc import Iterable
from datetime import date
from typing import Any, Final

from django.db.models import QuerySet
from django_tasks_db.models import DBTaskResult

from guatu.accounts.models import Person, Role
from guatu.accounts.queries import Acting
from guatu.history import store
from guatu.ledgers.errors import SecrecyMark
from guatu.ledgers.intake.jobs import read_draft
from guatu.ledgers.intake.stages import Stage
from guatu.ledgers.models import Draft, Ledger

_MARKED: Final = SecrecyMark.code


def drafts(who: Acting) -> QuerySet[Draft]:
    """The documents that came in to the offices that somebody coordinates, the latest first."""
    offices = who.offices(Role.Kind.COORDINATOR)
    return Draft.objects.filter(office__in=offices).select_related("directive", "ledger", "saved_by")


def draft(who: Acting, pk: int) -> Draft | None:
    """One of them; None for what is not there or not theirs.

    A document that was refused for its mark of secrecy has left nothing but this: that it was refused.
    """
    found = drafts(who).filter(pk=pk).first()
    if found is None and _was_marked(pk):
        raise SecrecyMark(name="刚才上传的文件", mark="密级")
    return found


def stage_words(draft: Draft) -> str:
    """What is being done with a document; while it waits, how many are read before it."""
    if draft.state != Draft.State.WAITING:
        return str(Stage.of(draft.progress).label)
    ahead = Draft.objects.filter(
        state__in=(Draft.State.WAITING, Draft.State.READING), pk__lt=draft.pk
    ).count()
    return f"{Stage.QUEUED.label}，前面还有 {ahead} 份" if ahead else str(Stage.QUEUED.label)


def ledgers_for(draft: Draft, who: Acting) -> list[Ledger]:
    """The ledgers into which somebody may enter a draft: all he coordinates, those of its office first."""
    found = Ledger.objects.filter(office__in=who.offices(Role.Kind.COORDINATOR), is_archived=False)
    return sorted(
        found.select_related("office__unit"), key=lambda one: (one.office_id != draft.office_id, one.pk)
    )


def leaders_of(offices: Iterable[int], *, on: date) -> list[tuple[int, Person]]:
    """The leaders who may sign lists off, each with the office that he leads."""
    roles = Role.objects.in_force(on=on).filter(office__in=offices, kind=Role.Kind.LEADER)
    found = roles.filter(person__is_active=True).select_related("person").order_by("office", "person")
    return list(
        {(one.office_id or 0, one.person_id): (one.office_id or 0, one.person) for one in found}.values()
    )


def source(draft: Draft) -> dict[str, Any]:
    """What was read: the text, its paragraphs, what was mended (schema `guatu.reading/1`)."""
    if draft.directive is None or draft.directive.reading_id is None:
        return {}
    with store.open_file(draft.directive.reading_id) as file:
        plain: dict[str, Any] = json.load(file)
    return plain


def _was_marked(pk: int) -> bool:
    jobs = DBTaskResult.objects.filter(task_path=read_draft.module_path, args_kwargs__args=[pk])
    return jobs.filter(return_value=_MARKED).exists()

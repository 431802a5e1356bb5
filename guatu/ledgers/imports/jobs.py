"""The jobs that read a table and bring it in; pages only ask for them. A job is a door: the clock is read."""

from typing import Final

from django.utils.timezone import localdate, now
from django_tasks import task
from django_tasks.base import TaskContext

from guatu.kernel.errors import Refusal
from guatu.ledgers.models import ImportDraft

_GIVEN_UP: Final = 3


@task(takes_context=True)
def read_import(context: TaskContext, draft: int) -> str:
    """Read a table and lay it beside the ledger; answers what became of it in one word."""
    from guatu.ledgers.imports import reading

    found = ImportDraft.objects.filter(pk=draft).first()
    if found is None:
        return "gone"
    if context.attempt >= _GIVEN_UP:
        reading.give_up(found)
        return "given_up"
    at = now()
    try:
        return str(reading.read_now(draft=found, at=at, on=localdate(at)).state)
    except Refusal as refusal:
        return refusal.code
    except Exception:
        reading.give_up(found)
        raise


@task(takes_context=True)
def apply_import(context: TaskContext, draft: int) -> str:
    """Bring a table in as it was asked; killed in between, nothing of it is there, and it is begun anew."""
    from guatu.ledgers.imports import carrying

    found = ImportDraft.objects.filter(pk=draft).first()
    if found is None:
        return "gone"
    if context.attempt >= _GIVEN_UP:
        carrying.give_up(found)
        return "given_up"
    at = now()
    try:
        return str(carrying.carry_out(draft=found, at=at, on=localdate(at)).state)
    except Exception:
        carrying.give_up(found)
        raise

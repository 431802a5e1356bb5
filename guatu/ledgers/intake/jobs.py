"""The job that reads a document; pages only ask for it. A job is a door: here the clock is read."""

from typing import Final

from django.utils.timezone import localdate, now
from django_tasks import task
from django_tasks.base import TaskContext

from guatu.kernel.errors import Refusal
from guatu.ledgers.models import Draft

_GIVEN_UP: Final = 3
"""At which attempt it is said that the document cannot be read: its reader died each time before."""


@task(takes_context=True)
def read_draft(context: TaskContext, draft: int) -> str:
    """Read the document of a draft; answers what became of it in one word, and never what stood in it."""
    from guatu.ledgers.intake import reading

    found = Draft.objects.filter(pk=draft).first()
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

"""The job that reads a document; pages only ask for it. A job is a door: here the clock is read."""

from typing import Final

from django.conf import settings
from django.utils.timezone import localdate, now
from django_tasks import task
from django_tasks.base import TaskContext

from guatu.kernel.errors import Refusal
from guatu.ledgers.models import Draft

_LATER: Final = -50
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
        state = str(reading.read_now(draft=found, at=at, on=localdate(at)).state)
    except Refusal as refusal:
        return refusal.code
    except Exception:
        reading.give_up(found)
        raise
    if state == Draft.State.READY and settings.LLM is not None:
        propose_fields.enqueue(draft, 0)
    return state


@task(priority=_LATER)
def propose_fields(draft: int, after: int) -> str:
    """Ask a local model about one entry of a draft, then about the next; documents that wait come between."""
    from guatu.ledgers.proposals import asking

    asked = asking.ask_next(draft=draft, after=after, at=now())
    if asked is None:
        return "done"
    propose_fields.enqueue(draft, asked)
    return "asked"

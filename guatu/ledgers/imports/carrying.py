"""Carrying out what was asked of an import, where jobs run: in whole, or the draft says why not."""

from datetime import date, datetime
from typing import Final

from guatu.accounts.queries import acting
from guatu.kernel.errors import Refusal
from guatu.ledgers.errors import NotYours
from guatu.ledgers.events import Event
from guatu.ledgers.imports import applying, progress, reading
from guatu.ledgers.imports.applying import Asked
from guatu.ledgers.imports.errors import ImportStale
from guatu.ledgers.models import ImportDraft

State = ImportDraft.State
_FAILURE: Final = 400
_DIED: Final = "导入时程序几次中断，什么也没有导入，请重试；再不行请把表拆小"


def carry_out(*, draft: ImportDraft, at: datetime, on: date) -> ImportDraft:
    """Bring in what somebody asked for; what is refused leaves the ledger as it was and says why."""
    if draft.state != State.APPLYING:
        return draft
    try:
        by = acting(draft.asked["by"], on=on)
        if by is None:
            raise NotYours(deed=str(Event.IMPORT_APPLIED.label), who=["在岗的督办员"])
        wanted = {name: draft.asked[name] for name in ("reason", "good_only", "done_as")}
        asked = Asked(shown=draft.shown, **wanted)
        applying.apply(
            draft=draft,
            asked=asked,
            by=by,
            at=at,
            on=on,
            tell=lambda done, all_: progress.tell(draft.pk, done, all_),
        )
    except ImportStale as stale:
        reading.plan_anew(draft, on=on, at=at)
        _back(draft, str(stale))
    except Refusal as refusal:
        _back(draft, str(refusal))
    finally:
        progress.forget(draft.pk)
    draft.refresh_from_db()
    return draft


def give_up(draft: ImportDraft) -> None:
    """Say that it was not brought in: whoever did it died of it."""
    if draft.state == State.APPLYING:
        _back(draft, _DIED)
    progress.forget(draft.pk)


def _back(draft: ImportDraft, sentence: str) -> None:
    rows = ImportDraft.objects.filter(pk=draft.pk, state=State.APPLYING)
    rows.update(state=State.READY, failure=sentence[:_FAILURE])

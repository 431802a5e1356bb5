"""Views: saved under a name, renamed, brought up to date, shared with an office, dropped.

They change nothing of a ledger and stand in no trail; what they show is asked anew for whoever opens them.
"""

from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import QuerySet

from guatu.accounts.queries import Acting
from guatu.ledgers.errors import Incomplete, NotYours, TooLong, WrongDay
from guatu.ledgers.models import FirstView, Ledger, SavedView

LONGEST: Final = 20
"""Characters of a name, so that it stands on a tab."""
MOST: Final = 30
"""Views of one person, or of one office, in one list."""
_WORDS: Final = 2000


@transaction.atomic
def save(
    *, ledger: Ledger | None, office: int | None, name: str, words: str, by: Acting, at: datetime
) -> SavedView:
    """Keep a list under a name, for oneself or, as a coordinator, for an office."""
    if office is not None:
        _check_keeps(office, by)
        _check_of_office(ledger, office)
    view = SavedView(
        ledger=ledger, office_id=office, person_id=by.person_id, words=_fitting(words), saved_at=at
    )
    view.name = _named(view, name)
    if _beside(view).count() >= MOST:
        raise WrongDay(field="name", why=f"最多保存 {MOST} 个视图，请先删去不用的")
    view.save(force_insert=True)
    return view


@transaction.atomic
def rename(*, view: SavedView, name: str, by: Acting) -> SavedView:
    """Another name; addresses that were passed on still lead to it."""
    _check_may_change(view, by)
    view.name = _named(view, name)
    view.save(update_fields=["name"])
    return view


@transaction.atomic
def update(*, view: SavedView, words: str, by: Acting, at: datetime) -> SavedView:
    """From now on the view shows what is shown now."""
    _check_may_change(view, by)
    view.words, view.saved_at = _fitting(words), at
    view.save(update_fields=["words", "saved_at"])
    return view


@transaction.atomic
def share(*, view: SavedView, office: int | None, by: Acting) -> SavedView:
    """Give a view to an office, or take it back for oneself; who opened with it opens plainly then."""
    _check_may_change(view, by)
    if office is not None:
        _check_keeps(office, by)
        _check_of_office(view.ledger, office)
    view.office_id, view.person_id = office, by.person_id
    view.name = _named(view, view.name)
    view.save(update_fields=["office", "person"])
    if office is None:
        FirstView.objects.filter(view=view).exclude(person=by.person_id).delete()
    return view


@transaction.atomic
def drop(*, view: SavedView, by: Acting) -> None:
    """Nobody finds it any more; the rows that it showed are where they were."""
    _check_may_change(view, by)
    view.delete()


@transaction.atomic
def open_first(*, view: SavedView, by: Acting) -> None:
    """Let the list open with this view, for this person alone."""
    open_plainly(ledger=view.ledger_id, by=by)
    FirstView.objects.create(person_id=by.person_id, ledger_id=view.ledger_id, view=view)


def open_plainly(*, ledger: int | None, by: Acting) -> None:
    """Let the list open as it is for everybody."""
    FirstView.objects.filter(person=by.person_id, ledger=ledger).delete()


def _check_may_change(view: SavedView, by: Acting) -> None:
    if view.office_id is not None:
        _check_keeps(view.office_id, by)
    elif view.person_id != by.person_id:
        raise NotYours(deed="改别人的视图", who=["保存人"])


def _check_keeps(office: int, by: Acting) -> None:
    if not by.holds("coordinator", office_id=office):
        raise NotYours(deed="共享视图", who=["督办员"])


def _check_of_office(ledger: Ledger | None, office: int) -> None:
    if ledger is not None and ledger.office_id != office:
        raise WrongDay(field="office", why="视图只能共享给台账所在的办公室")


def _beside(view: SavedView) -> "QuerySet[SavedView]":
    """The other views of the same list among which its name must be told apart."""
    others = SavedView.objects.filter(ledger=view.ledger_id).exclude(pk=view.pk)
    if view.office_id is not None:
        return others.filter(office=view.office_id)
    return others.filter(office=None, person=view.person_id)


def _named(view: SavedView, name: str) -> str:
    words = " ".join(name.split())
    if not words:
        raise Incomplete(field="name", what="视图名称")
    if len(words) > LONGEST:
        raise TooLong(field="name", label="视图名称", limit=LONGEST, length=len(words))
    if _beside(view).filter(name=words).exists():
        raise WrongDay(field="name", why=f"已有视图“{words}”，请换一个名称，或更新原来的视图")
    return words


def _fitting(words: str) -> str:
    if len(words) > _WORDS:
        raise WrongDay(field="name", why="条件太多，存不成视图，请减少筛选条件")
    return words

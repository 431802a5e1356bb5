"""Issuing papers. Who may is asked by the room whose deed the paper is of."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.db.models import Max

from guatu.accounts.models import Office
from guatu.history.canonical import canonical
from guatu.history.chains import Actor
from guatu.history.deeds import Deed
from guatu.papers.models import Paper

ISSUED: Final = "paper.issued"
_TITLE: Final = 200


def issuing(
    *,
    office: Office,
    kind: str,
    title: str,
    body: Mapping[str, object],
    by: Actor,
    at: datetime,
    on: date,
    why_earlier: str = "",
) -> tuple[Paper, Deed]:
    """A paper under the next number of its office, kind and year, and the deed that issues it.

    Commit the deed together with the deeds that the paper is of, in the transaction in which it was made: the
    number is taken from then on, and free again if nothing is written.
    """
    Office.objects.select_for_update(of=("self",), no_key=True).get(pk=office.pk)
    given = Paper.objects.filter(office=office, kind=kind, year=on.year).aggregate(last=Max("number"))
    paper = Paper(
        office=office,
        kind=kind,
        year=on.year,
        number=(given["last"] or 0) + 1,
        title=title if len(title) <= _TITLE else f"{title[: _TITLE - 1]}…",
        body=canonical(body).decode(),
        issued_on=on,
        issued_by_id=by.person_id,
    )
    deed = Deed(ISSUED, paper, chain=office.chain, by=by, at=at, on=on).add(paper)
    return paper, deed.say(why_earlier=why_earlier)


@transaction.atomic
def issue(
    *,
    office: Office,
    kind: str,
    title: str,
    body: Mapping[str, object],
    by: Actor,
    at: datetime,
    on: date,
    why_earlier: str = "",
) -> Paper:
    """Issue a paper that is a deed of its own."""
    paper, deed = issuing(
        office=office, kind=kind, title=title, body=body, by=by, at=at, on=on, why_earlier=why_earlier
    )
    deed.commit()
    return paper

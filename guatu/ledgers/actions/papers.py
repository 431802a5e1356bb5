"""Papers of items: letters, notices, close-out sheets, closing reports, issued by a coordinator."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Final

from django.db import transaction

from guatu.accounts.models import Unit
from guatu.accounts.queries import Acting
from guatu.history.deeds import Deed
from guatu.ledgers import acts, cases, fitting
from guatu.ledgers.acts import Act, act
from guatu.ledgers.cases import Case
from guatu.ledgers.errors import Incomplete, NotNow, TooLong, WrongChoice, WrongUnit
from guatu.ledgers.events import Event
from guatu.ledgers.models import Item
from guatu.ledgers.queries import papers as drawing
from guatu.ledgers.queries.papers import Drawn
from guatu.ledgers.transitions import BY_EVENT, stands_open
from guatu.papers import actions as papers
from guatu.papers.models import Paper

LONGEST: Final = 8000
"""Characters of the words of a paper: some ten pages."""


@transaction.atomic
def issue(
    *,
    kind: str,
    pks: Iterable[int],
    unit: Unit | None,
    title: str,
    text: str,
    by: Acting,
    at: datetime,
    on: date,
) -> Paper:
    """Issue a paper about items: numbered, in the trail of each; a 督办函 counts as an urging where it can.

    Title and text are the words as they were edited; all else is taken from the items as they stand now. What
    was issued today, word for word, is not issued again.
    """
    found = cases.load(pks)
    if not found:
        raise Incomplete(field="item", what="公文所涉的事项")
    made = [act(Event.PAPER_ISSUED, case, by=by, at=at, on=on) for case in found]
    _check(kind, found, unit)
    drawn = drawing.drawn(kind, found, unit=unit, signer=_signer(made[0]), on=on)
    paper, deed = _issuing(drawn, made, title, text)
    for one in made:
        one.say(mark=paper.mark, addressee=drawn.unit.name if drawn.unit else "")
        if kind == Paper.Kind.LETTER and unit is not None:
            _urge(one, unit)
    fitting.commit([deed, *made])
    return paper


def _issuing(drawn: Drawn, made: Sequence[Act], title: str, text: str) -> tuple[Paper, Deed]:
    """The paper with the words as given, and the deed that issues it; a twin of today's is refused."""
    has_words = drawn.kind in drawing.WITH_WORDS
    words = acts.given(_lines(text), what="正文", field="text") if has_words else ""
    first = made[0]
    paper, deed = papers.issuing(
        office=drawn.office,
        kind=drawn.kind,
        title=acts.given(title, what="标题", field="title"),
        body=drawn.body(words),
        by=first.by,
        at=first.at,
        on=first.on,
        addressee=drawn.unit,
        about=drawn.items,
    )
    papers.refuse_twin(paper)
    return paper, deed


def _lines(text: str) -> str:
    """Paragraphs as papers keep them: one a line, without what a form leaves at their ends."""
    kept = "\n".join(line.strip() for line in text.splitlines() if line.strip())
    if len(kept) > LONGEST:
        raise TooLong(field="text", label="正文", limit=LONGEST, length=len(kept))
    return kept


def _check(kind: str, found: Sequence[Case], unit: Unit | None) -> None:
    """Whether a paper of this kind can be drawn up from these items for this unit."""
    if kind not in drawing.DRAWN:
        raise WrongChoice(field="kind", label="文种")
    if len({case.item.ledger.office_id for case in found}) > 1:
        raise Incomplete(field="item", what="同一个办公室的事项，不同办公室请分开发文")
    if len(found) > drawing.MOST:
        raise Incomplete(field="item", what=f"不超过 {drawing.MOST} 个事项，更多的请分开发文")
    if kind not in drawing.LETTERS:
        if len(found) > 1:
            raise Incomplete(field="item", what="一个事项，这种公文一事一份")
        return
    if unit is None:
        raise Incomplete(field="unit", what="主送单位")
    for case in found:
        if case.item.state == Item.State.CLOSED:
            label = str(Paper.Kind(kind).label)
            raise NotNow(number=case.item.number, deed=f"发{label}", state=acts.standing(case.item))
        if not case.of_unit(unit.pk):
            raise WrongUnit(field="unit", why=f"{case.item.number} 没有由{unit.name}承办，请改选主送单位")


def _signer(one: Act) -> str:
    """Who issues it, and for whom."""
    acting = one.acting
    if acting is None:
        return ""
    names = {mandate.principal_id: mandate.principal_name for mandate in acting.mandates}
    principal = names.get(one.by.principal_id or 0, "")
    return f"{acting.name}（代{principal}）" if principal else acting.name


def _urge(one: Act, unit: Unit) -> None:
    if stands_open(BY_EVENT[Event.URGED], one.case.item):
        for row in one.case.of_unit(unit.pk):
            one.set(row, times_urged=row.times_urged + 1, urged_on=one.on)

"""Random samples of look-backs (抽查): drawn by the last checkpoint, so that anybody can draw again.

The pool is everything of one risk in one ledger that waits for a decision; nobody picks it. Each item stands
where `sha256(checkpoint hash + item number)` puts it, and the first of them are looked at.
"""

import hashlib
from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from guatu.accounts.queries import Acting
from guatu.history.deeds import Deed
from guatu.history.models import Checkpoint
from guatu.ledgers import cases, fitting, risks
from guatu.ledgers.actions import look_backs
from guatu.ledgers.acts import Act, act
from guatu.ledgers.cases import Case
from guatu.ledgers.errors import NoCheckpoint, NotNow, NotYours, WrongFigure
from guatu.ledgers.events import Event
from guatu.ledgers.models import Ledger, LookBackDraw, Risk
from guatu.ledgers.permissions import Part, actor, role_in_office
from guatu.ledgers.queries import look_backs as queries


@transaction.atomic
def draw(*, ledger: Ledger, risk: str, share: int, by: Acting, at: datetime, on: date) -> LookBackDraw:
    """Take a share of the pool into the plan and drop the rest, whole or not at all."""
    ledger = Ledger.objects.select_for_update(of=("self",)).select_related("office").get(pk=ledger.pk)
    role = role_in_office(by, "coordinator", ledger.office_id)
    if role is None:
        raise NotYours(deed=str(Event.LOOK_BACKS_DRAWN.label), who=[Part.COORDINATOR.label])
    if not 1 <= share <= 99:
        raise WrongFigure(field="share", why="抽查比例应在 1 到 99 之间；全部都看，请直接确认")
    seed = Checkpoint.objects.order_by("number").last()
    if seed is None:
        raise NoCheckpoint
    pool = _pool(ledger, Risk(risk), on)
    if not pool:
        raise NotNow(number=ledger.name, deed="抽查", state=f"没有待定的{Risk(risk).label}事项")
    made = LookBackDraw(
        ledger=ledger,
        risk=risk,
        share=share,
        checkpoint=seed.number,
        seed=seed.hash,
        pool=len(pool),
        taken=-(-len(pool) * share // 100),
        drawn_by_id=by.person_id,
        drawn_on=on,
    )
    deed = Deed(
        Event.LOOK_BACKS_DRAWN.value, made, chain=ledger.office.chain, by=actor(by, role), at=at, on=on
    )
    fitting.commit([deed.add(made), *_told(made, pool, by=by, at=at, on=on)])
    return made


def order(seed: str, numbers: Sequence[str]) -> list[str]:
    """The numbers of a pool in the order of the draw."""
    return sorted(numbers, key=lambda number: hashlib.sha256((seed + number).encode()).hexdigest())


def _pool(ledger: Ledger, risk: Risk, on: date) -> list[int]:
    """What waits for a decision in the ledger and is of this risk."""
    waiting = list(queries.undecided(Ledger.objects.filter(pk=ledger.pk)))
    judged = risks.judge(waiting, on=on)
    return [item.pk for item in waiting if judged[item.pk].risk == risk]


def _told(made: LookBackDraw, pool: Sequence[int], *, by: Acting, at: datetime, on: date) -> list[Act]:
    """One act for each item of the pool: in the plan, or dropped."""
    found = {case.item.number: case for case in cases.load(pool)}
    turn = order(made.seed, list(found))
    judged = risks.judge([case.item for case in found.values()], on=on)
    planned = look_backs.planned_of(found.values())

    def told(place: int, case: Case) -> Act:
        said, old = judged[case.item.pk], planned.get(case.item.pk)
        is_taken = place < made.taken
        event = Event.LOOK_BACK_PLANNED if is_taken else Event.LOOK_BACK_DROPPED
        one = act(event, case, by=by, at=at, on=on)
        values = {"draw": made, "risk": said.risk.value, "why": said.why}
        if is_taken:
            day = old.due_on if old else said.due_on(case.item.closed_on or on, on)
            look_backs.put(one, old, values | {"due_on": max(day, on), "accepted_on": on})
        else:
            words = f"{on} 抽查未抽中：{made.pool} 项抽 {made.taken} 项，种子为检查点 {made.checkpoint} 号"
            one.say(reason=words)
            look_backs.dropped(one, old, words, by, **values)
        return one

    return [told(place, found[number]) for place, number in enumerate(turn)]

"""The last hour of the year: look-backs are decided and drawn, the leader writes, lists are taken along."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any, Final

from guatu.accounts.queries import Acting
from guatu.demo.county import on_site
from guatu.demo.county.stage import Stage
from guatu.ledgers import sights
from guatu.ledgers.actions import exporting, instructions, ledgers, look_backs, sampling
from guatu.ledgers.models import Instruction, Item, Ledger, Risk
from guatu.ledgers.queries import leading
from guatu.ledgers.queries import look_backs as queries

_BY_RISK: Final = frozenset(("XJ",))
"""Ledgers that set no day of their own for looking back."""
_WORDS: Final = (
    "请牵头单位主要负责同志到现场办公，卡在哪里、缺什么，三天内书面报我。",
    "此事拖得太久。请督查室会同财政、住建两家开一次协调会，定下时间表。",
    "先把能办的办了，办不了的说明理由，不要再以“正在推进”交账。",
)
_DROPPED: Final = "同一问题已列入下季度专项核查，不再单独回头看。"
_MOSTLY: Final = "现场看了三处，两处正常，一处标识牌褪色，已当场要求更换，问题没有反弹。"


def settings(prefix: str) -> Mapping[str, int]:
    """What a ledger leaves to the risk of each item, and what it draws by lot."""
    by_risk = {"look_back_after": 0} if prefix in _BY_RISK else {}
    return {**by_risk, **on_site.settings(prefix)}


def look_again(stage: Stage, at: datetime, on: date) -> None:
    """What coordinators, verifiers, the leader and the inspector do at the end of the last day."""
    when: dict[str, Any] = {"at": at, "on": on}
    for prefix in ("YS", "PS", "5G"):
        _decide(stage, prefix, when)
    sampling.draw(ledger=stage.ledgers["XJ"], risk=Risk.LOW, share=30, by=stage.coordinator("XJ", on), **when)
    _mostly(stage, when)
    _instruct(stage, when)
    ledgers.change(ledger=stage.ledgers["XJ"], leader_extends_from=1, by=stage.coordinator("XJ", on), **when)
    _take_along(stage, when)
    on_site.visit(stage, when)
    _look(stage, at, on)


def _decide(stage: Stage, prefix: str, when: dict[str, Any]) -> None:
    """The later half of what waits is taken into the plan, some of it by name; one is dropped."""
    by = stage.coordinator(prefix, when["on"])
    waiting = [one.pk for one in queries.undecided(Ledger.objects.filter(pk=stage.ledgers[prefix].pk))]
    half = waiting[len(waiting) // 2 :]
    if len(half) < 3:
        return
    look_backs.drop(pks=half[:1], reason=_DROPPED, by=by, **when)
    look_backs.accept(pks=half[1:3], looker=stage.county.people["verifier2"], by=by, **when)
    look_backs.accept(pks=half[3:], by=by, **when)


def _mostly(stage: Stage, when: dict[str, Any]) -> None:
    """One that is due is looked at: it holds, but not all of it."""
    by = stage.county.named("verifier", when["on"])
    due = queries.due(by).filter(due_on__lte=when["on"]).order_by("pk")[0]
    look_backs.hold(pk=due.item_id, finding=_MOSTLY, is_mostly=True, by=by, **when)


def _instruct(stage: Stage, when: dict[str, Any]) -> None:
    """The leader writes on what is stuck; one of his words is answered at once."""
    on = when["on"]
    leader = stage.county.named("leader", on)
    made: list[Instruction] = []
    for words, item in zip(_WORDS, leading.stuck(leader, on=on)[:3], strict=False):
        reply_by = on + timedelta(days=3 + 4 * len(made))
        made.append(instructions.instruct(pk=item.pk, words=words, reply_by=reply_by, by=leader, **when))
    last = made[-1]
    by = stage.coordinator(Item.objects.get(pk=last.item_id).ledger.prefix, on)
    text = (
        "已约请牵头单位和财政、住建两家碰头，卡点是管线迁改费用没有列支，拟从专项资金中先行垫付，月底前开工。"
    )
    instructions.send_report(instruction=last, text=text, by=by, **when)


def _take_along(stage: Stage, when: dict[str, Any]) -> None:
    """Lists and the trail leave the house, and the chain says so."""
    on = when["on"]
    for prefix, words, rows in (("YS", "", 62), ("YS", "逾期", 9), ("5G", "7 日内到期", 12)):
        by = stage.coordinator(prefix, on)
        given = {"rows": rows, "words": words, "columns": "编号、事项、牵头单位、办结时限", "day": on}
        exporting.record(ledger=stage.ledgers[prefix], by=by, **given, **when)
    chain = stage.ledgers["YS"].office.chain
    days = (on.replace(day=1), on)
    exporting.record_trail(chain=chain, days=days, by=stage.county.named("inspector", on), **when)


def _look(stage: Stage, at: datetime, on: date) -> None:
    """Who opened what in these days."""
    for who, item, moment, what in _sights(stage, at, on):
        sights.note(person_id=who.person_id, item_id=item, at=moment, what=what)
    sights.fold()
    sights.fold()


def _sights(stage: Stage, at: datetime, on: date) -> Iterator[tuple[Acting, int, datetime, sights.What]]:
    items = list(Item.objects.exclude(state=Item.State.DRAFT).order_by("pk").values_list("pk", flat=True))
    names = ("coordinator", "coordinator2", "verifier", "leader", "inspector")
    for number in range(60):
        who = stage.county.named(names[number % len(names)], on)
        moment = at - timedelta(hours=3 * number, minutes=number)
        item = items[number * 37 % len(items)]
        yield who, item, moment, "page"
        if number % 3 == 0:
            yield who, item, moment + timedelta(minutes=1), "file"

"""How important an item is, as a fact that an office's own rules may ask."""

from dataclasses import replace
from datetime import timedelta

from guatu.history.timelines import PastDay
from guatu.ledgers.actions import adding, items, ledgers
from guatu.ledgers.lights import reasons, spans
from guatu.ledgers.lights.in_force import in_force
from guatu.ledgers.lights.nightly import light_all
from guatu.ledgers.models import Item
from tests.accounts.factories import moment
from tests.ledgers.factories import DEADLINE, County, fresh, new_item, signed
from tests.ledgers.lights.regimes import approved, two_lights

LATE = DEADLINE + timedelta(days=1)
IMPORTANT_ONLY = "重要程度 ≥ 重要 且 逾期天数 ≥ 1天"


def edited(county: County, item: Item, importance: str, *, day: int = 0) -> Item:
    when = county.when("coordinator", LATE + timedelta(days=day))
    return items.edit(pk=item.pk, seen=None, values={"importance": importance}, **when)


def test_an_item_is_ordinary_unless_it_is_said_otherwise(county: County) -> None:
    plain, special = adding.add(
        ledger=county.ledger,
        items=[new_item(county), replace(new_item(county), importance="special")],
        **county.when("coordinator"),
    )
    assert (plain.get_importance_display(), special.get_importance_display()) == ("一般", "特别重要")


def test_who_says_that_an_item_is_important_lights_it_at_once(county: County) -> None:
    approved(county, written=two_lights(IMPORTANT_ONLY, cases=()))
    item = signed(county)
    light_all(on=LATE, at=moment(LATE))
    assert fresh(item).light == "green"

    edited(county, item, "special")
    assert fresh(item).light == "red"
    edited(county, item, "ordinary", day=2)
    assert fresh(item).light == "green"

    then = spans.on_day([item.pk], PastDay.as_seen(LATE + timedelta(days=1)))
    assert then[item.pk].light == "red"


def test_the_sentence_says_how_important_it_is(county: County) -> None:
    approved(county, written=two_lights(IMPORTANT_ONLY, cases=()))
    item = edited(county, signed(county), "important")

    why = reasons.why_item(item, item.assignments.all(), in_force(LATE).of(county.ledger.pk), on=LATE)

    assert why is not None
    assert "重要程度" in why.sentence
    assert why.sentence.endswith("过时限 1 天，所以是红灯")


def test_another_ledger_takes_it_over(county: County) -> None:
    item = edited(county, signed(county), "special")
    by = county.when("coordinator", LATE)
    other = ledgers.open_ledger(office=county.office, name="另一本", prefix="LB", **by)

    moved = items.transfer(pk=item.pk, to=other, reason="归口", **by)

    assert moved.importance == "special"

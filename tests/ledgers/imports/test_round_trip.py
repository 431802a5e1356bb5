"""What goes out as a list comes back as the same: nothing would change."""

from io import BytesIO

import pytest

from guatu.ledgers.actions import items
from guatu.ledgers.actions.adding import NewDuty, NewMeasure
from guatu.ledgers.models import Item
from guatu.ledgers.queries import layouts, listing
from tests.accounts.factories import moment
from tests.ledgers.factories import DAY, County, closed, make_items, signed
from tests.ledgers.imports.conftest import Desk

AWKWARD = (
    {"title": "=1+1 不是公式", "problem": ""},
    {"title": "两行的问题", "problem": "第一行说明\n第二行 说明，含“引号”与\t制表"},
    {"title": "0012 号点位无人管理", "category": "0012", "goal": "+目标是零\n@起头"},
    {"title": "编号像日期 2026-03", "lead_leader": "副县长 李明远", "sponsor_leader": "-包保领导"},
    {"title": "没有措施的事项", "measures": [], "duties": []},
)


def fill(county: County) -> None:
    """A ledger of awkward things."""
    lead, one, two = county.lead.pk, county.towns[0].pk, county.towns[1].pk
    for values in AWKWARD:
        make_items(county, **({"duties": [NewDuty(unit_id=lead, duty="lead")], "measures": []} | values))
    make_items(
        county,
        title="几条措施、几个单位",
        measures=[
            NewMeasure(text="一、先摸底", deadline=DAY.replace(month=4)),
            NewMeasure(text="二、再整改\n含两行"),
            NewMeasure(text="三、后验收", deadline=DAY.replace(month=5)),
        ],
        duties=[
            NewDuty(unit_id=lead, duty="lead"),
            NewDuty(unit_id=one, duty="responsible", measure=0),
            NewDuty(unit_id=two, duty="responsible", measure=1),
            NewDuty(unit_id=one, duty="cooperating", measure=1),
            NewDuty(unit_id=two, duty="supervising", measure=2),
        ],
    )
    signed(county, title="办理中的事项")
    closed(county, title="销了号的事项")
    kept_up = signed(county, title="长期坚持的事项")
    items.set_long_term(pk=kept_up.pk, reason="常抓不懈", **county.when("coordinator"))


@pytest.mark.parametrize("codes", [["problems"], ["duties"], ["progress"], list(layouts.LAYOUTS)])
def test_a_ledger_that_goes_out_comes_back_without_a_change(desk: Desk, codes: list[str]) -> None:
    county = desk.county
    fill(county)
    book = listing.opened(county("coordinator"), county.ledger.pk, on=DAY)
    assert book is not None
    out = BytesIO()
    layouts.write(layouts.lists(book, codes, at=moment(DAY)), out)
    draft = desk.bring(out.getvalue(), name="清单.xlsx")
    plan = desk.plan(draft)
    assert plan.rejects == []
    assert [(one.number, one.changes) for one in plan.lines if one.verdict != "same"] == []
    assert len(plan.lines) == Item.objects.count()
    assert plan.missing == []

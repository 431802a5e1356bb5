"""What a local model proposes stands beside the entry; taking is an edit, leaving leaves no trace in it."""

import pytest
from playwright.sync_api import expect

from guatu.ledgers.models import Draft, Proposal
from tests.accounts.factories import moment
from tests.browsers import grave
from tests.ledgers.factories import DAY, County
from tests.web.intake.test_draft import opened, read
from tests.web.items.conftest import Visit

Live = tuple[County, str]
PLAIN = (
    "云桥县充电设施问题整改方案",
    "充电桩坏了没人管，这件事县供电公司要盯住，六月底以前要见到结果。",
    "一、关于充电桩故障长期不修的问题",
    "整改措施：修复故障充电桩18根。",
)


def proposed(county: County) -> Draft:
    """A draft with a lead and a day that a model has found in its words."""
    draft = read(county, *PLAIN)
    given = {"draft": draft, "entry": draft.entries[0]["id"], "made_at": moment(DAY), "start": 0}
    Proposal.objects.create(
        field="lead", value="县供电公司", unit=county.lead, quote="这件事县供电公司要盯住", **given
    )
    Proposal.objects.create(
        field="due", value="2026-06-30", day="2026-06-30", quote="六月底以前要见到结果", **given
    )
    return draft


def test_one_is_taken_and_one_is_left(visit: Visit, live: Live) -> None:
    page = opened(visit, live, proposed(live[0]))
    group = page.get_by_role("group", name="本地模型建议")
    expect(group.locator("mark")).to_have_text(["县供电公司", "六月底以前要见到结果"])
    expect(page.locator("#open-entry .duty .g-tag")).to_have_count(0)

    group.get_by_role("button", name="采用牵头单位：县供电公司", exact=True).click()
    expect(page.locator("#open-entry .duty .g-tag")).to_have_text("县供电公司")
    group.get_by_role("button", name="不采用办结时限：2026-06-30", exact=True).click()
    expect(group).to_have_count(0)
    expect(page.locator("#due")).to_have_value("")

    assert set(Proposal.objects.values_list("state", flat=True)) == {"taken", "dismissed"}
    page.get_by_role("button", name="撤销上一步").click()
    expect(page.locator("#open-entry .duty .g-tag")).to_have_count(0)


@pytest.mark.parametrize("width", [1440, 390])
def test_it_reads_well(visit: Visit, live: Live, width: int) -> None:
    page = opened(visit, live, proposed(live[0]), width=width)
    expect(page.get_by_role("group", name="本地模型建议")).to_be_visible()
    assert grave(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0

"""The dialog that sends: which ledgers, who signs off, what should have been done already."""

from datetime import date
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Locator, Page, expect

from guatu.ledgers.actions import ledgers
from guatu.ledgers.intake import editing, saving
from guatu.ledgers.models import Draft, Item, SignOff
from tests.accounts.factories import make_office, make_person, make_role, make_unit, moment
from tests.ledgers.factories import DAY, County
from tests.web.intake.papers import PLAN
from tests.web.intake.test_draft import Live, read
from tests.web.items.conftest import SetDay, SignIn, Visit


def confirmed(county: County) -> Draft:
    """Both entries of the plan, confirmed."""
    draft = read(county, *PLAN)

    def change(entries: Any) -> Any:
        return editing.confirm(editing.confirm(entries, 1), 2)

    return saving.save(
        draft=draft, revision=draft.revision, change=change, by=county("coordinator"), at=moment(DAY)
    )


def dialog(page: Page, live: Live, draft: Draft) -> Locator:
    page.goto(live[1] + reverse("web:draft", args=[draft.pk]))
    page.get_by_role("link", name="交办 2 条").click()
    return page.locator("#dialogs dialog[open]")


@pytest.fixture(autouse=True)
def bureau(request: pytest.FixtureRequest) -> None:
    """The plan names a bureau that the county lacks."""
    county = (
        request.getfixturevalue("live")[0]
        if "live" in request.fixturenames
        else request.getfixturevalue("county")
    )
    make_unit("县发展和改革局", division=county.office.unit.division)


def second_office(county: County) -> tuple[Any, Any]:
    """Another office in which the same person coordinates; its ledger is signed off by its own leader."""
    office = make_office("县整改办", unit=make_unit("县整改办公室", division=county.office.unit.division))
    make_role(county.people["coordinator"], "coordinator", office)
    make_person("方既明", roles=[("leader", office)])
    by = county.when("coordinator")
    ledger = ledgers.open_ledger(office=office, name="专项台账", prefix="ZX", needs_sign_off=True, **by)
    return office, ledger


def test_all_ledgers_that_somebody_coordinates_are_offered_with_their_own_leaders(
    visit: Visit, live: Live
) -> None:
    _, ledger = second_office(live[0])
    page = visit("coordinator")
    sending = dialog(page, live, confirmed(live[0]))
    expect(sending.locator("#send-ledger option")).to_have_text(["整改台账", "专项台账（交办前须审签）"])
    expect(sending.get_by_label("审签领导")).to_be_hidden()
    sending.get_by_label("入哪本台账").select_option(label="专项台账（交办前须审签）")
    leader = sending.get_by_label("审签领导")
    assert leader.locator("option:not([hidden])").all_inner_texts() == ["请选", "方既明"]
    sending.get_by_role("button", name="送审签 2 条").click()
    expect(sending.get_by_role("alert")).to_have_text("这本台账交办前须审签，请选审签领导")
    assert not Item.objects.exists()
    leader.select_option(label="方既明")
    expect(sending.get_by_role("alert")).to_be_hidden()
    sending.get_by_role("button", name="送审签 2 条").click()
    expect(page.locator("h1")).to_contain_text("审签：专项台账，2 项")
    assert set(Item.objects.values_list("ledger", "state")) == {(ledger.pk, "approving")}


def test_a_ledger_that_is_signed_off_first_takes_nothing_without_its_leader(
    as_: SignIn, county: County
) -> None:
    _, ledger = second_office(county)
    draft = confirmed(county)
    for leader in ("", str(county.people["leader"].pk), "x"):
        given = {"ledger": ledger.pk, "leader": leader, "only": [1, 2], "revision": draft.revision}
        answer = as_("coordinator").post(reverse("web:draft-send", args=[draft.pk]), given)
        assert answer.status_code == 422
        assert "“专项台账”交办前须领导审签，请选审签领导" in answer.content.decode()
    assert not SignOff.objects.exists()


def test_a_ledger_that_somebody_does_not_coordinate_is_none_of_the_choices(
    as_: SignIn, county: County
) -> None:
    draft, given = confirmed(county), {"only": [1], "revision": "1"}
    other = make_office("外县督查室")
    make_role(county.people["stranger"], "coordinator", other)
    by = county.when("stranger")
    foreign = ledgers.open_ledger(office=other, name="外县台账", prefix="WX", **by)
    answer = as_("coordinator").post(
        reverse("web:draft-send", args=[draft.pk]), given | {"ledger": foreign.pk}
    )
    assert answer.status_code == 422
    assert "外县台账" not in answer.content.decode()
    assert not Item.objects.exists()


def test_what_should_have_been_done_already_is_named_and_goes_out_when_somebody_says_so(
    visit: Visit, live: Live, day: SetDay
) -> None:
    draft = confirmed(live[0])
    day(date(2027, 1, 12))
    page = visit("coordinator")
    sending = dialog(page, live, draft)
    note = sending.locator("[data-past-note]")
    expect(note).to_contain_text("有 1 条时限已过")
    expect(note).to_contain_text("基站转供电改造推进缓慢")
    expect(note).to_contain_text("办结时限 2026-06-30 已过 196 天")
    sending.get_by_label("基站转供电改造推进缓慢").uncheck()
    expect(note).to_be_hidden()
    sending.get_by_label("基站转供电改造推进缓慢").check()
    sending.get_by_role("button", name="交办 2 条").click()
    expect(sending.get_by_role("alert")).to_contain_text("请先改时限，或勾选")
    assert not Item.objects.exists()
    sending.get_by_label("时限已过，仍然交办").check()
    sending.get_by_role("button", name="交办 2 条").click()
    expect(page.locator("#toasts")).to_contain_text("已交办 2 条")


def test_the_server_asks_for_the_word_too(as_: SignIn, county: County, day: SetDay) -> None:
    draft = confirmed(county)
    day(date(2027, 1, 12))
    given = {"ledger": county.ledger.pk, "only": [1, 2], "revision": draft.revision}
    coordinator, url = as_("coordinator"), reverse("web:draft-send", args=[draft.pk])
    answer = coordinator.post(url, given)
    assert answer.status_code == 422
    assert "请先改时限，或勾选" in answer.content.decode()
    assert coordinator.post(url, given | {"even_past": "1"}).status_code == 302
    assert Item.objects.count() == 2


def test_nothing_chosen_is_said(as_: SignIn, county: County) -> None:
    draft = confirmed(county)
    given = {"ledger": county.ledger.pk, "revision": draft.revision}
    answer = as_("coordinator").post(reverse("web:draft-send", args=[draft.pk]), given)
    assert answer.status_code == 422
    assert "再勾选交办" in answer.content.decode()


def test_the_list_says_the_year_and_that_the_time_is_over(visit: Visit, live: Live, day: SetDay) -> None:
    draft = read(live[0], *PLAN)
    day(date(2027, 1, 12))
    page = visit("coordinator")
    page.goto(live[1] + reverse("web:draft", args=[draft.pk]) + "?open=2")
    expect(page.locator(".g-drafts .d.past")).to_have_text("26-6-30 已过")
    page.goto(live[1] + reverse("web:draft", args=[draft.pk]))
    expect(page.locator("#open-entry .why").first).to_contain_text("办结时限 2026-06-30 已过 196 天")

"""The editor of a regime: a draft is saved, tried and refused, and nothing that was typed is lost."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse

from guatu.ledgers.actions import regime_uses, regimes
from guatu.ledgers.lights.writing import WrittenRule, written_text
from guatu.ledgers.models import Item, RegimeVersion
from guatu.web.views.regimes.typed import typed
from tests.accounts.factories import make_person
from tests.ledgers.factories import County
from tests.ledgers.lights.regimes import GREEN, RED, two_lights
from tests.web.ledgers.conftest import FRIDAY, SignIn
from tests.web.regimes.drafts import asked, drafted, form_of, url

HTMX = {"HX-Request": "true"}
State = RegimeVersion.State


def test_a_draft_is_saved_and_shows_what_would_turn(county: County, as_: SignIn) -> None:
    draft, client = drafted(county), as_("coordinator")

    answer = client.post(url(draft, "edit"), form_of(draft, **{"rule-0-when": "逾期天数 >= 2天"}))

    assert answer.headers["Location"] == url(draft)
    draft.refresh_from_db()
    assert written_text(draft.text).rules[0].when == "逾期天数 ≥ 2天"
    page = client.get(url(draft)).content.decode()
    late = Item.objects.get(title="逾期一件")
    assert "项会变" in page
    assert late.number not in page  # seven days late: red before and after


def test_only_what_is_on_its_way_is_reckoned_through(county: County, as_: SignIn) -> None:
    client, leader, change = as_("coordinator"), county.when("leader", FRIDAY), "按今天的台账推算"
    first = asked(county, starts_on=FRIDAY + timedelta(days=3))
    assert change in client.get(url(first)).content.decode()
    regimes.approve(version=first, **leader)
    assert change in client.get(url(first)).content.decode(), "it is still to come"
    by = county.when("coordinator", FRIDAY)
    second = regimes.draft_next(regime=first.regime, **by)
    regimes.withdraw(version=second, **by)
    third = regimes.draft_next(regime=first.regime, **by)
    regimes.ask(version=third, starts_on=FRIDAY + timedelta(days=3), **by)
    regimes.decline(version=third, remark="不必", **leader)
    for version in (second, third):
        assert change not in client.get(url(version)).content.decode()


def test_a_draft_that_does_not_read_is_shown_again_with_everything_typed(county: County, as_: SignIn) -> None:
    draft = drafted(county)
    before = draft.text

    answer = as_("coordinator").post(
        url(draft, "edit"), form_of(draft, **{"rule-0-when": "逾期天 ≥ 2天", "source": "另一来源"})
    )

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "<mark>逾期天</mark>" in page
    assert "改成“逾期天数”" in page
    assert 'value="另一来源"' in page
    draft.refresh_from_db()
    assert draft.text == before


def test_rows_that_are_emptied_are_gone_and_their_order_is_that_of_the_page(
    county: County, as_: SignIn
) -> None:
    draft = drafted(county)
    given = form_of(draft)
    first = {"rule-7-light": "green", "rule-7-when": "状态 = 已销号"}
    given = first | given | {"rule-0-when": "逾期天数 ≥ 3天", "case-0-case": ""}
    given |= {"case-0-v-state": "", "case-0-v-days_overdue": "", "case-0-v-long_term": ""}

    as_("coordinator").post(url(draft, "edit"), given)

    draft.refresh_from_db()
    written = written_text(draft.text)
    assert [one.when for one in written.rules] == ["状态 = 已销号", "逾期天数 ≥ 3天", ""]
    assert written.cases == ()


def test_a_condition_without_a_light_stays_and_is_told(county: County, as_: SignIn) -> None:
    draft, client = drafted(county), as_("coordinator")
    given = form_of(draft, **{"rule-9-light": "", "rule-9-when": "距时限天数 ≤ 3天", "param-0-value": "7天"})

    answer = client.post(url(draft, "edit"), given)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "距时限天数 ≤ 3天</textarea>" in page
    assert "请选择亮哪个灯" in page
    assert "请写明参数的名称" in page
    assert (
        client.post(url(draft, "edit"), given | {"rule-9-light": "-", "param-0-value": ""}).status_code == 302
    )
    draft.refresh_from_db()
    assert [one.when for one in written_text(draft.text).rules] == [one.when for one in two_lights().rules]


def test_a_row_that_is_added_takes_a_key_that_no_row_has(county: County, as_: SignIn) -> None:
    draft, client = drafted(county), as_("coordinator")
    page = client.get(url(draft, "edit")).content.decode()
    for kind, key in (("rule", 2), ("case", 1), ("param", 0), ("light", 1)):
        assert f'name="{kind}-TOTAL_FORMS" value="{key}"' in page
    given = form_of(draft, what="try") | {"rule-7-light": "red", "rule-7-when": "已挂起", "rule-0-light": "-"}
    given |= {"case-5-case": "另一个", "light-104-word": "橙灯", "light-104-meaning": "将到期"}

    page = client.post(url(draft, "edit"), given).content.decode()

    for kind, key in (("rule", 8), ("case", 6), ("light", 105)):
        assert f'name="{kind}-TOTAL_FORMS" value="{key}"' in page


def test_a_light_that_an_older_version_had_does_not_come_back_as_another(county: County, as_: SignIn) -> None:
    orange = replace(RED, code="light104", word="橙灯", colour="orange")
    rules = (WrittenRule(light="light104", when="逾期天数 ≥ 1天"), WrittenRule(light="green"))
    by = county.when("coordinator", FRIDAY)
    first = regimes.save(
        version=drafted(county), written=two_lights(palette=(orange, GREEN), rules=rules, cases=()), **by
    )
    regimes.withdraw(version=first, **by)
    second = regimes.draft_next(regime=first.regime, **by)
    second = regimes.save(version=second, written=two_lights(), **by)

    page = as_("coordinator").get(url(second, "edit")).content.decode()

    assert 'name="light-TOTAL_FORMS" value="105"' in page


def test_what_a_builder_cannot_take_apart_is_kept_to_its_end(county: County) -> None:
    words = " 或 ".join(["逾期天数 ≥ 3天"] * 60)

    form = typed({"rule-0-light": "red", "rule-0-p1-words": words}, on=FRIDAY)

    assert form.builders["0"][1][0].words == words


def test_a_case_without_a_word_goes_with_the_values_that_are_kept_out_of_sight(county: County) -> None:
    given = {"case-0-case": "", "case-0-k-quality": "较差", "case-1-case": "留下", "case-1-k-quality": "较差"}

    cases = typed(given, on=FRIDAY).written.cases

    assert [(one.case, dict(one.row)) for one in cases] == [("留下", {"质量评价": "较差"})]


def test_what_somebody_else_saved_meanwhile_is_not_saved_over_unseen(county: County, as_: SignIn) -> None:
    draft, client = drafted(county), as_("coordinator")
    given = form_of(draft, **{"rule-0-when": "逾期天数 ≥ 2天"})
    seen = draft.digest
    assert f'name="seen" value="{seen}"' in client.get(url(draft, "edit")).content.decode()
    assert f"?seen={seen}" in client.get(url(draft)).content.decode()
    county.people["second"] = make_person("梁思齐", roles=[("coordinator", county.office)])
    regimes.save(version=draft, written=two_lights("逾期天数 ≥ 1天"), **county.when("second", FRIDAY))

    answer = client.post(url(draft, "edit"), given | {"seen": seen})

    page = answer.content.decode()
    draft.refresh_from_db()
    assert answer.status_code == 409
    assert "刚被梁思齐改过" in page
    assert "逾期天数 ≥ 2天</textarea>" in page
    assert written_text(draft.text).rules[0].when == "逾期天数 ≥ 1天"
    asking = url(draft, "do", "ask") + f"?seen={seen}"
    answer = client.post(asking, {"starts_on": FRIDAY.isoformat()}, headers=HTMX)
    assert answer.status_code == 409
    assert "没有提请" in answer.content.decode()
    assert f'name="seen" value="{draft.digest}"' in page
    assert client.post(url(draft, "edit"), given | {"seen": draft.digest}).status_code == 302


def test_what_is_typed_into_a_draft_that_was_asked_for_meanwhile_stays_on_the_page(
    county: County, as_: SignIn
) -> None:
    version, client = asked(county), as_("coordinator")

    answer = client.post(url(version, "edit"), form_of(version, source="另一来源"))

    assert answer.status_code == 409
    assert 'value="另一来源"' in answer.content.decode()


def test_rows_beyond_what_is_taken_are_told_and_nothing_is_saved(county: County, as_: SignIn) -> None:
    draft, client = drafted(county), as_("coordinator")
    given = form_of(draft) | {f"param-{number}-name": f"天数{number}" for number in range(125)}
    given |= {f"param-{number}-value": "3天" for number in range(125)}

    answer = client.post(url(draft, "edit"), given)

    assert answer.status_code == 422
    assert "有 5 行没有收下" in answer.content.decode()
    before = draft.text
    draft.refresh_from_db()
    assert draft.text == before


def test_the_list_says_what_begins_next_and_what_replaced_it(county: County, as_: SignIn) -> None:
    by, leader = county.when("coordinator", FRIDAY), county.when("leader", FRIDAY)
    start = FRIDAY + timedelta(days=3)
    first = regimes.approve(version=asked(county, starts_on=start), **leader)
    second = regimes.draft_next(regime=first.regime, **by)
    regimes.ask(version=second, starts_on=start, **by)
    regimes.approve(version=second, **leader)
    third = regimes.draft_next(regime=first.regime, **by)
    regimes.ask(version=third, starts_on=start + timedelta(days=1), **by)
    regimes.approve(version=third, **leader)
    use = regime_uses.ask(ledger=county.ledger, preset="red_yellow_green", starts_on=start, **by)
    regime_uses.approve(use=use, **leader)

    page = as_("coordinator").get(reverse("web:regimes")).content.decode()

    assert f"第 2 版自 {start} 起" in page
    assert f"{start} 起改用“红黄绿”" in page


def test_a_light_of_ones_own_is_added(county: County, as_: SignIn) -> None:
    draft = drafted(county)
    light = {
        "word": "橙灯",
        "colour": "orange",
        "shape": "square",
        "polarity": "warning",
        "meaning": "将到期",
    }
    given = {f"light-105-{name}": value for name, value in light.items()}
    given |= {"rule-0-when": "逾期天数 ≥ 3天", "rule-1-light": "light105", "rule-1-when": "距时限天数 ≤ 3天"}
    given |= {"rule-2-light": "green", "rule-2-when": "", "case-0-v-days_left": "-3"}

    answer = as_("coordinator").post(url(draft, "edit"), form_of(draft, **given))

    assert answer.status_code == 302
    draft.refresh_from_db()
    assert [(one.code, one.colour) for one in written_text(draft.text).palette][-1] == ("light105", "orange")


def test_whether_past_months_are_lit_anew_is_ticked_kept_and_shown(county: County, as_: SignIn) -> None:
    draft, client = drafted(county), as_("coordinator")
    words = "补上后改亮过去的月份："
    assert words not in client.get(url(draft)).content.decode()

    client.post(url(draft, "edit"), form_of(draft, restates="1"))

    draft.refresh_from_db()
    assert written_text(draft.text).restates
    assert words in client.get(url(draft)).content.decode()
    ticked = 'name="restates" value="1" checked'
    assert ticked in client.get(url(draft, "edit")).content.decode()
    client.post(url(draft, "edit"), form_of(draft))
    assert ticked not in client.get(url(draft, "edit")).content.decode()


def test_what_is_tried_is_answered_place_by_place_and_saved_nowhere(county: County, as_: SignIn) -> None:
    draft = drafted(county)
    late = Item.objects.get(title="逾期一件")
    given = form_of(draft, **{"rule-0-when": "逾期天数 ≥ 9天", "item-0": late.number, "item-1": "没有"})

    answer = as_("coordinator").post(url(draft, "try"), given, headers=HTMX)

    page = answer.content.decode()
    assert answer.status_code == 200
    assert "应为红灯，按规则是绿灯" in page
    assert f'href="/items/{late.pk}"' in page
    assert "本办公室没有这个编号" in page
    draft.refresh_from_db()
    assert written_text(draft.text).rules[0].when != "逾期天数 ≥ 9天"


def test_a_builder_says_its_sentence_and_keeps_what_is_not_finished(county: County, as_: SignIn) -> None:
    draft = drafted(county)
    built = {
        "rule-0-join": "或",
        "rule-0-p0-field": "days_overdue", "rule-0-p0-sign": "≥", "rule-0-p0-value": "3",
        "rule-0-p1-words": "已挂起 且 长期坚持",
        "rule-0-p2-field": "quality", "rule-0-p2-sign": "",
    }  # fmt: skip

    answer = as_("coordinator").post(url(draft, "try") + "?row=0", form_of(draft, **built), headers=HTMX)

    page = answer.content.decode()
    assert "逾期天数 ≥ 3天 或 (已挂起 且 长期坚持)</textarea>" in page
    assert '<option value="quality" selected>' in page


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"rule-0-light": "red", "rule-0-when": "(" * 90},
        {"light-x-word": "灯", "light-x-colour": "pink", "rule-0-light": "x", "case-0-day": "昨天"},
        {"rule-0-p0-field": "no_such", "rule-0-light": "red", "case-1-v-no_such": "1", "columns": "no_such"},
        {f"rule-{number}-light": "red" for number in range(400)},
    ],
)
def test_whatever_is_sent_is_answered(county: County, as_: SignIn, given: dict[str, str]) -> None:
    draft = drafted(county)

    assert as_("coordinator").post(url(draft, "try"), given).status_code == 200
    assert as_("coordinator").post(url(draft, "edit"), given | {"what": "save"}).status_code == 422

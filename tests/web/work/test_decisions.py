"""The leader's screen: what waits for his word, answered in place; figures that open what they count."""

import json
import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from guatu.accounts.models import Office
from guatu.ledgers.actions import deadlines, instructions, ledgers, regime_uses, regimes, sign_offs, verdicts
from guatu.ledgers.models import Extension, Instruction, Item, Ledger, SignOff
from tests.accounts.factories import make_office, make_person, make_role
from tests.ledgers.factories import (
    DAY,
    DEADLINE,
    County,
    all_met,
    asked,
    closed,
    dispatched,
    fresh,
    ledger_with,
    make_items,
    signed,
)
from tests.ledgers.lights.regimes import asked as asked_lights
from tests.repeating import repeated

SignIn = Callable[[str], Client]
Today = Callable[[date], None]
LATE = DEADLINE + timedelta(days=3)


@pytest.fixture(autouse=True)
def _on_the_first_day(today: Today) -> None:
    today(DAY)


def page(client: Client) -> str:
    answer = client.get(reverse("web:decisions"))
    assert answer.status_code == 200
    return answer.content.decode()


def waiting(county: County) -> Item:
    """An item that waits for the leader to strike it off."""
    county.ledger, item = _waiting(county)
    return item


@repeated
def _waiting(county: County) -> tuple[Ledger, Item]:
    county.ledger = ledger_with(county, needs_approval=True)
    item = asked(county)
    verdicts.verify(pk=item.pk, judged=all_met(item), **county.when("verifier"))
    return county.ledger, fresh(item)


def say(client: Client, event: str, row: int, answer: str = "yes", words: str = "", **more: str) -> Any:
    given = {"event": event, "row": row, "answer": answer, "words": words, "key": f"{event}-{row}", **more}
    return client.post(reverse("web:decisions-answer"), given, headers={"hx-request": "true"})


def test_what_waits_is_told_with_what_is_said_for_it(county: County, as_: SignIn) -> None:
    item = waiting(county)
    shown = page(as_("leader"))
    assert "今天有 1 件事等您定" in shown
    assert item.title in shown
    assert "20 处全部改造完成" in shown or "核查通过" in shown


def test_an_item_is_struck_off_by_one_press(county: County, as_: SignIn) -> None:
    item = waiting(county)
    row = item.close_outs.get().pk
    answer = say(as_("leader"), "item.close_approved", row)
    toast = json.loads(answer.headers["HX-Trigger"])["guatu:toast"]
    assert toast["text"] == f"{item.number} 已批准销号"
    assert "今天没有等您定的" in answer.content.decode()
    assert fresh(item).state == Item.State.CLOSED


def test_a_no_needs_words_and_keeps_what_was_typed(county: County, as_: SignIn) -> None:
    item, client = waiting(county), as_("leader")
    row = item.close_outs.get().pk
    refused = client.post(
        reverse("web:decisions-answer"),
        {
            "event": "item.close_approved",
            "row": row,
            "answer": "no",
            "words": " ",
            "key": f"close_approved-{row}",
        },
        headers={"hx-request": "true"},
    )
    assert refused.status_code == 422
    assert "请填写" in refused.content.decode()
    assert fresh(item).state == Item.State.APPROVING_CLOSE
    assert say(client, "item.close_approved", row, "no", "效果不明显").status_code == 200
    assert fresh(item).state == Item.State.IN_PROGRESS


def test_what_was_answered_meanwhile_is_not_there(county: County, as_: SignIn) -> None:
    item, client = waiting(county), as_("leader")
    row = item.close_outs.get().pk
    say(client, "item.close_approved", row)
    assert say(client, "item.close_approved", row).status_code == 404


@pytest.mark.parametrize(("answer", "state"), [("yes", "approved"), ("no", "returned")])
def test_a_list_is_signed_off_or_returned(county: County, as_: SignIn, answer: str, state: str) -> None:
    items = make_items(county, 2)
    by = county.when("coordinator")
    paper = sign_offs.ask(pks=[one.pk for one in items], leader=county.people["leader"], **by)
    client = as_("leader")
    assert "看这 2 件" in page(client)
    say(client, "item.sign_off_approved", paper.pk, answer, "措施要再具体")
    assert SignOff.objects.get(pk=paper.pk).state == state


@pytest.mark.parametrize(("words", "answered"), [("", ""), ("很好，再跟三个月", "很好，再跟三个月")])
def test_a_report_on_his_words_is_read_or_answered(
    county: County, as_: SignIn, words: str, answered: str
) -> None:
    item, client = signed(county), as_("leader")
    given = instructions.instruct(pk=item.pk, words="请抓紧", **county.when("leader"))
    report = instructions.send_report(instruction=given, text="已协调到位", **county.when("coordinator"))
    assert "已协调到位" in page(client)
    say(client, "item.closing_report_read", report.pk, "no" if words else "yes", words)
    report.refresh_from_db()
    assert (report.read_on, report.answer) == (DAY, answered)


def longer(county: County, item: Item) -> Extension:
    row = item.assignments.get(unit=county.lead)
    return deadlines.ask(
        assignment=row.pk,
        new_deadline=DEADLINE + timedelta(days=30),
        reason="停电窗口排不开",
        progress_text="已完成一半",
        **county.when("liaison"),
    )


def test_more_time_beyond_the_office_is_the_leaders(county: County, as_: SignIn) -> None:
    county.ledger = ledgers.change(
        ledger=county.ledger, leader_extends_from=1, **county.when("administrator")
    )
    item = signed(county)
    extension = longer(county, item)
    with pytest.raises(Exception, match="第 1 次延期的批准延期”由领导办理"):
        deadlines.approve(extension=extension, **county.when("coordinator"))
    assert "停电窗口排不开" in page(as_("leader"))
    say(as_("leader"), "item.extension_approved", extension.pk)
    assert fresh(item).extensions == 1


def test_more_time_within_the_office_is_not(county: County, as_: SignIn) -> None:
    item = signed(county)
    extension = longer(county, item)
    assert "停电窗口排不开" not in page(as_("leader"))
    assert say(as_("leader"), "item.extension_approved", extension.pk).status_code == 404


def test_the_leader_writes_on_what_is_stuck(county: County, as_: SignIn, today: Today) -> None:
    item = signed(county)
    today(LATE)
    client = as_("leader")
    assert "卡住的 1 项，您可批示" in page(client)
    by = (LATE + timedelta(days=3)).isoformat()
    say(client, "item.instructed", item.pk, words="请供电公司三天内进场", day=by)
    made = Instruction.objects.get(item=item)
    assert (made.words, made.reply_by) == ("请供电公司三天内进场", LATE + timedelta(days=3))
    assert item.assignments.get(unit=county.lead).times_urged == 1
    shown = page(client)
    assert "卡住的" not in shown
    assert "没有回报 1" in shown


def test_an_empty_word_is_refused_in_its_card(county: County, as_: SignIn, today: Today) -> None:
    item = signed(county)
    today(LATE)
    answer = say(as_("leader"), "item.instructed", item.pk)
    assert answer.status_code == 422
    assert not Instruction.objects.exists()


def figures(shown: str) -> list[tuple[str, int]]:
    """Each figure of the page with the list that it opens."""
    board = re.findall(r'<a href="(/items/[^"]*)"(?: class="late")?><b>(\d+)</b>', shown)
    units = re.findall(r'<td class="num[^"]*"><a href="(/items/[^"]*)">(\d+)</a>', shown)
    return [(url.replace("&amp;", "&"), int(count)) for url, count in board + units]


@pytest.mark.parametrize("leads", [True, False])
def test_every_figure_opens_the_list_that_it_counts(
    county: County, as_: SignIn, today: Today, *, leads: bool
) -> None:
    named = {"lead_leader": "周行之副县长"} if leads else {}
    signed(county, **named)
    dispatched(county, deadline=LATE + timedelta(days=2), **named)
    closed(county)
    signed(county)
    today(LATE)
    client = as_("leader")
    found = figures(page(client))
    assert len(found) >= 6
    for url, count in found:
        total = client.get(url).context["total"]
        assert total == count, url


def test_the_figures_of_his_words_open_them(county: County, as_: SignIn, today: Today) -> None:
    by = county.when("leader")
    given = [
        instructions.instruct(pk=signed(county).pk, words=f"第{n}条", reply_by=DAY if n else None, **by)
        for n in range(3)
    ]
    instructions.send_report(instruction=given[2], text="已办", **county.when("coordinator"))
    today(LATE)
    client = as_("leader")
    tabs = client.get(reverse("web:decisions")).context["said_tabs"]
    assert [(one.label, one.count) for one in tabs] == [("全部", 3), ("没有回报", 2), ("回报逾期", 1)]
    for one in tabs:
        assert len(client.get(one.url).context["said"]) == one.count


def test_what_he_leads_goes_before_what_he_sees(county: County, as_: SignIn) -> None:
    signed(county)
    assert "您看得到的全部" in page(as_("leader"))
    signed(county, sponsor_leader="周行之")
    shown = page(as_("leader"))
    assert "您牵头、包保的" in shown
    assert dict(figures(shown))["/items/?flag=led&state=open"] == 1


def test_the_screen_costs_the_same_however_much_there_is(county: County, as_: SignIn, today: Today) -> None:
    client = as_("leader")

    def statements() -> int:
        with CaptureQueriesContext(connection) as made:
            page(client)
        return len(made)

    waiting(county)
    signed(county)
    today(LATE)
    page(client)
    few = statements()
    for _ in range(3):
        waiting(county)
        signed(county)
    page(client)
    assert statements() == few <= 30


@pytest.mark.parametrize("name", ["coordinator", "verifier", "inspector", "liaison", "stranger"])
def test_the_screen_is_the_leaders_alone(county: County, as_: SignIn, name: str) -> None:
    item = waiting(county)
    client = as_(name)
    assert client.get(reverse("web:decisions")).status_code == 404
    assert say(client, "item.close_approved", item.close_outs.get().pk).status_code == 404
    assert fresh(item).state == Item.State.APPROVING_CLOSE


def test_a_leader_of_another_office_answers_nothing_here(county: County, as_: SignIn) -> None:
    item = waiting(county)
    other: Office = make_office("县整改办")
    county.people["foreign"] = make_person("外办领导", roles=[("leader", other)])
    client = as_("foreign")
    assert "今天没有等您定的" in page(client)
    assert say(client, "item.close_approved", item.close_outs.get().pk).status_code == 404
    assert say(client, "item.instructed", item.pk, words="请抓紧").status_code == 404


@pytest.mark.parametrize(
    "given", [{}, {"event": "item.voided", "row": "1"}, {"event": "item.instructed", "row": "x"}]
)
def test_what_makes_no_sense_is_not_there(as_: SignIn, given: dict[str, str]) -> None:
    assert as_("leader").post(reverse("web:decisions-answer"), given).status_code == 404


def test_lights_that_wait_for_the_leader_are_named_with_the_page_that_shows_what_would_turn(
    county: County, as_: SignIn
) -> None:
    version = asked_lights(county)
    shown = page(as_("leader"))
    there = reverse("web:regime-version", args=[version.regime_id, version.number])

    assert "有 1 项亮灯规则等您批准" in shown
    assert f'<a href="{there}">“两色灯”第 1 版</a>' in shown, "once, though a ledger is to use it"
    assert shown.count("提请，拟自") == 1
    assert "没有等您定的" not in shown

    regimes.decline(version=version, remark="再议", **county.when("leader"))
    assert "亮灯规则等您批准" not in page(as_("leader"))


def test_the_use_of_a_shipped_regime_waits_too_but_not_for_who_asked(county: County, as_: SignIn) -> None:
    by = county.when("coordinator")
    regime_uses.ask(ledger=county.ledger, starts_on=DAY, preset="three_slips", **by)
    assert f"{county.ledger.name}改用“" in page(as_("leader"))

    make_role(county.people["coordinator"], "leader", county.office)
    assert "亮灯规则等您批准" not in page(as_("coordinator"))

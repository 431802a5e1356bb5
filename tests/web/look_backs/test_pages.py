"""The page of look-backs: what waits, what is due, what was found; decided for many at once."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from guatu.history import checkpoints, keys
from guatu.history.models import Enclosure
from guatu.ledgers.actions import ledgers, look_backs
from guatu.ledgers.events import Event
from guatu.ledgers.models import Item, LookBack, LookBackDraw
from guatu.web.views.items.registry import url_of
from tests.accounts.factories import make_person, moment
from tests.ledgers.factories import DAY, PNG, County, closed, fresh
from tests.web.items.conftest import SignIn

Today = Callable[[date], None]
NEXT = DAY + timedelta(days=1)


@pytest.fixture(autouse=True)
def _on_the_first_day(monkeypatch: pytest.MonkeyPatch) -> None:
    from guatu.http import requests

    monkeypatch.setattr(requests, "now", lambda: moment(DAY))


def page(client: Client, **asked: Any) -> Any:
    answer = client.get(reverse("web:look-backs"), asked)
    assert answer.status_code == 200
    return answer


def numbers(client: Client, **asked: Any) -> list[str]:
    return [row.number for row in page(client, **asked).context.get("rows") or []]


def decide(client: Client, code: str, items: list[Item], **given: object) -> Any:
    where = reverse("web:look-backs-decide", args=[code])
    sent = {"item": [one.pk for one in items], "go": "1", "looker": "", **given}
    return client.post(where, sent, follow=True)


@pytest.mark.parametrize("who", ["coordinator", "verifier", "leader", "inspector"])
def test_the_office_and_its_inspector_see_the_page(as_: SignIn, county: County, who: str) -> None:
    item = closed(county)
    shown = page(as_(who)).content.decode()
    assert item.number in shown
    assert "低风险" in shown
    assert ("按计划确认" in shown) == (who == "coordinator")


@pytest.mark.parametrize("who", ["administrator", "liaison", "town", "stranger"])
def test_others_find_no_page(as_: SignIn, who: str) -> None:
    assert as_(who).get(reverse("web:look-backs")).status_code == 404


def test_many_are_confirmed_at_once_and_named_for_somebody(as_: SignIn, county: County) -> None:
    items = [closed(county) for _ in range(3)]
    client = as_("coordinator")
    asked = client.post(
        reverse("web:look-backs-decide", args=["accept"]), {"item": [one.pk for one in items]}
    )
    assert "确认 3 项" in asked.content.decode()
    answer = decide(client, "accept", items, looker=county.people["verifier"].pk)
    assert "已确认 3 项回头看" in answer.content.decode()
    rows = LookBack.objects.all()
    assert {(row.accepted_on, row.looker) for row in rows} == {(DAY, county.people["verifier"])}
    assert numbers(client, show="planned") == [one.number for one in items]


def test_a_day_is_changed_and_one_in_the_past_is_refused_at_its_field(as_: SignIn, county: County) -> None:
    item, client = closed(county), as_("coordinator")
    bad = decide(client, "move", [item], due_on="2026-03-01")
    assert bad.status_code == 422
    assert "早于今天" in bad.content.decode()
    decide(client, "move", [item], due_on=str(NEXT))
    assert item.look_backs.get().due_on == NEXT


def test_dropping_asks_for_a_reason(as_: SignIn, county: County) -> None:
    item, client = closed(county), as_("coordinator")
    assert decide(client, "drop", [item], reason="").status_code == 422
    decide(client, "drop", [item], reason="已并入专项核查")
    assert numbers(client, show="dropped") == [item.number]
    assert "已并入专项核查" in page(client, show="dropped").content.decode()


def test_a_doer_is_refused_in_words(as_: SignIn, county: County) -> None:
    item, client = closed(county), as_("coordinator")
    insider = make_person("内线", unit=county.towns[0], roles=[("verifier", county.office)])
    answer = decide(client, "name", [item], looker=insider.pk)
    assert answer.status_code == 422
    assert "属于承办单位" in answer.content.decode()
    assert item.look_backs.get().looker is None


@pytest.mark.parametrize("who", ["verifier", "leader", "inspector"])
@pytest.mark.parametrize("code", ["accept", "move", "name", "drop"])
def test_only_a_coordinator_decides(as_: SignIn, county: County, who: str, code: str) -> None:
    item = closed(county)
    given = {"due_on": str(NEXT), "reason": "重复", "looker": county.people["verifier"].pk}
    assert decide(as_(who), code, [item], **given).status_code == 404
    assert item.look_backs.get().accepted_on is None


def test_nothing_ticked_and_unknown_decisions(as_: SignIn, county: County) -> None:
    client = as_("coordinator")
    assert "还没有勾选" in decide(client, "accept", []).content.decode()
    assert decide(client, "burn", []).status_code == 404


def test_items_of_another_office_are_left_out(as_: SignIn, county: County) -> None:
    item = closed(county)
    by = county.when("administrator")
    county.ledger = ledgers.change(ledger=county.ledger, look_back_after=0, **by)
    from tests.ledgers.factories import make_county

    other = make_county()
    county.people["foreign"] = other.people["coordinator"]
    assert "还没有勾选" in decide(as_("foreign"), "accept", [item]).content.decode()


def test_a_sample_is_drawn_and_told_with_its_seed(as_: SignIn, county: County) -> None:
    items, client = [closed(county) for _ in range(4)], as_("coordinator")
    given = {"ledger": county.ledger.pk, "risk": "low", "share": "50"}
    where = reverse("web:look-backs-draw")
    refused = client.post(where, given)
    assert refused.status_code == 422
    assert "还没有检查点" in refused.content.decode()
    keys.make_key()
    made = checkpoints.take(at=moment(DAY))
    assert made is not None
    assert "4 项抽中 2 项" in client.post(where, given, follow=True).content.decode()
    assert LookBackDraw.objects.get().seed == made.hash
    shown = page(client, show="dropped").content.decode()
    assert made.hash[:16] in shown
    assert len(numbers(client, show="dropped")) == len(numbers(client, show="planned")) == len(items) // 2
    assert client.post(where, {**given, "share": "100"}).status_code == 422


def test_the_looker_finds_what_is_due_and_puts_down_the_result_with_files(
    as_: SignIn, county: County
) -> None:
    item = closed(county)
    look_backs.accept(pks=[item.pk], due_on=DAY, **county.when("coordinator"))
    client = as_("verifier")
    assert "登记结果" in page(client, show="due").content.decode()
    assert "登记结果" not in page(as_("coordinator"), show="due").content.decode()
    sent = {
        "result": "mostly",
        "reason": "两处正常，一处待修",
        "proof_1": SimpleUploadedFile("现场.png", PNG),
        "proof_2": SimpleUploadedFile("说明.png", PNG + b"1"),
    }
    answer = client.post(url_of(Event.LOOK_BACK_HELD, item.pk), sent, follow=True)
    assert "回头看已登记：基本稳定" in answer.content.decode()
    assert Enclosure.objects.filter(name__startswith="look_back").exclude(file=None).count() == 2
    assert "基本稳定" in page(client, show="looked").content.decode()
    assert "回头看材料" in client.get(reverse("web:item", args=[item.pk])).content.decode()


def test_a_relapse_reopens_the_item_and_every_figure_opens_its_list(as_: SignIn, county: County) -> None:
    item, other = closed(county), closed(county)
    client = as_("verifier")
    client.post(url_of(Event.REOPENED, item.pk), {"reason": "又有 2 处", "deadline": str(NEXT)})
    client.post(url_of(Event.LOOK_BACK_HELD, other.pk), {"result": "holds", "reason": "正常"})
    assert fresh(item).state == Item.State.IN_PROGRESS
    shown = page(client, show="rates").content.decode()
    found = re.findall(r'<td class="num"><a href="(/look-backs[^"]*)">(\d+)</a>', shown)
    assert [int(count) for _, count in found] == [2, 1] * 3  # by unit, by kind, by ledger
    for url, count in found:
        rows = client.get(url.replace("&amp;", "&")).context["rows"]
        assert len(rows) == int(count), url
    assert "50%" in shown


def test_every_tab_counts_what_it_shows(as_: SignIn, county: County) -> None:
    items = [closed(county) for _ in range(4)]
    by = county.when("coordinator")
    look_backs.drop(pks=[items[0].pk], reason="重复", **by)
    look_backs.accept(pks=[items[1].pk], due_on=DAY, **by)
    look_backs.hold(pk=items[2].pk, finding="正常", **county.when("verifier"))
    client = as_("coordinator")
    for tab in page(client).context["tabs"]:
        if tab.count is not None:
            assert len(client.get(tab.url).context.get("rows") or []) == tab.count, tab.label


def test_what_is_asked_narrows(as_: SignIn, county: County) -> None:
    item, client = closed(county), as_("coordinator")
    assert numbers(client, risk="low") == [item.number]
    assert numbers(client, show="undecided", risk="high") == []
    assert numbers(client, show="undecided", unit=county.lead.pk, ledger=county.ledger.pk) == [item.number]
    assert numbers(client, show="undecided", unit=999) == []
    assert numbers(client, show="x", ledger="x", unit="x", risk="x", result="x") == [item.number]


def test_the_page_costs_the_same_however_much_there_is(as_: SignIn, county: County) -> None:
    client = as_("coordinator")

    def statements() -> int:
        with CaptureQueriesContext(connection) as made:
            page(client)
        return len(made)

    closed(county)
    page(client)
    few = statements()
    for _ in range(4):
        closed(county)
    page(client)
    assert statements() == few <= 30

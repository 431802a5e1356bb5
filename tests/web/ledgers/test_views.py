"""Views over a list: opened by their address, changed and restored, and never a way to see more."""

import re

from django.test import Client

from guatu.ledgers.models import SavedView
from tests.ledgers.factories import County
from tests.web.ledgers.conftest import SignIn
from tests.web.ledgers.test_list import heads, page, titles

QUERY = "?state=in_progress&group=none&cols=number.title.deadline.lead"


def save(client: Client, county: County, query: str = QUERY, **given: str) -> SavedView:
    url = f"/ledgers/{county.ledger.pk}/views/new{query}"
    answer = client.post(url, {"name": "在办几件", **given})
    assert answer.status_code == 302, answer.content.decode()
    return SavedView.objects.latest("pk")


def url_of(view: SavedView) -> str:
    return f"?{view.words}&view={view.pk}" if view.words else f"?view={view.pk}"


def test_a_view_keeps_filters_order_heads_and_columns_and_nothing_else(county: County, as_: SignIn) -> None:
    client = as_("coordinator")
    view = save(client, county, f"{QUERY}&page=2&as_of=2026-03-16")

    assert view.words == "state=in_progress&group=none&cols=number.title.deadline.lead"
    text = page(client, county, url_of(view))
    assert titles(text) == ["逾期一件", "临期一件", "按期一件"]
    assert heads(text)[1:] == ["编号", "事项", "时限", "牵头单位"]
    assert "视图已改动" not in text


def test_a_changed_view_is_brought_up_to_date_or_restored(county: County, as_: SignIn) -> None:
    client = as_("coordinator")
    view = save(client, county)
    changed = f"{url_of(view)}&due=overdue"

    text = page(client, county, changed)
    assert "视图已改动" in text
    assert f'href="/ledgers/{county.ledger.pk}{url_of(view)}">还原' in text
    answer = client.post(f"/ledgers/{county.ledger.pk}/views/{view.pk}{changed}", {"what": "update"})

    assert answer.status_code == 302
    view.refresh_from_db()
    assert "due=overdue" in view.words
    assert "视图已改动" not in page(client, county, url_of(view))


def test_a_list_opens_with_the_view_chosen_for_it(county: County, as_: SignIn) -> None:
    client = as_("coordinator")
    view = save(client, county, is_first="on")

    answer = client.get(f"/ledgers/{county.ledger.pk}")
    assert answer.headers["location"] == f"/ledgers/{county.ledger.pk}{url_of(view)}"
    text = page(client, county, url_of(view))
    assert f'href="/ledgers/{county.ledger.pk}?view=0"' in text
    assert "草稿一件" in titles(page(client, county, "?view=0"))
    assert as_("leader").get(f"/ledgers/{county.ledger.pk}").status_code == 200


def test_a_shared_view_shows_each_what_he_may_see(county: County, as_: SignIn) -> None:
    view = save(as_("coordinator"), county, "?group=none", is_shared="on")

    assert "草稿一件" in titles(page(as_("leader"), county, url_of(view)))
    assert "在办几件" in page(as_("leader"), county)
    town = page(as_("town"), county, url_of(view))
    assert "在办几件" not in town
    assert "草稿一件" not in titles(town)
    assert as_("town").get(f"/ledgers/{county.ledger.pk}/views/{view.pk}").status_code == 404
    assert as_("stranger").get(f"/ledgers/{county.ledger.pk}/views/new").status_code == 404


def test_who_may_not_change_a_shared_view_is_told_so(county: County, as_: SignIn) -> None:
    view = save(as_("coordinator"), county, is_shared="on")
    url = f"/ledgers/{county.ledger.pk}/views/{view.pk}"

    answer = as_("leader").post(url, {"what": "drop"})
    assert answer.status_code == 403
    assert "由督办员办理" in answer.content.decode()
    assert as_("leader").post(url, {"what": "first"}).status_code == 302
    assert as_("coordinator").post(url, {"what": "drop"}).status_code == 302
    assert not SavedView.objects.exists()


def test_a_second_view_of_a_name_is_refused_at_the_field(county: County, as_: SignIn) -> None:
    client = as_("coordinator")
    save(client, county)

    answer = client.post(f"/ledgers/{county.ledger.pk}/views/new", {"name": "在办几件"})
    assert answer.status_code == 422
    assert "已有视图“在办几件”" in answer.content.decode()


def test_a_view_says_which_of_its_conditions_are_no_more(county: County, as_: SignIn) -> None:
    client = as_("coordinator")
    view = save(client, county)
    SavedView.objects.filter(pk=view.pk).update(words="state=sleeping&phase=99&category=老分类&group=none")
    view.refresh_from_db()

    text = page(client, county, url_of(view))
    assert "视图“在办几件”里的条件已不存在：状态、阶段、分类“老分类”" in text


def test_views_stand_over_all_ledgers_too(county: County, as_: SignIn) -> None:
    client = as_("liaison")
    client.post("/items/views/new?state=open", {"name": "我家在办"})
    view = SavedView.objects.get()

    assert view.ledger is None
    text = client.get(f"/items/{url_of(view)}").content.decode()
    assert re.search(r"<b>我家在办</b>", text)
    assert client.post(f"/items/views/{view.pk}", {"what": "rename", "name": "在办"}).status_code == 302


def test_columns_are_chosen_in_a_dialog_in_any_order(county: County, as_: SignIn) -> None:
    client = as_("coordinator")
    text = client.get(
        f"/ledgers/{county.ledger.pk}/columns?cols=number.title.state.lead&q=一件"
    ).content.decode()

    assert re.findall(r'name="cols" value="(\w+)" checked', text) == ["state", "lead"]
    assert 'name="q" value="一件"' in text
    chosen = page(client, county, "?cols=measures&cols=state&cols=title&cols=gone&group=none")
    assert heads(chosen)[1:] == ["编号", "事项", "措施", "状态"]
    assert "1. 完成 20 处改造（目标 20处）" in chosen

"""One's own account: where one is signed in, and who acts for one while one is away."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from guatu.accounts.actions import roles
from guatu.accounts.models import Delegation, Person
from guatu.history.models import Event
from guatu.http.models import Session
from guatu.ledgers.permissions import Part
from guatu.web.standing_in import principal_of, stand_ins
from tests.accounts.factories import PASSWORD, make_person, make_role, moment
from tests.ledgers.factories import DAY, County, dispatched
from tests.web.accounts.conftest import SignIn

WEEK = DAY + timedelta(days=7)
EDGE = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/120.0 Safari/537.36 Edg/120.0"
PHONE = "Mozilla/5.0 (Linux; Android 12; HarmonyOS) AppleWebKit/537.36 MicroMessenger/8.0"


def text(answer: Any) -> str:
    """What is read on a page, without its tags."""
    return re.sub(r"\s+", "", re.sub(r"<[^>]+>", "", answer.content.decode()))


def account(client: Client) -> str:
    return text(client.get(reverse("web:account")))


def delegate(county: County, principal: str, to: Person, *, unit: bool = False) -> Delegation:
    person = county.people[principal]
    place: dict[str, Any] = {"unit": person.unit} if unit else {"office": county.office}
    doing = {"by": _actor(person), "at": moment(DAY), "on": DAY}
    return roles.delegate(principal=person, delegate=to, valid_to=WEEK, reason="培训", **place, **doing)


def _actor(person: Person) -> Any:
    from guatu.history.chains import Actor

    return Actor(person_id=person.pk, unit_id=person.unit_id)


def entered(person: Person, agent: str) -> Client:
    client = Client(headers={"user-agent": agent})
    client.post(reverse("web:sign-in"), {"username": person.username, "password": PASSWORD})
    return client


@pytest.mark.django_db
def test_the_list_says_door_device_and_times_and_marks_this_one() -> None:
    person = make_person(password=PASSWORD)
    desk, phone = entered(person, EDGE), entered(person, PHONE)
    Session.objects.filter(device="鸿蒙 · 微信").update(door="chat-of-old")

    words = account(desk)

    assert "Windows·Edge密码登录，" in words
    assert f"{now().astimezone():%Y}" in words
    assert words.index("本机") < words.index("鸿蒙·微信chat-of-old登录")
    assert "最近使用" in words
    assert "密码登录" in account(phone)


@pytest.mark.django_db
def test_one_session_is_ended_then_all_others() -> None:
    person = make_person(password=PASSWORD)
    desk, phone, third = (entered(person, agent) for agent in (EDGE, PHONE, EDGE))
    handles = re.findall(r'name="handle" value="(\w+)"', desk.get("/account").content.decode())
    of_phone = re.search(
        r"鸿蒙 · 微信.*?name=\"handle\" value=\"(\w+)\"", desk.get("/account").content.decode(), re.S
    )
    assert len(handles) == 2
    assert of_phone is not None

    desk.post(reverse("web:end-session"), {"handle": of_phone[1]})
    assert [one.get("/account").status_code for one in (desk, phone, third)] == [200, 302, 200]
    assert "那处登录已经结束" in text(
        desk.post(reverse("web:end-session"), {"handle": of_phone[1]}, follow=True)
    )
    desk.post(reverse("web:end-session"))
    assert [one.get("/account").status_code for one in (desk, third)] == [200, 302]
    assert desk.get(reverse("web:end-session")).status_code == 405


def post(client: Client, county: County, **given: str) -> HttpResponse:
    usual = {"place": f"office-{county.office.pk}", "until": "2026-03-06", "reason": "出差"}
    return client.post(reverse("web:account-do", args=["delegate"]), usual | given)  # type: ignore[return-value]


@pytest.mark.parametrize(
    ("name", "given", "words"),
    [
        ("stranger", {}, "不能委托给“{}”：受托人须与委托人同单位，或在同一处任职"),
        ("coordinator", {}, "不能委托给“{}”"),
        ("nobody", {}, "不能委托给“{}”"),
        ("leader", {"reason": ""}, "请填写事由"),
        ("leader", {"until": "2026-03-01"}, "终止日期2026-03-02应晚于起始日期2026-03-02"),
        ("leader", {"valid_from": "2026-03-01"}, "不能追溯授权"),
        ("leader", {"place": "unit-1"}, "请重新选择"),
    ],
)
def test_who_may_not_stand_in_is_refused_in_words(
    county: County, as_: SignIn, name: str, given: dict[str, str], words: str
) -> None:
    person = county.people.get(name)
    username = person.username if person else "查无此人"

    answer = post(as_("coordinator"), county, delegate=username, **given)

    assert answer.status_code == 422
    assert words.format(username) in answer.content.decode()
    assert not Delegation.objects.exists()


def test_who_holds_several_roles_hands_over_one_or_all(county: County, as_: SignIn) -> None:
    make_role(county.people["coordinator"], "leader", county.office)
    client, leader = as_("coordinator"), county.people["leader"].username
    page = text(client.get(reverse("web:account-do", args=["delegate"])))
    assert "县督查室全部角色县督查室督办员县督查室领导" in page

    answer = post(client, county, delegate=leader, place=f"office-{county.office.pk}-coordinator")
    assert answer.status_code == 302
    assert Delegation.objects.get().kind == "coordinator"
    assert "办理县督查室的督办员工作" in account(as_("leader"))
    again = post(client, county, delegate=leader)
    assert (again.status_code, "请先撤回原委托" in again.content.decode()) == (409, True)


def test_who_left_stands_in_for_nobody(county: County, as_: SignIn) -> None:
    gone = make_person("已停用的", unit=county.people["coordinator"].unit)
    Person.objects.filter(pk=gone.pk).update(is_active=False)

    assert post(as_("coordinator"), county, delegate=gone.username).status_code == 422


def test_a_delegation_is_told_in_the_trail_with_both_names(county: County, as_: SignIn) -> None:
    leader = county.people["leader"]
    post(as_("coordinator"), county, delegate=leader.username)
    row = Delegation.objects.get()
    as_("coordinator").post(f"{reverse('web:account-do', args=['withdraw'])}?of={row.pk}")

    kinds = Event.objects.filter(subject_kind="delegation", subject_id=row.pk).order_by("pk")
    assert [one.kind for one in kinds] == ["delegated", "delegation_withdrawn"]
    told = text(as_("administrator").get(reverse("web:person", args=[county.people["coordinator"].pk])))
    assert "周行之代林知远办理县督查室的督办员工作" in told


def test_the_delegate_sees_for_whom_he_acts_on_every_page_until_the_last_day(
    county: County, as_: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    delegate(county, "coordinator", county.people["leader"])
    words = "代林知远办理县督查室的工作，至3月8日"
    client = as_("leader")

    for page in ("web:my-work", "web:account", "web:ledgers"):
        assert words in text(client.get(reverse(page))), page
    assert words not in text(as_("coordinator").get(reverse("web:my-work")))
    assert words not in text(client.get(reverse("web:ledgers") + "?as_of=2026-02-27"))

    from guatu.http import requests

    monkeypatch.setattr(requests, "now", lambda: moment(WEEK))
    assert words not in text(client.get(reverse("web:my-work")))


def test_a_form_says_for_whom_the_act_is_done(county: County, as_: SignIn) -> None:
    item = dispatched(county)
    stand_in = county.people["stand-in"] = make_person("替班的", unit=county.towns[0])
    delegate(county, "town", stand_in, unit=True)
    address = reverse("web:item-act", args=[item.pk, "extension-asked"])

    assert "代陈念安办理" in text(as_("stand-in").get(address, headers={"hx-request": "true"}))
    assert "代陈念安办理" not in text(as_("town").get(address, headers={"hx-request": "true"}))


def test_who_holds_the_role_himself_acts_as_himself(county: County) -> None:
    leader = county.people["leader"]
    delegate(county, "coordinator", leader)
    assert [one.principal for one in stand_ins(county("leader"))] == ["林知远"]

    make_role(leader, "coordinator", county.office)

    who = county("leader")
    assert stand_ins(who) == []
    parts = {Part.COORDINATOR: who.role_at("coordinator")}
    assert principal_of(who, parts, [Part.COORDINATOR]) == ""
    assert principal_of(who, parts, [Part.VERIFIER]) == ""


def test_a_form_does_not_guess_where_one_stands_in_for_several(county: County) -> None:
    stand_in = county.people["stand-in"] = make_person("替班的", unit=county.towns[0])
    for name in ("town", "other_town"):
        delegate(county, name, stand_in, unit=True)

    who = county("stand-in")

    assert [one.last for one in stand_ins(who)] == [date(2026, 3, 8)] * 2
    assert principal_of(who, {Part.UNIT_LIAISON: who.role_at("liaison")}, [Part.UNIT_LIAISON]) == ""

"""Opening ledgers, standards by version, and finding things by a few letters."""

from django.urls import reverse

from guatu.ledgers.models import Ledger, Standard
from tests.ledgers.factories import County
from tests.web.ledgers.conftest import SignIn

HTMX = {"HX-Request": "true"}


def test_a_ledger_is_opened_with_its_path_and_a_phase(county: County, as_: SignIn) -> None:
    given = {
        "office": county.office.pk, "name": "营商环境专项督办", "prefix": "YS", "cadence": "monthly",
        "publicity_days": "5",
        "look_back_after": "60", "needs_sign_off": "on", "phase_name": "集中整改", "phase_from": "2026-03-20",
    }  # fmt: skip

    answer = as_("coordinator").post(reverse("web:ledger-open"), given)

    ledger = Ledger.objects.get(prefix="YS")
    assert answer.headers["Location"] == reverse("web:ledger", args=[ledger.pk])
    assert (ledger.needs_sign_off, ledger.needs_lead_review, ledger.publicity_days) == (True, False, 5)
    assert [one.name for one in ledger.phases.all()] == ["集中整改"]


def test_a_prefix_in_use_is_told_at_its_field(county: County, as_: SignIn) -> None:
    given = {"office": county.office.pk, "name": "另一本", "prefix": "5G", "cadence": "none",
             "publicity_days": "0",
             "look_back_after": "90"}  # fmt: skip

    answer = as_("administrator").post(reverse("web:ledger-open"), given, headers=HTMX)

    assert answer.status_code == 422
    assert "已有台账在用" in answer.content.decode()
    assert as_("liaison").get(reverse("web:ledger-open")).status_code == 404


def test_a_standard_goes_on_by_versions(county: County, as_: SignIn) -> None:
    client, standard = as_("coordinator"), Standard.objects.get()
    given = {
        "name": "转改直", "basis": "整改办通知", "c-TOTAL_FORMS": "2", "c-INITIAL_FORMS": "0",
        "c-0-text": "现场照片",
        "c-0-method": "photo_count", "c-0-least": "3", "c-1-text": "",
    }  # fmt: skip

    answer = client.post(reverse("web:standard-next", args=[standard.pk]), given)

    assert answer.status_code == 302
    page = client.get(reverse("web:standard", args=[standard.pk])).content.decode()
    assert "第 2 版" in page
    assert "照片不少于几张：3" in page
    assert "现场核对属实" in page  # the first version still stands
    assert "转改直" in client.get(reverse("web:standards")).content.decode()


def test_a_standard_without_lines_is_not_published(county: County, as_: SignIn) -> None:
    given = {"name": "空的", "basis": "", "c-TOTAL_FORMS": "1", "c-INITIAL_FORMS": "0", "c-0-text": ""}

    answer = as_("coordinator").post(reverse("web:standard-new"), given)

    assert answer.status_code == 422
    assert "核对内容" in answer.content.decode()


def test_those_who_only_look_publish_no_standard(county: County, as_: SignIn) -> None:
    standard = Standard.objects.get()

    assert as_("verifier").get(reverse("web:standard", args=[standard.pk])).status_code == 200
    assert as_("verifier").get(reverse("web:standard-next", args=[standard.pk])).status_code == 404
    assert as_("liaison").get(reverse("web:standard", args=[standard.pk])).status_code == 404


def test_search_finds_items_ledgers_and_pages(county: County, as_: SignIn) -> None:
    client = as_("coordinator")

    for asked, found in (
        ("按期", "按期一件"),
        ("整改", "整改台账"),
        ("待办", "我的待办"),
        ("wddb", "我的待办"),
        ("5g-003", "逾期一件"),
    ):
        hits = client.get(reverse("web:search"), {"q": asked}, headers=HTMX).content.decode()
        assert found in hits, asked
    assert "按期一件" in client.get(reverse("web:search"), {"q": "按期"}).content.decode()


def test_search_shows_nobody_what_they_may_not_see(county: County, as_: SignIn) -> None:
    for role, asked in (("stranger", "按期"), ("liaison", "草稿"), ("liaison", "县核查中心")):
        hits = as_(role).get(reverse("web:search"), {"q": asked}, headers=HTMX).content.decode()
        assert "没有找到" in hits, role


def test_before_anything_is_asked_search_shows_what_moved_last(county: County, as_: SignIn) -> None:
    shown = as_("coordinator").get(reverse("web:search"))
    groups = {group.label: [hit.label for hit in group.hits] for group in shown.context["groups"]}
    assert groups["最近动态"][0].endswith("申请销号一件")
    assert "台账" in groups["页面"]
    assert "可找事项的编号" in shown.content.decode()
    assert "最近动态" not in as_("stranger").get(reverse("web:search")).content.decode()

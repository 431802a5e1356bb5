"""Deleting what should never have been written, by two administrators, from the page."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from guatu.history import verifying
from guatu.history.blanking import MARK
from guatu.history.models import Enclosure, Redaction
from guatu.ledgers.actions import reports
from guatu.ledgers.actions.reports import NewReport
from guatu.ledgers.models import Item, Report
from tests.accounts.factories import make_office, make_person
from tests.ledgers.factories import County, signed

SignIn = Callable[[str], Client]
PAGE = "web:trail-redactions"
LEAK = "身份证 350199197001011234"


@pytest.fixture
def leaked(county: County) -> Item:
    """An item with a number of somebody in two reports of two units."""
    county.people["second"] = make_person("宋守拙", roles=[("administrator", county.office)])
    item = signed(county)
    for name, unit in (("liaison", county.lead), ("town", county.towns[0])):
        row = item.assignments.get(unit=unit)
        new = NewReport(text=LEAK, progress=10, achieved=row.target_share)
        reports.report(assignment=row.pk, new=new, **county.when(name))
    return item


def text_of(client: Client, words: str = "") -> str:
    return client.get(reverse(PAGE), {"q": words} if words else {}).content.decode()


def keys() -> list[int]:
    return list(Enclosure.objects.filter(text=LEAK).values_list("pk", flat=True))


def asked(client: Client, reason: str = "误写身份证号") -> Redaction:
    answer = client.post(reverse(PAGE), {"enclosure": keys()[:1], "reason": reason}, follow=True)
    assert "请另一名管理员在本页确认" in answer.content.decode()
    return Redaction.objects.get()


def answered(client: Client, redaction: Redaction, word: str) -> str:
    return client.post(
        reverse("web:trail-redaction", args=[redaction.pk, word]), follow=True
    ).content.decode()


def test_words_are_found_and_asked_for_with_all_that_is_alike(leaked: Item, as_: SignIn) -> None:
    found = text_of(as_("administrator"), "350199")
    redaction = asked(as_("administrator"))

    assert found.count("350199197001011234") == 2
    assert leaked.number in found
    assert set(redaction.enclosures.values_list("pk", flat=True)) == set(keys())
    assert len(keys()) == 2, "nothing goes before a second person confirms"
    assert "须另一名管理员确认" in text_of(as_("administrator"))


def test_a_second_administrator_confirms_and_the_trail_stays_whole(leaked: Item, as_: SignIn) -> None:
    redaction = asked(as_("administrator"))

    assert "内容已删除" in answered(as_("second"), redaction, "confirm")

    assert keys() == []
    assert set(Report.objects.values_list("text", flat=True)) == {MARK}
    assert not verifying.verify().found
    assert "宋守拙" in text_of(as_("second"))


def test_who_asked_cannot_confirm_and_may_withdraw(leaked: Item, as_: SignIn) -> None:
    redaction = asked(as_("administrator"))

    assert "须由两名管理员共同办理" in answered(as_("administrator"), redaction, "confirm")
    assert len(keys()) == 2
    assert "内容保留" in answered(as_("administrator"), redaction, "withdraw")
    assert "已经办结或撤回" in answered(as_("second"), redaction, "confirm")
    assert len(keys()) == 2


@pytest.mark.parametrize(
    "given", [{}, {"reason": "误写"}, {"enclosure": "1"}, {"enclosure": "x", "reason": "误写"}]
)
def test_a_request_without_content_or_reason_is_refused(
    leaked: Item, as_: SignIn, given: dict[str, str]
) -> None:
    answer = as_("administrator").post(reverse(PAGE), given)
    assert (answer.status_code, "须选定内容并写明理由" in answer.content.decode()) == (422, True)
    assert not Redaction.objects.exists()


def test_an_administrator_of_another_office_finds_and_answers_nothing(
    leaked: Item, as_: SignIn, county: County
) -> None:
    redaction = asked(as_("administrator"))
    county.people["elsewhere"] = make_person(roles=[("administrator", make_office("别处办公室"))])

    assert "350199197001011234" not in text_of(as_("elsewhere"), "350199")
    assert (
        as_("elsewhere").post(reverse("web:trail-redaction", args=[redaction.pk, "confirm"])).status_code
        == 404
    )
    assert len(keys()) == 2


@pytest.mark.parametrize("name", ["coordinator", "inspector", "liaison"])
def test_it_is_for_administrators_alone(leaked: Item, as_: SignIn, name: str) -> None:
    assert as_(name).get(reverse(PAGE)).status_code == 404
    assert as_(name).post(reverse(PAGE), {"enclosure": keys(), "reason": "误写"}).status_code == 404


def test_one_letter_is_too_little_to_search_by(leaked: Item, as_: SignIn) -> None:
    assert "请至少写 2 个字" in text_of(as_("administrator"), "3")

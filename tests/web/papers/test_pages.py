"""Papers before those who see them: the list, the paper, its Word file, the signature of the unit."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from guatu.ledgers.actions import papers as issuing
from guatu.papers.models import Paper, PaperReceipt
from tests.ledgers.factories import DAY, County, make_county, signed
from tests.papers.words import words_of
from tests.web.items.conftest import SetDay, SignIn

SEEN_BY = ("coordinator", "verifier", "leader", "inspector", "administrator", "liaison", "reviewer")


def issued(county: County, **values: Any) -> Paper:
    given: dict[str, Any] = {"kind": "letter", "unit": county.lead, "title": "关于督办改造的函"}
    given |= {"text": "请抓紧办理。", **county.when("coordinator")}
    return issuing.issue(pks=[signed(county).pk], **given | values)


@pytest.mark.parametrize("name", SEEN_BY)
def test_the_office_and_the_addressee_see_and_save_it(county: County, as_: SignIn, name: str) -> None:
    paper, client = issued(county), as_(name)
    assert paper.mark in client.get(reverse("web:papers")).content.decode()
    assert "请抓紧办理。" in client.get(reverse("web:paper", args=[paper.pk])).content.decode()
    answer = client.get(reverse("web:paper-file", args=[paper.pk]))
    assert "attachment" in answer.headers["Content-Disposition"]
    assert "%E7%9D%A3%E5%8A%9E%E5%87%BD" in answer.headers["Content-Disposition"]
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "督办函〔2026〕1号　留痕摘要" in words_of(answer.content)


@pytest.mark.parametrize("name", ["town", "other_town", "stranger"])
def test_to_other_units_it_is_not_there(county: County, as_: SignIn, name: str) -> None:
    paper, client = issued(county), as_(name)
    assert paper.mark not in client.get(reverse("web:papers")).content.decode()
    for page in ("paper", "paper-file"):
        assert client.get(reverse(f"web:{page}", args=[paper.pk])).status_code == 404
    assert client.post(reverse("web:paper-receive", args=[paper.pk])).status_code == 404


def test_to_another_office_it_is_not_there(county: County, as_: SignIn) -> None:
    paper = issued(make_county())
    for name in ("coordinator", "administrator", "leader"):
        assert as_(name).get(reverse("web:paper", args=[paper.pk])).status_code == 404


def test_the_liaison_finds_it_in_his_work_and_signs_once(county: County, as_: SignIn, day: SetDay) -> None:
    paper, client = issued(county), as_("liaison")
    day(DAY + timedelta(days=1))
    work = client.get(reverse("web:my-work")).content.decode()
    assert f"发来{paper.mark}" in work
    address = reverse("web:paper", args=[paper.pk])
    assert address in work
    assert reverse("web:paper-receive", args=[paper.pk]) in client.get(address).content.decode()
    answer = client.post(reverse("web:paper-receive", args=[paper.pk]))
    assert answer.headers["Location"] == address
    page = client.get(address).content.decode()
    assert "沈若川 3-03 签收" in page
    assert reverse("web:paper-receive", args=[paper.pk]) not in page
    assert f"发来{paper.mark}" not in client.get(reverse("web:my-work")).content.decode()
    again = client.post(reverse("web:paper-receive", args=[paper.pk]))
    assert again.status_code == 409
    assert PaperReceipt.objects.count() == 1


@pytest.mark.parametrize("name", ["coordinator", "reviewer", "leader"])
def test_who_sees_it_does_not_sign_for_the_unit(county: County, as_: SignIn, name: str) -> None:
    paper = issued(county)
    assert as_(name).post(reverse("web:paper-receive", args=[paper.pk])).status_code == 403
    assert not PaperReceipt.objects.exists()


def test_a_reminder_is_read_and_not_signed_for(county: County, as_: SignIn) -> None:
    paper = issued(county, kind="reminder")
    assert "待阅" in as_("coordinator").get(reverse("web:papers")).content.decode()
    as_("liaison").post(reverse("web:paper-receive", args=[paper.pk]))
    assert "沈若川 3-02 已阅" in as_("coordinator").get(reverse("web:papers")).content.decode()


def test_the_list_is_narrowed_to_a_kind(county: County, as_: SignIn) -> None:
    letter, reminder = issued(county), issued(county, kind="reminder")
    page = as_("coordinator").get(f"{reverse('web:papers')}?kind=reminder").content.decode()
    assert reminder.mark in page
    assert letter.mark not in page
    assert letter.mark in as_("coordinator").get(f"{reverse('web:papers')}?kind=none").content.decode()


def test_a_redacted_paper_says_so(county: County, as_: SignIn) -> None:
    from guatu.history.blanking import MARK

    paper = issued(county)
    Paper.objects.filter(pk=paper.pk).update(title=MARK, body=MARK)
    page = as_("coordinator").get(reverse("web:paper", args=[paper.pk])).content.decode()
    assert "本文内容已依规删除" in page
    assert "请抓紧办理" not in page


def test_a_wrong_method_is_refused(county: County, as_: SignIn) -> None:
    paper = issued(county)
    assert as_("liaison").get(reverse("web:paper-receive", args=[paper.pk])).status_code == 405
    assert as_("liaison").post(reverse("web:paper", args=[paper.pk])).status_code == 405

"""What was asked of whom this month: the page, the line on my work, the word before asking once more."""

import pytest
from django.urls import reverse

from guatu.http import requests
from guatu.ledgers.actions import reports
from guatu.ledgers.queries import burden
from guatu.ledgers.queries.burden import Rules
from tests.accounts.factories import moment
from tests.ledgers.factories import DAY, County, signed
from tests.web.work.conftest import SignIn


@pytest.fixture(autouse=True)
def _day(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every request is of the day on which the county begins."""
    monkeypatch.setattr(requests, "now", lambda: moment(DAY, hour=10))


@pytest.fixture
def low_cap(monkeypatch: pytest.MonkeyPatch) -> None:
    weights = burden.rules().weights
    monkeypatch.setattr(burden, "rules", lambda: Rules(1, weights))


def test_the_office_sees_who_was_asked_how_often_and_by_whom(county: County, as_: SignIn) -> None:
    item = signed(county)
    reports.urge(pks=[item.pk], unit=county.towns[0], words="催", **county.when("coordinator"))

    page = as_("coordinator").get(reverse("web:burdens")).content.decode()

    assert "双桥镇" in page
    assert "县督查室 2 次" in page
    assert "催办 1，新交办 1" in page or "新交办 1，催办 1" in page
    earlier = as_("leader").get(reverse("web:burdens") + "?month=2026-01").content.decode()
    assert "这个月没有向基层要数" in earlier


@pytest.mark.parametrize("month", ["", "2026-13", "x", "9999-01", "2026-1"])
def test_a_month_that_is_none_is_this_month(county: County, as_: SignIn, month: str) -> None:
    signed(county)
    answer = as_("inspector").get(reverse("web:burdens"), {"month": month})
    assert "双桥镇" in answer.content.decode()


def test_units_do_not_look_into_it_but_read_their_own_line(county: County, as_: SignIn) -> None:
    signed(county)
    assert as_("town").get(reverse("web:burdens")).status_code == 404
    mine = as_("town").get(reverse("web:my-work")).content.decode()
    assert "本月向双桥镇要数 1 次，约 5 分钟，在限额内" in mine
    assert "要数" not in as_("coordinator").get(reverse("web:my-work")).content.decode()


@pytest.mark.usefixtures("low_cap")
def test_who_asks_past_the_cap_is_warned_and_may_go_on(county: County, as_: SignIn) -> None:
    item = signed(county)
    url = reverse("web:item-act", args=[item.pk, "urged"])
    assert "超过每单位" not in as_("coordinator").get(url).content.decode()
    reports.urge(pks=[item.pk], unit=county.towns[0], words="催", **county.when("coordinator"))

    asked = as_("coordinator").get(url).content.decode()
    many = as_("coordinator").get(
        reverse("web:ledger-do", args=[county.ledger.pk, "urge"]), {"item": item.pk}
    )

    for page in (asked, many.content.decode()):
        assert "本月要数超过每单位 1 次的限额：双桥镇 2 次" in page
    done = as_("coordinator").post(url, {"words": "再催"})
    assert done.status_code == 302

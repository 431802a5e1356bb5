"""The registry for those who look and may not act: no buttons, no other county, no changing of the past.

Who may open and do what there is asked in `tests/matrix`.
"""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from guatu.history.models import Event
from tests.accounts.factories import make_division, make_unit
from tests.ledgers.factories import County

SignIn = Callable[[str], Client]


def unit_of(county: County, name: str = "web:unit", *deed: str) -> str:
    return reverse(name, args=[county.towns[0].pk, *deed])


@pytest.mark.parametrize("who", ["coordinator", "verifier", "leader", "inspector"])
def test_who_may_not_act_sees_no_button(county: County, as_: SignIn, who: str) -> None:
    lists = [reverse(f"web:{name}") for name in ("units", "offices", "calendar")]
    for where in (*lists, unit_of(county)):
        assert 'hx-target="#dialogs"' not in as_(who).get(where).content.decode()


@pytest.mark.parametrize("who", ["administrator", "neighbour"])
def test_a_unit_of_another_county_is_not_there(county: County, as_: SignIn, who: str) -> None:
    other = make_unit("外县住建局", division=make_division("外县"))

    assert as_(who).get(reverse("web:unit", args=[other.pk])).status_code == 404
    assert as_("neighbour").get(unit_of(county)).status_code == 404


def test_a_past_day_is_looked_at_and_not_changed(county: County, as_: SignIn) -> None:
    client = as_("administrator")
    before = Event.objects.count()

    shown = client.get(unit_of(county), {"as_of": "2026-02-01"}).content.decode()
    short = unit_of(county, "web:unit-do", "short-name")
    answer = client.post(f"{short}?as_of=2026-02-01", {"name": "双桥"})

    assert "加简称" not in shown
    assert answer.status_code == 409
    assert Event.objects.count() == before

"""Every address of the registry, as every role: who may look, who may act; the others change nothing."""

from collections.abc import Callable, Mapping
from typing import Final

import pytest
from django.test import Client
from django.urls import reverse

from guatu.history.models import Event
from tests.accounts.factories import make_division, make_unit
from tests.ledgers.factories import County

SignIn = Callable[[str], Client]
STAFF: Final = frozenset(("coordinator", "verifier", "leader", "inspector", "administrator"))
ADMIN: Final = frozenset(("administrator",))
EVERYBODY: Final = STAFF | {"liaison", "reviewer", "town", "neighbour"}
LOOKS: Final[Mapping[str, frozenset[str]]] = {
    "units": STAFF | {"neighbour"},
    "unit": STAFF,
    "unit-new": ADMIN,
    "unit-do rename": ADMIN,
    "unit-do change": ADMIN,
    "unit-do short-name": ADMIN,
    "unit-do succeed": ADMIN,
    "unit-do end": ADMIN,
    "unit-do hand-over": frozenset(("coordinator",)),
    "division-do add": ADMIN,
    "division-do end": ADMIN,
    "units-import": ADMIN | {"neighbour"},
    "units-template": ADMIN | {"neighbour"},
    "people": ADMIN | {"neighbour"},
    "person": ADMIN,
    "person-new": ADMIN | {"neighbour"},
    "person-do change": ADMIN,
    "person-do move": ADMIN,
    "person-do deactivate": ADMIN,
    "person-do reset-password": ADMIN,
    "person-do reset-code": ADMIN,
    "person-do grant": ADMIN,
    "person-do delegate": ADMIN,
    "people-import": ADMIN | {"neighbour"},
    "people-template": ADMIN | {"neighbour"},
    "offices": STAFF | {"neighbour"},
    "office-new": ADMIN | {"neighbour"},
    "office-do change": ADMIN,
    "office-do grant": ADMIN,
    "calendar": EVERYBODY,
    "calendar-decide": ADMIN | {"neighbour"},
    "account": EVERYBODY,
    "account-do delegate": EVERYBODY,
}


def address(county: County, name: str) -> str:
    """Where a thing of the county is done, or looked at."""
    page, _, deed = name.partition(" ")
    subjects = {
        "unit": county.towns[0].pk,
        "division": county.lead.division_id,
        "person": county.people["town"].pk,
        "office": county.office.pk,
    }
    kind = page.partition("-")[0]
    if page == "unit-new":
        return f"{reverse('web:unit-new')}?division={county.lead.division_id}"
    if page in ("unit", "person"):
        return reverse(f"web:{page}", args=[subjects[page]])
    if deed:
        return reverse(f"web:{page}", args=[*([subjects[kind]] if kind in subjects else []), deed])
    return reverse(f"web:{page}")


def test_who_may_look(county: County, as_: SignIn) -> None:
    seen: dict[str, set[str]] = {name: set() for name in LOOKS}
    for who in EVERYBODY:
        client = as_(who)
        for name in LOOKS:
            if client.get(address(county, name)).status_code == 200:
                seen[name].add(who)

    assert seen == LOOKS


def test_who_may_not_look_may_not_act_either(county: County, as_: SignIn) -> None:
    deeds = [name for name in LOOKS if " " in name or name.endswith(("-new", "-import"))]
    before = Event.objects.count()

    for who in EVERYBODY:
        client = as_(who)
        for name in (name for name in deeds if who not in LOOKS[name]):
            answer = client.post(address(county, name), {"name": "新名称", "go": "all"})
            assert answer.status_code in (403, 404), (who, name)

    assert Event.objects.count() == before


def test_a_stranger_is_sent_to_the_door(county: County, client: Client) -> None:
    for name in LOOKS:
        answer = client.get(address(county, name))
        assert answer.status_code == 302
        assert answer.headers["location"].startswith(reverse("web:sign-in"))


@pytest.mark.parametrize("who", sorted(STAFF - ADMIN))
def test_who_may_not_act_sees_no_button(county: County, as_: SignIn, who: str) -> None:
    for name in ("units", "unit", "offices", "calendar"):
        assert 'hx-target="#dialogs"' not in as_(who).get(address(county, name)).content.decode()


def test_a_unit_of_another_county_is_not_there(county: County, as_: SignIn) -> None:
    other = make_unit("外县住建局", division=make_division("外县"))

    assert as_("administrator").get(reverse("web:unit", args=[other.pk])).status_code == 404


def test_a_past_day_is_looked_at_and_not_changed(county: County, as_: SignIn) -> None:
    client, where = as_("administrator"), address(county, "unit")
    before = Event.objects.count()

    shown = client.get(where, {"as_of": "2026-02-01"}).content.decode()
    answer = client.post(f"{address(county, 'unit-do short-name')}?as_of=2026-02-01", {"name": "双桥"})

    assert "加简称" not in shown
    assert answer.status_code == 409
    assert Event.objects.count() == before

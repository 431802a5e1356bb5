"""Units as their pages show them, and every deed that is begun there."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from guatu.accounts.models import Division, Succession, Unit
from tests.accounts.counties import kinds_of
from tests.accounts.factories import make_division, make_person, make_unit
from tests.ledgers.factories import DAY, County, signed

SignIn = Callable[[str], Client]


def page(client: Client, name: str, *args: object, **query: str) -> str:
    answer = client.get(reverse(f"web:{name}", args=args), query)
    assert answer.status_code == 200
    return answer.content.decode()


def do(client: Client, unit: Unit, deed: str, query: str = "", **given: object) -> tuple[int, str]:
    """Send a deed as htmx does; its status and the words of the answer."""
    where = reverse("web:unit-do", args=[unit.pk, deed]) + query
    answer = client.post(where, given, headers={"hx-request": "true"})
    return answer.status_code, answer.content.decode()


def test_the_tree_counts_what_stands_in_each_division_and_below(county: County, as_: SignIn) -> None:
    town = make_division("双桥镇", parent=county.lead.division)
    make_unit("双桥镇水管站", division=town)

    shown = page(as_("coordinator"), "units")
    below = page(as_("coordinator"), "units", division=str(town.pk))

    assert (
        f'<span class="n">{Unit.objects.filter(division__in=[county.lead.division, town]).count()}</span>'
        in shown
    )
    assert '<span class="n">1</span>' in shown
    assert "双桥镇水管站" in below
    assert "县核查中心" not in below


@pytest.mark.parametrize(
    ("query", "there", "absent"),
    [
        ({"kind": "town"}, "双桥镇", "县核查中心"),
        ({"q": "供电"}, "县供电公司", "石泉镇"),
        ({"liaison": "none"}, "县核查中心", "石泉镇"),
        ({"state": "ended"}, "没有符合的单位", "县核查中心"),
    ],
)
def test_the_address_narrows_the_table(
    county: County, as_: SignIn, query: dict[str, str], there: str, absent: str
) -> None:
    shown = page(as_("coordinator"), "units", **query)

    assert there in shown
    assert f'data-open href="{reverse("web:unit", args=[Unit.objects.get(name=absent).pk])}"' not in shown


def test_a_past_day_shows_the_names_of_that_day(county: County, as_: SignIn) -> None:
    client, unit = as_("administrator"), county.towns[0]
    do(client, unit, "rename", name="双桥街道", on=str(DAY))

    assert "双桥街道" in page(client, "units")
    assert "双桥街道" not in page(client, "units", as_of="2026-02-01")
    assert "双桥镇" in page(client, "unit", unit.pk, as_of="2026-02-01")


def test_open_items_are_counted_and_listed_for_who_may_see_them(county: County, as_: SignIn) -> None:
    item = signed(county)

    assert "双桥镇在办 1 项" in page(as_("coordinator"), "units")
    assert item.number in page(as_("coordinator"), "unit", county.towns[0].pk)


def test_a_unit_is_added_with_its_short_names(county: County, as_: SignIn) -> None:
    given = {"name": "县住建局", "kind": "department", "short_names": "住建局/建设局", "form_key": "one"}
    where = f"{reverse('web:unit-new')}?division={county.lead.division_id}"

    answers = [as_("administrator").post(where, given) for _ in range(2)]

    unit = Unit.objects.get(name="县住建局")
    assert [answer.status_code for answer in answers] == [302, 302]
    assert [one.name for one in unit.short_names.all()] == ["住建局", "建设局"]
    assert answers[0].headers["location"] == reverse("web:unit", args=[unit.pk])


def test_a_taken_name_is_told_at_its_field_and_what_was_typed_stays(county: County, as_: SignIn) -> None:
    status, told = do(as_("administrator"), county.towns[0], "rename", name="石泉镇", on=str(DAY))

    assert status == 409
    assert "已有“石泉镇”" in told
    assert 'aria-invalid="true"' in told
    assert 'value="石泉镇"' in told


def test_an_earlier_day_needs_its_reason(county: County, as_: SignIn) -> None:
    client, unit = as_("administrator"), county.towns[0]

    refused = do(client, unit, "rename", name="双桥街道", on="2026-02-02")
    done = do(client, unit, "rename", name="双桥街道", on="2026-02-02", why_earlier="批复晚到")

    assert refused[0] == 422
    assert done[0] == 200
    assert "补录原因：批复晚到" in page(client, "unit", unit.pk)


def test_what_a_unit_is_can_be_corrected(county: County, as_: SignIn) -> None:
    unit = county.towns[0]

    status, _ = do(
        as_("administrator"), unit, "change", kind="town", parent="县供电公司", code="T01", position="3"
    )

    unit.refresh_from_db()
    assert status == 200
    assert (unit.parent, unit.code, unit.code_scheme, unit.position) == (county.lead, "T01", "local", 3)


def test_an_unknown_unit_is_refused_with_its_cure(county: County, as_: SignIn) -> None:
    given = {"kind": "town", "parent": "没有的单位", "code": "", "position": "0"}

    status, told = do(as_("administrator"), county.towns[0], "change", **given)

    assert status == 422
    assert "名册中没有“没有的单位”" in told


def test_short_names_come_and_go(county: County, as_: SignIn) -> None:
    client, unit = as_("administrator"), county.towns[0]
    do(client, unit, "short-name", name="双桥")
    row = unit.short_names.get(name="双桥")

    do(client, unit, "drop-short-name", f"?of={row.pk}")

    row.refresh_from_db()
    assert row.dropped_on == DAY
    assert do(client, unit, "drop-short-name", "?of=0")[0] == 404


def test_a_unit_with_people_is_not_ended(county: County, as_: SignIn) -> None:
    status, told = do(as_("administrator"), county.towns[0], "end", valid_to=str(DAY))

    assert status == 422
    assert "尚有1名启用人员" in told


def test_an_empty_unit_ends_on_its_day(county: County, as_: SignIn) -> None:
    unit = make_unit("空壳中心", division=county.lead.division)

    do(as_("administrator"), unit, "end", valid_to="2026-02-01")

    unit.refresh_from_db()
    assert unit.valid_to == date(2026, 2, 1)
    assert "空壳中心" in page(as_("coordinator"), "units", state="ended")


def test_functions_pass_and_the_coordinator_hands_over_what_is_open(county: County, as_: SignIn) -> None:
    item, (giver, taker) = signed(county), county.towns
    given = {"successor": "石泉镇", "effective_on": str(DAY), "paper": "云编〔2026〕3号"}

    do(as_("administrator"), giver, "succeed", **given)

    assert Succession.objects.get().paper == "云编〔2026〕3号"
    assert "移交 1 件在办" in page(as_("coordinator"), "unit", giver.pk)
    assert "移交 1 件在办" not in page(as_("administrator"), "unit", giver.pk)
    status, _ = do(
        as_("coordinator"), giver, "hand-over", taker=taker.pk, reason="云编〔2026〕3号", items=[item.pk]
    )
    assert status == 200
    held = {row.unit_id for row in item.assignments.exclude(state="released")}
    assert giver.pk not in held
    assert taker.pk in held


def test_only_items_of_the_giver_are_handed_over(county: County, as_: SignIn) -> None:
    item, (giver, taker) = signed(county), county.towns
    do(as_("administrator"), giver, "succeed", successor="石泉镇", effective_on=str(DAY), paper="编办文")

    status, told = do(
        as_("coordinator"), giver, "hand-over", taker=taker.pk, reason="编办文", items=[item.pk + 99]
    )

    assert status == 422
    assert "所选已不可用" in told


def test_divisions_are_added_below_and_ended(county: County, as_: SignIn) -> None:
    client, top = as_("administrator"), county.lead.division
    given = {"name": "高新区", "scheme": "local", "code": "9101"}

    client.post(reverse("web:division-do", args=[top.pk, "add"]), given)
    zone = Division.objects.get(name="高新区")
    client.post(reverse("web:division-do", args=[zone.pk, "end"]), {"valid_to": "2026-03-03"})

    zone.refresh_from_db()
    assert (zone.parent, zone.valid_to) == (top, date(2026, 3, 3))
    assert kinds_of(zone) == ["division_added", "division_ended"]


def test_the_trail_tells_what_happened_in_words(county: County, as_: SignIn) -> None:
    client, unit = as_("administrator"), county.towns[0]
    do(client, unit, "rename", name="双桥街道", on=str(DAY))

    shown = page(client, "unit", unit.pk)

    assert "原名“双桥镇”转为简称" in shown
    assert "授予 陈念安“联络员”（双桥街道）" in shown


def test_the_table_and_a_page_cost_the_same_however_many(county: County, as_: SignIn) -> None:
    client, unit = as_("coordinator"), county.towns[0]
    make_unit("县第一局", division=county.lead.division, short_names=["一局"])
    signed(county)

    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            page(client, "units")
            page(client, "unit", unit.pk)
        return len(asked)

    cost()  # the first visit begins the session
    few = cost()
    for number in range(4):
        one = make_unit(f"县第{number}办", division=county.lead.division, short_names=[f"{number}办"])
        make_person(roles=[("liaison", one)])
        make_person(roles=[("liaison", unit)])
        signed(county)

    cost()  # counts that were remembered are counted anew
    assert cost() == few
    assert few <= 60

"""Programs see the plan of look-backs and decide it for many items at once, or draw a sample."""

from datetime import timedelta
from pathlib import Path

from pytest_django import Settings

from guatu.api.operations.look_backs import DrawTold, LookBackPlan, RelapseRates
from guatu.history import checkpoints, keys
from guatu.ledgers.actions import ledgers, look_backs
from guatu.ledgers.models import LookBack
from tests.accounts.factories import moment
from tests.api.conftest import Programs, problem
from tests.ledgers.factories import DAY, County, closed

LATER = DAY + timedelta(days=30)


def plan(programs: Programs, name: str = "coordinator", **asked: object) -> LookBackPlan:
    return LookBackPlan.model_validate(programs(name, "read").get("/look-backs", asked).json())


def test_the_plan_tells_what_waits_and_why(county: County, program: Programs) -> None:
    item = closed(county)
    told = plan(program)

    assert [told.counts[name] for name in ("undecided", "due", "looked", "dropped")] == [1, 0, 0, 0]
    row = told.look_backs[0]
    assert (row.item.id, row.state) == (item.pk, "undecided")
    assert row.lead_unit is not None
    assert row.lead_unit.name == "县供电公司"
    assert row.risk in ("high", "middle", "low")
    assert "：" in row.why
    assert [one.id for one in told.lookers] == [county.people["verifier"].pk]
    assert plan(program, ledger=987654).look_backs == []
    assert problem(program("coordinator").get("/look-backs", {"room": 1})) == (422, "malformed")
    assert problem(program("town").get("/look-backs")) == (404, "absent")


def test_items_are_taken_into_the_plan_on_a_day_and_by_somebody(county: County, program: Programs) -> None:
    items, one = [closed(county), closed(county)], program("coordinator")
    body = {
        "item_ids": [item.pk for item in items],
        "due_on": str(LATER),
        "looker_id": county.people["verifier"].pk,
    }
    done = one.post("/look-backs/accepted", body, **{"idempotency-key": "a"}).json()
    assert [row["number"] for row in done["items"]] == [item.number for item in items]
    assert one.post("/look-backs/accepted", body, **{"idempotency-key": "a"}).json() == done
    rows = plan(program, show="planned").look_backs
    assert {(row.due_on, row.looker and row.looker.id) for row in rows} == {
        (str(LATER), county.people["verifier"].pk)
    }
    stranger = body | {"looker_id": county.people["stranger"].pk}
    assert problem(one.post("/look-backs/accepted", stranger)) == (422, "malformed")
    early = body | {"due_on": str(DAY - timedelta(days=1))}
    assert problem(one.post("/look-backs/accepted", early)) == (422, "wrong_day")


def test_what_is_dropped_stands_with_its_reason(county: County, program: Programs) -> None:
    item, one = closed(county), program("coordinator")
    body = {"item_ids": [item.pk], "reason": "已并入专项"}
    assert one.post("/look-backs/dropped", body).status_code == 200
    row = plan(program, show="dropped").look_backs[0]
    assert (row.state, row.finding) == ("dropped", "已并入专项")


def test_only_who_coordinates_the_ledger_decides(county: County, program: Programs) -> None:
    item = closed(county)
    body = {"item_ids": [item.pk], "reason": "x"}
    for name in ("verifier", "inspector", "town"):
        assert problem(program(name).post("/look-backs/dropped", body)) == (404, "absent")
    unknown = {"item_ids": [item.pk, 987654], "reason": "x"}
    assert problem(program("coordinator").post("/look-backs/dropped", unknown)) == (422, "malformed")
    assert not LookBack.objects.filter(state="dropped").exists()


def test_a_sample_is_drawn_and_can_be_drawn_again(
    county: County, program: Programs, settings: Settings, tmp_path: Path
) -> None:
    settings.SIGNING_KEY, settings.CHECKPOINTS = tmp_path / "checkpoint.pem", tmp_path / "kept"
    keys.make_key()
    ledgers.change(ledger=county.ledger, look_back_after=0, **county.when("administrator"))
    items, one = [closed(county) for _ in range(3)], program("coordinator")
    risk = plan(program).look_backs[0].risk
    body = {"ledger_id": county.ledger.pk, "risk": risk, "share": 40}
    checkpoints.take(at=moment(DAY))
    told = DrawTold.model_validate(one.post("/look-backs/drawn", body).json())
    assert (told.pool, told.taken, told.ledger.id) == (len(items), 2, county.ledger.pk)
    assert plan(program).draws == [told]
    assert {row.draw_id for row in plan(program, show="planned").look_backs} == {told.id}
    assert problem(program("leader").post("/look-backs/drawn", body)) == (404, "absent")


def test_rates_tell_how_much_came_back(county: County, program: Programs) -> None:
    item = closed(county)
    look_backs.reopen(
        pk=item.pk, finding="又断电", deadline=LATER, **county.when("verifier", DAY + timedelta(days=1))
    )
    told = RelapseRates.model_validate(program("leader", "read").get("/look-backs/rates").json())
    assert [(one.name, one.looked, one.relapsed, one.percent) for one in told.units] == [
        ("县供电公司", 1, 1, 100)
    ]
    assert [one.id for one in told.ledgers] == [county.ledger.pk]
    assert [(one.code, one.percent) for one in told.kinds] == [("rectification", 100)]
    assert told.categories == []

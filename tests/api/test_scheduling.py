"""序时计划 for programs: set by months or milestones, refused with its field, told with the item."""

from typing import Any

import pytest

from guatu.ledgers.models import SchedulePoint
from tests.api.conftest import Programs, problem
from tests.ledgers.factories import County, signed

MONTHS = [{"month": "2026-03", "percent": 0}, {"month": "2026-05", "percent": 60}]
LAST = {"month": "2026-06", "percent": 100}
STEPS = [
    {"day": "2026-03-31", "name": "完成招标", "share": 20},
    {"day": "2026-06-30", "name": "验收", "share": 80},
]
ANY = {"if-match": "*"}


def test_a_plan_is_set_told_and_ended(county: County, program: Programs) -> None:
    item, one = signed(county), program("coordinator")
    path = f"/items/{item.pk}"
    assert one.get(path).json()["schedule"] is None
    assert one.get(path).json()["planned"] == 0

    given = {"kind": "months", "months": [*MONTHS, LAST]}
    told = one.post(f"{path}/acts/schedule_set", given, **ANY).json()["schedule"]
    assert (told["kind"], told["set_on"], told["doubt"]) == ("months", "2026-03-02", "")
    assert [(each["day"], each["share"]) for each in told["points"]] == [
        ("2026-03-31", 0),
        ("2026-05-31", 60),
        ("2026-06-30", 100),
    ]

    given = {"kind": "milestones", "milestones": STEPS}
    assert problem(one.post(f"{path}/acts/schedule_set", given, **ANY)) == (422, "reason_missing")
    told = one.post(f"{path}/acts/schedule_set", given | {"reason": "招标推迟"}, **ANY).json()["schedule"]
    assert [each["name"] for each in told["points"]] == ["完成招标", "验收"]
    ended = one.post(f"{path}/acts/schedule_set", {"kind": "straight", "reason": "任务减少"}, **ANY)
    assert ended.json()["schedule"] is None


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"kind": "months"}, "incomplete"),
        ({"kind": "months", "months": MONTHS}, "wrong_figure"),
        ({"kind": "months", "months": [LAST, *MONTHS]}, "wrong_day"),
        ({"kind": "months", "months": [LAST], "milestones": STEPS}, "malformed"),
        ({"kind": "months", "months": [{"month": "2026-13", "percent": 100}]}, "malformed"),
        ({"kind": "milestones", "milestones": STEPS, "months": [LAST]}, "malformed"),
        ({"kind": "milestones", "milestones": STEPS[:1]}, "wrong_figure"),
        ({"kind": "straight", "months": [LAST]}, "malformed"),
        ({"kind": "straight"}, "wrong_day"),
        ({"kind": "weekly"}, "malformed"),
    ],
)
def test_a_plan_that_does_not_hold_together_is_refused_and_writes_nothing(
    county: County, program: Programs, body: dict[str, Any], code: str
) -> None:
    item = signed(county)
    answer = program("coordinator").post(f"/items/{item.pk}/acts/schedule_set", body, **ANY)

    assert problem(answer) == (422, code)
    assert not SchedulePoint.objects.exists()


def test_a_plan_is_set_on_what_was_looked_at_and_by_the_office_alone(
    county: County, program: Programs
) -> None:
    item = signed(county)
    path, body = f"/items/{item.pk}/acts/schedule_set", {"kind": "months", "months": [LAST]}

    assert problem(program("coordinator").post(path, body)) == (428, "revision_needed")
    assert problem(program("liaison").post(path, body, **ANY)) == (403, "not_yours")
    assert problem(program("stranger").post(path, body, **ANY)) == (404, "absent")

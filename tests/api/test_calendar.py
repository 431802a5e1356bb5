"""Programs read the working days, and decide one as administrators do."""

from guatu.api.operations.calendar import CalendarTold
from tests.api.conftest import Programs, problem
from tests.ledgers.factories import County


def test_a_day_is_decided_and_told(county: County, program: Programs) -> None:
    one, body = program("administrator"), {"day": "2026-03-14", "is_working": True, "note": "示例政办 1 号"}
    told = CalendarTold.model_validate(one.post("/calendar/days", body).json())

    assert told.year == 2026
    assert ("2026-03-14", True, "示例政办 1 号") in [(d.day, d.is_working, d.note) for d in told.days]
    assert told == CalendarTold.model_validate(program("town", "read").get("/calendar").json())
    assert problem(one.post("/calendar/days", body)) == (409, "already_decided")
    assert one.get("/calendar", {"year": 2099}).json() == {"year": 2099, "is_provisional": True, "days": []}
    assert problem(one.get("/calendar", {"year": 1900})) == (422, "malformed")
    for who in ("coordinator", "leader", "town"):
        assert problem(program(who).post("/calendar/days", body)) == (404, "absent"), who

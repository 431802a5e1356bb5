"""Programs publish close-out standards, version by version."""

from guatu.api.operations.standards import Versions
from tests.api.conftest import Programs, problem
from tests.ledgers.factories import County

BODY = {
    "name": "路灯不亮",
    "basis": "试行",
    "checks": [{"text": "夜里亮灯", "method": "photo_count", "least": 2}],
}


def test_a_standard_is_published_changed_and_retired(county: County, program: Programs) -> None:
    one = program("administrator")
    made = Versions.model_validate(one.post("/standards", {**BODY, "office_id": county.office.pk}).json())
    path = f"/standards/{made.versions[0].standard_id}"
    more = {**BODY, "checks": [*BODY["checks"], {"text": "群众满意"}]}
    told = Versions.model_validate(program("coordinator").post(f"{path}/versions", more).json())

    assert [(each.version, len(each.checks)) for each in told.versions] == [(2, 2), (1, 1)]
    assert told == Versions.model_validate(program("verifier").get(path).json())
    assert problem(one.post(f"{path}/retired")) == (403, "not_yours")
    gone = Versions.model_validate(program("coordinator").post(f"{path}/retired").json())
    assert gone.versions[0].is_retired
    assert problem(program("coordinator").post(f"{path}/retired")) == (409, "not_now")


def test_standards_are_kept_by_their_office(county: County, program: Programs) -> None:
    path = f"/standards/{county.standard.standard_id}"
    for who in ("verifier", "leader", "town", "stranger"):
        one = program(who)
        assert problem(one.post("/standards", {**BODY, "office_id": county.office.pk})) == (404, "absent")
        expected = (403, "not_yours") if who in ("verifier", "leader") else (404, "absent")
        for word, body in (("versions", BODY), ("retired", {})):
            assert problem(one.post(f"{path}/{word}", body)) == expected, (who, word)
    assert problem(program("town").get(path)) == (404, "absent")
    assert problem(program("coordinator").get("/standards/999")) == (404, "absent")

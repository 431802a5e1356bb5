"""Programs of inspectors see who looked and who exported, and take a period of a chain along."""

import io
import zipfile
from datetime import timedelta

import pytest

from guatu.api.operations.inspecting import Exports, Sights
from guatu.history import checkpoints, keys
from guatu.ledgers.models import Sight
from tests.accounts.factories import moment
from tests.api.conftest import Programs, problem
from tests.ledgers.factories import DAY, County, signed


def test_an_inspector_sees_who_looked(county: County, program: Programs) -> None:
    item = signed(county)
    Sight.objects.create(
        person=county.people["leader"], item=item, day=DAY, first_at=moment(DAY), pages=2, files=1
    )
    one = program("inspector", "read")
    told = Sights.model_validate(one.get("/trail/sights").json())
    assert [(row.person.name, row.item.id, row.pages, row.files) for row in told.sights] == [
        ("周行之", item.pk, 2, 1)
    ]
    later = {"first": str(DAY + timedelta(days=1))}
    assert one.get("/trail/sights", later).json() == {"sights": [], "next": None}
    assert one.get("/trail/sights", {"person": "无此人"}).json()["sights"] == []


def test_an_inspector_sees_what_left_the_house(county: County, program: Programs) -> None:
    signed(county)
    b"".join(program("coordinator").post("/items/export", {"columns": ["number", "title"]}))
    told = Exports.model_validate(program("inspector", "read").get("/trail/exports").json())
    assert [(row.of, row.person, row.said["rows"]) for row in told.exports] == [("整改台账", "林知远", "1")]


@pytest.mark.parametrize("what", ["sights", "exports"])
def test_nobody_else_finds_it(county: County, program: Programs, what: str) -> None:
    for name in ("coordinator", "administrator", "town"):
        assert problem(program(name, "read").get(f"/trail/{what}")) == (404, "absent")


def test_the_list_of_all_ledgers_is_taken_along(county: County, program: Programs) -> None:
    signed(county)
    answer = program("town").post("/items/export")
    assert b"".join(answer)[:2] == b"PK"
    assert problem(program("town").post("/items/export", {"columns": ["colour"]})) == (422, "malformed")


@pytest.fixture
def _key(county: County) -> None:
    """A key by which checkpoints are signed."""
    keys.make_key()


@pytest.mark.usefixtures("_key")
def test_a_period_of_a_chain_is_taken_along(county: County, program: Programs) -> None:
    signed(county)
    checkpoints.take(at=moment(DAY))
    where, one = f"/trail/chains/{county.office.chain}/export", program("inspector")
    answer = one.get(where, {"first": str(DAY), "last": str(DAY)})
    assert answer.status_code == 200
    assert zipfile.ZipFile(io.BytesIO(b"".join(answer))).namelist()
    before = {"first": "2020-01-01", "last": "2020-01-31"}
    assert problem(one.get(where, before)) == (422, "period_empty")
    assert problem(program("coordinator").get(where, before)) == (404, "absent")


@pytest.mark.usefixtures("_key")
def test_the_key_is_handed_out_to_who_verifies(county: County, program: Programs) -> None:
    one = program("administrator", "read")
    assert problem(one.get("/trail/key")) == (404, "absent")
    checkpoints.take(at=moment(DAY))
    checkpoints.lay_all()
    assert b"PUBLIC KEY" in one.get("/trail/key").content
    assert problem(program("coordinator", "read").get("/trail/key")) == (404, "absent")

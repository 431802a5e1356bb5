"""One answer tells a leader's program what waits for his word, what is stuck, and what came of his words."""

from datetime import timedelta

from guatu.api.operations.leading import Decisions
from guatu.ledgers.actions import instructions, sign_offs
from tests.api.conftest import Programs, SetDay, problem
from tests.ledgers.factories import DAY, DEADLINE, County, make_items, signed


def test_what_waits_for_the_leader_is_told_in_one_answer(county: County, program: Programs) -> None:
    paper = sign_offs.ask(
        pks=[one.pk for one in make_items(county, 2)],
        leader=county.people["leader"],
        **county.when("coordinator"),
    )
    told = Decisions.model_validate(program("leader", "read").get("/decisions").json())
    assert [(one.event, one.row_id, one.count) for one in told.decisions] == [
        ("sign_off_approved", paper.pk, 2)
    ]


def test_what_is_stuck_and_what_was_said_stand_beside(county: County, program: Programs, day: SetDay) -> None:
    late, said = signed(county), signed(county)
    instructions.instruct(pk=said.pk, words="抓紧", reply_by=DAY + timedelta(days=3), **county.when("leader"))
    day(DEADLINE + timedelta(days=1))
    told = Decisions.model_validate(program("leader", "read").get("/decisions").json())
    assert [one.item.id for one in told.stuck] == [late.pk]
    assert [(one.item.id, one.words, one.is_late) for one in told.said] == [(said.pk, "抓紧", True)]
    assert (told.total.open, told.total.overdue) == (2, 2)


def test_who_leads_nothing_finds_no_such_screen(county: County, program: Programs) -> None:
    for name in ("coordinator", "town"):
        assert problem(program(name, "read").get("/decisions")) == (404, "absent")

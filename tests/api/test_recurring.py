"""Similar problems that were struck off, for programs."""

from guatu.api.operations.recurring import SimilarProblems
from guatu.ledgers.actions import recurring
from tests.api.conftest import Programs
from tests.ledgers.factories import County, closed, signed

SEEPAGE = "垃圾填埋场渗滤液收集池满溢，渗滤液流入沟渠"
AGAIN = "填埋场的渗滤液从收集池溢出来，流进外面的沟"


def test_an_item_and_a_text_find_what_was_struck_off(county: County, program: Programs) -> None:
    earlier, item = closed(county, title=SEEPAGE, problem=""), signed(county, title=AGAIN, problem="")
    recurring.catch_up(most=10)
    office = program("coordinator", "read")
    for address in (f"/items/{item.pk}/similar", f"/similar?text={AGAIN}&unit={county.lead.pk}"):
        (one,) = SimilarProblems.model_validate(office.get(address).json()).similar
        assert (one.item.id, one.closeness, one.is_same_unit) == (earlier.pk, "close", True)
    assert program("stranger", "read").get(f"/similar?text={AGAIN}").json() == {"similar": []}
    assert program("stranger", "read").get(f"/items/{item.pk}/similar").status_code == 404
    assert office.get("/similar").status_code == 422

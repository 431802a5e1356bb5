"""Documents that came in, as rows: what they must be called, and whose they are."""

import pytest

from guatu.ledgers.actions import directives
from guatu.ledgers.errors import Incomplete, WrongDay
from guatu.ledgers.models import Directive
from tests.ledgers.factories import make_county


def test_a_document_is_called_something_and_goes_to_a_ledger_of_its_office(db: None) -> None:
    county = make_county()
    by = county.when("coordinator")
    with pytest.raises(Incomplete, match="来文标题"):
        directives.receive(office=county.office, title=" ", **by)
    with pytest.raises(WrongDay, match="台账不是本办公室的"):
        directives.receive(office=county.office, title="工作要点", ledger=make_county().ledger, **by)
    assert not Directive.objects.exists()
    made = directives.receive(office=county.office, title=" 工作要点 ", ledger=county.ledger, **by)
    assert made.title == "工作要点"
    with pytest.raises(Incomplete, match="来文标题"):
        directives.change(directive=made, title="", **by)

"""Where the ledger asks for it, a unit's own reviewer lets a report out before it counts."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from guatu.accounts.queries import working_calendar
from guatu.history import rebuilding
from guatu.ledgers.actions import ledgers, reports, requests
from guatu.ledgers.actions.reports import NewEvidence, NewReport
from guatu.ledgers.errors import ChecksUnmet, NotNow, NotYours, ReasonMissing
from guatu.ledgers.events import Event
from guatu.ledgers.models import Assignment, CloseOut, Evidence, Item, Report
from guatu.ledgers.queries import duties
from guatu.ledgers.queries.duty import When
from guatu.ledgers.queries.item_page import item_page, seen_evidence
from guatu.ledgers.queries.periods import sheet
from tests.accounts.factories import make_person
from tests.ledgers.factories import DAY, County, finished, fresh, photo, signed

LATER = date(2026, 3, 4)


@pytest.fixture
def reviewed(county: County) -> County:
    """A county where 双桥镇 has a reviewer, and whose ledger wants reports reviewed."""
    county.people["town_reviewer"] = make_person("梁思远", roles=[("reviewer", county.towns[0])])
    by = county.when("coordinator")
    county.ledger = ledgers.change(ledger=county.ledger, needs_report_review=True, cadence="weekly", **by)
    return county


def drafted(county: County, item: Item, *, done: int = 3, number: int = 7) -> Report:
    row = item.assignments.get(unit=county.towns[0])
    proof = NewEvidence(file=photo(number), name="表箱.png", measures=[row.measure_id or 0])
    new = NewReport(text="换表 3 处", achieved=Decimal(done), evidence=[proof])
    return reports.report(assignment=row.pk, new=new, **county.when("town"))


def of_town(county: County, item: Item) -> Assignment:
    return item.assignments.get(unit=county.towns[0])


def test_a_draft_counts_nothing_until_it_is_let_out(reviewed: County) -> None:
    item = signed(reviewed)
    draft = drafted(reviewed, item)
    row = of_town(reviewed, item)
    assert (draft.review, row.state, int(row.achieved), fresh(item).progress) == ("awaiting", "working", 0, 0)

    reports.release(report=draft, **reviewed.when("town_reviewer", LATER))

    row.refresh_from_db()
    draft.refresh_from_db()
    assert (draft.review, draft.reviewed_on) == ("released", LATER)
    assert (row.state, int(row.achieved), row.progress, row.reported_on) == ("reported", 3, 50, DAY)
    assert fresh(item).progress == 15  # 3 of 20
    assert rebuilding.check().found == []


def test_a_draft_is_seen_in_its_unit_alone(reviewed: County) -> None:
    item = signed(reviewed)
    draft = drafted(reviewed, item)
    proof = Evidence.objects.get(report=draft)

    def sees(name: str) -> tuple[bool, bool, bool]:
        page = item_page(reviewed(name), item.pk, on=DAY)
        assert page is not None
        opened = seen_evidence(reviewed(name), item.pk, proof.pk) is not None
        return draft in page.reports, proof in [one.evidence for one in page.proofs], opened

    assert sees("town") == sees("town_reviewer") == (True, True, True)
    for name in ("coordinator", "verifier", "liaison", "other_town", "inspector"):
        assert sees(name) == (False, False, False), name
    reports.release(report=draft, **reviewed.when("town_reviewer"))
    assert sees("coordinator") == sees("other_town") == (True, True, True)


def test_a_draft_that_is_sent_back_waits_for_the_liaison(reviewed: County) -> None:
    item = signed(reviewed)
    draft = drafted(reviewed, item)
    with pytest.raises(ReasonMissing):
        reports.decline(report=draft, remark=" ", **reviewed.when("town_reviewer"))
    reports.decline(report=draft, remark="数字与现场对不上", **reviewed.when("town_reviewer"))

    owed = {one.event: one for one in duties.of(reviewed("town"), on=DAY)}
    assert owed[Event.REPORTED].when == When.TODAY
    assert "数字与现场对不上" in owed[Event.REPORTED].note
    with pytest.raises(NotNow, match="已审核"):
        reports.release(report=draft, **reviewed.when("town_reviewer"))
    again = drafted(reviewed, item, number=8)
    reports.release(report=again, **reviewed.when("town_reviewer"))
    assert [one.event for one in duties.of(reviewed("town"), on=DAY) if one.when == When.TODAY] == []


def test_a_second_draft_takes_the_place_of_the_first_and_its_proofs(reviewed: County) -> None:
    item = signed(reviewed)
    first = drafted(reviewed, item)
    second = drafted(reviewed, item, done=4, number=8)

    first.refresh_from_db()
    assert first.review == "replaced"
    assert Evidence.objects.filter(report=second).count() == 2
    waiting = [one.row for one in duties.of(reviewed("town_reviewer"), on=DAY)]
    assert waiting == [second.pk]
    with pytest.raises(NotNow):
        reports.release(report=first, **reviewed.when("town_reviewer"))


def test_nobody_lets_out_what_he_reported_himself(reviewed: County) -> None:
    item = signed(reviewed)
    both = make_person("一人两职", roles=[("liaison", reviewed.towns[0]), ("reviewer", reviewed.towns[0])])
    reviewed.people["both"] = both
    row = of_town(reviewed, item)
    draft = reports.report(
        assignment=row.pk, new=NewReport(text="换表", achieved=Decimal(1)), **reviewed.when("both")
    )

    assert Event.REPORT_RELEASED not in {one.event for one in duties.of(reviewed("both"), on=DAY)}
    with pytest.raises(NotYours, match="报送人以外"):
        reports.release(report=draft, **reviewed.when("both"))
    with pytest.raises(DatabaseError), transaction.atomic():
        Report.objects.filter(pk=draft.pk).update(review="released", reviewed_by=both, reviewed_on=DAY)
    for name in ("reviewer", "coordinator", "other_town"):
        with pytest.raises(NotYours):
            reports.release(report=draft, **reviewed.when(name))


def test_close_out_waits_for_drafts_and_their_reviewer_never_holds_the_second_key(county: County) -> None:
    item = finished(county)
    desk = county.people["verifier"].unit
    reviewer = make_person(
        "梁思远", unit=desk, roles=[("reviewer", county.towns[0]), ("verifier", county.office)]
    )
    county.people["town_reviewer"] = reviewer
    ledgers.change(ledger=county.ledger, needs_report_review=True, **county.when("coordinator"))
    draft = drafted(county, item, done=6)
    with pytest.raises(ChecksUnmet, match="等本单位审核（双桥镇）"):
        requests.ask(pk=item.pk, statement="全部完成", **county.when("liaison"))
    reports.release(report=draft, **county.when("town_reviewer"))
    requests.ask(pk=item.pk, statement="全部完成", **county.when("liaison"))
    requests.review(pk=item.pk, **county.when("reviewer"))

    with pytest.raises(DatabaseError, match="报过进展"), transaction.atomic():
        CloseOut.objects.filter(item=item).update(
            verified_by=reviewer,
            verified_on=DAY,
            verified_office=county.office,
            verified_unit=desk,
        )


def test_a_period_tells_drafts_from_reports(reviewed: County) -> None:
    item = signed(reviewed)
    draft = drafted(reviewed, item)

    def standing() -> str:
        found = sheet(reviewed.ledger, "weekly", on=DAY, calendar=working_calendar())
        return next(one.standing for one in found.lines if one.assignment.unit == reviewed.towns[0])

    assert standing() == "awaiting"
    reports.release(report=draft, **reviewed.when("town_reviewer"))
    assert standing() == "reported"

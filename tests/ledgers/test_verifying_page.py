"""What a verifier sees of the requests that wait, and of one of them."""

from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext

from guatu.ledgers.actions import reports, requests, verdicts
from guatu.ledgers.actions.reports import NewEvidence
from guatu.ledgers.models import Evidence, Item
from guatu.ledgers.queries import verifying
from guatu.ledgers.queries.verifying import Order, Sheet
from tests.accounts.factories import make_person
from tests.ledgers.factories import (
    DAY,
    County,
    all_met,
    asked,
    finished,
    make_county,
    signed,
)

LATER = DAY + timedelta(days=2)


def sheet(county: County, item: Item, name: str = "verifier") -> Sheet:
    found = verifying.sheet(county(name), item.pk)
    assert found is not None
    return found


def reuse(county: County, source: Item, target: Item) -> Evidence:
    """The town gives the bytes of a proof of one item as proof of another."""
    proof = source.evidence.order_by("pk")[0]
    town = county.towns[0]
    new = NewEvidence(file=proof.file, name="又一次.png")
    reports.prove(pk=target.pk, unit=town, evidence=[new], **county.when("town"))
    return proof


def judge(county: County, item: Item, proof: Evidence, verdict: str) -> None:
    verdicts.judge_evidence(
        evidence=proof, verdict=verdict, note="到现场核过", pk=item.pk, **county.when("verifier")
    )


def test_the_longest_wait_stands_first(county: County) -> None:
    first = asked(county)
    second = finished(county)
    requests.ask(pk=second.pk, statement="完成", **county.when("liaison", LATER))
    requests.review(pk=second.pk, **county.when("reviewer", LATER))

    queue = verifying.queue(county("verifier", LATER))

    assert [(row.item, row.since) for row in queue] == [(first, DAY), (second, LATER)]


def test_what_is_ready_stands_first_when_asked_for(county: County) -> None:
    doubtful = asked(county)
    reuse(county, doubtful, signed(county))
    ready = asked(county)

    queue = verifying.queue(county("verifier"), order=Order.READY)

    assert [(row.item, row.is_ready, row.repeated) for row in queue] == [
        (ready, True, 0),
        (doubtful, False, 1),
    ]


def test_a_shared_proof_is_no_doubt_and_a_rejected_one_is_counted(county: County) -> None:
    item = asked(county)
    proof = reuse(county, item, signed(county))
    judge(county, item, proof, Evidence.Verdict.SHARED)
    assert verifying.queue(county("verifier"))[0].is_ready

    judge(county, item, proof, Evidence.Verdict.REJECTED)
    row = verifying.queue(county("verifier"))[0]
    assert (row.repeated, row.rejected) == (0, 1)


def test_a_look_at_the_place_is_seen_in_queue_and_sheet(county: County) -> None:
    item = asked(county)
    verdicts.order_site_check(pk=item.pk, words="双桥镇抽 1 处", **county.when("verifier"))

    assert verifying.queue(county("verifier"))[0].is_on_site
    check = sheet(county, item).site_checks[0]
    assert (str(check.ordered_by), check.ordered_on, check.words) == ("许听澜", DAY, "双桥镇抽 1 处")
    assert sheet(county, item).why_unlooked.startswith("还有现场核查没有结果")


def test_an_order_of_an_earlier_attempt_waits_on(county: County) -> None:
    item = asked(county)
    verdicts.order_site_check(pk=item.pk, words="双桥镇抽 1 处", **county.when("verifier"))
    verdicts.send_back(pk=item.pk, remark="缺照片", judged={}, **county.when("verifier"))
    requests.ask(pk=item.pk, statement="照片已补", **county.when("liaison", LATER))
    requests.review(pk=item.pk, **county.when("reviewer", LATER))

    assert verifying.queue(county("verifier", LATER))[0].is_on_site
    assert [one.words for one in sheet(county, item).site_checks] == ["双桥镇抽 1 处"]


def test_judged_names_what_was_passed_or_returned_by_verifiers_of_late(county: County) -> None:
    passed, returned, by_unit = asked(county), asked(county), finished(county)
    verdicts.verify(pk=passed.pk, judged=all_met(passed), **county.when("verifier"))
    verdicts.send_back(pk=returned.pk, remark="缺照片", judged={}, **county.when("verifier", LATER))
    requests.ask(pk=by_unit.pk, statement="完成", **county.when("liaison"))
    requests.send_back(pk=by_unit.pk, remark="先自查", **county.when("reviewer"))

    found = verifying.judged(county("verifier", LATER), on=LATER)

    assert [one.item for one in found] == [returned, passed]
    assert verifying.judged(county("verifier"), on=DAY + timedelta(days=10)) == []


def test_the_sheet_names_who_did_the_work(county: County) -> None:
    assert sheet(county, asked(county)).doers == ["沈若川", "陆怀谷", "陈念安", "宋以宁"]


def test_proofs_come_with_their_measures_and_with_where_else_they_stand(county: County) -> None:
    item, other = asked(county), signed(county)
    reuse(county, item, other)

    first, second = sheet(county, item).proofs

    assert (first.measures, second.measures) == ([1], [1])
    assert [use.item for use in first.elsewhere.uses] == [other]
    assert first.is_doubtful
    assert not second.elsewhere


def test_an_item_that_the_verifier_does_not_see_is_only_counted(county: County) -> None:
    item, beside = asked(county), make_county()
    hidden = signed(beside)
    copied = NewEvidence(file=item.evidence.order_by("pk")[0].file, name="别处.png")
    reports.prove(pk=hidden.pk, unit=beside.towns[0], evidence=[copied], **beside.when("town"))

    proof = sheet(county, item).proofs[0]

    assert (list(proof.elsewhere.uses), proof.elsewhere.hidden) == ([], 1)
    assert proof.is_doubtful


def test_a_rejected_proof_leaves_only_the_way_back(county: County) -> None:
    item = asked(county)
    assert not sheet(county, item).is_changed

    judge(county, item, item.evidence.order_by("pk")[0], Evidence.Verdict.REJECTED)

    assert sheet(county, item).is_changed


def test_who_stands_for_a_doer_is_told_so_beforehand(county: County) -> None:
    county.people["own"] = make_person(
        "镇里核查员", unit=county.towns[0], roles=[("verifier", county.office)]
    )
    item = asked(county)

    assert sheet(county, item).why_not == ""
    assert sheet(county, item, "own").why_not == "您代表的单位承办了本事项"


def test_only_who_may_judge_finds_the_sheet(county: County) -> None:
    item, done = asked(county), asked(county)
    verdicts.verify(pk=done.pk, judged=all_met(done), **county.when("verifier"))

    assert verifying.sheet(county("verifier"), done.pk) is None
    for name in ("coordinator", "leader", "town", "liaison", "reviewer", "inspector", "administrator"):
        assert verifying.sheet(county(name), item.pk) is None
        assert verifying.queue(county(name)) == []


def test_the_queue_takes_the_same_statements_however_long(county: County) -> None:
    def statements() -> int:
        who = county("verifier")
        with CaptureQueriesContext(connection) as asked_for:
            verifying.queue(who)
            verifying.judged(who, on=DAY)
        return len(asked_for)

    asked(county)
    few = statements()
    for _ in range(3):
        asked(county)

    assert statements() == few == 5


def test_the_sheet_takes_the_same_statements_however_many_proofs(county: County) -> None:
    def statements(item: Item) -> int:
        who = county("verifier")
        with CaptureQueriesContext(connection) as asked_for:
            verifying.sheet(who, item.pk)
        return len(asked_for)

    few, many = asked(county), asked(county)
    for item in (few, *[many] * 3):
        reuse(county, item, signed(county))

    assert statements(many) == statements(few) <= 24

"""What a verifier is told of proofs and words: with reasons, as far as he sees causes, never as a bar."""

from datetime import timedelta

from guatu.ledgers.actions import passages, reports, verdicts
from guatu.ledgers.actions.reports import NewEvidence, NewReport
from guatu.ledgers.doubts.findings import Kind
from guatu.ledgers.models import CloseOut, Item, Likeness, Passage, Photograph
from guatu.ledgers.queries import verifying
from guatu.ledgers.queries.doubts import Words
from guatu.ledgers.queries.verifying import Proof
from tests.accounts.factories import moment
from tests.ledgers.factories import DAY, County, all_met, asked, fresh, make_county, photo, signed
from tests.ledgers.photographing import asked_with_a_copy

SAME = "我镇立即成立专班，对辖区内基站逐一上门核查，更换计量表计，并向用户退还多收电费，群众满意度明显提升。"


def proofs(county: County, item: Item, name: str = "verifier") -> list[Proof]:
    found = verifying.sheet(county(name), item.pk)
    assert found is not None
    return list(found.proofs)


def words(county: County, item: Item) -> Words:
    found = verifying.sheet(county("verifier"), item.pk)
    assert found is not None
    return found.words


def told(item: Item, county: County, text: str) -> None:
    row = item.assignments.get(unit=county.towns[0])
    new = NewReport(text=text, achieved=row.target_share)
    reports.report(assignment=row.pk, new=new, **county.when("town"))


def test_a_mirrored_copy_stands_beside_the_first_one_and_can_be_shared(county: County) -> None:
    item, first = asked_with_a_copy(county)

    proof = proofs(county, item)[-1]

    assert [one.use.item for one in proof.alike] == [first]
    assert [one.kind for one in proof.doubts] == [Kind.SAME_PICTURE]
    assert "左右翻转过" in proof.doubts[0].reason
    assert verifying.queue(county("verifier"))[0].repeated == 1
    verdicts.judge_evidence(
        evidence=proof.evidence, verdict="shared", note="同一处", pk=item.pk, **county.when("verifier")
    )
    assert verifying.queue(county("verifier"))[0].is_ready


def test_no_doubt_closes_the_way(county: County) -> None:
    item, _ = asked_with_a_copy(county)

    verdicts.verify(pk=item.pk, judged=all_met(item), **county.when("verifier"))

    assert fresh(item).state == Item.State.CLOSED


def test_another_offices_copy_is_only_counted(county: County) -> None:
    item = asked(county)
    file = item.evidence.order_by("pk")[0].file
    other = make_county()
    hidden = signed(other)
    new = NewEvidence(file=file, name="又一次.png")
    reports.prove(pk=hidden.pk, unit=other.towns[0], evidence=[new], **other.when("town"))

    proof = proofs(county, item)[0]

    assert (list(proof.elsewhere.uses), proof.elsewhere.hidden) == ([], 1)
    assert proof.doubts[0].reason == "同一个文件还用在另外 1 个事项里"


def test_one_proof_for_many_items_is_said_openly(county: County) -> None:
    item, other = asked(county), signed(county)
    proof = item.evidence.order_by("pk")[0]
    reports.reuse(evidence=proof, pk=other.pk, unit=county.towns[0], **county.when("town"))

    kinds = [one.kind for one in proofs(county, item)[0].doubts]

    assert kinds == [Kind.SAME_FILE, Kind.WIDELY_USED]


def test_time_and_traces_in_the_file_are_told(county: County) -> None:
    item = asked(county)
    proof = item.evidence.order_by("pk")[0]
    type(proof).objects.filter(pk=proof.pk).update(taken_at=moment(DAY) - timedelta(days=90))
    Photograph.objects.create(
        sha256=proof.file_id, width=4, height=3, marks=b"", software="Snapseed 2", has_claims=True
    )

    kinds = [one.kind for one in proofs(county, item)[0].doubts]

    assert kinds == [Kind.OUT_OF_TIME, Kind.EDITED]


def test_words_of_another_unit_are_found_and_shown(county: County) -> None:
    earlier = signed(county)
    told(earlier, county, SAME)
    passages.catch_up(most=100)
    item = asked(county)
    CloseOut.objects.filter(item=item).update(statement=f"双桥镇 20 处都已完成。{SAME}")

    (copied,) = words(county, item).copied

    assert (copied.other_item, copied.other_unit, copied.is_same_item) == (earlier, "双桥镇", False)
    assert "与5G-001 双桥镇" in copied.reason
    assert copied.shared.share > 70


def test_what_was_taken_up_is_not_taken_up_again(county: County) -> None:
    told(signed(county), county, SAME)
    assert passages.catch_up(most=100) == 1
    assert passages.catch_up(most=100) == 0
    assert Passage.objects.count() > 3


def test_what_only_looks_taken_off_a_screen_is_a_hint(county: County) -> None:
    item, other = asked(county), signed(county)
    given = NewEvidence(file=photo(252), name="现场.png")
    reports.prove(pk=other.pk, unit=county.towns[0], evidence=[given], **county.when("town"))
    own = item.evidence.order_by("pk")[0]
    later, earlier = (
        Photograph.objects.create(sha256=sha256, width=4, height=3, marks=b"", has_claims=True)
        for sha256 in (own.file_id, given.file.sha256)
    )
    lies = [1, 0, 0, 0, 1, 0]
    Likeness.objects.create(later=later, earlier=earlier, kind="screen", share=80, lies=lies)

    proof = proofs(county, item)[0]

    assert [(one.kind, one.is_strong) for one in proof.doubts] == [(Kind.SCREEN, False)]
    assert "同一处隔时再拍也可能很像" in proof.doubts[0].reason
    assert not proof.is_doubtful
    assert verifying.queue(county("verifier"))[0].is_ready

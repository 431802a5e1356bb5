"""To verify: queue, proofs, verdict; what is refused stands at its field, what was typed stays."""

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django.fixtures import Settings

from guatu.ledgers.actions import passages, reports, verdicts
from guatu.ledgers.actions.reports import NewEvidence
from guatu.ledgers.models import CloseOut, Evidence, Item, Photograph
from tests.accounts.factories import make_person, moment
from tests.ledgers.factories import DAY, County, all_met, asked, finished, fresh, signed
from tests.repeating import repeated

SignIn = Callable[[str], Client]


@pytest.fixture(autouse=True)
def _on_the_first_day(today: Callable[[date], None]) -> None:
    today(DAY)


@pytest.fixture
def verifier(as_: SignIn) -> Client:
    return as_("verifier")


def page(client: Client, item: Item | None = None, query: str = "") -> str:
    answer = client.get(reverse("web:to-verify", args=[item.pk] if item else []) + query)
    assert answer.status_code == 200
    return answer.content.decode()


def give(client: Client, item: Item, **given: str) -> HttpResponse:
    lines = {f"line-{pk}": judged.outcome for pk, judged in all_met(item).items()}
    return client.post(reverse("web:verdict", args=[item.pk]), lines | given)  # type: ignore[return-value]


def judge(client: Client, item: Item, proof: Evidence, **given: str) -> HttpResponse:
    return client.post(reverse("web:judge-proof", args=[item.pk, proof.pk]), given)  # type: ignore[return-value]


@repeated
def used_again(county: County, item: Item) -> Item:
    """Another item, in which the town gave the same bytes."""
    other = signed(county)
    copied = NewEvidence(file=item.evidence.order_by("pk")[0].file, name="又一次.png")
    reports.prove(pk=other.pk, unit=county.towns[0], evidence=[copied], **county.when("town"))
    return other


def test_the_queue_opens_with_the_longest_wait(county: County, verifier: Client) -> None:
    item = asked(county)

    shown = page(verifier)

    assert f"{item.number} · 待核查" in shown
    assert "材料齐" in shown
    assert "20 处全部改造完成" in shown
    assert "不是同一人" in shown


def test_an_empty_queue_says_so(county: County, verifier: Client) -> None:
    assert "没有等核查的申请" in page(verifier)


def test_the_machine_marks_what_it_can_prove_and_leaves_the_rest(county: County, verifier: Client) -> None:
    item = asked(county)

    shown = page(verifier, item)

    assert shown.count("自动已核") == 2
    assert [f'name="line-{pk}"' in shown for pk in all_met(item)] == [True]


def test_every_claim_of_a_proof_is_shown(county: County, verifier: Client) -> None:
    item = asked(county)
    proof = item.evidence.order_by("pk")[0]

    shown = page(verifier, item, f"?evidence={proof.pk}")

    for words in (
        "拍摄时间",
        "设备没有记录",
        "3-02 双桥镇",
        f"{proof.file_id[:8]}…",
        f"{item.number} 措施 1",
    ):
        assert words in shown
    assert reverse("web:evidence-file", args=[item.pk, proof.pk]) in shown
    assert shown.count('class="g-thumb') == 2


def test_the_same_bytes_elsewhere_stand_beside_the_proof(county: County, verifier: Client) -> None:
    item = asked(county)
    other = used_again(county, item)

    shown = page(verifier, item)

    assert "第 1 份佐证与另一事项的文件完全相同" in shown
    assert reverse("web:item", args=[other.pk]) in shown
    assert "完全相同" in shown
    assert "佐证重复 1" in shown


def test_turning_to_another_proof_brings_only_that(county: County, verifier: Client) -> None:
    item = asked(county)
    second = item.evidence.order_by("pk")[1]

    answer = verifier.get(
        reverse("web:to-verify", args=[item.pk]),
        {"evidence": second.pk},
        headers={"hx-request": "true"},
    )

    shown = answer.content.decode()
    assert "<html" not in shown
    assert "第 2 份，共 2 份" in shown


def test_passing_strikes_the_item_off_and_goes_on_to_the_next(county: County, verifier: Client) -> None:
    item, following = asked(county), asked(county)

    answer = give(verifier, item, verdict="pass", remark="属实")

    assert answer.headers["location"] == reverse("web:to-verify", args=[following.pk])
    assert fresh(item).state == Item.State.CLOSED
    shown = page(verifier, following)
    assert f"{item.number} 已通过核查" in shown
    assert "已通过" in shown


def test_passing_the_last_leads_to_the_empty_queue(county: County, verifier: Client) -> None:
    answer = give(verifier, asked(county), verdict="pass")

    assert answer.headers["location"] == reverse("web:to-verify")


def test_passing_with_an_open_line_is_refused_and_keeps_what_was_typed(
    county: County, verifier: Client
) -> None:
    item = asked(county)
    (line,) = all_met(item)
    given = {f"line-{line}": "doubtful", f"note-{line}": "电表未换", "verdict": "pass", "remark": "大体属实"}

    answer = verifier.post(reverse("web:verdict", args=[item.pk]), given)

    shown = answer.content.decode()
    assert answer.status_code == 409
    assert "还不符合销号标准：现场核对属实（电表未换）" in shown
    assert re.search(rf'name="line-{line}" value="doubtful" checked', shown)
    assert 'value="电表未换"' in shown
    assert "大体属实" in shown
    assert "data-refused" in shown
    assert fresh(item).state == Item.State.VERIFYING


def test_returning_needs_to_say_what_is_missing(county: County, verifier: Client) -> None:
    item = asked(county)

    answer = give(verifier, item, verdict="back", remark=" ")

    assert answer.status_code == 422
    assert re.search(r'name="remark"[^>]*aria-invalid="true"', answer.content.decode())
    assert "缺什么、几时再报" in answer.content.decode()


def test_returning_keeps_what_was_found_line_by_line(county: County, verifier: Client) -> None:
    item = asked(county)
    (line,) = all_met(item)
    given = {f"line-{line}": "unmet", f"note-{line}": "仍在转供电", "verdict": "back", "remark": "补拍"}

    verifier.post(reverse("web:verdict", args=[item.pk]), given)

    close_out = item.close_outs.get()
    assert (close_out.state, close_out.remark) == (CloseOut.State.RETURNED, "补拍")
    result = close_out.results.get(check_line=line)
    assert (result.outcome, result.note) == ("unmet", "仍在转供电")


def test_a_look_at_the_place_is_ordered_and_shown(county: County, verifier: Client) -> None:
    item = asked(county)
    assert give(verifier, item, verdict="site").status_code == 422

    give(verifier, item, verdict="site", remark="双桥镇抽 1 处")

    shown = page(verifier, item)
    assert "任一核查员可去：双桥镇抽 1 处" in shown
    assert "现场中" in shown


def test_a_verdict_must_be_chosen(county: County, verifier: Client) -> None:
    answer = give(verifier, asked(county))

    assert answer.status_code == 422
    assert "结论：通过、退回或派现场" in answer.content.decode()


def test_a_made_up_outcome_is_refused_at_its_line(county: County, verifier: Client) -> None:
    item = asked(county)
    (line,) = all_met(item)

    answer = give(verifier, item, verdict="back", remark="补拍", **{f"line-{line}": "perfect"})

    assert answer.status_code == 422
    assert fresh(item).state == Item.State.VERIFYING


def test_a_proof_is_judged_and_the_line_follows(county: County, verifier: Client) -> None:
    item = asked(county)
    used_again(county, item)
    proof = item.evidence.order_by("pk")[0]

    answer = judge(verifier, item, proof, verdict="shared", note="同一处设施")

    assert answer.headers["location"] == f"{reverse('web:to-verify', args=[item.pk])}?evidence={proof.pk}"
    proof.refresh_from_db()
    assert (proof.verdict, proof.verdict_note) == ("shared", "同一处设施")
    assert "佐证重复" not in page(verifier)


def test_a_rejection_says_why_at_its_field(county: County, verifier: Client) -> None:
    item = asked(county)
    proof = item.evidence.order_by("pk")[1]

    answer = judge(verifier, item, proof, verdict="rejected", note="")

    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "不算数的理由" in shown
    assert "第 2 份，共 2 份" in shown


def test_a_rejected_proof_closes_the_way_to_pass(county: County, verifier: Client) -> None:
    item = asked(county)
    judge(verifier, item, item.evidence.order_by("pk")[1], verdict="rejected", note="旧图")

    shown = page(verifier, item)

    assert "所报内容有变，只能退回" in shown
    assert re.search(r'value="pass" disabled', shown)
    assert "不算数 1" in shown


def test_a_proof_of_another_item_is_not_judged_here(county: County, verifier: Client) -> None:
    item, other = asked(county), finished(county)

    assert judge(verifier, item, other.evidence.all()[0], verdict="counts").status_code == 404


def test_who_stands_for_a_doer_cannot_judge_and_sees_why(county: County, as_: SignIn) -> None:
    county.people["own"] = make_person(
        "镇里核查员", unit=county.towns[0], roles=[("verifier", county.office)]
    )
    item = asked(county)
    client = as_("own")

    shown = page(client, item)

    assert "您代表的单位承办了本事项，请换一名核查员" in shown
    assert "不能核查" in shown
    answer = give(client, item, verdict="pass")
    assert answer.status_code == 403
    assert fresh(item).state == Item.State.VERIFYING


def test_on_a_past_day_nothing_is_judged(county: County, verifier: Client) -> None:
    item = asked(county)

    shown = page(verifier, item, "?as_of=2026-03-01")

    assert "正在看过去的一天，回到今天才能判" in shown
    answer = verifier.post(
        reverse("web:verdict", args=[item.pk]) + "?as_of=2026-03-01", {"verdict": "back", "remark": "缺照片"}
    )
    assert answer.status_code == 409


def test_what_another_has_judged_meanwhile_leads_back_to_the_queue(county: County, verifier: Client) -> None:
    item = asked(county)
    verdicts.send_back(pk=item.pk, remark="缺照片", judged={}, **county.when("verifier"))

    answer = give(verifier, item, verdict="pass")

    assert answer.headers["location"] == reverse("web:to-verify")
    assert "没有等核查的申请" in verifier.get(reverse("web:to-verify")).content.decode()


@pytest.mark.parametrize(
    "name", ["coordinator", "leader", "inspector", "administrator", "liaison", "reviewer", "town", "stranger"]
)
def test_for_others_there_is_no_such_page(county: County, as_: SignIn, name: str) -> None:
    item = asked(county)
    client = as_(name)

    assert client.get(reverse("web:to-verify")).status_code == 404
    assert client.get(reverse("web:to-verify", args=[item.pk])).status_code == 404
    assert give(client, item, verdict="pass").status_code == 404
    assert judge(client, item, item.evidence.all()[0], verdict="counts").status_code == 404
    assert fresh(item).state == Item.State.VERIFYING


def test_verdicts_are_posted(county: County, verifier: Client) -> None:
    item = asked(county)

    assert verifier.get(reverse("web:verdict", args=[item.pk])).status_code == 405
    assert verifier.post(reverse("web:to-verify", args=[item.pk])).status_code == 405


def test_an_item_that_is_not_there_looks_like_a_hidden_one(county: County, verifier: Client) -> None:
    assert verifier.get(reverse("web:to-verify", args=[10**6])).status_code == 404


def test_the_order_goes_along(county: County, verifier: Client) -> None:
    item, following = asked(county), asked(county)

    answer = give(verifier, item, verdict="pass", order="ready")

    assert answer.headers["location"] == reverse("web:to-verify", args=[following.pk]) + "?order=ready"


def test_the_page_takes_the_same_statements_however_long_the_queue(county: County, verifier: Client) -> None:
    def statements() -> int:
        page(verifier, item)  # what the rail remembers is counted anew after each deed
        with CaptureQueriesContext(connection) as made:
            page(verifier, item)
        return len(made)

    item = asked(county)
    few = statements()
    for _ in range(3):
        asked(county)

    assert statements() == few <= 45


def test_every_variable_is_filled(county: County, verifier: Client, settings: Settings) -> None:
    item = asked(county)
    used_again(county, item)
    engine = settings.TEMPLATES[0]
    settings.TEMPLATES = [{**engine, "OPTIONS": {**engine["OPTIONS"], "string_if_invalid": "〔缺 %s〕"}}]

    assert re.findall("〔缺 .*?〕", page(verifier, item)) == []
    assert re.findall("〔缺 .*?〕", page(verifier)) == []


def test_what_gives_pause_is_said_with_its_reason(county: County, verifier: Client) -> None:
    item = asked(county)
    proof = item.evidence.order_by("pk")[0]
    Evidence.objects.filter(pk=proof.pk).update(taken_at=moment(DAY) - timedelta(days=120))
    Photograph.objects.create(sha256=proof.file_id, width=400, height=300, marks=b"", software="Snapseed 2")

    shown = page(verifier, item, f"?evidence={proof.pk}")

    assert "设备记录摄于 2025-11-02，早于交办日 2026-03-02 共 120 天" in shown
    assert "文件写明经 Snapseed 2 处理；也可能只是调亮或裁边" in shown
    assert "400 × 300" in shown


def test_copied_words_stand_side_by_side_with_their_passages_marked(county: County, verifier: Client) -> None:
    text = "我镇立即成立专班，对辖区内基站逐一上门核查，更换计量表计，并向用户退还多收电费。"
    earlier = signed(county)
    row = earlier.assignments.get(unit=county.towns[0])
    new = reports.NewReport(text=text, achieved=row.target_share)
    reports.report(assignment=row.pk, new=new, **county.when("town"))
    passages.catch_up(most=100)
    item = asked(county)
    CloseOut.objects.filter(item=item).update(statement=f"已完成。{text}")

    shown = page(verifier, item)

    assert f"的文字与{earlier.number} 双桥镇 2026-03-02 的内容相同" in shown
    assert shown.count(f"<mark>{text[:-1]}</mark>") == 2
    assert reverse("web:item", args=[earlier.pk]) in shown


def test_a_picture_found_again_in_several_places_can_be_chosen(county: County, verifier: Client) -> None:
    item = asked(county)
    used_again(county, item)
    second = used_again(county, item)
    proof = item.evidence.order_by("pk")[0]
    use = second.evidence_uses.get()

    shown = page(verifier, item, f"?evidence={proof.pk}&beside={use.pk}")

    assert "相同的有 2 处" in shown
    assert f"{second.number} 同一文件" in shown

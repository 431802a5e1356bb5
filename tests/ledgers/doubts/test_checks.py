"""Each check by itself: what gives pause, with which words, and what does not."""

from datetime import UTC, date, datetime, timedelta

import pytest

from guatu.ledgers.doubts import edits, papers, passages, places, times
from guatu.ledgers.doubts.edits import Written
from guatu.ledgers.doubts.findings import Doubt, Kind

MOMENT = datetime(2026, 3, 2, 10, 48, tzinfo=UTC)
DISPATCHED, UPLOADED = date(2026, 3, 1), date(2026, 3, 3)


def taken(day: date | None) -> list[Doubt]:
    at = datetime(day.year, day.month, day.day, 9, tzinfo=UTC) if day else None
    return list(times.out_of_time(at, dispatched_on=DISPATCHED, uploaded_on=UPLOADED))


@pytest.mark.parametrize("day", [None, DISPATCHED, UPLOADED, UPLOADED + timedelta(days=1)])
def test_what_was_taken_in_time_gives_no_pause(day: date | None) -> None:
    assert taken(day) == []


def test_a_photograph_from_before_the_item_says_by_how_much() -> None:
    (doubt,) = taken(date(2025, 11, 2))
    assert (doubt.kind, doubt.is_strong) == (Kind.OUT_OF_TIME, True)
    assert doubt.reason == "设备记录摄于 2025-11-02，早于交办日 2026-03-01 共 119 天"


def test_a_photograph_from_after_its_upload_blames_the_clock_too() -> None:
    (doubt,) = taken(UPLOADED + timedelta(days=2))
    assert not doubt.is_strong
    assert "设备时钟也可能不准" in doubt.reason


HERE = (30.5, 115.2)
BESIDE = [(30.5005, 115.2), (30.51, 115.21), (30.4995, 115.2004)]


def test_distance_is_along_a_great_circle() -> None:
    assert places.distance((30, 115), (31, 115)) == pytest.approx(111_195, rel=1e-3)
    assert places.distance(HERE, HERE) == 0


def test_only_what_lies_apart_from_all_others_is_far() -> None:
    assert list(places.far_away(HERE, BESIDE, item=None)) == []
    assert list(places.far_away(None, BESIDE, item=None)) == []
    assert list(places.far_away((30.6, 115.2), BESIDE[:2], item=None)) == []
    (doubt,) = places.far_away((30.6, 115.2), BESIDE, item=None)
    assert "最近的一张也有 10.1 公里" in doubt.reason


def test_where_the_place_of_the_item_is_known_it_decides() -> None:
    assert list(places.far_away((30.52, 115.2), [], item=HERE)) == []
    assert list(places.far_away(None, BESIDE, item=HERE)) == []
    together = [(30.6, 115.2)] * 4
    (doubt,) = places.far_away((30.6, 115.2), together, item=HERE)
    assert "离事项登记的地点 11.1 公里" in doubt.reason


def written(**values: object) -> list[str]:
    own = Written(**{"has_claims": True, **values})  # type: ignore[arg-type]
    return [one.reason for one in edits.edited(own, others_with_claims=4, others=4)]


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"software": "Adobe Photoshop 25.1"}, "经 Adobe Photoshop 25.1 处理；也可能只是调亮或裁边"),
        ({"taken_at": MOMENT, "changed_at": MOMENT + timedelta(days=3)}, "拍摄 3 天后改动过"),
        ({"taken_at": MOMENT, "changed_at": MOMENT + timedelta(minutes=45)}, "拍摄 45 分钟后改动过"),
        ({"taken_at": MOMENT, "changed_at": MOMENT - timedelta(hours=3)}, "两个时间互相矛盾"),
        ({"differs_from_small": True}, "小图与画面不符"),
        ({"has_claims": False}, "同单位其余 4 张都带拍摄信息，这张没有；经聊天软件转发也会丢失"),
    ],
)
def test_each_trace_of_an_edit_is_told_with_its_honest_cause(values: dict[str, object], words: str) -> None:
    (reason,) = written(**values)
    assert words in reason


def test_an_untouched_photograph_gives_no_pause() -> None:
    assert written(software="HDR+ 1.0", taken_at=MOMENT, changed_at=MOMENT + timedelta(seconds=2)) == []
    bare = Written()
    assert list(edits.edited(bare, others_with_claims=1, others=4)) == []


@pytest.mark.parametrize(
    ("text", "proofs", "lacks"),
    [
        ("已高度重视，认真整改，长期坚持，取得明显成效。", 0, "日期、数量、文号、地点、附件"),
        ("已高度重视，认真整改，长期坚持，取得明显成效。", 2, "日期、数量、文号、地点"),
        ("3 月 2 日在双桥镇更换电表 6 台，见县供电〔2026〕14 号。", 2, ""),
        ("双桥镇 6 处全部改造完成。", 2, ""),
        ("双桥镇 6 处全部改造完成。", 0, "日期、文号、附件"),
    ],
)
def test_words_without_facts_are_named(text: str, proofs: int, lacks: str) -> None:
    found = [one.reason for one in papers.on_paper(text, proofs=proofs)]
    assert found == ([f"完成情况里没有写明{lacks}，可能只有纸面整改"] if lacks else [])


OWN = "我局高度重视，立即成立专班，对辖区内二十处基站逐一上门核查，更换计量表计，并向用户退还多收电费。"
OTHER = "双桥镇：立即成立专班，对辖区内二十处基站逐一上门核查，更换计量表计！另有两处待协调。"


def test_a_shared_passage_is_found_by_its_fingerprints_and_marked_in_both() -> None:
    assert passages.fingerprints(OWN) & passages.fingerprints(OTHER)

    shared = passages.shared(OWN, OTHER)

    (own,), (other,) = shared.own, shared.other
    assert OWN[own.start : own.end] == "立即成立专班，对辖区内二十处基站逐一上门核查，更换计量表计"
    assert OTHER[other.start : other.end] == OWN[own.start : own.end]
    assert 55 < shared.share < 80


def test_what_both_quote_from_the_item_is_nobodys_copy() -> None:
    quoted = ["要求立即成立专班，对辖区内二十处基站逐一上门核查，更换计量表计。"]
    assert passages.shared(OWN, OTHER, quoted=quoted).share == 0


def test_few_words_are_no_passage() -> None:
    assert passages.shared("改造完成，已验收。", "改造完成，已验收。").share == 0
    assert passages.fingerprints("完成") == set()


@pytest.mark.parametrize("shift", range(8))
def test_a_passage_of_the_least_length_is_always_found(shift: int) -> None:
    passage = OWN[8:40]
    one, other = "甲" * shift + passage + "乙丙丁戊" * 5, "己庚辛壬癸" * 4 + passage + "子" * (9 - shift)
    assert passages.fingerprints(one) & passages.fingerprints(other)

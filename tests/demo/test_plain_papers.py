"""Plain text papers and the noise laid over them."""

import re
from collections.abc import Callable
from pathlib import Path

import opencc
import pytest

from guatu.demo.errors import SourceUnclear
from guatu.demo.papers.labels import shown

Built = Callable[..., Path]


REPORT = (
    "# 整改情况通报",
    "## 一、总体情况",
    "### （一）关于“学习不深”的问题",
    "一是加强学习。二是建立台账。三是开展督查，完成20次。",
    "群众说：“路修好了，我们也高兴，在家门口就能办事。”",
    "1.全面清淤，2024年完成12公里。",
    "2.为群众办好事。",
)


def text(path: Path, encoding: str = "utf-8") -> str:
    return path.read_bytes().decode(encoding)


def test_without_noise_a_paragraph_is_a_line(built: Built) -> None:
    lines = text(built("format: txt", *REPORT)).split("\n")

    assert lines == [re.sub("^#+ ", "", line) for line in REPORT]


@pytest.mark.parametrize(("encoding", "mark"), [("utf-8", b"\xef\xbb\xbf"), ("gb18030", b"\x84\x31\x95\x33")])
def test_a_byte_order_mark_and_windows_line_ends(built: Built, encoding: str, mark: bytes) -> None:
    data = built(f"format: txt\nencoding: {encoding}\nnoise: [bom, crlf]", *REPORT).read_bytes()

    assert data.startswith(mark)
    assert data.removeprefix(mark).decode(encoding).split("\r\n")[1] == "一、总体情况"
    assert b"\n" not in data.replace(b"\r\n", b"")


def test_one_line_leaves_no_line_break_at_all(built: Built) -> None:
    found = text(built("format: txt\nnoise: [one_line]", *REPORT))

    assert found.startswith("整改情况通报 一、总体情况（一）关于")
    assert "\n" not in found


def test_page_marks_count_up_and_fall_inside_sentences(built: Built) -> None:
    body = "请各单位认真抓好落实" * 120

    lines = text(built("format: txt\nnoise: [page_marks, one_line]", "# 讲话", body)).split("\n")

    assert "由会员分享" in lines[0]
    assert [line.split("、")[0] for line in lines[1:]] == ["1", "2", "3"]
    assert "".join(re.sub(r"^\d、", "", line) for line in lines[1:]) == "讲话 " + body
    assert not lines[1].endswith("落实")


def test_lost_breaks_join_an_ordinal_to_the_line_before_it(built: Built) -> None:
    entries = [f"{number}.完成第{number}段清淤。" for number in range(1, 21)]

    lines = text(built("format: txt\nnoise: [lost_breaks]", "# 清单", "引言。", *entries)).split("\n")

    assert "".join(lines) == "清单引言。" + "".join(entries)
    assert 8 <= len(lines) <= 19
    assert any(re.search(r"。\d+\.", line) for line in lines)


def test_lost_brackets_take_characters_away_and_change_none(built: Built) -> None:
    lines = [
        f"（{number}）关于“问题甲”和“问题乙”。一是整改。二是巩固。三是提升。"
        for number in "一二三四五六七八九"
    ]

    found = text(built("format: txt\nnoise: [lost_brackets]\nseed: 3", "# 清单", *lines)).split("\n")[1:]

    assert any(line.startswith("）关于") for line in found)
    assert any("二巩固" in line or "三提升" in line for line in found)
    assert any(line.count("“") != line.count("”") for line in found)
    bare = [re.sub("[（）“”。一二三四五六七八九是]", "", line) for line in lines]
    assert [re.sub("[（）“”。一二三四五六七八九是]", "", line) for line in found] == bare


def test_traditional_characters_bear_pinyin_on_about_a_third(built: Built) -> None:
    body = "企业发展动态监测与农业转型现场办公会议纪要" * 30

    found = text(built("format: txt\nnoise: [traditional, pinyin]", "# 纪要", body)).split("\n")[1]

    assert "業(yè)" in found
    notes = re.findall(r"\([^)]+\)", found)
    bare = re.sub(r"\([^)]+\)", "", found)
    assert opencc.OpenCC("t2s").convert(bare) == body
    changed = sum(new != old for new, old in zip(bare, body, strict=True))
    assert 0.25 < len(notes) / changed < 0.42


def test_homophones_and_broken_bytes(built: Built) -> None:
    found = text(built("format: txt\nnoise: [homophones, mojibake]", *REPORT)).split("\n")

    assert found[4] == "群众说：“路修hao了，硪们野高兴，再家门口就能办事?！?/p>"
    assert found[6] == "2.偽群众办hao事。"


def test_full_width_digits_and_hard_wraps(built: Built) -> None:
    found = text(built("format: txt\nnoise: [fullwidth_digits, hard_wraps]", *REPORT, "长" * 80))

    assert "　　１.全面清淤，２０２４年完成１２公里。" in found.split("\n")
    assert [len(line) for line in found.split("\n")[-3:]] == [36, 36, 10]


def test_hard_wraps_leave_a_character_with_its_pinyin(built: Built) -> None:
    body = "企业发展动态" * 60

    paper = built("format: txt\nnoise: [traditional, pinyin, hard_wraps]", "# 纪要", body)
    found = text(paper).split("\n")[1:]

    assert all(line.count("(") == line.count(")") for line in found)
    assert {len(re.sub(r"\([^)]+\)", "", line)) for line in found[:-1]} == {36}


def test_furniture_stands_before_and_after_the_text(built: Built) -> None:
    front = "format: txt\nnoise: [furniture]\nsite: 云桥县人民政府\npublished: 2024-06-03"

    lines = text(built(front, *REPORT)).split("\n")

    assert lines[1] == "当前位置：首页 > 政务公开"
    assert lines[2] == "整改情况通报"
    assert "发布时间：2024-06-03" in lines[3]
    assert lines[-1].startswith("备案号")


def test_a_table_becomes_rows_and_notes_come_last(built: Built) -> None:
    lines = (
        "# 清单^[供内部使用。]",
        '<table><tr><td colspan="2">类别</td></tr><tr><td>供水</td><td>换<br>管</td></tr></table>',
        "以上。",
    )

    assert text(built("format: txt", *lines)).split("\n") == [
        "清单",
        "类别\t",
        "供水\t换管",
        "以上。",
        "注：供内部使用。",
    ]


@pytest.mark.parametrize(
    ("number", "label"), [(1, "一、"), (10, "十、"), (11, "十一、"), (20, "二十、"), (35, "三十五、")]
)
def test_chinese_labels_read_as_spoken(number: int, label: str) -> None:
    assert shown("chineseCounting、", number) == label


@pytest.mark.parametrize(
    ("front", "why"),
    [
        ("format: docm", "没有 docm 这种格式"),
        ("format: txt\nnoise: [rain]", "没有 rain 这种噪声"),
        ("format: txt\ncolour: red", "colour"),
    ],
)
def test_an_unclear_source_is_refused_by_name(built: Built, front: str, why: str) -> None:
    with pytest.raises(SourceUnclear, match=f"^paper.md：.*{why}"):
        built(front, "# 题目")


def test_a_source_without_front_matter_is_refused(tmp_path: Path) -> None:
    from guatu.demo.papers.building import build

    source = tmp_path / "bare.md"
    source.write_text("# 题目\n", encoding="utf-8")

    with pytest.raises(SourceUnclear, match="文件头"):
        build(source, tmp_path)

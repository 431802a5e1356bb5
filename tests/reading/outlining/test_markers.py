"""Ordinals at the head of a line."""

import pytest

from guatu.reading.outlining import find_marker


@pytest.mark.parametrize(
    ("line", "no", "number", "words"),
    [
        ("一、总体情况", "一", 1, "总体情况"),
        ("十二、其他事项", "十二", 12, "其他事项"),
        ("（三）整改措施不实", "（三）", 3, "整改措施不实"),
        ("(三)整改措施不实", "(三)", 3, "整改措施不实"),
        ("1.清理河道", "1", 1, "清理河道"),
        ("10、清理河道", "10", 10, "清理河道"),
        ("3．清理河道", "3", 3, "清理河道"),
        ("（2）清理河道", "（2）", 2, "清理河道"),
        ("2）清理河道", "2）", 2, "清理河道"),
        ("③清理河道", "③", 3, "清理河道"),
        ("第一，加强巡查", "第一", 1, "加强巡查"),
        ("第二章 重点任务", "第二章", 2, "重点任务"),
        ("第三部分　重点任务", "第三部分", 3, "重点任务"),
        ("第四节 重点任务", "第四节", 4, "重点任务"),
        ("第一百二十三条 本办法自印发之日起施行", "第一百二十三条", 123, "本办法自印发之日起施行"),
        ("问题一：台账不全", "一", 1, "台账不全"),
        ("问题12：台账不全", "12", 12, "台账不全"),
        ("　　二、存在问题", "二", 2, "存在问题"),
    ],
)
def test_an_ordinal_gives_its_number_as_a_ledger_shows_it(
    line: str, no: str, number: int, words: str
) -> None:
    marker = find_marker(line)

    assert marker is not None
    assert (marker.no, marker.number) == (no, number)
    assert line[marker.end :] == words


@pytest.mark.parametrize(
    ("line", "number"), [("一是加强巡查。", 1), ("二要加强巡查。", 2), ("十一是加强巡查。", 11)]
)
def test_spoken_ordinals_count_as_ordinals(line: str, number: int) -> None:
    marker = find_marker(line)

    assert marker is not None
    assert (marker.number, line[marker.end :]) == (number, "加强巡查。")


@pytest.mark.parametrize(
    "line",
    [
        "一般问题由各镇自行整改",
        "2024年工作要点",
        "3.5公里河道已清淤",
        "12月底前完成",
        "5%的企业未验收",
        "第二批整改任务",
        "加强巡查",
        "",
    ],
)
def test_what_only_begins_with_a_figure_is_no_ordinal(line: str) -> None:
    assert find_marker(line) is None


def test_an_ordinal_is_looked_for_within_the_given_stretch_only() -> None:
    text = "前文。一、后文"

    marker = find_marker(text, 3)

    assert marker is not None
    assert (marker.start, marker.end, marker.text) == (3, 5, "一、")
    assert find_marker(text, 3, 4) is None

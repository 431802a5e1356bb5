"""Results have names of their own, and are whole or not there."""

import os
from pathlib import Path

import pytest

from guatu.cli.errors import ResultUnwritten
from guatu.cli.outputs import names, shown, write_whole


def named(*paths: str, out: str = "out", formats: tuple[str, ...] = ("json",)) -> list[str]:
    return list(names([Path(path) for path in paths], out=Path(out), formats=formats).values())


def test_a_result_is_called_like_its_document() -> None:
    assert named("整改方案.docx", "x/通报.pdf") == ["整改方案", "通报"]


def test_documents_of_one_stem_keep_their_extensions() -> None:
    assert named("a.docx", "a.pdf", "b.pdf") == ["a.docx", "a.pdf", "b"]


def test_stems_that_differ_only_in_case_count_as_one() -> None:
    assert named("A.docx", "a.pdf") == ["A.docx", "a.pdf"]


def test_documents_of_one_full_name_are_numbered() -> None:
    assert named("x/a.docx", "y/a.docx", "z/a.docx") == ["a.docx", "a.docx-2", "a.docx-3"]


def test_a_name_that_another_rule_has_given_away_is_not_given_twice() -> None:
    found = named("x/a.docx", "y/a.docx", "a.docx.txt", "a.docx-2.pdf")

    assert len(set(found)) == 4
    assert found[:2] == ["a.docx", "a.docx-2"]


def test_an_input_in_the_folder_of_results_is_left_alone() -> None:
    assert named("a.xlsx", out=".", formats=("json", "xlsx")) == ["a-2"]
    assert named("a.xlsx", out=".", formats=("json",)) == ["a"]


def test_a_long_chinese_name_leaves_room_for_its_ending() -> None:
    long = "关于进一步加强督查督办工作的通知" * 6

    (name,) = named(f"{long[:83]}.txt")

    assert len(f"{name}.docx.json".encode()) <= 255
    assert long.startswith(name)


def test_two_long_names_that_meet_when_cut_are_numbered() -> None:
    long = "督" * 84

    first, second = named(f"{long}.txt", f"{long}查.txt")

    assert first == "督" * 80
    assert second.endswith("-2")


def test_a_name_from_an_older_system_is_read_as_it_was_written() -> None:
    path = Path(os.fsdecode("整改.txt".encode("gb18030")))

    assert shown(path) == "整改.txt"
    assert list(names([path], out=Path("out"), formats=["json"]).values()) == ["整改"]


def test_writing_replaces_what_was_there_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    target = tmp_path / "a.json"
    target.write_bytes(b"old and longer")

    write_whole(target, b"new")

    assert target.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [target]


def test_a_refused_write_leaves_the_old_file_and_nothing_beside_it(tmp_path: Path) -> None:
    target = tmp_path / "a.json"
    target.mkdir()

    with pytest.raises(ResultUnwritten, match="已有同名文件夹"):
        write_whole(target, b"new")

    assert list(tmp_path.iterdir()) == [target]


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(ResultUnwritten) as refusal:
        write_whole(tmp_path / "没有" / "a.json", b"new")

    assert refusal.value.details()["target"] == str(tmp_path / "没有" / "a.json")

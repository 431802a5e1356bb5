"""Text files arrive in every encoding and with every line end; lines come out."""

import codecs
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guatu.reading.errors import DamagedFile, EmptyFile, OversizedFile
from guatu.reading.loading.encodings import decode
from guatu.reading.loading.text import load
from guatu.reading.source import Repair

LINES = "云桥县整改方案\n　　一、总体要求。坚持问题导向，逐项销号。"


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (LINES.encode(), None),
        (codecs.BOM_UTF8 + LINES.encode(), None),
        (LINES.encode("gb18030"), "gb18030"),
        (LINES.encode("utf-16"), "utf-16-le"),
        (codecs.BOM_UTF16_BE + LINES.encode("utf-16-be"), "utf-16-be"),
        (b"\x84\x31\x95\x33" + LINES.encode("gb18030"), "gb18030"),  # the byte order mark of GB18030
    ],
)
def test_every_encoding_gives_the_same_lines_and_is_told_when_it_is_not_utf_8(
    data: bytes, encoding: str | None
) -> None:
    source = load(data, name="方案.txt")

    assert source.text == LINES
    assert source.repairs == (() if encoding is None else (Repair("encoding", 1, ((encoding, "utf-8"),)),))
    assert (source.media_type, source.sha256) == ("text/plain", sha256(data).hexdigest())


def test_lines_know_their_number_in_the_file_and_empty_ones_are_left_out() -> None:
    source = load("标题\r\n\r\n正文\r第四行\n".encode(), name="方案.txt")

    assert source.text == "标题\n正文\n第四行"
    assert [block.anchor for block in source.blocks] == ["第1行", "第3行", "第4行"]
    assert {block.page for block in source.blocks} == {None}


def test_a_form_feed_turns_the_page_and_stays_on_its_line() -> None:
    source = load("甲\n\f乙\n丙".encode(), name="方案.txt")

    assert [(block.page, block.anchor) for block in source.blocks] == [
        (1, "第1行"),
        (2, "第2行"),
        (2, "第3行"),
    ]


def test_null_bytes_are_dropped_and_counted() -> None:
    source = load("整\0改\0方案，要求各乡镇各部门于本月底前全部完成".encode(), name="方案.txt")

    assert source.text == "整改方案，要求各乡镇各部门于本月底前全部完成"
    assert source.repairs == (Repair("control_character", 2, (("NUL", ""),)),)


def test_a_text_cut_in_mid_character_keeps_its_encoding_and_warns() -> None:
    source = load((LINES * 9).encode()[:-1], name="方案.txt")

    assert source.text.startswith("云桥县整改方案\n")
    assert source.text.endswith("逐项销号\ufffd")
    assert source.warnings == ("有1处文字编码已损坏，以“\ufffd”标出，请核对原文",)
    assert source.repairs == ()


def test_a_gb18030_text_with_a_stray_byte_is_read_around_it() -> None:
    source = load((LINES * 9).encode("gb18030") + b"\xff", name="方案.txt")

    assert source.text.startswith("云桥县整改方案\n")
    assert len(source.warnings) == 1


def test_bytes_of_no_encoding_are_refused() -> None:
    with pytest.raises(DamagedFile, match="编码"):
        load(b"\xff\x80\xfe" * 60, name="方案.txt")


def test_a_text_of_nothing_but_blanks_is_empty() -> None:
    with pytest.raises(EmptyFile):
        load("\ufeff　\r\n\t\f".encode("utf-16"), name="方案.txt")


def test_a_text_beyond_two_million_characters_is_refused_with_its_line() -> None:
    with pytest.raises(OversizedFile, match="第2行"):
        load(("好" * 1_999_999 + "\n好").encode(), name="方案.txt")


@given(st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1, max_size=60))
def test_chinese_is_read_back_from_utf_8_and_utf_16(text: str) -> None:
    assert decode(text.encode()).text == text
    assert decode(text.encode("utf-16")).text == text


def test_a_declared_charset_is_believed_after_utf_8_only() -> None:
    assert decode("漢字".encode("big5"), declared="big5").text == "漢字"
    assert decode("汉字".encode(), declared="gb2312").text == "汉字"
    assert decode("汉字㐀".encode("gb18030"), declared="gb2312").text == "汉字㐀"
    assert decode("汉字".encode("gb18030"), declared="没有").text == "汉字"

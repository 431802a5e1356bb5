"""Files made to harm, or only too large, cut or misnamed: each ends in a draft or a named refusal, soon."""

import io
import random
import struct
import time
import zipfile
import zlib
from collections.abc import Callable

import pytest

from guatu.reading import ReadingRefusal, read
from guatu.reading.draft import Draft
from guatu.reading.errors import (
    BombLikeFile,
    DamagedFile,
    EmptyFile,
    EncryptedFile,
    OversizedFile,
    UnknownType,
    WrongExtension,
)
from guatu.reading.pool import Pool

MakePaper = Callable[..., bytes]
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
LINES = ["# 关于河道清淤的通知", "一、总体要求", "（一）县水利局牵头，2025年6月底前完成清淤12公里。"]
FORMATS = ["txt", "html", "docx", "pdf", "xlsx", "csv"]
MIB = 1024**2


def outcome(data: bytes, name: str) -> Draft | ReadingRefusal:
    """A draft or a refusal; any other error fails the test."""
    try:
        return read(data, name=name, isolated=False)
    except ReadingRefusal as refusal:
        return refusal


def zipped(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def docx(document: bytes, **more: bytes) -> bytes:
    return zipped({"word/document.xml": document, **more})


def in_body(inner: str) -> bytes:
    return f"<w:document {W}><w:body>{inner}</w:body></w:document>".encode()


# ---------------------------------------------------------------- bombs


def test_a_part_that_unpacks_a_thousandfold_is_refused() -> None:
    with pytest.raises(BombLikeFile):
        read(docx(b"<w:document>" + bytes(50 * MIB)), name="a.docx", isolated=False)


def test_a_part_that_lies_about_its_size_is_refused() -> None:
    honest = docx(in_body("<w:p/>") + b" " * (80 * MIB), **{"word/styles.xml": b"<x/>"})
    lied = honest.replace(struct.pack("<I", 80 * MIB + len(in_body("<w:p/>"))), struct.pack("<I", 1000))

    assert lied != honest
    with pytest.raises((BombLikeFile, DamagedFile)):
        read(lied, name="a.docx", isolated=False)


def test_many_entries_that_share_their_bytes_are_refused() -> None:
    """The same packed megabytes under four hundred names: the file is small, unpacked it is gigabytes."""
    packed = zlib.compressobj(9, zlib.DEFLATED, -15)
    body = packed.compress(bytes(20 * MIB)) + packed.flush()
    names = ["word/document.xml", *(f"word/media/{number}.xml" for number in range(400))]
    local = (
        struct.pack("<4s5H3I2H", b"PK\3\4", 20, 0, 8, 0, 0, 0, len(body), 20 * MIB, 17, 0) + names[0].encode()
    )
    directory = b"".join(
        struct.pack("<4s6H3I5H2I", b"PK\1\2", 20, 20, 0, 8, 0, 0, 0, len(body), 20 * MIB, len(name), *[0] * 6)
        + name.encode()
        for name in names
    )
    start = len(local) + len(body)
    end = struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, len(names), len(names), len(directory), start, 0)

    with pytest.raises(BombLikeFile):
        read(local + body + directory + end, name="a.docx", isolated=False)


def test_an_archive_of_archives_is_no_document() -> None:
    inner = zipped({f"{number}.zip": bytes(MIB) for number in range(50)})

    with pytest.raises(WrongExtension):
        read(zipped({f"{number}.zip": inner for number in range(50)}), name="a.docx", isolated=False)


def test_more_entries_than_an_office_file_has_are_refused() -> None:
    parts = {"word/document.xml": in_body("<w:p/>"), **{f"word/{n}.xml": b"" for n in range(6000)}}

    with pytest.raises(BombLikeFile):
        read(zipped(parts), name="a.docx", isolated=False)


LAUGHS = "<!DOCTYPE x [<!ENTITY a '哈哈'>" + "".join(
    f"<!ENTITY {b} '{f'&{a};' * 10}'>" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
)
QUADRATIC = f"<!DOCTYPE x [<!ENTITY i '{'哈' * 50_000}'>"
OUTSIDE = "<!DOCTYPE x [<!ENTITY i SYSTEM 'file:///etc/passwd'>"


@pytest.mark.parametrize("doctype", [LAUGHS, QUADRATIC, OUTSIDE], ids=["laughs", "quadratic", "outside"])
def test_entities_are_never_unfolded(doctype: str) -> None:
    document = f"{doctype}]>".encode() + in_body(f"<w:p><w:r><w:t>{'&i;' * 100}</w:t></w:r></w:p>")
    workbook = zipped({"xl/workbook.xml": f"{doctype}]><workbook>&i;</workbook>".encode()})
    page = f"{doctype}]><html><body><p>{'&i;' * 1000}正文。</p></body></html>".encode()

    with pytest.raises(BombLikeFile):
        read(docx(document), name="a.docx", isolated=False)
    with pytest.raises(BombLikeFile):
        read(workbook, name="a.xlsx", isolated=False)
    found = outcome(page, "a.html")
    assert isinstance(found, ReadingRefusal) or "root:" not in found.text
    assert isinstance(found, ReadingRefusal) or len(found.text) < 200_000


# ---------------------------------------------------------------- depth


def test_a_hundred_thousand_levels_of_html_are_refused_soon() -> None:
    start = time.monotonic()
    for tag in ("div", "span", "b", "table><tr><td", "ul><li", "blockquote", "font"):
        closing = tag.partition(">")[0]
        page = f"<html><body>{f'<{tag}>' * 100_000}正文{f'</{closing}>' * 100_000}</body></html>".encode()
        assert isinstance(outcome(page, "a.html"), ReadingRefusal | Draft)

    assert time.monotonic() - start < 10


def test_a_hundred_thousand_levels_of_docx_are_refused() -> None:
    for opening, closing in (
        ("<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>"),
        ("<w:sdt><w:sdtContent>", "</w:sdtContent></w:sdt>"),
        ("<w:p><w:r>", "</w:r></w:p>"),
        ("<w:ins>", "</w:ins>"),
    ):
        for levels in (200, 2_000, 100_000):
            inner = "<w:p><w:r><w:t>正文</w:t></w:r></w:p>"
            found = outcome(docx(in_body(opening * levels + inner + closing * levels)), "a.docx")
            assert isinstance(found, Draft | BombLikeFile | DamagedFile | EmptyFile), (opening, levels)


# ---------------------------------------------------------------- locked, cut, misnamed


def test_locked_files_are_named(make_paper: MakePaper) -> None:
    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.pdfgen.canvas import Canvas

    compound = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "EncryptedPackage".encode("utf-16-le") + bytes(99)
    )
    out = io.BytesIO()
    canvas = Canvas(out, encrypt=StandardEncryption("geheim", strength=128))
    canvas.drawString(100, 700, "locked")
    canvas.save()
    marked = bytearray(make_paper("docx", LINES))
    for at in (i for i in range(len(marked)) if marked[i : i + 4] == b"PK\1\2"):
        marked[at + 8] |= 1

    for data, name in (
        (compound, "a.docx"),
        (compound, "a.xlsx"),
        (out.getvalue(), "a.pdf"),
        (bytes(marked), "a.docx"),
    ):
        with pytest.raises(EncryptedFile):
            read(data, name=name, isolated=False)


@pytest.mark.parametrize("form", FORMATS)
def test_a_file_cut_anywhere_ends_in_a_draft_or_a_refusal(make_paper: MakePaper, form: str) -> None:
    data = make_paper(form, LINES)
    chance = random.Random(7)  # noqa: S311 - places to cut

    for end in [0, 1, 2, 3, 4, 8, 100, *(chance.randrange(len(data)) for _ in range(30)), len(data) - 1]:
        found = outcome(data[:end], f"a.{form}")
        if form in ("docx", "xlsx") and end >= 8:
            assert isinstance(found, DamagedFile), end


NAMES = [*FORMATS, "doc", "wps", "xls", "png", "exe", ""]
# only its name tells a csv from a text
MISNAMED = [
    (form, named)
    for form in FORMATS
    for named in NAMES
    if (form != "csv" or named == "csv") and (form, named) != ("txt", "csv")
]


@pytest.mark.parametrize(("form", "named"), MISNAMED)
def test_a_wrong_name_is_read_by_the_bytes_with_a_warning(
    make_paper: MakePaper, form: str, named: str
) -> None:
    name = f"通知.{named}" if named else "通知"

    draft = read(make_paper(form, LINES), name=name, isolated=False)

    assert "清淤12公里" in draft.text
    is_apt = named in (form, "") or (form, named) == ("docx", "wps")
    assert any("扩展名" in warning for warning in draft.warnings) != is_apt


@pytest.mark.parametrize("named", [*FORMATS, "doc", "wps", "png", "exe", ""])
def test_next_to_nothing_is_refused(named: str) -> None:
    for data in (b"", b" \r\n\t ", bytes(100_000), b"\xef\xbb\xbf"):
        with pytest.raises((EmptyFile, DamagedFile)):
            read(data, name=f"a.{named}", isolated=False)
    for data in (b"\x80", b"P", b"%", b"<"):
        assert isinstance(outcome(data, f"a.{named}"), Draft | ReadingRefusal)
    for data in (bytes(range(256)) * 40, b"\x7fELF" + bytes(range(1, 200)), b"MZ" + bytes(range(1, 30)) * 9):
        with pytest.raises((WrongExtension, UnknownType)):
            read(data, name=f"a.{named}", isolated=False)


@pytest.mark.parametrize(
    "name",
    [
        "../../etc/passwd.txt",
        "..\\..\\a.txt",
        "/a.txt",
        "a\0b.txt",
        "a\n\x1b[31m.txt",
        "\udcff.txt",
        "甲" * 5000 + ".txt",
        "\u202etxt.exe.txt",
    ],
)
def test_names_lose_their_folders_and_what_cannot_be_written(name: str) -> None:
    from guatu.reading.writing import as_json, as_xlsx

    draft = read("关于河道清淤的通知\n各单位：请落实。".encode(), name=name, isolated=False)

    kept = draft.document.source.name
    assert not set(kept) & set("/\\\0\n\x1b\udcff\u202e")
    assert kept.endswith(".txt")
    assert as_json.write(draft).encode()
    assert as_xlsx.write(draft)


# ---------------------------------------------------------------- size


def pdf(pages: int, *, text: str = "第{}页　县水利局牵头，2025年6月底前完成清淤。") -> bytes:
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfbase.pdfmetrics import registerFont
    from reportlab.pdfgen.canvas import Canvas

    registerFont(UnicodeCIDFont("STSong-Light"))
    out = io.BytesIO()
    canvas = Canvas(out)
    for number in range(pages):
        canvas.setFont("STSong-Light", 16)
        canvas.drawString(80, 700, text.format(number))
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def test_a_pdf_of_500_pages_is_read_and_one_of_1001_refused() -> None:
    with Pool() as pool:
        assert pool.read(pdf(500), name="a.pdf").text.count("清淤") == 500
        with pytest.raises(OversizedFile):
            pool.read(pdf(1001), name="a.pdf")


def test_a_pdf_with_a_page_of_no_bytes_is_read() -> None:
    whole = pdf(2)
    stream = whole.index(b"stream\n", whole.rindex(b"/Length")) + 7
    emptied = whole[:stream] + whole[whole.index(b"endstream", stream) :]

    assert isinstance(outcome(emptied, "a.pdf"), Draft | EmptyFile | DamagedFile)
    assert isinstance(outcome(pdf(1, text=""), "a.pdf"), EmptyFile)


MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def workbook(rows: int, problem: str) -> bytes:
    """A ledger written by hand: a library would take longer to write it than we to read it."""
    cells = "".join(
        f'<row r="{n}"><c r="A{n}"><v>{n}</v></c><c r="B{n}" t="str"><v>{problem}</v></c>'
        f'<c r="C{n}" t="str"><v>县水利局</v></c></row>'
        for n in range(2, rows + 1)
    )
    head = "".join(
        f'<c r="{c}1" t="str"><v>{word}</v></c>'
        for c, word in zip("ABC", ("序号", "问题", "责任单位"), strict=True)
    )
    book = f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets><sheet name="台账" sheetId="1" r:id="r1"/>'
    sheet = f'<worksheet xmlns="{MAIN}"><sheetData><row r="1">{head}</row>{cells}</sheetData></worksheet>'
    return zipped(
        {
            "_rels/.rels": relation("officeDocument", "xl/workbook.xml"),
            "xl/_rels/workbook.xml.rels": relation("worksheet", "worksheets/sheet1.xml"),
            "xl/workbook.xml": f"{book}</sheets></workbook>".encode(),
            "xl/worksheets/sheet1.xml": sheet.encode(),
        }
    )


def relation(kind: str, target: str) -> bytes:
    one = f'<Relationship Id="r1" Type="{OFFICE}/{kind}" Target="{target}"/>'
    return f'<Relationships xmlns="{PACKAGE}">{one}</Relationships>'.encode()


def test_a_workbook_of_200000_rows_ends_within_the_limits() -> None:
    with Pool() as pool:
        assert len(pool.read(workbook(3_000, "淤积"), name="a.xlsx").items) == 2_999
        with pytest.raises(OversizedFile, match="2000000字"):
            pool.read(workbook(200_000, "河道淤积严重"), name="a.xlsx")
        with pytest.raises(OversizedFile, match="200000行"):
            pool.read(workbook(200_001, "淤"), name="a.xlsx")


def test_a_text_past_two_million_characters_is_refused() -> None:
    line = "各单位要做好河道清淤工作，保证质量，注意安全。\n"

    with pytest.raises(OversizedFile):
        read((line * 90_000).encode(), name="a.txt", isolated=False)
    with pytest.raises(OversizedFile):
        read(f"<p>{line * 90_000}</p>".encode(), name="a.html", isolated=False)


@pytest.mark.parametrize("sign", ["字", "，", '"', "a", ",", "<", "（", "一、", "1."])
def test_one_huge_line_ends_soon(sign: str) -> None:
    data = ("序号,问题\n1," + sign * (100_000 // len(sign))).encode()
    start = time.monotonic()

    for name in ("a.csv", "a.txt", "a.html"):
        assert isinstance(outcome(data, name), Draft | ReadingRefusal)

    assert time.monotonic() - start < 30


def png(width: int, height: int) -> bytes:
    def chunk(kind: bytes, content: bytes) -> bytes:
        return (
            struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
        )

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0))
    rows = chunk(b"IDAT", zlib.compress(bytes(1000)))
    return b"\x89PNG\r\n\x1a\n" + head + rows + chunk(b"IEND", b"")


@pytest.mark.parametrize("side", [12_000, 50_000, 2**31 - 1])
def test_a_picture_that_claims_to_be_huge_is_refused_soon(side: int) -> None:
    start = time.monotonic()

    assert isinstance(outcome(png(side, side), "a.png"), ReadingRefusal)
    assert time.monotonic() - start < 5

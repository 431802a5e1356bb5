"""Word papers, reopened with other programs than the one that wrote them."""

import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import pytest
from docx import Document
from lxml import etree

from guatu.demo.errors import WriterMissing

Built = Callable[..., Path]


W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

TASKS = (
    "# 云桥县年度重点任务分工方案",
    "## 农业",
    "+ 建设粮仓2座。",
    "+ 清淤沟渠。",
    "++ 先清主渠。",
    "++ 再清支渠。",
    "## 工业",
    "+ 新增绿色工厂。",
    "> 云桥县人民政府",
)
MERGED = (
    "# 整改方案",
    "<table>",
    "<tr><th>序号</th><th>问题</th><th>整改措施</th></tr>",
    '<tr><td rowspan="2">1</td><td rowspan="2">管网老化</td><td>换管</td></tr>',
    "<tr><td>清淤</td></tr>",
    '<tr><td>2</td><td colspan="2">已办结<br>无遗留</td></tr>',
    "</table>",
)


def xml(path: Path, part: str) -> etree._Element:
    with ZipFile(path) as archive:
        return etree.fromstring(archive.read(part))


def words(element: etree._Element) -> str:
    return "".join(str(text) for text in element.itertext())


def shown_by_libreoffice(path: Path, folder: Path) -> list[str]:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed")
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [office, profile, "--headless", "--convert-to", "txt:Text", "--outdir", str(folder), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)  # noqa: S603 - our own file
    return (folder / f"{path.stem}.txt").read_text(encoding="utf-8-sig").splitlines()


def test_an_automatic_list_holds_no_typed_ordinals_and_shows_them_in_word(
    built: Built, tmp_path: Path
) -> None:
    front = (
        'format: docx\nstyled: true\nheadings: ["chineseCounting、"]\nnumbering: ["decimal.", "（decimal）"]'
    )

    path = built(front, *TASKS)

    assert [paragraph.text for paragraph in Document(str(path)).paragraphs][2:5] == [
        "建设粮仓2座。",
        "清淤沟渠。",
        "先清主渠。",
    ]
    shown = [re.sub(r"[\s\t]+", "", line) for line in shown_by_libreoffice(path, tmp_path)]
    assert shown == [
        "云桥县年度重点任务分工方案",
        "一、农业",
        "1.建设粮仓2座。",
        "2.清淤沟渠。",
        "（1）先清主渠。",
        "（2）再清支渠。",
        "二、工业",
        "1.新增绿色工厂。",
        "云桥县人民政府",
    ]


def test_styled_headings_carry_word_styles_and_plain_ones_do_not(built: Built) -> None:
    styled = Document(str(built("format: docx\nstyled: true", *TASKS, name="styled")))
    plain = Document(str(built("format: docx", *TASKS, name="plain")))

    assert [p.style.name for p in styled.paragraphs if p.style][:2] == ["Title", "Heading 1"]
    assert {p.style.name for p in plain.paragraphs if p.style} == {"Normal"}


def test_merged_cells_are_merged_in_the_file_itself(built: Built) -> None:
    table = xml(built("format: docx", *MERGED), "word/document.xml").find(f".//{W}tbl")

    assert table is not None
    rows = table.findall(f"{W}tr")
    assert [len(row.findall(f"{W}tc")) for row in rows] == [3, 3, 3, 2]
    assert [merge.get(f"{W}val") for merge in rows[1].iter(f"{W}vMerge")] == ["restart", "restart"]
    assert len(list(rows[2].iter(f"{W}vMerge"))) == 2
    assert [span.get(f"{W}val") for span in rows[3].iter(f"{W}gridSpan")] == ["2"]
    last = rows[3].findall(f"{W}tc")[1]
    assert [words(p) for p in last.iter(f"{W}p")] == ["已办结", "无遗留"]


def test_tracked_changes_keep_the_struck_words_in_the_file(built: Built) -> None:
    path = built("format: docx", "# 方案", "完成时限：{-9月底-}{+12月底+}前。")

    document = xml(path, "word/document.xml")

    assert [text.text for text in document.iter(f"{W}delText")] == ["9月底"]
    assert [words(change) for change in document.iter(f"{W}ins")] == ["12月底"]


def test_a_footnote_stands_in_its_own_part_and_is_referred_to(built: Built) -> None:
    path = built("format: docx", "# 方案", "完成公共泊位^[含路内泊位。]建设。")

    reference = next(xml(path, "word/document.xml").iter(f"{W}footnoteReference"))
    notes = {note.get(f"{W}id"): words(note) for note in xml(path, "word/footnotes.xml")}

    assert notes[reference.get(f"{W}id")] == "含路内泊位。"


def test_a_text_box_is_written_for_new_and_for_old_word(built: Built) -> None:
    path = built("format: docx", "# 方案", "[框] 联系人：督查科")

    boxes = list(xml(path, "word/document.xml").iter(f"{W}txbxContent"))

    assert [words(box) for box in boxes] == ["联系人：督查科"] * 2


def test_numbers_split_between_runs_still_read_as_one(built: Built) -> None:
    path = built("format: docx\nnoise: [split_numbers]", "# 方案", "投资1460万元。")

    paragraph = Document(str(path)).paragraphs[1]

    assert [run.text for run in paragraph.runs] == ["投资1", "4", "6", "0万元。"]
    assert paragraph.text == "投资1460万元。"


def test_the_same_source_gives_the_same_docx_bytes(built: Built) -> None:
    front = 'format: docx\nnumbering: ["decimal."]'
    first = built(front, *TASKS).read_bytes()

    assert built(front, *TASKS).read_bytes() == first


def test_a_doc_is_a_compound_file_that_libreoffice_reads_back(built: Built, tmp_path: Path) -> None:
    if shutil.which("soffice") is None:
        pytest.skip("LibreOffice is not installed")

    path = built("format: doc", "# 整改方案", "对照清单整改。")

    assert path.suffix == ".doc"
    assert path.read_bytes().startswith(bytes.fromhex("d0cf11e0a1b11ae1"))
    assert shown_by_libreoffice(path, tmp_path) == ["整改方案", "对照清单整改。"]


def test_without_libreoffice_a_doc_is_refused_with_its_cure(
    built: Built, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")

    with pytest.raises(WriterMissing, match=r"^paper：.*libreoffice-writer-nogui"):
        built("format: doc", "# 整改方案")

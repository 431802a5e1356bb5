"""doc and wps by way of LibreOffice."""

import os
import shutil
import subprocess
import tempfile
from hashlib import sha256
from pathlib import Path

import pytest
from docx import Document

from guatu.reading.errors import ConverterMissing, DamagedFile, EmptyFile, EncryptedFile, TooSlow
from guatu.reading.loading import office

needs_libreoffice = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")


@pytest.fixture(scope="module")
def doc(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A doc with a heading, a numbered list and a merged table, as LibreOffice writes it."""
    document = Document()
    document.add_heading("关于做好防汛隐患整改工作的通知", 1)
    document.add_paragraph("排查低洼路段", style="List Number")
    document.add_paragraph("备足抢险物资", style="List Number")
    table = document.add_table(2, 2)
    table.cell(0, 0).merge(table.cell(1, 0)).text = "云桥县水务局"
    table.cell(0, 1).text, table.cell(1, 1).text = "清淤", "巡堤"
    document.add_paragraph("特此通知。")  # a table that ends a document is lost on the way to doc
    folder = tmp_path_factory.mktemp("doc")
    document.save(str(folder / "a.docx"))
    command = [
        "soffice",
        f"-env:UserInstallation=file://{folder}/profile",
        "--headless",
        "--convert-to",
        "doc",
    ]
    subprocess.run([*command, "--outdir", folder, folder / "a.docx"], capture_output=True, check=True)  # noqa: S603
    return (folder / "a.doc").read_bytes()


@needs_libreoffice
@pytest.mark.parametrize(
    ("name", "media_type"), [("通知.doc", "application/msword"), ("通知.wps", "application/vnd.ms-works")]
)
def test_an_old_document_keeps_its_heading_its_numbers_and_its_merges(
    doc: bytes, name: str, media_type: str
) -> None:
    source = office.load(doc, name=name)

    assert source.text.split("\n") == [
        "关于做好防汛隐患整改工作的通知", "1. 排查低洼路段", "2. 备足抢险物资",
        "云桥县水务局", "清淤", "巡堤", "特此通知。",
    ]  # fmt: skip
    assert (source.blocks[0].kind, source.blocks[0].level, source.blocks[1].label) == ("heading", 1, 3)
    assert source.blocks[3].cell is not None
    assert source.blocks[3].cell.rows == 2
    assert (source.media_type, source.sha256) == (media_type, sha256(doc).hexdigest())


@needs_libreoffice
def test_a_document_cut_short_is_damaged_and_leaves_nothing_behind(
    doc: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))

    with pytest.raises(DamagedFile, match="LibreOffice"):
        office.load(doc[:3_000], name="通知.doc")

    assert list(tmp_path.iterdir()) == []


def stand_in(folder: Path, script: str) -> None:
    """A program by the name of LibreOffice."""
    program = folder / "soffice"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)


def test_a_conversion_past_its_time_is_killed_with_all_it_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started = tmp_path / "started"
    stand_in(tmp_path, f"sleep 60 & echo $! > {started}; wait")
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")

    with pytest.raises(TooSlow):
        office.convert(b"x", suffix=".doc", seconds=0.5)

    state = Path(f"/proc/{started.read_text().strip()}/stat")
    assert not state.exists() or ") Z " in state.read_text()


def test_without_libreoffice_the_refusal_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(ConverterMissing, match="LibreOffice"):
        office.load(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), name="通知.doc")


def test_empty_and_locked_documents_are_refused_before_anything_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(EmptyFile):
        office.load(b"", name="通知.doc")
    with pytest.raises(EncryptedFile):
        office.load(
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), name="通知.doc"
        )

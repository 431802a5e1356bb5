"""No file with a mark of secrecy is stored, by whichever door it comes: evidence, a paper, a scan."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from guatu.history.models import StoredFile
from guatu.ledgers.actions import sign_offs
from guatu.ledgers.models import Evidence
from tests.ledgers.factories import PNG, County, make_items, signed
from tests.web.items.conftest import SignIn

BODY = "青石岭泵站改造线路已经确定，由县水利局负责。"


@pytest.fixture
def folder(county: County, settings: Settings, tmp_path: Path) -> Iterator[Path]:
    """The data folder of this test; nothing waits in it at the end."""
    settings.DATA = tmp_path
    yield tmp_path
    waiting = tmp_path / "waiting"
    assert not waiting.exists() or list(waiting.iterdir()) == []


def word(*lines: str) -> bytes:
    document, file = docx.Document(), BytesIO()
    for line in lines:
        document.add_paragraph(line)
    document.save(file)
    return file.getvalue()


def printed(lines: list[str], tmp_path: Path) -> bytes:
    from guatu.demo.papers.building import build

    source = tmp_path / "made" / "paper.md"
    source.parent.mkdir(exist_ok=True)
    source.write_text("---\nformat: pdf\n---\n" + "\n".join(lines), encoding="utf-8")
    made = build(source, source.parent).read_bytes()
    for path in source.parent.iterdir():
        path.unlink()
    return made


def sent(client: Client, item: int, content: bytes, name: str) -> Any:
    file = SimpleUploadedFile(name, content)
    return client.post(
        reverse("web:item-upload", args=[item]), {"file": file}, headers={"HX-Request": "true"}
    )


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


@pytest.mark.parametrize("form", ["txt", "docx", "pdf", "name"])
def test_evidence_with_a_mark_is_refused_and_leaves_nothing(
    as_: SignIn, county: County, folder: Path, form: str
) -> None:
    item, lines = signed(county), ["秘密★10年", "关于青石岭泵站改造的通知", BODY]
    made = {
        "txt": ("\n".join(lines).encode(), "通知.txt"),
        "docx": (word(*lines), "通知.docx"),
        "pdf": (printed(lines, folder) if form == "pdf" else b"", "通知.pdf"),
        "name": (PNG, "机密★5年.png"),
    }
    content, name = made[form]
    before, stored = files(folder), StoredFile.objects.count()
    answer = sent(as_("town"), item.pk, content, name)
    assert answer.status_code == 422
    assert "标志，不能上传，文件没有保存" in answer.content.decode()
    assert (files(folder), StoredFile.objects.count()) == (before, stored)
    assert not Evidence.objects.exists()


@pytest.mark.parametrize("form", ["txt", "docx", "png"])
def test_evidence_without_a_mark_is_taken(as_: SignIn, county: County, folder: Path, form: str) -> None:
    item, lines = signed(county), ["关于青石岭泵站改造的通知", f"{BODY}本文不含国家秘密。"]
    content = {"txt": "\n".join(lines).encode(), "docx": word(*lines), "png": PNG}[form]
    answer = sent(as_("town"), item.pk, content, f"秘密花园改造.{form}")
    assert answer.status_code == 200, answer.content.decode()
    assert StoredFile.objects.filter(size=len(content)).exists()


def test_a_paper_with_a_mark_decides_nothing(as_: SignIn, county: County, folder: Path) -> None:
    (item,) = make_items(county)
    paper = sign_offs.ask(pks=[item.pk], leader=county.people["leader"], **county.when("coordinator"))
    scan = SimpleUploadedFile("审签单.docx", word("绝密★长期", "审签单"))
    answer = as_("coordinator").post(
        reverse("web:sign-off", args=[paper.pk]), {"answer": "approve", "paper": scan}
    )
    assert answer.status_code == 422
    assert "标志，不能上传，文件没有保存" in answer.content.decode()
    paper.refresh_from_db()
    assert (paper.state, StoredFile.objects.count()) == ("asked", 0)

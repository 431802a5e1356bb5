"""Templates before their keepers: taken along, brought back, refused with every reason."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from guatu.history.models import Event, StoredFile
from guatu.papers.layout.shipped import shipped
from guatu.papers.models import PaperTemplate
from tests.ledgers.factories import County
from tests.papers.words import words_of, written
from tests.web.items.conftest import SignIn

PAGE = "/papers/templates/letter"


def upload(*lines: str, name: str = "我室督办函.docx") -> dict[str, SimpleUploadedFile]:
    return {"file": SimpleUploadedFile(name, written(*lines))}


@pytest.mark.parametrize("name", ["coordinator", "administrator"])
def test_a_keeper_takes_it_along_and_brings_it_back(county: County, as_: SignIn, name: str) -> None:
    client = as_(name)
    assert "自带模板" in client.get(reverse("web:paper-templates")).content.decode()
    assert client.get(f"{PAGE}/file").content == shipped("letter")
    assert client.post(PAGE, upload("我室专用 {{标题}}")).headers["Location"] == PAGE
    page = client.get(PAGE).content.decode()
    assert "第 1 版" in page
    assert "我室督办函.docx" in page
    assert "我室专用" in words_of(client.get(f"{PAGE}/file").content)
    assert client.get(f"{PAGE}/file?shipped=1").content == shipped("letter")
    assert client.post(f"{PAGE}/restore").status_code == 302
    assert client.get(f"{PAGE}/file").content == shipped("letter")
    assert "我室专用" in words_of(client.get(f"{PAGE}/file?version=1").content)
    kinds = Event.objects.filter(kind__startswith="paper_template").values_list("kind", flat=True)
    assert list(kinds) == ["paper_template.changed", "paper_template.restored"]


def test_the_page_lists_every_field(county: County, as_: SignIn) -> None:
    page = as_("coordinator").get(PAGE).content.decode()
    for words in ("{{文号}}", "{{事项.编号}}", "{{留痕摘要}}", "例：县供电公司"):
        assert words in page


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        (("{{ ''.__class__.__mro__ }}",), "大括号里只能写字段名"),
        (("{% for x in y %}",), "大括号里只能写字段名"),
        (("{{密码}}", "{{文好}}"), "不认识的字段：密码、文好"),
    ],
)
def test_a_bad_template_is_refused_with_its_reasons_and_not_kept(
    county: County, as_: SignIn, lines: tuple[str, ...], reason: str
) -> None:
    known = StoredFile.objects.count()
    answer = as_("coordinator").post(PAGE, upload(*lines))
    assert answer.status_code == 422
    assert reason in answer.content.decode()
    assert not PaperTemplate.objects.exists()
    assert StoredFile.objects.count() == known


def test_what_is_no_word_file_or_too_large_is_refused(county: County, as_: SignIn) -> None:
    client = as_("coordinator")
    for content, words in ((b"x", "模板没有换"), (bytes(2 * 1024 * 1024 + 1), "超过 2 MB")):
        answer = client.post(PAGE, {"file": SimpleUploadedFile("x.docx", content)})
        assert answer.status_code == 422
        assert words in answer.content.decode()
    assert client.post(PAGE).status_code == 422
    assert client.post(PAGE, {"file": io.BytesIO()}).status_code == 422


def test_a_secret_template_is_refused(county: County, as_: SignIn) -> None:
    answer = as_("coordinator").post(PAGE, upload("{{标题}}", name="机密★10年.docx"))
    assert answer.status_code == 422
    assert not PaperTemplate.objects.exists()


@pytest.mark.parametrize("name", ["liaison", "verifier", "leader", "inspector"])
def test_for_others_there_is_no_such_page(county: County, as_: SignIn, name: str) -> None:
    client = as_(name)
    for address in (reverse("web:paper-templates"), PAGE, f"{PAGE}/file"):
        assert client.get(address).status_code == 404
    assert client.post(PAGE, upload("{{标题}}")).status_code == 404
    assert client.post(f"{PAGE}/restore").status_code == 404


def test_there_is_nothing_behind_other_names(county: County, as_: SignIn) -> None:
    client = as_("coordinator")
    assert client.get("/papers/templates/custody_list").status_code == 404
    assert client.get(f"{PAGE}/file?version=9").status_code == 404
    assert client.post(f"{PAGE}/restore").status_code == 422

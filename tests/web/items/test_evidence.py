"""Evidence at the door: taken, refused, shown small, handed out, to those who see the item alone."""

from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import reverse
from PIL import Image
from pytest_django.fixtures import Settings

from guatu.history.models import Enclosure, StoredFile
from guatu.http import uploads
from guatu.ledgers.actions import deadlines, reports
from guatu.ledgers.actions.reports import NewEvidence, NewReport
from guatu.ledgers.models import Evidence, Item, Ledger
from tests.ledgers.factories import DAY, DEADLINE, County, fresh, photo, signed
from tests.ledgers.test_pictures import scene, stored, with_claims
from tests.web.items.conftest import SetDay, SignIn


def jpeg(name: str = "现场.jpg", shift: int = 0) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, stored(scene(shift=shift)).getvalue(), "image/jpeg")


def send(client: Client, item: Item, file: SimpleUploadedFile) -> tuple[int, str]:
    answer = client.post(
        reverse("web:item-upload", args=[item.pk]), {"file": file}, headers={"HX-Request": "true"}
    )
    return answer.status_code, answer.content.decode()


def word_in(text: str) -> str:
    return text.split('name="kept" value="')[1].split('"')[0]


def reported(county: County, item: Item, name: str = "现场.jpg") -> Evidence:
    """A picture that the town gave."""
    from guatu.history import store
    from tests.accounts.factories import moment

    file = store.put(stored(scene()).getvalue(), name=name, at=moment(DAY))
    row = item.assignments.get(unit=county.towns[0])
    new = NewReport(text="完成", achieved=row.target_share, evidence=[NewEvidence(file=file, name=name)])
    return reports.report(assignment=row.pk, new=new, **county.when("town")).evidence.get()


def body_of(answer: HttpResponseBase) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]


def test_a_photo_travels_alone_and_comes_with_the_report(county: County, as_: SignIn) -> None:
    item, client = signed(county), as_("town")
    status, text = send(
        client,
        item,
        SimpleUploadedFile("现场.jpg", with_claims(DateTimeOriginal="2026:03:01 08:00:00").getvalue()),
    )
    assert status == 200
    assert "设备自报：2026-03-01T08:00" in text
    row = item.assignments.get(unit=county.towns[0])
    address = reverse("web:item-act", args=[item.pk, "reported"]) + f"?of={row.pk}"
    given = {
        "achieved": "6",
        "text": "全部完成",
        "stuck": "缺资金",
        "stuck_words": "两处",
        "next_step": "验收",
    }
    answer = client.post(address, given | {"kept": [word_in(text)], "file": [jpeg("二.jpg", shift=150)]})
    assert answer.status_code == 302
    proofs = item.evidence.order_by("name")
    assert [(one.name, bool(one.perceptual_hash)) for one in proofs] == [("二.jpg", True), ("现场.jpg", True)]
    assert proofs[1].taken_at is not None
    assert {use.measure_id for one in proofs for use in one.uses.all()} == {row.measure_id}
    report = item.reports.get()
    assert (report.stuck, report.next_step, int(report.achieved)) == ("缺资金：两处", "验收", 6)


def test_an_earlier_day_asks_for_its_reason(county: County, as_: SignIn, day: SetDay) -> None:
    from datetime import date

    item, client = signed(county), as_("town")
    day(date(2026, 3, 9))
    row = item.assignments.get(unit=county.towns[0])
    address = reverse("web:item-act", args=[item.pk, "reported"]) + f"?of={row.pk}"
    given = {"achieved": "2", "text": "完成 2 处", "happened_on": "2026-03-05"}
    answer = client.post(address, given)
    assert answer.status_code == 422
    assert "补报以前的进展，请写明原因" in answer.content.decode()
    later = client.post(address, given | {"happened_on": "2026-03-10"})
    assert "还没到这一天" in later.content.decode()
    assert client.post(address, given | {"why_earlier": "当天断网"}).status_code == 302
    assert item.reports.get().reported_on == date(2026, 3, 5)
    shown = client.get(reverse("web:item", args=[item.pk])).content.decode()
    assert "3-05 发生，补记" in shown
    assert "补报原因：当天断网" in shown


def test_files_stay_in_a_form_that_is_refused(county: County, as_: SignIn) -> None:
    item, client = signed(county), as_("town")
    word = word_in(send(client, item, jpeg())[1])
    row = item.assignments.get(unit=county.towns[0])
    address = reverse("web:item-act", args=[item.pk, "reported"]) + f"?of={row.pk}"
    answer = client.post(address, {"achieved": "2", "text": "", "kept": [word]})
    assert answer.status_code == 422
    assert word_in(answer.content.decode()) == word


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("空.pdf", b"", "是空的"),
        ("程序.exe", b"MZ\x90\x00\x03\x00\x00\x00\xff\x00\x01\x02", "看不出是什么文件"),
    ],
)
def test_what_cannot_be_evidence_says_why(
    county: County, as_: SignIn, name: str, content: bytes, words: str
) -> None:
    status, text = send(as_("town"), signed(county), SimpleUploadedFile(name, content))
    assert status == 422
    assert words in text
    assert 'name="kept"' not in text


def test_too_large_a_file_is_refused(county: County, as_: SignIn, settings: Settings) -> None:
    settings.UPLOAD_LIMIT = 1000
    status, text = send(as_("town"), signed(county), jpeg())
    assert (status, "没有保存" in text) == (422, True)
    assert not StoredFile.objects.exists()


def test_a_picture_seen_before_is_told_without_whose_it_is(county: County, as_: SignIn) -> None:
    other, item = signed(county), signed(county)
    client = as_("other_town")
    row = other.assignments.get(unit=county.towns[0])
    word = word_in(send(as_("town"), other, jpeg())[1])
    address = reverse("web:item-act", args=[other.pk, "reported"]) + f"?of={row.pk}"
    as_("town").post(address, {"achieved": "1", "text": "一处", "kept": [word]})
    copy = BytesIO()
    scene().rotate(90, expand=True).resize((300, 400)).save(copy, "JPEG", quality=70)
    status, text = send(client, item, SimpleUploadedFile("翻拍.jpg", copy.getvalue()))
    assert status == 200
    assert "与 3 月 2 日别处传过的相同" in text
    assert other.number not in text
    assert "双桥镇" not in text


def test_the_word_of_a_file_is_good_for_its_sender_and_its_item_alone(county: County, as_: SignIn) -> None:
    item, other = signed(county), signed(county)
    word = word_in(send(as_("town"), item, jpeg())[1])
    ids = {"person_id": county.people["town"].pk, "item_id": item.pk}
    assert uploads.read(word, **ids).name == "现场.jpg"
    for wrong in ({"item_id": other.pk}, {"person_id": county.people["liaison"].pk}):
        with pytest.raises(uploads.FileRefused):
            uploads.read(word, **ids | wrong)
    with pytest.raises(uploads.FileRefused):
        uploads.read(f"x{word}", **ids)


@pytest.mark.parametrize("name", ["verifier", "leader", "inspector", "reviewer"])
def test_only_who_works_on_it_gives_files(county: County, as_: SignIn, name: str) -> None:
    assert send(as_(name), signed(county), jpeg())[0] == 403


def test_a_picture_is_shown_small_and_kept_by_the_browser(
    county: County, as_: SignIn, settings: Settings
) -> None:
    proof = reported(county, signed(county))
    address = reverse("web:evidence-thumb", args=[proof.item_id, proof.pk])
    answer = as_("leader").get(address)
    assert answer.headers["Content-Type"] == "image/jpeg"
    with Image.open(BytesIO(answer.content)) as small:
        assert small.size == (216, 162)
    assert len(answer.content) < 20_000
    again = as_("leader").get(address, headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    kept = list((Path(settings.FILES).parent / "thumbs").rglob("*.jpg"))
    assert len(kept) == 1


def test_nothing_that_was_sent_runs_in_a_browser(county: County, as_: SignIn) -> None:
    item = signed(county)
    page = SimpleUploadedFile("说明.html", b"<script>alert(1)</script>", "text/html")
    word = word_in(send(as_("town"), item, page)[1])
    as_("town").post(reverse("web:item-act", args=[item.pk, "evidence-added"]), {"kept": [word]})
    proof = item.evidence.get()
    answer = as_("coordinator").get(reverse("web:evidence-file", args=[item.pk, proof.pk]))
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"].startswith("attachment; filename*=utf-8''%E8%AF%B4")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert body_of(answer) == b"<script>alert(1)</script>"
    assert as_("coordinator").get(reverse("web:evidence-thumb", args=[item.pk, proof.pk])).status_code == 404


def test_a_picture_is_drawn_or_saved_under_its_name(county: County, as_: SignIn) -> None:
    proof = reported(county, signed(county))
    address = reverse("web:evidence-file", args=[proof.item_id, proof.pk])
    drawn = as_("coordinator").get(address)
    assert drawn.headers["Content-Type"] == "image/jpeg"
    assert drawn.headers["Content-Disposition"].startswith("inline")
    body_of(drawn)
    saved = as_("coordinator").get(f"{address}?save")
    assert saved.headers["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    body_of(saved)


def test_who_does_not_see_the_item_sees_no_evidence(county: County, as_: SignIn) -> None:
    proof, other = reported(county, signed(county)), signed(county)
    for name in ("evidence", "evidence-thumb", "evidence-file"):
        assert as_("stranger").get(reverse(f"web:{name}", args=[proof.item_id, proof.pk])).status_code == 404
        assert as_("coordinator").get(reverse(f"web:{name}", args=[other.pk, proof.pk])).status_code == 404
    Ledger.objects.update(siblings_visible=False)
    for name in ("evidence", "evidence-thumb", "evidence-file"):
        address = reverse(f"web:{name}", args=[proof.item_id, proof.pk])
        assert as_("other_town").get(address).status_code == 404
        answer = as_("town").get(address)
        assert answer.status_code == 200
        body_of(answer)


def test_the_page_of_a_proof_marks_claims_as_claims(county: County, as_: SignIn) -> None:
    proof = reported(county, signed(county))
    text = as_("verifier").get(reverse("web:evidence", args=[proof.item_id, proof.pk])).content.decode()
    assert "拍摄时间（设备自报）" in text
    assert "没有记录" in text


def test_the_paper_of_a_decision_is_saved_by_those_who_see_it(county: County, as_: SignIn) -> None:
    item = signed(county)
    deadlines.change(
        pk=item.pk,
        new_deadline=DEADLINE.replace(month=9),
        reason="上级调整",
        paper=photo(9),
        **county.when("coordinator"),
    )
    enclosure = Enclosure.objects.get(name="paper")
    address = reverse("web:item-paper", args=[item.pk, enclosure.pk])
    assert address in as_("town").get(reverse("web:item", args=[item.pk])).content.decode()
    answer = as_("town").get(address)
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{item.number}-{DAY}-paper.png"'
    body_of(answer)
    assert as_("stranger").get(address).status_code == 404
    other = signed(county)
    assert as_("town").get(reverse("web:item-paper", args=[other.pk, enclosure.pk])).status_code == 404
    assert fresh(item).deadline == DEADLINE.replace(month=9)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("C:\\照片\\现场.jpg", "现场.jpg"),
        ("../../etc/passwd", "passwd"),
        ("换\n行.pdf", "换行.pdf"),
        ("", "文件"),
        ("长" * 300 + ".docx", "长" * 108 + ".docx"),
    ],
)
def test_a_name_is_only_a_name(given: str, kept: str) -> None:
    assert uploads.short_name(given) == kept


@pytest.mark.parametrize("name", ["coordinator", "verifier"])
def test_the_day_of_a_small_picture_is_never_cut(county: County, as_: SignIn, name: str) -> None:
    proof = reported(county, signed(county))
    page = as_(name).get(reverse("web:item", args=[proof.item_id])).content.decode()
    assert '<span class="cut">双桥镇</span> <span class="day">3-02</span>' in page

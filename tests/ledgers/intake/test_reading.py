"""A document comes in and is read: what is kept of it, and what is not."""

from io import BytesIO
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection
from django_tasks_db.models import DBTaskResult

from guatu.history import store
from guatu.history.models import Event, StoredFile
from guatu.ledgers.errors import NotYours, SecrecyMark
from guatu.ledgers.intake import queries, receiving
from guatu.ledgers.intake.errors import AlreadyReceived, NotReady
from guatu.ledgers.intake.stages import Stage
from guatu.ledgers.models import Directive, Draft
from tests.accounts.factories import moment
from tests.ledgers.factories import DAY, make_county
from tests.ledgers.intake.conftest import PLAN, Desk, MakePaper

FORMATS = ["docx", "pdf", "txt", "html", "xlsx", "csv"]
SECRET = ["= 机密★5年", "# 关于青石岭泵站改造的通知", "青石岭泵站改造线路已经确定，由县供电公司负责。"]


def test_a_document_waits_and_nothing_of_it_is_kept_before_it_is_read(
    desk: Desk, make_paper: MakePaper, data_folder: Path
) -> None:
    draft = desk.bring(make_paper("docx", PLAN), "整改方案.docx")
    assert (draft.state, draft.progress, draft.directive, draft.name) == ("waiting", 0, None, "")
    assert receiving.shown_name(draft) == "整改方案.docx"
    assert not StoredFile.objects.exists()
    assert not Directive.objects.exists()
    assert (data_folder / "waiting").stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in (data_folder / "waiting").iterdir()} == {0o600}
    assert DBTaskResult.objects.get().args_kwargs == {"args": [draft.pk], "kwargs": {}}


@pytest.mark.parametrize("form", FORMATS)
def test_a_document_of_any_format_becomes_a_directive_with_a_draft(
    desk: Desk, make_paper: MakePaper, data_folder: Path, form: str
) -> None:
    data = make_paper(form, PLAN)
    draft = desk.read(desk.bring(data, f"整改方案.{form}", ledger=desk.county.ledger))
    assert (draft.state, draft.progress, draft.failure) == ("ready", Stage.READY, "")
    assert draft.entries
    directive = draft.directive
    assert directive is not None
    assert directive.file is not None
    with store.open_file(directive.file.sha256) as kept:
        assert kept.read() == data
    assert (directive.file_name, directive.ledger) == (f"整改方案.{form}", desk.county.ledger)
    assert queries.source(draft)["text"]
    assert list((data_folder / "waiting").iterdir()) == []
    received = Event.objects.get(kind="directive.received")
    assert received.actor_id == desk.county.people["coordinator"].pk
    assert set(received.enclosures.exclude(file=None).values_list("file_id", flat=True)) == {
        directive.file_id,
        directive.reading_id,
    }


@pytest.mark.parametrize("form", FORMATS)
def test_a_document_with_a_mark_of_secrecy_leaves_nothing_behind(
    desk: Desk, make_paper: MakePaper, data_folder: Path, form: str
) -> None:
    before = rows_by_table()
    draft = desk.bring(make_paper(form, SECRET), f"青石岭线路.{form}")
    with pytest.raises(SecrecyMark, match="文件没有保存"):
        desk.read(draft)
    DBTaskResult.objects.all().delete()  # the job: it holds the key of the draft and nothing else
    assert rows_by_table() == before
    assert [path for path in data_folder.rglob("*") if path.is_file()] == []


def test_a_mark_in_the_name_is_one_too(desk: Desk, make_paper: MakePaper) -> None:
    with pytest.raises(SecrecyMark):
        desk.read(desk.bring(make_paper("txt", PLAN), "机密★5年.txt"))
    assert not Draft.objects.exists()


def rows_by_table() -> dict[str, int]:
    return {model._meta.db_table: model._default_manager.count() for model in apps.get_models()}


def test_a_damaged_file_gives_a_failed_draft_with_the_readers_sentence(
    desk: Desk, make_paper: MakePaper, data_folder: Path
) -> None:
    draft = desk.read(desk.bring(make_paper("docx", PLAN)[:900], "整改方案.docx"))
    assert (draft.state, draft.directive, draft.name) == ("failed", None, "整改方案.docx")
    assert draft.failure.startswith("文件已损坏或不完整，请用原软件打开另存后重新上传")
    assert not StoredFile.objects.exists()
    assert list((data_folder / "waiting").iterdir()) == []
    receiving.dismiss(draft=draft, by=desk.county("coordinator"))
    assert not Draft.objects.exists()


def test_it_is_said_what_is_being_done_and_how_many_are_read_before(
    desk: Desk, make_paper: MakePaper
) -> None:
    first = desk.bring(make_paper("txt", PLAN), "整改方案.txt")
    second = desk.bring(make_paper("docx", PLAN), "整改方案.docx")
    assert [queries.stage_words(one) for one in (first, second)] == ["排队等读", "排队等读，前面还有 1 份"]
    assert queries.stage_words(desk.read(first)) == "待核对"
    assert queries.stage_words(second) == "排队等读"
    Draft.objects.filter(pk=second.pk).update(state="reading", progress=Stage.MATCHING)
    second.refresh_from_db()
    assert queries.stage_words(second) == "对单位，算时限"


def test_a_draft_that_was_read_is_not_dismissed(desk: Desk, make_paper: MakePaper) -> None:
    draft = desk.read(desk.bring(make_paper("txt", PLAN), "整改方案.txt"))
    with pytest.raises(NotReady):
        receiving.dismiss(draft=draft, by=desk.county("coordinator"))


def test_the_same_file_is_told_and_taken_again_only_when_that_is_meant(
    desk: Desk, make_paper: MakePaper
) -> None:
    data = make_paper("txt", PLAN)
    first = desk.bring(data, "整改方案.txt")
    with pytest.raises(AlreadyReceived, match="2026-03-02 已经收过（整改方案") as waiting:
        desk.bring(data, "副本.txt")
    assert waiting.value.details() == {"draft": first.pk}
    desk.read(first)
    with pytest.raises(AlreadyReceived):
        desk.bring(data, "副本.txt")
    assert desk.read(desk.bring(data, "副本.txt", again=True)).state == "ready"
    assert StoredFile.objects.filter(pk=first.sha256).count() == 1


def test_another_office_takes_the_same_file_without_hearing_of_the_first(
    desk: Desk, make_paper: MakePaper
) -> None:
    data = make_paper("txt", PLAN)
    desk.bring(data, "整改方案.txt")
    other = Desk(make_county(), desk.capture)
    assert other.bring(data, "整改方案.txt").state == "waiting"


@pytest.mark.parametrize("who", ["liaison", "verifier", "leader", "inspector"])
def test_only_a_coordinator_takes_documents_in(desk: Desk, data_folder: Path, who: str) -> None:
    with pytest.raises(NotYours):
        receiving.receive(
            upload=BytesIO("通知".encode()),
            name="通知.txt",
            office=desk.county.office,
            **desk.county.when(who),
        )
    assert not (data_folder / "waiting").exists()


def test_a_ledger_of_another_office_is_refused(desk: Desk) -> None:
    with pytest.raises(Exception, match="请选本办公室在用的台账"):
        desk.bring(b"1", "a.txt", ledger=make_county().ledger)


def test_an_empty_file_is_refused_at_once(desk: Desk, data_folder: Path) -> None:
    with pytest.raises(Exception, match="这份是空的"):
        desk.bring(b"", "空.txt")
    assert list((data_folder / "waiting").iterdir()) == []
    assert not Draft.objects.exists()


def test_names_lose_folders_and_what_no_screen_shows() -> None:
    assert receiving.file_name("C:\\桌面\\方案\u202e.docx") == "方案.docx"
    assert receiving.file_name("/") == "来文"
    long = receiving.file_name("长" * 300 + ".docx")
    assert (len(long), long[-5:]) == (200, ".docx")


def test_it_is_read_once_however_often_it_is_asked(desk: Desk, make_paper: MakePaper) -> None:
    draft = desk.read(desk.bring(make_paper("txt", PLAN), "整改方案.txt"))
    events = Event.objects.count()
    again = desk.read(draft)
    assert (again.state, Event.objects.count(), Directive.objects.count()) == ("ready", events, 1)


def test_somebody_who_left_between_upload_and_reading_leaves_a_failed_draft(
    desk: Desk, make_paper: MakePaper
) -> None:
    draft = desk.bring(make_paper("txt", PLAN), "整改方案.txt")
    person = desk.county.people["coordinator"]
    person.is_active = False
    person.save(update_fields=["is_active"])
    read = desk.read(draft)
    assert (read.state, read.directive) == ("failed", None)
    assert "在岗的督办员" in read.failure


def test_what_waits_for_nothing_is_swept_after_a_day(
    desk: Desk, make_paper: MakePaper, data_folder: Path
) -> None:
    draft = desk.bring(make_paper("txt", PLAN), "整改方案.txt")
    later = moment(DAY.replace(year=2027))
    Draft.objects.filter(pk=draft.pk).update(received_at=later)
    (data_folder / "waiting" / "broken-off").write_bytes(b"1")
    assert receiving.sweep(older_than=later) == 1
    draft.refresh_from_db()
    assert draft.state == "waiting"
    assert receiving.sweep(older_than=later.replace(year=2028)) == 2
    draft.refresh_from_db()
    assert (draft.state, draft.failure) == ("failed", "一天内没有读成，文件没有保存，请重新上传")


def test_nothing_of_a_secret_document_is_in_the_bytes_of_the_database(
    desk: Desk, make_paper: MakePaper
) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("reads the file of SQLite")
    with pytest.raises(SecrecyMark):
        desk.read(desk.bring(make_paper("docx", SECRET), "青石岭线路.docx"))
    image = connection.connection.serialize()
    assert "青石岭".encode() not in image
    assert "青石岭".encode("utf-16-le") not in image

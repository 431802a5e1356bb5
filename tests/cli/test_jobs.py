"""The job worker as a real process: documents are read beside the pages, and a death loses none."""

from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO

import pytest
from django.conf import settings
from django.db import connection
from django.utils.timezone import localdate, now
from django_tasks_db.models import DBTaskResult

from guatu.accounts.queries import acting
from guatu.http.serving import jobs, slots
from guatu.http.serving.rounds import Rounds, sweep
from guatu.ledgers.errors import SecrecyMark
from guatu.ledgers.imports import receiving as tables
from guatu.ledgers.imports.jobs import apply_import
from guatu.ledgers.intake import queries, receiving
from guatu.ledgers.models import Directive, Draft, ImportDraft, TickDay
from tests.cli.servers import Server, is_alive, kill, until
from tests.ledgers.factories import County, make_county, make_items
from tests.scratch import Scratch

pytestmark = pytest.mark.enable_socket
NOTICE = "关于河道清淤的通知\n一、总体要求\n（一）县供电公司牵头，2030年6月底前完成清淤12公里。\n"
LONG = NOTICE + "一、河道淤积问题。县供电公司于2030年6月底前完成清淤12公里，完成率达到90%以上。\n" * 4_000
"""Several seconds of work."""


@pytest.fixture
def county(scratch: Scratch) -> County:
    return make_county()


@pytest.fixture
def server(scratch: Scratch, county: County) -> Iterator[Server]:
    with Server(scratch.environment) as running:
        until(running.answers)
        yield running


def bring(county: County, text: str, name: str = "通知.txt") -> Draft:
    at = now()
    by = acting(county.people["coordinator"].pk, on=localdate(at))
    assert by is not None
    return receiving.receive(
        upload=BytesIO(text.encode()), name=name, office=county.office, by=by, at=at, on=localdate(at)
    )


def state(draft: Draft) -> str:
    return Draft.objects.values_list("state", flat=True).get(pk=draft.pk)


def test_the_job_worker_reads_what_comes_in_and_refuses_what_is_marked(
    server: Server, county: County
) -> None:
    secret, plain = bring(county, "机密★5年\n" + NOTICE, "线路.txt"), bring(county, NOTICE)
    until(lambda: state(plain) == "ready")
    assert not Draft.objects.filter(pk=secret.pk).exists()
    by = acting(county.people["coordinator"].pk, on=localdate())
    assert by is not None
    with pytest.raises(SecrecyMark):
        queries.draft(by, secret.pk)
    assert Directive.objects.count() == 1
    until(lambda: not any(settings.DATA.joinpath("waiting").iterdir()))


def test_a_reading_that_is_killed_in_the_middle_is_taken_up_again(server: Server, county: County) -> None:
    draft = bring(county, LONG)
    until(lambda: state(draft) == "reading")
    worker = server.jobs
    kill(worker)
    until(lambda: not is_alive(worker))
    until(lambda: state(draft) == "ready", seconds=60)
    job = DBTaskResult.objects.get()
    until(lambda: DBTaskResult.objects.get().status == "SUCCESSFUL")
    job.refresh_from_db()
    assert (len(job.worker_ids), len(set(job.worker_ids))) == (2, 1)
    assert Directive.objects.count() == 1
    assert server.answers()


def test_jobs_are_done_one_after_the_other(county: County) -> None:
    drafts = [bring(county, NOTICE.replace("12", str(number))) for number in (11, 12)]
    with slots.slot() as worker:
        assert jobs.run_next(worker)
        assert [state(draft) for draft in drafts] == ["ready", "waiting"]
        assert jobs.run_next(worker)
        assert not jobs.run_next(worker)
    assert [state(draft) for draft in drafts] == ["ready", "ready"]


def test_what_the_dead_began_is_taken_back_and_what_the_living_do_is_not(county: County) -> None:
    bring(county, NOTICE)
    job = DBTaskResult.objects.get()
    with slots.slot() as living, slots.slot() as other:
        assert living != other
        job.claim(living)
        assert slots.take_back(worker=other, at=now()) == 0
        assert slots.take_back(worker=living, at=now()) == 1
        job.refresh_from_db()
        job.claim(living)
    with slots.slot() as again:
        assert again == living
        assert slots.take_back(worker=again, at=now()) == 1


def test_a_server_elsewhere_is_given_an_hour(county: County) -> None:
    bring(county, NOTICE)
    DBTaskResult.objects.get().claim("another-server:0")
    with slots.slot() as worker:
        assert slots.take_back(worker=worker, at=now() + timedelta(minutes=59)) == 0
        assert slots.take_back(worker=worker, at=now() + timedelta(minutes=61)) == 1


def test_a_document_that_kills_its_reader_every_time_is_given_up(county: County) -> None:
    draft = bring(county, NOTICE)
    with slots.slot() as worker:
        for _ in range(2):
            DBTaskResult.objects.get().claim(worker)
            assert slots.take_back(worker=worker, at=now()) == 1
        assert jobs.run_next(worker)
        assert DBTaskResult.objects.get().return_value == "given_up"
        draft.refresh_from_db()
        assert (draft.state, draft.failure[:12]) == ("failed", "读取这份文件时程序几次中")
        for _ in range(slots.ATTEMPTS):
            job = DBTaskResult.objects.get()
            job.claim(worker)
        assert slots.take_back(worker=worker, at=now()) == 0
        assert DBTaskResult.objects.get().status == "FAILED"


def test_nobody_waits_for_a_job_that_died_even_while_it_gave_up(county: County) -> None:
    """Whoever was to say at the last attempt that it is given up was killed before he could."""
    draft, table = bring(county, NOTICE), bring_table(county)
    ImportDraft.objects.filter(pk=table.pk).update(state="applying", asked={"by": 1})
    apply_import.enqueue(table.pk)
    with slots.slot() as worker:
        for job in DBTaskResult.objects.all():
            for _ in range(slots.ATTEMPTS):
                job.claim(worker)
        assert slots.take_back(worker=worker, at=now()) == 0
    assert {job.status for job in DBTaskResult.objects.all()} == {"FAILED"}
    draft.refresh_from_db()
    table.refresh_from_db()
    assert (draft.state, draft.failure[:12]) == ("failed", "读取这份文件时程序几次中")
    assert (table.state, table.failure[:14]) == ("ready", "导入时程序几次中断，什么也没")


def bring_table(county: County) -> ImportDraft:
    at = now()
    by = acting(county.people["coordinator"].pk, on=localdate(at))
    assert by is not None
    return tables.receive(
        upload=BytesIO(b"1,2"), name="旧台账.csv", ledger=county.ledger, by=by, at=at, on=localdate(at)
    )


def test_the_rounds_count_what_sqlite_chooses_its_indexes_by(scratch: Scratch, county: County) -> None:
    if scratch.vendor != "sqlite":
        pytest.skip("PostgreSQL counts by itself")
    make_items(county, 40)
    Rounds().go()
    with connection.cursor() as cursor:
        cursor.execute("SELECT stat FROM sqlite_stat1 WHERE tbl = 'ledgers_item'")
        assert {stat.split()[0] for (stat,) in cursor.fetchall()} == {"40"}


def test_the_rounds_tick_once_a_day_and_sweep(county: County) -> None:
    rounds = Rounds()
    rounds.go()
    rounds.go()
    assert list(TickDay.objects.values_list("day", flat=True)) == [localdate()]
    orphan = settings.FILES / "ab" / "ab00"
    orphan.parent.mkdir()
    orphan.write_bytes(b"1")
    sweep(now() + timedelta(hours=23))
    assert orphan.exists()
    sweep(now() + timedelta(hours=25))
    assert not orphan.exists()

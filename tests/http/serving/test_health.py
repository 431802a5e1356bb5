"""Does the server stand, and what is behind: one word for strangers, all words for who looks after it."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client

from guatu.history import checkpoints, keys
from guatu.history.models import Chain
from guatu.http.serving import slots, standing
from guatu.keeping import notes
from guatu.ledgers.models import TickDay
from tests.scratch import Scratch

AT = datetime(2026, 9, 18, 1, 2, 3, tzinfo=UTC)


@pytest.fixture
def data(scratch: Scratch) -> Path:
    return scratch.folder


def words(name: str) -> tuple[bool, str]:
    return next((one.is_well, one.words) for one in standing.looked_at(at=AT) if one.name == name)


def test_strangers_hear_ok_and_nothing_else(data: Path, client: Client) -> None:
    for path in ("/health", "/health/ready"):
        answer = client.get(path)
        assert (answer.status_code, answer.content) == (200, b"ok")


def test_tables_of_another_version_are_not_ready(data: Path, client: Client) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'http'")

    answer = client.get("/health/ready")
    assert (answer.status_code, answer.content) == (503, b"not ok")
    assert client.get("/health").status_code == 200
    assert words("表结构") == (False, "有 3 项更新没有执行：停止服务，执行 guatu prepare")


def test_a_database_that_does_not_answer_is_one_word_too(data: Path, client: Client) -> None:
    connection.close()
    before = connection.settings_dict["NAME"]
    connection.settings_dict["NAME"] = "/nowhere/at/all"
    try:
        for path in ("/health", "/health/ready"):
            answer = client.get(path)
            assert (answer.status_code, answer.content) == (503, b"not ok")
        assert [one.name for one in standing.looked_at(at=AT)] == ["数据库", "磁盘空间"]
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before


def test_what_is_behind_is_told_in_words(data: Path) -> None:
    assert words("每日办理") == (False, "还没有办过")
    assert words("备份") == (False, "还没有备份，请安排 guatu backup")
    assert words("检查点") == (False, "还没有生成")
    TickDay.objects.create(day=date(2026, 9, 18), ticked_at=AT)
    notes.note_backup(at=AT - timedelta(hours=3), name="x", size=5_000_000, is_whole=True)
    assert words("每日办理") == (True, "今天已办")
    assert words("备份") == (True, "最近一份：3 小时前，5.0 MB")
    notes.note_backup(at=AT - timedelta(days=3), name="x", size=5_000_000, is_whole=True)
    assert words("备份") == (False, "最近一份：3 天前，5.0 MB，请检查定时备份")


def test_a_checkpoint_counts_as_behind_only_where_something_is_new(data: Path) -> None:
    keys.make_key()
    chain = Chain.objects.create(code="office-1", length=7, head="x")
    checkpoints.take(at=AT - timedelta(hours=9))
    assert words("检查点") == (True, "最近一个：9 小时前")
    Chain.objects.filter(pk=chain.pk).update(length=8, head="y")
    assert words("检查点") == (False, "最近一个：9 小时前，之后的留痕还没有签名")


def test_a_job_worker_is_known_by_the_slot_that_it_holds(data: Path) -> None:
    assert not words("后台作业")[0]
    with slots.slot():
        assert words("后台作业")[0]
    assert not words("后台作业")[0]

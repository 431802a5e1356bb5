"""`guatu serve` over real sockets: it answers, any of its processes may die, and it leaves nobody behind."""

import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest
from django.utils.timezone import localdate

from guatu.ledgers.models import TickDay
from tests.cli.servers import Server, is_alive, kill, run, steadily_asked, until
from tests.scratch import Scratch

pytestmark = [
    pytest.mark.enable_socket,
    pytest.mark.skipif(sys.platform != "linux", reason="reads /proc"),
]


@pytest.fixture
def server(scratch: Scratch) -> Iterator[Server]:
    with Server(scratch.environment) as running:
        until(running.answers)
        yield running


def test_it_answers_and_stops_within_seconds_with_all_its_processes(scratch: Scratch) -> None:
    began = time.monotonic()
    with Server(scratch.environment, workers=2) as server:
        until(server.answers)
        until(lambda: len(server.web) == 2)
        everybody = server.everybody
        assert {server.process.pid, server.jobs, *server.web} <= everybody
        stopped = time.monotonic()
        assert server.stop() == 0
        assert time.monotonic() - stopped < 10
        assert not any(map(is_alive, everybody))
    assert time.monotonic() - began < 40


def test_any_process_may_die_and_every_request_is_answered(server: Server) -> None:
    for victim in (server.web[0], server.jobs):
        with steadily_asked(server) as answers:
            kill(victim)
            until(lambda gone=victim: not is_alive(gone))  # type: ignore[misc]
            until(lambda: len(server.web) == 1 and is_alive(server.jobs))
            time.sleep(0.3)
        lost = answers.count(False)
        assert lost <= 1, f"{lost} of {len(answers)}: only what the dead worker had in hand may be lost"


def test_nobody_outlives_a_supervisor_that_is_killed(server: Server) -> None:
    everybody = server.everybody
    kill(server.process.pid)
    until(lambda: not any(map(is_alive, everybody - {server.process.pid})), seconds=12)


def test_interrupt_at_the_terminal_stops_it_too(server: Server) -> None:
    everybody = server.everybody
    server.process.send_signal(signal.SIGINT)
    assert server.process.wait(timeout=12) == 0
    assert not any(map(is_alive, everybody))


def test_two_servers_on_one_database_do_a_day_once(scratch: Scratch) -> None:
    with Server(scratch.environment) as one, Server(scratch.environment) as other:
        until(lambda: TickDay.objects.exists())
        until(lambda: one.answers() and other.answers())
        time.sleep(0.5)
        assert list(TickDay.objects.values_list("day", flat=True)) == [localdate()]
        assert is_alive(one.jobs)
        assert is_alive(other.jobs)


def test_a_port_that_is_taken_is_refused(scratch: Scratch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = run("serve", "--port", str(port), environment=scratch.environment)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.strip() == f"端口 {port} 已被占用，请先停掉占用它的程序，或用 --port 换一个端口"


def test_an_address_of_another_machine_is_refused(scratch: Scratch) -> None:
    done = run("serve", "--host", "192.0.2.1", "--port", "0", environment=scratch.environment)
    assert done.returncode == 1
    assert "本机没有这个地址" in done.stderr


def test_a_folder_that_is_not_prepared_is_refused(scratch: Scratch) -> None:
    empty = {**scratch.environment, "GUATU_DATA": str(scratch.folder / "nowhere")}
    assert "guatu prepare" in run("serve", environment=empty).stderr
    (scratch.folder / "new").mkdir()
    new = {**scratch.environment, "GUATU_DATA": str(scratch.folder / "new")}
    assert "没有会话密钥" in run("serve", environment={**new, "GUATU_SECRET_KEY": ""}).stderr
    new["DATABASE_URL"] = f"sqlite:///{scratch.folder / 'new' / 'guatu.sqlite3'}"
    assert "数据库还没有建立" in run("serve", environment=new).stderr
    assert not (scratch.folder / "new" / "guatu.sqlite3").exists()


def test_a_database_older_than_the_program_is_refused(scratch: Scratch) -> None:
    raw = scratch.raw()
    raw.execute("DELETE FROM django_migrations WHERE app = 'ledgers' AND name <> '0001_initial'")
    raw.close()
    done = run("serve", "--port", "0", environment=scratch.environment)
    assert done.returncode == 1
    assert "项更新没有执行，请先备份，再执行 guatu prepare" in done.stderr


def test_a_database_without_its_guards_is_refused_until_it_is_prepared_again(scratch: Scratch) -> None:
    raw = scratch.raw()
    on = "" if scratch.vendor == "sqlite" else ' ON "history_event"'
    raw.execute(f'DROP TRIGGER "guard_history_event_update"{on}')
    raw.close()
    done = run("serve", "--port", "0", environment=scratch.environment)
    assert (done.returncode, "缺 1 处留痕防护" in done.stderr) == (1, True)
    assert run("prepare", environment=scratch.environment).returncode == 0
    with Server(scratch.environment) as server:
        until(server.answers)


def test_a_missing_data_folder_setting_is_told() -> None:
    done = run("serve", environment={"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"})
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "GUATU_DATA" in done.stderr


def test_web_workers_begin_without_what_reads_draws_and_writes_files(scratch: Scratch) -> None:
    looking = (
        "import sys, django; django.setup();"
        "from guatu.cli import main;"
        "from guatu.http.serving import checks, supervisor, web;"
        "checks.refuse_unprepared(); web.load();"
        "heavy = {'numpy', 'pypinyin', 'rjieba', 'lxml', 'docx', 'opencc', 'pypdfium2', 'selectolax',"
        "'PIL', 'xlsxwriter', 'rapidfuzz', 'yaml', 'joserfc', 'smtplib'};"
        "print(sorted(m for m in sys.modules"
        " if m.split('.')[0] in heavy or m.startswith('guatu.reading')))"
    )
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", looking],
        env=dict(scratch.environment),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.stdout.strip() == "[]", done.stderr

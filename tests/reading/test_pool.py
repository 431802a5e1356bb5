"""Children that read: real processes, real documents, real ends."""

import multiprocessing
import os
import resource
import shutil
import signal
import threading
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from guatu.kernel.units import Directory, Unit
from guatu.reading import ReadingRefusal, read
from guatu.reading.draft import Draft
from guatu.reading.errors import (
    DamagedFile,
    EncryptedFile,
    OversizedFile,
    TooLarge,
    TooSlow,
    UnreadableFile,
)
from guatu.reading.loading.sniff import MAX_BYTES
from guatu.reading.pool import Limits, Pool

MakePaper = Callable[..., bytes]
NOTICE = "关于河道清淤的通知\n一、总体要求\n（一）县水利局牵头，2025年6月底前完成清淤12公里。\n".encode()
LONG = "一、河道淤积问题。县水利局于2025年6月底前完成清淤12公里，完成率达到90%以上。\n".encode() * 40_000
"""Over a million characters: half a minute of work."""
HAS_OFFICE = shutil.which("soffice") is not None
MIB = 1024**2


@pytest.fixture
def others() -> set[int | None]:
    """Children that were there before the test, as that of `read()`."""
    return pids_since(set())


@pytest.fixture
def pool(others: set[int | None]) -> Iterator[Pool]:  # they are counted before this one's child
    with Pool() as pool:
        yield pool


def pids_since(before: set[int | None]) -> set[int | None]:
    return {child.pid for child in multiprocessing.active_children()} - before


# ---------------------------------------------------------------- reading


def test_bytes_and_paths_give_the_same_draft_as_reading_here(pool: Pool, tmp_path: Path) -> None:
    path = tmp_path / "通知.txt"
    path.write_bytes(NOTICE)

    here = read(path, isolated=False)

    assert pool.read(path) == pool.read(str(path)) == pool.read(NOTICE, name="通知.txt") == here


def test_a_relative_path_means_where_the_owner_stands_now(
    pool: Pool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "通知.txt").write_bytes(NOTICE)
    monkeypatch.chdir(tmp_path)

    assert pool.read("通知.txt").document.source.name == "通知.txt"


def test_the_base_day_and_the_directory_reach_the_child(pool: Pool) -> None:
    text = "关于整改的通知\n一、河道淤积问题\n整改措施：由水利局牵头，自交办之日起10日内完成。\n".encode()
    pool.units = Directory([Unit("云桥县水利局", ("水利局",))])
    expanded = pool.read(text, name="通知.txt", day=date(2025, 3, 1))
    pool.units = None
    plain = pool.read(text, name="通知.txt")

    units = Directory([Unit("云桥县水利局", ("水利局",))])
    assert expanded == read(text, name="通知.txt", units=units, day=date(2025, 3, 1), isolated=False)
    assert expanded != plain
    assert plain == read(text, name="通知.txt", isolated=False)


def test_refusals_cross_with_place_and_reason(pool: Pool) -> None:
    workbook = (Path(__file__).parent / "findings" / "cell-beyond-every-sheet.xlsx").read_bytes()

    with pytest.raises(OversizedFile) as refusal:
        pool.read(workbook, name="台账.xlsx")

    assert (refusal.value.where, refusal.value.why) == ("工作表“台账”", "超过200000行")


@pytest.mark.parametrize("isolated", [True, False])
def test_what_is_no_file_is_refused(tmp_path: Path, isolated: bool) -> None:  # noqa: FBT001
    os.mkfifo(tmp_path / "pipe.txt")

    for path in (tmp_path / "missing.docx", tmp_path, tmp_path / "pipe.txt", Path("a\0b.txt")):
        with pytest.raises(UnreadableFile):
            read(path, isolated=isolated)


def test_a_file_past_the_limit_is_refused_before_it_is_read(pool: Pool, tmp_path: Path) -> None:
    huge = tmp_path / "huge.txt"
    with huge.open("wb") as file:
        file.truncate(MAX_BYTES * 50)

    with pytest.raises(OversizedFile):
        pool.read(huge)
    with pytest.raises(OversizedFile):
        pool.read(bytes(MAX_BYTES + 1))


def test_many_files_come_each_with_its_own_result(tmp_path: Path) -> None:
    paths = [tmp_path / f"{number}.txt" for number in range(12)]
    for number, path in enumerate(paths):
        text = f"关于第{number}号事项的通知\n各单位：请落实。"
        path.write_text("" if number % 4 == 0 else text, encoding="utf-8")

    with Pool(jobs=2) as pool:
        results = dict(pool.read_all(paths))

    assert results.keys() == set(paths)
    for number, path in enumerate(paths):
        result = results[path]
        if isinstance(result, Draft):
            assert f"第{number}号" in result.text
        else:
            assert number % 4 == 0
            assert result.code == "empty_file"


# ---------------------------------------------------------------- limits


def test_a_document_past_its_processor_time_is_refused_and_the_next_is_read() -> None:
    with Pool(limits=Limits(cpu_seconds=1)) as pool:
        with pytest.raises(TooSlow):
            pool.read(LONG, name="长.txt")

        assert "清淤" in pool.read(NOTICE, name="通知.txt").text


def test_a_document_past_its_memory_is_refused_and_the_next_is_read() -> None:
    with Pool(limits=Limits(address_space=220 * MIB)) as pool:
        with pytest.raises(TooLarge):
            pool.read(LONG, name="长.txt")

        assert "清淤" in pool.read(NOTICE, name="通知.txt").text


def test_a_child_that_does_not_answer_is_given_up() -> None:
    with Pool(limits=Limits(wall_seconds=0.5)) as pool:
        start = time.monotonic()
        with pytest.raises(TooSlow):
            pool.read(LONG, name="长.txt")

        assert time.monotonic() - start < 5
        assert "清淤" in pool.read(NOTICE, name="通知.txt").text


def test_a_killed_child_is_named_and_the_next_file_is_read(pool: Pool, others: set[int | None]) -> None:
    (child,) = pids_since(others)
    assert child is not None

    for number, refusal in ((signal.SIGKILL, TooLarge), (signal.SIGSEGV, DamagedFile)):
        (child,) = pids_since(others)
        killer = threading.Timer(0.3, os.kill, (child, number))
        killer.start()
        with pytest.raises(refusal):
            pool.read(LONG, name="长.txt")

        assert "清淤" in pool.read(NOTICE, name="通知.txt").text


def test_a_child_that_died_idle_costs_no_document(pool: Pool, others: set[int | None]) -> None:
    for _ in range(3):
        (child,) = pids_since(others)
        assert child is not None
        os.kill(child, signal.SIGKILL)

        assert "清淤" in pool.read(NOTICE, name="通知.txt").text


def test_children_are_replaced_after_their_share_of_files(others: set[int | None]) -> None:
    seen: list[int | None] = []
    with Pool(limits=Limits(files=3)) as pool:
        for _ in range(7):
            pool.read(NOTICE, name="通知.txt")
            seen += pids_since(others)

    assert [seen.count(pid) for pid in dict.fromkeys(seen)] == [3, 3, 1]


def test_a_child_has_the_limits_it_was_promised(pool: Pool, others: set[int | None]) -> None:
    pool.read(NOTICE, name="通知.txt")
    (child,) = pids_since(others)
    assert child is not None
    limits = {
        line[:26].strip(): line[26:47].strip()
        for line in Path(f"/proc/{child}/limits").read_text().splitlines()
    }

    assert int(limits["Max address space"]) == Limits().address_space
    assert 60 <= int(limits["Max cpu time"]) <= 62
    assert int(limits["Max core file size"]) == 1
    assert resource.getrlimit(resource.RLIMIT_AS)[0] == resource.RLIM_INFINITY
    assert {Path(f"/proc/{child}/fd/{stream}").readlink() for stream in (0, 1, 2)} == {Path("/dev/null")}


@pytest.mark.usefixtures("interruptible")
def test_an_interrupted_reading_does_not_answer_for_the_next(pool: Pool) -> None:
    threading.Timer(0.3, os.kill, (os.getpid(), signal.SIGINT)).start()
    with pytest.raises(KeyboardInterrupt):
        pool.read(LONG, name="长.txt")

    assert pool.read(NOTICE, name="通知.txt").document.source.name == "通知.txt"


def test_a_broken_off_round_of_many_leaves_the_children_fit(tmp_path: Path) -> None:
    paths = [tmp_path / f"{number}.txt" for number in range(3)]
    for path in paths:
        path.write_bytes(LONG if path.stem == "0" else NOTICE)

    with Pool(jobs=2) as pool:
        for path, _ in pool.read_all(paths):
            assert path.stem != "0"
            break
        assert pool.read(NOTICE, name="通知.txt").document.source.name == "通知.txt"


# ---------------------------------------------------------------- converters


def rich_text() -> bytes:
    text = r"\par ".join("".join(f"\\u{ord(c)}?" for c in line) for line in NOTICE.decode().splitlines())
    return f"{{\\rtf1\\ansi {text}}}".encode()


def office_processes(room: Path) -> list[str]:
    found = []
    for process in Path("/proc").iterdir():
        if process.name.isdigit():
            try:
                if str(room) in (process / "cmdline").read_text():
                    found.append(process.name)
            except OSError:
                continue
    return found


def all_end(room: Path, *, within: float) -> bool:
    """A killed process takes a moment to be gone; one that lives on is never gone."""
    patience = time.monotonic() + within
    while office_processes(room) and time.monotonic() < patience:
        time.sleep(0.05)
    return not office_processes(room)


def rooms_of(pid: int | None) -> list[Path]:
    import tempfile

    return list(Path(tempfile.gettempdir()).glob(f"guatu-{pid}-*"))


@pytest.mark.skipif(not HAS_OFFICE, reason="LibreOffice is not installed")
def test_libreoffice_works_in_a_child_and_ends_with_it(pool: Pool, others: set[int | None]) -> None:
    assert "清淤12公里" in pool.read(rich_text(), name="通知.rtf").text
    (child,) = pids_since(others)
    assert child is not None
    rooms: list[Path] = []

    def kill_while_converting() -> None:
        while not rooms or not office_processes(rooms[0]):
            rooms[:] = rooms_of(child)
            time.sleep(0.01)
        os.kill(child, signal.SIGKILL)

    killer = threading.Thread(target=kill_while_converting)
    killer.start()
    with pytest.raises(ReadingRefusal):
        pool.read(rich_text(), name="通知.rtf")
    killer.join(10)

    assert not rooms[0].exists()
    assert all_end(rooms[0], within=10)


@pytest.mark.skipif(not HAS_OFFICE, reason="LibreOffice is not installed")
def test_libreoffice_ends_when_the_patience_with_its_child_does() -> None:
    with Pool(limits=Limits(wall_seconds=0.4)) as pool:
        child = multiprocessing.active_children()[-1].pid
        with pytest.raises(TooSlow):
            pool.read(rich_text(), name="通知.rtf")

        assert not rooms_of(child)
        assert not office_processes(Path(f"guatu-{child}-"))


def test_a_locked_file_is_named_in_a_child_too(pool: Pool) -> None:
    compound, stream = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "EncryptedPackage".encode("utf-16-le")
    locked = compound + bytes(504) + stream + bytes(2000)

    with pytest.raises(EncryptedFile):
        pool.read(locked, name="通知.docx")

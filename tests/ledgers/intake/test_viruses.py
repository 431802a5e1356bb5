"""The virus scanner of the house: asked by its own protocol, its finding refused, its silence told."""

import socket
import struct
from collections.abc import Callable, Iterator
from datetime import date
from io import BytesIO
from pathlib import Path
from threading import Thread

import pytest
from pytest_django import Settings

from guatu.history.models import StoredFile
from guatu.ledgers.errors import Infected
from guatu.ledgers.intake import marks, viruses, waiting_room
from guatu.ledgers.intake.viruses import Scan
from tests.accounts.factories import moment

AT = moment(date(2026, 3, 2))
FOUND = b"stream: Eicar-Test-Signature FOUND\0"
Scanner = Callable[[bytes], list[bytes]]


@pytest.fixture
def scanner(tmp_path: Path, settings: Settings) -> Iterator[Scanner]:
    """`scanner(answer)` listens at a socket of its own, and answers what it was shown."""
    path, served = str(tmp_path / "clamd"), []
    listening = socket.socket(socket.AF_UNIX)
    listening.bind(path)
    listening.listen()

    def start(answer: bytes) -> list[bytes]:
        settings.CLAMAV = path
        seen: list[bytes] = []
        thread = Thread(target=_serve, args=(listening, answer, seen))
        thread.start()
        served.append(thread)
        return seen

    yield start
    for thread in served:
        thread.join(5)
    listening.close()


def _serve(listening: socket.socket, answer: bytes, seen: list[bytes]) -> None:
    """As clamd does: a command that ends with zero, pieces after their lengths, an empty one last."""
    with listening.accept()[0] as talk, talk.makefile("rb") as stream:
        seen.append(stream.read(len(b"zINSTREAM\0")))
        content = b""
        while length := struct.unpack(">I", stream.read(4))[0]:
            content += stream.read(length)
        seen.append(content)
        talk.sendall(answer)


def stored() -> tuple[StoredFile, Scan]:
    return marks.store_looked_at(BytesIO(b"%PDF-1.4 x" * 40_000), name="凭证.pdf", at=AT)


@pytest.mark.django_db
def test_a_clean_file_is_shown_whole_and_kept(scanner: Scanner) -> None:
    seen = scanner(b"stream: OK\0")

    file, scan = stored()

    assert (file.size, scan) == (400_000, Scan.CLEAN)
    assert seen == [b"zINSTREAM\0", b"%PDF-1.4 x" * 40_000]


@pytest.mark.django_db
def test_an_infected_file_is_refused_and_nothing_of_it_kept(scanner: Scanner, settings: Settings) -> None:
    scanner(FOUND)
    waiting = Path(settings.DATA) / "waiting"
    before = set(waiting.iterdir()) if waiting.exists() else set()

    with pytest.raises(Infected, match=r"“凭证.pdf”查出病毒（Eicar-Test-Signature），文件没有保存"):
        stored()

    assert not StoredFile.objects.exists()
    assert set(waiting.iterdir()) == before


@pytest.mark.django_db
@pytest.mark.parametrize("answer", [b"INSTREAM size limit exceeded. ERROR\0", b""])
def test_a_scanner_that_cannot_look_stops_nobody(scanner: Scanner, answer: bytes) -> None:
    scanner(answer)
    assert stored()[1] == Scan.UNSCANNED


@pytest.mark.django_db
@pytest.mark.parametrize("where", ["/nowhere/clamd.ctl", "127.0.0.1:1"])
def test_a_scanner_that_is_away_stops_nobody(socket_enabled: None, settings: Settings, where: str) -> None:
    settings.CLAMAV = where
    assert stored()[1] == Scan.UNSCANNED


def test_without_a_scanner_nobody_is_asked(settings: Settings, tmp_path: Path) -> None:
    settings.CLAMAV = ""
    assert viruses.refuse_infected(tmp_path / "none", name="x") == Scan.OFF


def test_a_document_to_be_read_is_shown_too(scanner: Scanner) -> None:
    scanner(FOUND)
    with pytest.raises(Infected):
        waiting_room.put(BytesIO(b"x"), name="来文.docx")

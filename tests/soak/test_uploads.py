"""Hostile uploads at every door that takes files: each is answered, and nothing of it lies about."""

import logging
import os
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any, Final

import pytest
from django.test import Client
from django.utils.timezone import now
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from bench.fuzzing.seeds import Seed, seeds
from bench.fuzzing.uploads import Upload, upload
from guatu.history.models import StoredFile
from guatu.http.serving import jobs, rounds, slots
from guatu.ledgers.models import Draft, Evidence, ImportDraft
from tests.api.conftest import token_of
from tests.beginnings import Begin
from tests.ledgers.factories import County, make_county, signed

SOAK: Final = bool(os.environ.get("GUATU_SOAK"))
UPLOADS: Final = 20_000 if SOAK else 200
PARTS: Final = 10 if SOAK else 1
EVIDENCE: Final = 3 if SOAK else 1
"""How often evidence comes, each piece looked at by processes of its own: less often in short runs."""
HANG: Final = 60.0
JOBS_EVERY: Final = 25
_BACKEND: Final = "django.contrib.auth.backends.ModelBackend"


@dataclass(slots=True)
class Gate:
    """The doors, and what came of each upload."""

    county: County
    folder: Path
    item: int
    programs: dict[str, Client]
    browsers: dict[str, Client]
    seen: "Counter[str]" = field(default_factory=Counter)
    slowest: float = 0.0

    def doors(self) -> dict[str, tuple[float, Client, str, dict[str, str]]]:
        """How often each, by whom, its address, and the fields that go along."""
        office, ledger = self.county.office.pk, self.county.ledger.pk
        town = self.county.lead.division_id
        read, shown = {"office_id": str(office)}, {"division_id": str(town)}
        return {
            "evidence": (EVIDENCE, self.programs["liaison"], f"/api/v1/items/{self.item}/files", {}),
            "evidence page": (EVIDENCE / 2, self.browsers["liaison"], f"/items/{self.item}/files", {}),
            "ledger file": (1, self.programs["coordinator"], f"/api/v1/ledgers/{ledger}/files", {}),
            "document": (4, self.programs["coordinator"], "/api/v1/drafts", read),
            "document page": (2, self.browsers["coordinator"], "/directives/upload", {}),
            "table": (4, self.programs["coordinator"], f"/api/v1/ledgers/{ledger}/tables", {}),
            "table page": (2, self.browsers["coordinator"], f"/ledgers/{ledger}/imports", {}),
            "units": (1, self.programs["administrator"], "/api/v1/imports/units/preview", shown),
            "template": (
                0.5,
                self.programs["administrator"],
                f"/api/v1/offices/{office}/templates/letter",
                {},
            ),
        }

    def take(self, number: int, originals: list[Seed]) -> None:
        """One upload at one of the doors, and what follows it."""
        chance = Random(f"door/{number}")  # noqa: S311 - repeatable chance is the point
        doors = self.doors()
        name = chance.choices(list(doors), [one[0] for one in doors.values()])[0]
        _, client, path, fields = doors[name]
        sent = upload(number, seed=1, seeds=originals, fields=fields)
        begun = time.monotonic()
        answer = client.generic("POST", path, sent.body, content_type=sent.content_type)
        self.slowest = max(self.slowest, time.monotonic() - begun)
        assert 200 <= answer.status_code < 500, (number, name, sent.kind, answer.status_code)
        self.seen[f"{name} {answer.status_code}"] += 1
        if name == "evidence" and answer.status_code == 200 and chance.random() < 0.5:
            self.prove(answer.json()["file"], sent)

    def prove(self, word: str, sent: Upload) -> None:
        """The file becomes evidence, and is looked at."""
        path = f"/api/v1/items/{self.item}"
        given = {"unit_id": self.county.lead.pk, "files": [word]}
        one = self.programs["liaison"]
        answer = one.post(f"{path}/acts/evidence_added", given, content_type="application/json")
        assert answer.status_code in (200, 409, 422), (sent.number, answer.content)
        if answer.status_code != 200:
            return
        proof = Evidence.objects.latest("pk").pk
        looks = [(one, f"{path}/evidence/{proof}/{part}") for part in ("thumbnail", "content")]
        looks += [
            (self.browsers["liaison"], f"/items/{self.item}/evidence/{proof}{end}") for end in ("", "/small")
        ]
        for client, address in looks:
            shown = client.get(address)
            assert shown.status_code < 500, (sent.number, address)
            shown.close()


@pytest.fixture
def gate(begun: Begin, tmp_path: Path, settings: Settings) -> Iterator[Gate]:
    with begun("county", make_county).copied(tmp_path / "data") as copy:
        settings.DATA = copy.folder
        (copy.folder / "waiting").mkdir(mode=0o700)
        settings.FILE_UPLOAD_TEMP_DIR = str(copy.folder / "waiting")
        county = begun("county", make_county).answer
        item = signed(county)
        names = ("liaison", "coordinator", "administrator")
        keys = {name: token_of(county, name) for name in names}
        programs = {name: Client(headers={"authorization": f"Bearer {key}"}) for name, key in keys.items()}
        browsers = {name: Client() for name in names}
        for name, browser in browsers.items():
            browser.force_login(county.people[name], _BACKEND)
        yield Gate(county, copy.folder, item.pk, programs, browsers)


def work_off(worker: str) -> None:
    """The jobs, each within its time."""
    begun = time.monotonic()
    while jobs.run_next(worker):
        assert time.monotonic() - begun < HANG * JOBS_EVERY


@pytest.mark.enable_socket
@pytest.mark.parametrize("part", range(PARTS))
def test_hostile_uploads_are_answered_and_leave_nothing_behind(
    gate: Gate, part: int, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    originals, share = seeds(tmp_path), UPLOADS // PARTS

    with slots.slot() as worker:
        for number in range(part * share, (part + 1) * share):
            gate.take(number, originals)
            if number % JOBS_EVERY == 0:
                work_off(worker)
        work_off(worker)

    assert gate.slowest < HANG
    assert sum(gate.seen.values()) == share
    assert not [one for one in caplog.records if one.levelno >= logging.ERROR]
    _nothing_is_on_its_way()
    _nothing_lies_about(gate.folder)


def _nothing_is_on_its_way() -> None:
    unread = ("waiting", "reading", "applying")
    assert not Draft.objects.filter(state__in=unread).exists()
    assert not ImportDraft.objects.filter(state__in=unread).exists()
    assert set(DBTaskResult.objects.values_list("status", flat=True)) == {"SUCCESSFUL"}


def _nothing_lies_about(folder: Path) -> None:
    """Nothing waits, not even before the sweep; after it each file has its row, and each row its file."""
    waiting = [one.name for one in (folder / "waiting").iterdir()]
    assert waiting == []
    rounds.sweep(now() + timedelta(days=2))
    lying = {one.name for one in (folder / "files").rglob("*") if one.is_file() and one.name != ".lock"}
    known: Any = StoredFile.objects.values_list("pk", flat=True)
    assert lying == set(known)

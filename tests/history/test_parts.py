"""A period of a chain as a package: it is checked alone, and what is wrong within it is found."""

import base64
import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from zipfile import ZipFile

import pytest

from guatu.history import checkpoints, exporting, keys
from guatu.history.errors import PeriodEmpty
from guatu.history.independent import verify_trail
from guatu.history.independent.verify_trail import Findings
from tests.history.making import AT, TODAY, changed, opened
from tests.history.trials import Matter
from tests.scratch import Scratch

pytestmark = pytest.mark.usefixtures("scratch")
DAY = timedelta(days=1)


@pytest.fixture
def matter(scratch: Scratch) -> Matter:
    """Three days of two events, each signed in the evening; on the fourth nothing is signed yet."""
    keys.make_key()
    first = opened(at=AT)
    changed(first, remark="第一天")
    checkpoints.take(at=AT)
    for number in (1, 2):
        other = opened(f"第{number + 1}天", at=AT + number * DAY, on=TODAY + number * DAY)
        changed(
            other, remark=f"第{number + 1}天", weight=number, at=AT + number * DAY, on=TODAY + number * DAY
        )
        checkpoints.take(at=AT + number * DAY)
    opened("第四天", at=AT + 3 * DAY, on=TODAY + 3 * DAY)
    return first


def exported(folder: Path, first: int, last: int) -> Path:
    days = (TODAY + first * DAY, TODAY + last * DAY)
    return exporting.export(folder / "part.zip", at=AT + 4 * DAY, chain="office-1", days=days)


def manifest(package: Path) -> dict[str, object]:
    with ZipFile(package) as archive:
        part: dict[str, object] = json.loads(archive.read("manifest.json"))["part"]
        return part


@pytest.mark.parametrize(
    ("first", "last", "numbers"),
    [(0, 0, (1, 2)), (1, 1, (3, 4)), (1, 2, (3, 6)), (0, 3, (1, 7)), (3, 3, (7, 7))],
)
def test_a_part_is_whole_by_itself(
    matter: Matter, tmp_path: Path, first: int, last: int, numbers: tuple[int, int]
) -> None:
    package = exported(tmp_path, first, last)
    told = manifest(package)
    findings = verify_trail.verify(package)

    assert (told["first"], told["last"]) == numbers
    assert findings.lines == []
    assert findings.seen["环"] == numbers[1] - numbers[0] + 1
    assert any("前后的不在其中" in note for note in findings.notes)
    assert any("末尾之后还没有检查点" in note for note in findings.notes) == (last == 3)


def tampered(package: Path, number: int, change: str) -> Findings:
    """Verify the package after one of its events is left out, or reworded."""
    worse = package.with_name("worse.zip")
    with ZipFile(package) as source, ZipFile(worse, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "events.jsonl":
                content = b"".join(_lines(content, number, change))
            target.writestr(name, content)
    return verify_trail.verify(worse)


def _lines(content: bytes, number: int, change: str) -> Iterator[bytes]:
    for line in content.splitlines(keepends=True):
        event = json.loads(line)
        if event["number"] == number:
            if change == "left out":
                continue
            body = base64.b64decode(event["body"]).replace(b"matter_", b"mutter_")
            event |= {
                "body": base64.b64encode(body).decode(),
                "kind": event["kind"].replace("matter", "mutter"),
            }
            line = json.dumps(event).encode() + b"\n"
        yield line


@pytest.mark.parametrize("change", ["left out", "reworded"])
@pytest.mark.parametrize("number", [3, 4, 5, 6])
def test_what_is_wrong_within_a_part_is_found(
    matter: Matter, tmp_path: Path, number: int, change: str
) -> None:
    assert tampered(exported(tmp_path, 1, 2), number, change).kinds


def test_a_part_whose_beginning_was_made_up_is_found_by_the_checkpoint_before(
    matter: Matter, tmp_path: Path
) -> None:
    package = exported(tmp_path, 1, 1)
    worse = package.with_name("worse.zip")
    with ZipFile(package) as source, ZipFile(worse, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "manifest.json":
                told = json.loads(content)
                told["part"]["previous"] = "0" * 64
                content = json.dumps(told).encode()
            target.writestr(name, content)
    kinds = verify_trail.verify(worse).kinds
    assert {"event_link", "checkpoint_head"} <= kinds.keys()


def test_days_without_events_make_no_part(matter: Matter, tmp_path: Path) -> None:
    with pytest.raises(PeriodEmpty, match="没有留痕，请换一段日期"):
        exported(tmp_path, 20, 21)
    assert not list(tmp_path.glob("*.zip"))

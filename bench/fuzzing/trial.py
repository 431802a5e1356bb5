"""One damaged file read: it must end in a draft or a refusal, within its time."""

import signal
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType

from guatu.reading.draft import Draft
from guatu.reading.errors import ReadingRefusal
from guatu.reading.reader import read_here
from guatu.reading.writing import as_html, as_json, as_markdown, as_xlsx

SECONDS = 20.0


class TimeUp(BaseException):
    """Not an Exception, so that no reader takes it for an error of its own."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a reading ended: `draft`, the code of a refusal, or the failure with its place."""

    verdict: str
    seconds: float
    trace: str = ""

    @property
    def is_failure(self) -> bool:
        return bool(self.trace)


def attempt(data: bytes, name: str, *, seconds: float = SECONDS) -> Outcome:
    """Read in this very process, under an alarm."""
    start = time.perf_counter()
    try:
        with _alarm(seconds):
            _use(read_here(data, name=name))
        verdict, trace = "draft", ""
    except ReadingRefusal as refusal:
        verdict, trace = refusal.code, "" if str(refusal) else "a refusal without words"
    except (Exception, TimeUp) as error:
        verdict, trace = _signature(error), "".join(traceback.format_exception(error))
    return Outcome(verdict, time.perf_counter() - start, trace)


def _use(draft: Draft) -> None:
    """What is done with every draft: its places are looked up, and it is written down."""
    inside = range(len(draft.text) + 1)
    spans = [item.span for item in draft.items] + [paragraph.span for paragraph in draft.paragraphs]
    spans += [measure.span for item in draft.items for measure in item.measures]
    if any(start > end or start not in inside or end not in inside for start, end in spans):
        raise ValueError("a span outside the text")
    if len(draft.origin) != len(draft.text):
        raise ValueError("characters without their origin")
    for writer in (as_json, as_xlsx, as_html, as_markdown):
        writer.write(draft)


@contextmanager
def _alarm(seconds: float) -> Iterator[None]:
    def ring(_number: int, _frame: FrameType | None) -> None:
        raise TimeUp

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _signature(error: BaseException) -> str:
    """The error and the innermost place in the readers, by which failures of one cause are told."""
    frames = [f for f in traceback.extract_tb(error.__traceback__) if "/guatu/" in f.filename]
    place = f"{frames[-1].filename.rpartition('/guatu/')[2]}:{frames[-1].lineno}" if frames else "?"
    return f"{type(error).__name__} {place}"


def smaller(data: bytes, name: str, verdict: str, *, until: float) -> bytes:
    """The least part found of a failing input that fails in the same way; gives up at the moment `until`."""
    step = len(data) // 2
    while step and time.perf_counter() < until:
        at = 0
        while at < len(data) and time.perf_counter() < until:
            shorter = data[:at] + data[at + step :]
            if attempt(shorter, name).verdict == verdict:
                data = shorter
            else:
                at += step
        step //= 2
    return data

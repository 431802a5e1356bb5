"""A revised text of a plan that was handed out: it came in today, and no item has been brought up to it."""

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from io import BytesIO
from typing import Any, Final

from guatu.demo.county.plans import chinese
from guatu.demo.county.stage import Stage
from guatu.demo.papers import word
from guatu.demo.papers.paper import Body, Centred, Front, Heading, Paper, Part, Signed, Title
from guatu.ledgers.intake import reading, receiving
from guatu.ledgers.intake.entries import Entry, lead_of
from guatu.ledgers.models import Directive, Item
from guatu.ledgers.revisions import naming, sides
from guatu.ledgers.revisions.clauses import headless

NAME: Final = "关于市委专项巡察反馈意见整改落实工作方案（修订稿）.docx"
_STEM: Final = "关于市委专项巡察"
_DAY: Final = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日前完成")
_NEW: Final = "基站选址纠纷多头受理，群众不知道找谁"


def leave(stage: Stage, at: datetime, on: date) -> None:
    """The plan is read and named as the newer version; what it asks for waits to be looked at."""
    older = Directive.objects.filter(title__startswith=_STEM, replaces=None).order_by("pk").first()
    if older is None:
        return
    by = stage.county.named("coordinator", on)
    when: dict[str, Any] = {"by": by, "at": at, "on": on}
    draft = receiving.receive(
        upload=BytesIO(_written(older, on)), name=NAME, office=older.office, ledger=older.ledger, **when
    )
    reading.read_now(draft=draft, at=at, on=on, isolated=False)
    draft.refresh_from_db()
    if draft.directive is not None:
        naming.name(directive=draft.directive, replaces=older, **when)


def _written(older: Directive, on: date) -> bytes:
    number = re.sub(r"(\d+)号$", lambda found: f"{int(found[1]) + 4}号", older.reference_number)
    parts: list[Part] = [
        Centred(number),
        Title(f"{older.title}（修订稿）"),
        Body("结合整改进展和上级要求，对原方案作如下修订，请各责任单位按修订后的时限和要求抓好落实。"),
        *_clauses(older, on),
        Signed(older.issuer or "中共云桥县委整改工作领导小组"),
        Signed(chinese(on)),
    ]
    return word.write(Paper(name="revised", front=Front(format="docx", seed=7), parts=tuple(parts)))


def _clauses(older: Directive, on: date) -> Iterator[Part]:
    """The clauses as they were, but for some that are still worked on; one is gone, one is new."""
    read = sides.side(older, Item.objects.all())
    entries = [read.read[one.key] for one in read.clauses if one.key in read.read]
    worked = set(
        Item.objects.filter(directive=older, state=Item.State.IN_PROGRESS).values_list("pk", flat=True)
    )
    open_ = [one["id"] for one in entries if worked.intersection(read.items.get(one["id"], ()))]
    number, chapters = 0, list(dict.fromkeys(one["category"] for one in entries))
    for chapter in chapters:
        yield Heading(1, chapter)
        for entry in entries:
            if entry["category"] != chapter or entry["id"] in open_[-1:]:
                continue
            number += 1
            head, *lines = headless(read.passage(entry)).split("\n")
            yield Heading(2, f"{number}. {head}")
            for text in _mended(lines, open_.index(entry["id"]) if entry["id"] in open_ else -1, on):
                yield Body(text)
    if entries:
        yield Heading(2, f"{number + 1}. {_NEW}")
        yield Body(_new(entries, on))


def _mended(lines: Sequence[str], place: int, on: date) -> list[str]:
    """The words of a clause; of the first ones that are worked on the day, a unit or a measure is another."""
    text = "\n".join(lines)
    if place in (0, 1):
        text = _DAY.sub(lambda found: f"{_moved(found, 45 if place == 0 else 20, on)}前完成", text)
    elif place == 2:
        text = text.replace("牵头", "牵头，县融媒体中心配合", 1) if "配合" not in text else text
        text = re.sub(r"牵头，(?!县融媒体中心)([^，。]+)配合", r"牵头，\1、县融媒体中心配合", text, count=1)
    elif place == 3:
        text = re.sub(r"整改措施：([^；。]+)", r"整改措施：\1，每月向社会公布进展", text, count=1)
    return text.split("\n")


def _moved(found: re.Match[str], days: int, on: date) -> str:
    year, month, day = (int(one) for one in found.groups())
    return chinese(max(date(year, month, day), on) + timedelta(days=days))


def _new(entries: Sequence[Entry], on: date) -> str:
    lead = next((one["unit"] for one in map(lead_of, entries) if one and one["unit"]), "")
    by = chinese(on + timedelta(days=75))
    return f"整改措施：设立一个受理电话，3个工作日内答复。由{lead}牵头，{by}前完成。"

"""The trail in words: who did what, for whom, with which words and files."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from django.urls import reverse
from django.utils.timezone import localdate

from guatu.ledgers.events import Event
from guatu.ledgers.models import Item
from guatu.ledgers.queries.item_page import ItemPage
from guatu.ledgers.queries.trail import Link
from guatu.web import wording
from guatu.web.parts import Thumb
from guatu.web.views.items.changes import REDACTED
from guatu.web.views.items.changes import told as told_changes
from guatu.web.views.items.thumbs import thumb

_LONGEST: Final = 400
_ICONS: Final[Mapping[str, str]] = {
    Event.ADDED: "add",
    Event.EDITED: "edit",
    Event.DISPATCHED: "send",
    Event.SIGNED: "check",
    Event.REPORTED: "edit",
    Event.EVIDENCE_ADDED: "upload",
    Event.REPORT_RELEASED: "check",
    Event.REPORT_DECLINED: "undo",
    Event.REPORT_RETURNED: "undo",
    Event.URGED: "bell",
    Event.NOTICE_RECEIVED: "check",
    Event.PAPER_ISSUED: "file",
    Event.SCHEDULE_SET: "chart",
    Event.LIT: "adjust",
    Event.SUSPENDED: "pause",
    Event.RESUMED: "refresh",
    Event.MERGED: "merge",
    Event.TRANSFERRED: "folder",
    Event.VOIDED: "trash",
    Event.REOPENED: "refresh",
    Event.CLOSE_VERIFIED: "shield",
    Event.CLOSE_REVIEWED: "check",
    Event.LOOK_BACK_HELD: "eye",
    Event.LOOK_BACK_DROPPED: "minus",
    Event.INSTRUCTED: "edit",
    Event.SITE_CHECK_DRAWN: "list",
    Event.SITE_CHECK_ORDERED: "pin",
    Event.SITE_CHECK_PLANNED: "calendar",
    Event.SITE_CHECK_DONE: "camera",
    Event.SITE_CHECK_DROPPED: "minus",
}
_BACK: Final = frozenset(
    (
        Event.REPORT_DECLINED,
        Event.REPORT_RETURNED,
        Event.EXTENSION_REFUSED,
        Event.CLOSE_NOT_REVIEWED,
        Event.CLOSE_RETURNED,
        Event.CLOSE_DECLINED,
        Event.CLOSE_OBJECTED,
        Event.SIGN_OFF_RETURNED,
        Event.REOPENED,
        Event.VOIDED,
    )
)
_DONE: Final = frozenset(
    (
        Event.SIGNED,
        Event.REPORT_RELEASED,
        Event.CLOSE_REVIEWED,
        Event.CLOSE_VERIFIED,
        Event.CLOSE_APPROVED,
        Event.CLOSE_PUBLISHED,
        Event.CLOSE_BY_MEETING,
        Event.LOOK_BACK_HELD,
        Event.SIGN_OFF_APPROVED,
    )
)
_WORK: Final = frozenset((Event.REPORTED, Event.EVIDENCE_ADDED, Event.CLOSE_ASKED))
_SAID: Final[Mapping[str, str]] = {
    "reason": "理由",
    "remark": "意见",
    "words": "要求",
    "finding": "情况",
    "code": "现场代码",
    "answer": "批复",
    "why_earlier": "补报原因",
    "statement": "完成情况",
    "text": "",
    "stuck": "卡在",
    "next_step": "下一步",
    "progress_text": "目前进展",
    "lapsed": "",
    "verdict_note": "说明",
    "why": "",
    "light": "",
}
"""Words that the trail shows, by the last part of their names."""
_FILES: Final[Mapping[str, str]] = {
    "paper": "依据文件",
    "minutes": "会议纪要",
    "scan": "批示扫描件",
    "file": "办结报告",
    "look_back": "回头看材料",
    "site_check": "现场照片",
}


@dataclass(frozen=True, slots=True)
class Paper:
    """A document beside an event."""

    label: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One link of the trail as the page tells it."""

    link: Link
    icon: str
    tone: str
    who: str
    what: str
    when: str
    happened: str
    code: str
    details: list[str] = field(default_factory=list)
    thumbs: list[Thumb] = field(default_factory=list)
    papers: list[Paper] = field(default_factory=list)


def told(link: Link, page: ItemPage) -> Told:
    """The link in words."""
    recorded = localdate(link.recorded_at)
    late = (
        f"{wording.short_day(link.happened_on, near=page.on)} 发生，补记"
        if link.happened_on != recorded
        else ""
    )
    return Told(
        link=link,
        icon=_ICONS.get(link.kind, "calendar" if "extension" in link.kind else "stamp"),
        tone=_tone(link.kind),
        who=_who(link, page),
        what=_what(link, page),
        when=wording.when(link.recorded_at, on=page.on),
        happened=late,
        code=f"{link.hash[:4]}…{link.hash[-4:]}",
        details=list(_details(link)),
        thumbs=_thumbs(link, page),
        papers=_papers(link, page.item),
    )


def _tone(kind: str) -> str:
    if kind in _BACK or kind == Event.URGED:
        return "red"
    if kind in _DONE:
        return "green"
    return "blue" if kind in _WORK else ""


def _who(link: Link, page: ItemPage) -> str:
    """The person, for whom, and of which unit where it is not the office's own."""
    name = link.actor or "系统"
    if link.principal:
        name = f"{name}（代{link.principal}）"
    is_office = link.unit_id == page.item.ledger.office.unit_id
    return f"{link.unit} {name}" if link.unit and not is_office else name


def _what(link: Link, page: ItemPage) -> str:
    label = str(Event(link.kind).label) if link.kind in Event.values else link.kind
    more = "，".join(told_changes(link, page))
    return f"{label}：{more}" if more else label


def _details(link: Link) -> Iterator[str]:
    """Words of the event, each once."""
    said: set[str] = set()
    if link.kind in (Event.ADDED, Event.EDITED):
        return
    for name, text in link.texts.items():
        last = name.rpartition(".")[2]
        words = (REDACTED if text is None else text).strip()
        if last not in _SAID or not words or words in said or name.startswith("assignment:"):
            continue
        said.add(words)
        label = _SAID[last]
        cut = words if len(words) <= _LONGEST else f"{words[:_LONGEST]}…"
        yield f"{label}：{cut}" if label else cut


def _thumbs(link: Link, page: ItemPage) -> list[Thumb]:
    shown = {proof.evidence.pk: proof for proof in page.proofs}
    new = [*link.of_kind("evidence")]
    used = [int(str(one["evidence"])) for one in link.of_kind("evidence_use").values() if one.get("evidence")]
    return [thumb(shown[pk], page.item) for pk in dict.fromkeys([*new, *used]) if pk in shown]


def _papers(link: Link, item: Item) -> list[Paper]:
    found: dict[str, Paper] = {}
    for one in link.files:
        last = one.name.rpartition(".")[2] if ":" in one.name else one.name.partition(".")[0]
        if last in _FILES and not one.name.startswith("evidence:") and one.file_id not in found:
            address = reverse("web:item-paper", args=[item.pk, one.pk])
            found[one.file_id or ""] = Paper(_FILES[last], address)
    return list(found.values())

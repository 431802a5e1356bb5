"""The trail in words: who did what, for whom, with which words and files."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from django.urls import reverse
from django.utils.timezone import localdate

from guatu.history.canonical import Plain
from guatu.ledgers import claims
from guatu.ledgers.events import Event
from guatu.ledgers.models import Assignment, Evidence, Item, LookBack, Risk
from guatu.ledgers.queries.item_page import ItemPage
from guatu.ledgers.queries.trail import Link
from guatu.notices.models import Notice
from guatu.web import wording
from guatu.web.parts import Thumb
from guatu.web.views.items.thumbs import thumb

REDACTED: Final = "（已依规删除）"
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
    Event.SITE_CHECK_ORDERED: "pin",
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
}
"""Words that the trail shows, by the last part of their names."""
_FILES: Final[Mapping[str, str]] = {
    "paper": "依据文件",
    "minutes": "会议纪要",
    "scan": "批示扫描件",
    "file": "办结报告",
    "look_back": "回头看材料",
}
_FIELDS: Final = (
    "title",
    "problem",
    "goal",
    "category",
    "lead_leader",
    "sponsor_leader",
    "phase",
    "standard",
)


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
    more = "，".join(_more(link, page))
    return f"{label}：{more}" if more else label


def _more(link: Link, page: ItemPage) -> Iterator[str]:
    """What the event changed, in a few words."""
    item = link.changes.get(page.item.reference, {})
    if link.kind == Event.REPORTED:
        for one in link.of_kind("report").values():
            yield _progress(one)
    elif link.kind == Event.EXTENSION_ASKED:
        for one in link.of_kind("extension").values():
            yield f"{_day(one.get('old_deadline'))} 延到 {_day(one.get('new_deadline'))}"
    elif link.kind == Event.EDITED and link.of_kind("instruction"):
        yield "登记批示"
    elif link.kind == Event.EDITED and (changed := link.of_kind("measure")):
        places = {one.pk: str(one.position) for one in page.case.measures}
        yield f"措施 {'、'.join(places[pk] for pk in changed if pk in places)}".strip()
    elif link.kind == Event.EDITED:
        yield "、".join(str(Item._meta.get_field(name).verbose_name) for name in _edited(link, page))  # type: ignore[union-attr]
    elif link.kind == Event.EVIDENCE_JUDGED:
        for one in link.of_kind("evidence").values():
            yield str(Evidence.Verdict(str(one.get("verdict", ""))).label)
    elif link.kind == Event.PAPER_ISSUED:
        yield from (link.texts.get(name) or REDACTED for name in ("mark", "addressee") if name in link.texts)
        if link.of_kind("assignment"):
            yield "计催办一次"
    elif link.kind == Event.NOTICE_RECEIVED:
        for one in link.of_kind("receipt").values():
            yield str(Notice.Kind(str(one["kind"])).label)
    elif link.kind == Event.EVIDENCE_ADDED:
        yield f"{len(link.of_kind('evidence_use'))} 份"
    elif link.kind in (Event.ASSIGNED, Event.RELEASED, Event.HANDED_OVER, Event.URGED, Event.REPORT_RETURNED):
        yield _units(link, page)
    if link.kind == Event.REPORTED:
        yield from _written(link, page)
    if item.get("deadline") and link.kind != Event.ADDED:
        yield f"时限 {_day(item['deadline'])}"
    for one in link.of_kind("instruction").values():
        if link.kind == Event.INSTRUCTED and one.get("reply_by"):
            yield f"{_day(one['reply_by'])} 前回报"
    if link.kind == Event.MERGED and page.item.merged_into:
        yield page.item.merged_into.number
    if link.kind == Event.TRANSFERRED and page.item.transferred_to:
        yield f"{page.item.transferred_to.ledger.name} {page.item.transferred_to.number}"
    for one in link.of_kind("look_back").values():
        if link.kind == Event.LOOK_BACK_PLANNED:
            yield from _planned(one)
        elif link.kind == Event.LOOK_BACK_HELD and one.get("state"):
            yield str(LookBack.State(str(one["state"])).label)


def _planned(image: Mapping[str, Plain]) -> Iterator[str]:
    """What was decided of a look-back: the day, that it is in the plan, the risk."""
    if image.get("due_on"):
        yield _day(image["due_on"])
    if image.get("risk"):
        yield str(Risk(str(image["risk"])).label)
    if image.get("draw"):
        yield "抽中"
    if image.get("looker"):
        yield "已指定回头看人"


def _written(link: Link, page: ItemPage) -> Iterator[str]:
    """When a device says it was written, where that is not when we received it."""
    for image in link.of_kind("report").values():
        told = image.get("written_at")
        at = datetime.fromisoformat(str(told)) if told else None
        if at is not None and claims.differs(at, link.recorded_at):
            written, received = (wording.when(one, on=page.on) for one in (at, link.recorded_at))
            yield f"手机时间 {written} 写，{received} 收到"


def _progress(image: Mapping[str, Plain]) -> str:
    achieved = Decimal(str(image.get("achieved") or 0))
    done = f"累计完成 {wording.figure(achieved)}，" if achieved else ""
    return f"{done}进度 {image.get('progress')}%"


def _edited(link: Link, page: ItemPage) -> list[str]:
    own = link.changes.get(page.item.reference, {})
    texts = {name.rpartition(".")[2] for name in link.texts if name.startswith(f"{page.item.reference}.")}
    return [name for name in _FIELDS if name in own or name in texts]


def _units(link: Link, page: ItemPage) -> str:
    """The units whose part changed, as far as they may be seen; nothing where it was all of them."""
    rows = {one.pk: one for one in page.case.assignments if page.sight.shows(one.unit_id)}
    touched = [rows[pk] for pk in link.of_kind("assignment") if pk in rows]
    if link.kind == Event.URGED and len({one.unit_id for one in touched}) != 1:
        return ""
    if link.kind == Event.HANDED_OVER:
        gone = [one for one in touched if one.state == Assignment.State.RELEASED]
        come = [one for one in touched if one not in gone]
        names = [" → ".join(dict.fromkeys([one.unit.name for one in (*gone, *come)]))]
        return "".join(names)
    return "、".join(dict.fromkeys(one.unit.name for one in touched))


def _day(value: Plain) -> str:
    return wording.short_day(date.fromisoformat(str(value))) if value else ""


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

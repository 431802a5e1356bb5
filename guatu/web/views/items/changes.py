"""What an event changed, in a few words, each kind in its own."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from guatu.history.canonical import Plain
from guatu.ledgers import claims
from guatu.ledgers.events import Event
from guatu.ledgers.models import Assignment, Evidence, Item, LookBack, Risk, Schedule, SiteCheck
from guatu.ledgers.queries.item_page import ItemPage
from guatu.ledgers.queries.trail import Link
from guatu.notices.models import Notice
from guatu.web import wording

REDACTED: Final = "（已依规删除）"
_FIELDS: Final = (
    "title",
    "problem",
    "goal",
    "category",
    "importance",
    "lead_leader",
    "sponsor_leader",
    "phase",
    "standard",
    "place",
    "latitude",
    "longitude",
)


def told(link: Link, page: ItemPage) -> Iterator[str]:
    """The words of the event's own kind, then the deadline where it moved."""
    if tell := _OWN.get(link.kind):
        yield from tell(link, page)
    deadline = link.changes.get(page.item.reference, {}).get("deadline")
    if deadline and link.kind != Event.ADDED:
        yield f"时限 {_day(deadline)}"


def _reported(link: Link, page: ItemPage) -> Iterator[str]:
    for one in link.of_kind("report").values():
        yield _progress(one)
    yield from _written(link, page)


def _extension(link: Link, page: ItemPage) -> Iterator[str]:
    for one in link.of_kind("extension").values():
        yield f"{_day(one.get('old_deadline'))} 延到 {_day(one.get('new_deadline'))}"


def _edit(link: Link, page: ItemPage) -> Iterator[str]:
    if link.of_kind("instruction"):
        yield "登记批示"
    elif changed := link.of_kind("measure"):
        places = {one.pk: str(one.position) for one in page.case.measures}
        yield f"措施 {'、'.join(places[pk] for pk in changed if pk in places)}".strip()
    else:
        yield "、".join(str(Item._meta.get_field(name).verbose_name) for name in _edited(link, page))  # type: ignore[union-attr]


def _judged(link: Link, page: ItemPage) -> Iterator[str]:
    for one in link.of_kind("evidence").values():
        yield str(Evidence.Verdict(str(one.get("verdict", ""))).label)


def _issued(link: Link, page: ItemPage) -> Iterator[str]:
    yield from (link.texts.get(name) or REDACTED for name in ("mark", "addressee") if name in link.texts)
    if link.of_kind("assignment"):
        yield "计催办一次"


def _received(link: Link, page: ItemPage) -> Iterator[str]:
    for one in link.of_kind("receipt").values():
        yield str(Notice.Kind(str(one["kind"])).label)


def _uploaded(link: Link, page: ItemPage) -> Iterator[str]:
    yield f"{len(link.of_kind('evidence_use'))} 份"


def _instructed(link: Link, page: ItemPage) -> Iterator[str]:
    for one in link.of_kind("instruction").values():
        if one.get("reply_by"):
            yield f"{_day(one['reply_by'])} 前回报"


def _merged(link: Link, page: ItemPage) -> Iterator[str]:
    if page.item.merged_into:
        yield page.item.merged_into.number


def _transferred(link: Link, page: ItemPage) -> Iterator[str]:
    if page.item.transferred_to:
        yield f"{page.item.transferred_to.ledger.name} {page.item.transferred_to.number}"


def _look_back_planned(link: Link, page: ItemPage) -> Iterator[str]:
    for one in link.of_kind("look_back").values():
        yield from _planned(one)


def _look_back_held(link: Link, page: ItemPage) -> Iterator[str]:
    for one in link.of_kind("look_back").values():
        if one.get("state"):
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


def _site_check(link: Link, page: ItemPage) -> Iterator[str]:
    """What was found at the place, or by when somebody goes."""
    for one in link.of_kind("site_check").values():
        if one.get("result"):
            yield str(SiteCheck.Result(str(one["result"])).label)
        elif one.get("due_on") and one.get("state") != SiteCheck.State.PLANNED:
            yield f"{_day(one['due_on'])} 前"
        elif one.get("state") == SiteCheck.State.PLANNED:
            yield f"{_day(one['due_on'])} 前再去"


def _written(link: Link, page: ItemPage) -> Iterator[str]:
    """When a device says it was written, where that is not when we received it."""
    for image in link.of_kind("report").values():
        told = image.get("written_at")
        at = datetime.fromisoformat(str(told)) if told else None
        if at is not None and claims.differs(at, link.recorded_at):
            written, received = (wording.when(one, on=page.on) for one in (at, link.recorded_at))
            yield f"手机时间 {written} 写，{received} 收到"


def _scheduled(link: Link, page: ItemPage) -> Iterator[str]:
    """What sort of plan, of how many months or milestones; or that there is none any more."""
    kinds = [str(one["kind"]) for one in link.of_kind("schedule").values() if one.get("kind")]
    points = len(link.of_kind("schedule_point"))
    what = "个月" if kinds == [Schedule.Kind.MONTHS] else "个节点"
    yield f"{Schedule.Kind(kinds[0]).label}，{points} {what}" if kinds else "匀速推进"


def _progress(image: Mapping[str, Plain]) -> str:
    achieved = Decimal(str(image.get("achieved") or 0))
    done = f"累计完成 {wording.figure(achieved)}，" if achieved else ""
    return f"{done}进度 {image.get('progress')}%"


def _edited(link: Link, page: ItemPage) -> list[str]:
    own = link.changes.get(page.item.reference, {})
    texts = {name.rpartition(".")[2] for name in link.texts if name.startswith(f"{page.item.reference}.")}
    return [name for name in _FIELDS if name in own or name in texts]


def _units(link: Link, page: ItemPage) -> Iterator[str]:
    """The units whose part changed, as far as they may be seen; nothing where it was all of them."""
    rows = {one.pk: one for one in page.case.assignments if page.scope.shows(one.unit_id)}
    touched = [rows[pk] for pk in link.of_kind("assignment") if pk in rows]
    if link.kind == Event.URGED and len({one.unit_id for one in touched}) != 1:
        return
    if link.kind == Event.HANDED_OVER:
        gone = [one for one in touched if one.state == Assignment.State.RELEASED]
        come = [one for one in touched if one not in gone]
        yield " → ".join(dict.fromkeys(one.unit.name for one in (*gone, *come)))
    else:
        yield "、".join(dict.fromkeys(one.unit.name for one in touched))


def _day(value: Plain) -> str:
    return wording.short_day(date.fromisoformat(str(value))) if value else ""


_OWN: Final[Mapping[str, Callable[[Link, ItemPage], Iterator[str]]]] = {
    Event.REPORTED: _reported,
    Event.EXTENSION_ASKED: _extension,
    Event.EDITED: _edit,
    Event.EVIDENCE_JUDGED: _judged,
    Event.EVIDENCE_ADDED: _uploaded,
    Event.PAPER_ISSUED: _issued,
    Event.NOTICE_RECEIVED: _received,
    Event.SCHEDULE_SET: _scheduled,
    Event.ASSIGNED: _units,
    Event.RELEASED: _units,
    Event.HANDED_OVER: _units,
    Event.URGED: _units,
    Event.REPORT_RETURNED: _units,
    Event.INSTRUCTED: _instructed,
    Event.MERGED: _merged,
    Event.TRANSFERRED: _transferred,
    Event.LOOK_BACK_PLANNED: _look_back_planned,
    Event.LOOK_BACK_HELD: _look_back_held,
    Event.SITE_CHECK_PLANNED: _site_check,
    Event.SITE_CHECK_DONE: _site_check,
}

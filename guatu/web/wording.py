"""How pages say states, deadlines, figures and moments: one wording for list, item and work."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Final, Literal

from django.utils.timezone import localtime

from guatu.kernel.pacing import Curve, percent_gone
from guatu.ledgers.models import Item
from guatu.web import parts

SOON: Final = 7
"""Days before its deadline from which a matter is near."""
StateCode = Literal["wait", "work", "ask", "check", "back", "done"]
_CODES: Final[Mapping[str, StateCode]] = {
    Item.State.DRAFT: "wait",
    Item.State.APPROVING: "wait",
    Item.State.DISPATCHED: "wait",
    Item.State.IN_PROGRESS: "work",
    Item.State.LEAD_REVIEW: "ask",
    Item.State.VERIFYING: "check",
    Item.State.APPROVING_CLOSE: "check",
    Item.State.PUBLICITY: "check",
    Item.State.CLOSED: "done",
    Item.State.VOIDED: "done",
}


def state(code: str, *, is_suspended: bool = False, is_returned: bool = False) -> parts.State:
    """The state of an item as a word with its mark; a returned one says so."""
    if is_suspended:
        return parts.State("wait", "挂起")
    if is_returned and code == Item.State.IN_PROGRESS:
        return parts.State("back", "核查退回")
    return parts.State(_CODES[code], str(Item.State(code).label))


def short_day(day: date | None, *, near: date | None = None) -> str:
    """A day as tables write it: 9-30; with the year where it is not that of `near`."""
    if day is None:
        return ""
    short = f"{day.month}-{day.day:02d}"
    return short if near is None or day.year == near.year else f"{day.year % 100:02d}-{short}"


def due(
    deadline: date | None,
    *,
    on: date,
    first_promise: date | None = None,
    extensions: int = 0,
    due_kind: str = "",
    is_done: bool = False,
) -> parts.Due:
    """A deadline in one cell: the day, what is left of it on `on`, how often it was extended."""
    if deadline is None:
        word = Item.DueKind(due_kind).label if due_kind else Item.DueKind.UNDATED.label
        return parts.Due(str(word))
    left = (deadline - on).days
    first = f"首次承诺 {first_promise}，已延期 {extensions} 次" if extensions and first_promise else ""
    day = short_day(deadline, near=on)
    if is_done:
        return parts.Due(day, slips=extensions, first=first)
    if left < 0:
        return parts.Due(day, f"逾期 {-left} 天", "late", extensions, first)
    words = f"还剩 {left} 天" if left else "今天到期"
    return parts.Due(day, words, "near" if left <= SOON else "", extensions, first)


def light(due: parts.Due) -> parts.Colour:
    """The light of a deadline that still runs; grey is for what has no day, and for nothing else."""
    running: parts.Colour = "blue" if due.tone == "near" else "green" if due.left else "grey"
    return "red" if due.tone == "late" else running


def pace(
    progress: int, start: date | None, deadline: date | None, *, on: date, curve: Curve | None = None
) -> parts.Pace:
    """Progress against the plan, straight on where there is none; the gap is in percentage points."""
    plan = percent_gone(start, deadline, on=on, curve=curve)
    gap = progress - plan
    late = deadline is not None and deadline < on and progress < 100
    tone: Literal["", "red", "yellow"] = "red" if late else "yellow" if gap < 0 else ""
    return parts.Pace(progress, plan, _gap_words(progress, gap), tone)


def _gap_words(progress: int, gap: int) -> str:
    """What is finished keeps pace with nothing any more."""
    if progress >= 100:
        return "完成"
    return "持平" if gap == 0 else f"+{gap}" if gap > 0 else f"−{-gap}"


def figure(value: Decimal | None) -> str:
    """A figure without idle zeros: 63, 2.5."""
    if value is None:
        return ""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def owed(title: str, unit: str, target: Decimal | None, achieved: Decimal | None, measured_in: str) -> str:
    """What a unit owes in figures, after the title: 双桥镇 14 处完成 1 处; not twice."""
    if not target:
        return title
    figures = f"{figure(target)} {measured_in}完成 {figure(achieved) or 0} {measured_in}".rstrip()
    if title.endswith(figures):
        return title
    return f"{title}，{'' if unit in title else f'{unit} '}{figures}"


def when(at: datetime, *, on: date) -> str:
    """A moment as a trail says it: 今天 10:40, 昨天, 9-16 10:05, 2025-11-02."""
    local = localtime(at)
    days = (on - local.date()).days
    if days == 0:
        return f"今天 {local:%H:%M}"
    if days == 1:
        return f"昨天 {local:%H:%M}"
    return f"{short_day(local.date())} {local:%H:%M}" if local.year == on.year else f"{local:%Y-%m-%d}"


def ago(at: datetime | None, *, on: date) -> str:
    """How long ago, for a narrow cell: 今天 10:40, 昨天, 3 天前."""
    if at is None:
        return ""
    days = (on - localtime(at).date()).days
    return f"今天 {localtime(at):%H:%M}" if days <= 0 else "昨天" if days == 1 else f"{days} 天前"


def duration(minutes: int) -> str:
    """How long something takes: 95 分钟, 3.5 小时."""
    return f"{minutes} 分钟" if minutes < _HOURS_FROM else f"{minutes / 60:.1f}".removesuffix(".0") + " 小时"


_HOURS_FROM: Final = 120

"""A matter of a file beside the item of the ledger: what would change, and what people must do themselves.

A column that the file does not have says nothing, nor does an empty cell. What the file says as it said the
last time is no change either, whatever was done here since: only what is new in the file is taken.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from guatu.ledgers.imports import matching
from guatu.ledgers.imports.matters import UNIT_ROLES, Matter, Owed, Step
from guatu.ledgers.imports.standing import Standing, matter_of, whole_of
from guatu.ledgers.models import Assignment, Item

State = Item.State
OPEN_TO_CHANGES: Final = (State.DRAFT, State.DISPATCHED, State.IN_PROGRESS)
_LABELS: Final = {
    "problem": "问题",
    "category": "分类",
    "goal": "目标",
    "lead_leader": "牵头领导",
    "sponsor_leader": "包保领导",
}
_ROLES: Final = {"problem": {"problem", "task"}}
_DUTIES: Final = dict(Assignment.Duty.choices)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One thing in which the file differs, as it is shown and as it is done."""

    what: str
    """The field: problem, deadline, measure, measure_deadline, progress, unit."""
    label: str
    old: str
    new: str
    measure: int | None = None
    """The measure of the ledger that it concerns."""
    step: int | None = None
    """The place of the step in the matter."""
    unit_id: int | None = None
    duty: str = ""
    why_not: str = ""
    """Why it is only told: what people do themselves, and where."""

    @property
    def is_taken(self) -> bool:
        return not self.why_not


def compare(matter: Matter, standing: Standing, base: Matter | None, *, on: date) -> list[Change]:
    """Everything in which the file differs from the ledger and from what it said before."""
    found = list(_differences(matter, standing, base, on))
    item = standing.item
    if item.state in OPEN_TO_CHANGES:
        return found
    why = f"事项现为“{item.get_state_display()}”，不按导入更新"
    return [_untaken(one, why) for one in found]


def _differences(matter: Matter, standing: Standing, base: Matter | None, on: date) -> Iterator[Change]:
    now = matter_of(standing)
    yield from _words(matter, now, base)
    texts = [one.text for one in matter.steps]
    places = matching.measures(texts, [one.text for one in now.steps]) if any(texts) else []
    owns = [now.steps[place] if place is not None else None for place in places]
    if not any(texts):  # rows without measures tell of the whole
        owns = [whole_of(standing) for _ in matter.steps]
    old = _base_steps(matter, base)
    for at, (step, own) in enumerate(zip(matter.steps, owns, strict=True)):
        if own is None:
            said = old[at]
            if step.text and not (said and said.text == step.text):
                yield Change(what="measure", label="措施", old="", new=step.text, step=at)
            continue
        yield from _step(matter, step, own, old[at], standing, at, on)
    yield from _units(matter, now, owns, base)
    yield from _left(matter, now, places)
    yield from _state(matter, standing, base)


def _words(matter: Matter, now: Matter, base: Matter | None) -> Iterator[Change]:
    for name, label in _LABELS.items():
        new, old = _flat(getattr(matter, name)), _flat(getattr(now, name))
        if not new or new == old or _ROLES.get(name, {name}).isdisjoint(matter.roles):
            continue
        if base is not None and _flat(getattr(base, name)) == new:
            continue
        yield Change(what=name, label=label, old=getattr(now, name), new=getattr(matter, name))


def _base_steps(matter: Matter, base: Matter | None) -> list[Step | None]:
    """What the last file said in the place of each step."""
    if base is None:
        return [None] * len(matter.steps)
    places = matching.measures([one.text for one in matter.steps], [one.text for one in base.steps])
    return [base.steps[place] if place is not None else None for place in places]


def _step(
    matter: Matter, step: Step, own: Step, old: Step | None, standing: Standing, at: int, on: date
) -> Iterator[Change]:
    is_said = old is not None and _flat(old.text) == _flat(step.text)
    if step.text and own.pk and _flat(step.text) != _flat(own.text) and not is_said:
        yield Change(what="measure_text", label="措施", old=own.text, new=step.text, measure=own.pk, step=at)
    if step.due and "due" in matter.roles and step.due != own.due and not (old and old.due == step.due):
        yield _deadline(matter, step, own, standing, at, on)
    if step.progress is not None and step.progress != own.progress and not _said(old, "progress", step):
        yield _progress(step, own, standing, at)


def _said(old: Step | None, name: str, step: Step) -> bool:
    return old is not None and getattr(old, name) == getattr(step, name)


def _deadline(matter: Matter, step: Step, own: Step, standing: Standing, at: int, on: date) -> Change:
    item, why = standing.item, ""
    is_whole = len(matter.steps) == 1 or own.pk is None
    if item.is_long_term:
        why = "长期坚持的事项没有时限，请先在事项页结束长期坚持"
    elif item.state != State.DRAFT and date.fromisoformat(step.due or "") < on:
        why = "新时限早于今天，不改"
    return Change(
        what="deadline" if is_whole else "measure_deadline",
        label="办结时限" if is_whole else "措施时限",
        old=own.due or "未定",
        new=step.due or "",
        measure=own.pk,
        step=at,
        why_not=why,
    )


def _progress(step: Step, own: Step, standing: Standing, at: int) -> Change:
    rows = [one for one in standing.case.standing if own.pk is None or one.measure_id in (None, own.pk)]
    why = ""
    if any(one.pk in standing.reported for one in rows):
        why = "单位已在本系统报过进展，以所报为准"
    elif any(one.target_share for one in rows):
        why = "进度按完成数推算，请由单位报完成数"
    elif not rows:
        why = "没有承办单位，先定单位"
    return Change(
        what="progress",
        label="进度",
        old=f"{own.progress or 0}%",
        new=f"{step.progress}%",
        measure=own.pk,
        step=at,
        why_not=why,
    )


def _units(matter: Matter, now: Matter, owns: Sequence[Step | None], base: Matter | None) -> Iterator[Change]:
    if UNIT_ROLES.isdisjoint(matter.roles):
        return
    told: set[tuple[int, int | None]] = set()
    before = {(one.unit_id, one.duty) for step in base.steps for one in step.owners} if base else set()
    leads = {one.unit_id for step in now.steps for one in step.owners if one.duty == "lead"}
    for at, (step, own) in enumerate(zip(matter.steps, owns, strict=True)):
        known = {one.unit_id for one in own.owners} if own else set()
        for one in step.owners:
            is_known = one.unit_id in known or (one.unit_id, one.duty) in before
            if is_known and not (one.duty == "lead" and leads and one.unit_id not in leads):
                continue
            measure = own.pk if own and len(matter.steps) > 1 else None
            if (one.unit_id, measure) not in told and (one.unit_id, one.duty) not in before:
                told.add((one.unit_id, measure))
                yield _unit(one, now, leads, measure, at)


def _unit(one: Owed, now: Matter, leads: set[int], measure: int | None, at: int) -> Change:
    label = f"{_DUTIES.get(one.duty, '')}单位"
    why, old = "", ""
    if now.state != State.DRAFT:
        why = "已交办，请在事项页“增加承办单位”，由它签收"
    if one.duty == "lead" and leads:
        owners = [each for step in now.steps for each in step.owners]
        old = next(each.unit for each in owners if each.unit_id in leads)
        if now.state != State.DRAFT:
            why = "已交办，换牵头单位请在事项页“移交承办单位”"
    return Change(
        what="unit", label=label, old=old, new=one.unit, measure=measure, step=at, unit_id=one.unit_id,
        duty=one.duty, why_not=why,
    )  # fmt: skip


def _left(matter: Matter, now: Matter, places: Sequence[int | None]) -> Iterator[Change]:
    """What the ledger has and the file has not: told, never taken away."""
    if any(one.text for one in matter.steps):
        for place, own in enumerate(now.steps):
            if own.text and place not in places:
                yield Change(
                    what="left",
                    label="措施",
                    old=own.text,
                    new="",
                    measure=own.pk,
                    why_not="文件里没有，保留",
                )
    if {"lead_unit", "responsible_unit"}.isdisjoint(matter.roles):
        return
    in_file = {one.unit_id for step in matter.steps for one in step.owners}
    gone: dict[int, str] = {}
    for own in now.steps:
        for one in own.owners:
            if one.unit_id not in in_file and _told_of(one.duty, matter):
                gone[one.unit_id] = one.unit
    for name in gone.values():
        yield Change(what="left", label="承办单位", old=name, new="", why_not="文件里没有，保留")


def _told_of(duty: str, matter: Matter) -> bool:
    return f"{duty}_unit" in matter.roles


def _state(matter: Matter, standing: Standing, base: Matter | None) -> Iterator[Change]:
    item = standing.item
    if base is not None and base.state == matter.state:
        return
    if matter.state == "done" and item.state != State.CLOSED:
        yield Change(
            what="state",
            label="状态",
            old=str(item.get_state_display()),
            new="已完成",
            why_not="销号要两把钥匙，请牵头单位申请销号",
        )
    if matter.state == "long_term" and not item.is_long_term and item.state != State.CLOSED:
        yield Change(
            what="state",
            label="状态",
            old=str(item.get_state_display()),
            new="长期坚持",
            why_not="请在事项页“转为长期坚持”",
        )


def _untaken(one: Change, why: str) -> Change:
    return Change(
        what=one.what, label=one.label, old=one.old, new=one.new, measure=one.measure, step=one.step,
        unit_id=one.unit_id, duty=one.duty, why_not=one.why_not or why,
    )  # fmt: skip


def _flat(words: str) -> str:
    """Words without blanks and the marks between names."""
    return "".join(words.replace("、", "").replace("，", "").split())

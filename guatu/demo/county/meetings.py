"""The monthly dispatch meeting of the rectification office: two were held and filed, one is to come."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from io import BytesIO
from typing import Final

from guatu.demo.county import intake, plans
from guatu.demo.county.closing import each
from guatu.demo.county.days import Days
from guatu.demo.county.matters import Matter
from guatu.demo.county.plans import Plan
from guatu.demo.county.stage import Stage, Step
from guatu.demo.county.stories import Story, Window
from guatu.demo.county.telling import QUIET
from guatu.history import store
from guatu.ledgers.actions import meeting_topics
from guatu.ledgers.actions import meetings as deeds
from guatu.ledgers.actions.meetings import Came, NewMeeting
from guatu.ledgers.intake import minutes, reading
from guatu.ledgers.models import Item, Meeting
from guatu.ledgers.queries import meetings as queries

LEDGER: Final = "5G"
NAME: Final = "5G 建设整改工作调度会"
CHAIR: Final = "分管工业副县长"
_PLACE: Final = "县行政中心 3 号楼 302 会议室"
_UNITS: Final = (
    "县工业和信息化局",
    "铁塔云桥办事处",
    "县供电公司",
    "县住房和城乡建设局",
    "双桥镇",
    "石泉镇",
    "白塔镇",
)
_AHEAD: Final = 6
"""Days from the day of the demonstration to the meeting that is to come."""
_POSTS: Final = ("副局长", "主任", "副总经理", "总工程师", "镇长", "副镇长", "党委委员")
_CAME: Final = ("present", "present", "deputed", "present", "present", "leave", "absent")
_DECISION: Final = "由牵头单位一周内拿出赶工方案，逾期部分逐项列出原因，下次会议报告。"
_NOTICE: Final = 4
"""Working days before a meeting on which it is announced."""


def told(story: Story, plan: Plan, handed_out: date) -> Sequence[Step]:
    """A meeting is announced, held, filed; its minutes are read in time to be handed out."""
    days = story.days
    filed = days.before(handed_out, 5)
    held = days.before(filed, 2)
    story.put(announce, Window.OFFICE, days.before(held, _NOTICE), held=held)
    story.put(hold, Window.OFFICE, held)
    story.put(file, Window.ADD, filed, plan=plan)
    story.put(intake.check, Window.OFFICE, filed, plan=plan)
    return story.steps


def to_come(story: Story) -> Sequence[Step]:
    """The next one is announced."""
    days = story.days
    story.put(announce, Window.OFFICE, days.last, held=_ahead(days))
    return story.steps


def desk(title: str) -> Matter:
    """What stands for a meeting among the matters of its ledger."""
    return Matter(ledger=LEDGER, title=title, problem="", lead="")


def _ahead(days: Days) -> date:
    day = days.on + timedelta(days=_AHEAD)
    while not days.calendar.is_working(day):
        day += timedelta(days=1)
    return day


@each
def announce(stage: Stage, step: Step) -> None:
    """Units are asked to the meeting; what is late most lies on its table."""
    new = NewMeeting(
        kind="dispatch",
        name=NAME,
        meets_on=step.data["held"],
        starts="15:00",
        place=_PLACE,
        chair=CHAIR,
        units=[stage.unit_id(name) for name in _UNITS if name in stage.county.units],
    )
    by = stage.staff("coordinator", step.matter, step.on)
    office = stage.ledgers[LEDGER].office
    meeting = deeds.plan(office=office, new=new, by=by, **step.when())
    if chosen := list(_studied(stage, step.on)):
        meeting_topics.put(meeting=meeting, items=chosen, by=by, **step.when())


def _studied(stage: Stage, on: date) -> Iterator[int]:
    """The matter that is late the most, and one of the town whose liaison signs in; none twice."""
    own = Item.objects.filter(ledger=stage.ledgers[LEDGER], topics=None)
    late = own.overdue(on=on).order_by("deadline", "pk").first()
    if late is not None:
        yield late.pk
    of_town = own.open().filter(assignments__unit=stage.unit_id(QUIET)).order_by("pk").first()
    if of_town is not None and of_town != late:
        yield of_town.pk


@each
def hold(stage: Stage, step: Step) -> None:
    """It is held; most came, and what was studied was decided."""
    meeting = _last()
    by = stage.staff("coordinator", step.matter, step.on)
    rows = list(meeting.attendances.order_by("pk"))
    came = {
        row.unit_id: Came(status=_CAME[at % len(_CAME)], post=_POSTS[at % len(_POSTS)])
        for at, row in enumerate(rows)
    }
    deeds.hold(meeting=meeting, came=came, by=by, **step.when())
    for topic in queries.topics(by, meeting):
        meeting_topics.decide(topic=topic, decision=_DECISION, by=by, **step.when())


@each
def file(stage: Stage, step: Step) -> None:
    """The minutes are filed and read."""
    plan: Plan = step.data["plan"]
    meeting, ledger = _last(), stage.ledgers[LEDGER]
    by = stage.staff("coordinator", step.matter, step.on)
    data = plans.minutes(plan, held=meeting.meets_on, issued=step.on)
    stored = store.put(BytesIO(data), name=plan.name, at=step.at)
    filed = deeds.file_minutes(meeting=meeting, minutes=stored, name=plan.name, by=by, **step.when())
    draft = minutes.take_in(meeting=filed, ledger=ledger, by=by, **step.when())
    plan.draft = reading.read_now(draft=draft, isolated=False, **step.when()).pk


def _last() -> Meeting:
    return Meeting.objects.order_by("-pk")[0]

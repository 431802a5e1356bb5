"""One item with all that its page shows to the person who asks."""

from typing import Any

from pydantic import Field

from guatu.api.shapes.base import Day, Figure, Moment, Named, Told
from guatu.api.shapes.lights import LightTold


class StandardTold(Told):
    """The version of a close-out standard."""

    id: int
    name: str
    version: int


class SourceTold(Told):
    """The sentence of the document from which the item was taken."""

    directive_id: int
    text: str
    paragraph: int


class MeasureTold(Told):
    """One thing to be done."""

    id: int
    position: int
    text: str
    deadline: Day | None
    target: Figure | None
    achieved: Figure
    quantity_unit: str


class SchedulePointTold(Told):
    """A month with its total to date, or a milestone with what it adds; in percent."""

    day: Day
    name: str = Field(description="节点名称；按月的为空")
    share: int = Field(description="按月的为到这天累计，按节点的为这个节点占")


class ScheduleTold(Told):
    """By which day how much is due, where it does not go straight on."""

    kind: str = Field(description="months 按月，milestones 按节点")
    set_on: Day
    points: list[SchedulePointTold]
    doubt: str = Field(description="时限变了、计划还没跟着改的，提请核对的话；没有的为空")


class AssignmentTold(Told):
    """What one unit owes."""

    id: int
    unit: Named
    duty: str
    state: str
    measure_id: int | None
    deadline: Day | None = Field(description="本单位、措施或事项的时限，依次取")
    sign_by: Day | None
    signed_on: Day | None
    signed_by: Named | None
    target_share: Figure | None
    achieved: Figure
    progress: int
    reported_on: Day | None
    stuck: str
    next_step: str
    times_urged: int
    urged_on: Day | None
    is_own: bool = Field(description="能否代表这个单位办理")


class ReportTold(Told):
    """A unit said how far it was."""

    id: int
    assignment_id: int
    unit: Named
    reported_on: Day
    written_at: Moment | None = Field(description="写成的时刻，设备自报，只作参考")
    progress: int
    achieved: Figure
    text: str
    stuck: str
    next_step: str
    is_returned: bool
    review: str = Field(description="单位审核；空为不须审核，awaiting 的还不算数")
    review_remark: str


class EvidenceTold(Told):
    """A proof; its content is at `href`."""

    id: int
    name: str
    unit: Named | None
    media_type: str
    size: int
    sha256: str
    uploaded_on: Day
    taken_at: Moment | None
    place: str
    report_id: int | None
    measure_ids: list[int] = Field(description="证明哪些措施；空为整个事项")
    verdict: str
    verdict_note: str
    is_repeated: bool
    href: str


class ExtensionTold(Told):
    """A request for more time."""

    id: int
    assignment_id: int
    unit: Named
    state: str
    asked_on: Day
    old_deadline: Day
    new_deadline: Day
    reason: str
    progress_text: str
    answer_by: Day
    answered_on: Day | None
    remark: str


class CloseOutTold(Told):
    """An attempt to strike the item off."""

    id: int
    number: int
    state: str
    statement: str
    requested_by: Named
    requested_unit: Named
    requested_on: Day
    reviewed_by: Named | None
    reviewed_on: Day | None
    verified_by: Named | None
    verified_on: Day | None
    meeting_on: Day | None
    approved_by: Named | None
    approved_on: Day | None
    publicity_from: Day | None
    publicity_to: Day | None
    ended_on: Day | None
    remark: str


class ItemLookBackTold(Told):
    """Looking again at what was struck off."""

    id: int
    state: str
    due_on: Day
    done_by: Named | None
    done_on: Day | None
    finding: str


class CheckTold(Told):
    """A line of the standard, and what a machine finds of it now; null is for a person to say."""

    id: int
    text: str
    method: str
    is_met: bool | None
    note: str


class InstructionTold(Told):
    """A leader's written words, and the reports on them."""

    id: int
    leader: Named
    given_on: Day
    words: str
    reports: list["ClosingReportTold"]


class ClosingReportTold(Told):
    """How an instruction was carried out."""

    id: int
    text: str
    submitted_by: Named
    submitted_on: Day
    read_on: Day | None
    answer: str


class SignOffTold(Told):
    """A leader looks at a list before it goes out."""

    id: int
    leader: Named
    state: str
    asked_on: Day
    answered_on: Day | None
    remark: str


class Offered(Told):
    """What this person can do now; what is given with it is checked by the act."""

    event: str = Field(description="办理时地址的最后一段")
    label: str
    needs: str


class Closed(Told):
    """What this person will do, and cannot do yet."""

    event: str
    label: str
    why_not: str = Field(description="还不能办的原因，同页面")


class BetterTold(Told):
    """What would turn the light, and the light that it would then be."""

    act: str
    light: LightTold


class LitTold(Told):
    """The light of an item with its reason."""

    light: LightTold | None = Field(description="缺数据的为空")
    since: Day | None = Field(description="今天的灯从哪天亮起；看过去某天的为空")
    reason: str
    better: list[BetterTold]
    regime: str = Field(description="亮灯规则的名称")


class ItemTold(Told):
    """An item."""

    id: int
    ledger: Named
    number: str
    revision: int
    kind: str
    title: str
    problem: str
    goal: str
    category: str
    importance: str = Field(description="重要程度：special 特别重要、important 重要、ordinary 一般")
    lead_leader: str
    sponsor_leader: str
    place: str
    coordinates: str | None
    phase: Named | None
    standard: StandardTold | None
    source: SourceTold | None
    state: str
    standing: str
    due: str
    lit: LitTold | None = Field(description="亮什么灯、为什么、怎样变好；不亮灯的为空")
    due_kind: str
    due_text: str
    deadline: Day | None
    first_promise: Day | None
    slipped_days: int
    extensions_granted: int
    progress: int
    planned: int = Field(description="序时进度：到这天应完成的百分比")
    schedule: ScheduleTold | None = Field(description="序时计划；匀速推进的为 null")
    is_suspended: bool
    is_long_term: bool
    merged_into_id: int | None
    transferred_to_id: int | None
    dispatched_on: Day | None
    closed_on: Day | None
    times_returned: int
    times_reopened: int
    lead_unit: Named | None
    measures: list[MeasureTold]
    assignments: list[AssignmentTold]
    reports: list[ReportTold]
    evidence: list[EvidenceTold]
    extensions: list[ExtensionTold]
    close_outs: list[CloseOutTold]
    look_backs: list[ItemLookBackTold]
    checks: list[CheckTold]
    sign_off: SignOffTold | None
    instruction: InstructionTold | None
    offered: list[Offered]
    closed: list[Closed]


class TrailFile(Told):
    """A file beside an event; its content is at `/items/{item_id}/enclosures/{id}/content`."""

    id: int
    name: str
    sha256: str | None


class LinkTold(Told):
    """One event of the chain, with its own digest computed again."""

    id: int
    number: int
    event: str
    actor: str
    principal: str
    unit: str
    recorded_at: Moment
    happened_on: Day
    hash: str
    is_whole: bool
    changes: dict[str, dict[str, Any]]
    texts: dict[str, str | None] = Field(description="文字；null 为已依规删除")
    files: list[TrailFile]


class TrailTold(Told):
    """The trail of an item, the latest first."""

    links: list[LinkTold]
    total: int
    older: int = Field(description="这之前还有几环；以最后一环的 id 作 before 接着读")

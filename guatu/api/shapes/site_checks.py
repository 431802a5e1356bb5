"""A look at a place, its photographs and its draw, as they are told."""

from pydantic import Field

from guatu.api.shapes.base import Day, ItemNamed, ItemNumbered, Moment, Named, Told


class SitePhoto(Told):
    """A photograph; time and place are the device's own word."""

    id: int
    name: str
    taken_at: Moment | None = Field(description="设备自报")
    place: str = Field(description="设备自报")
    doubts: list[str]


class SiteCheckTold(Told):
    """One look at a place."""

    id: int
    kind: str = Field(description="drawn 抽中，ordered 指派，unannounced 不打招呼")
    state: str = Field(description="planned 待查，done 已查，dropped 免查")
    result: str = Field(description="matches 相符，differs 不相符，not_seen 没看成；没查的为空")
    item: ItemNamed | None
    unit: Named | None = Field(description="不打招呼检查的被查单位")
    place: str
    words: str = Field(description="去哪里、看什么")
    checker: Named | None = Field(description="为空的任一核查员可去")
    ordered_on: Day
    due_on: Day
    code: str = Field(description="现场代码；没查之前只告诉能去的人")
    code_shown_at: Moment | None = Field(description="服务器记下的第一次显示")
    claimed_shown_at: Moment | None = Field(description="设备自报的第一次显示")
    code_use: str = Field(description="photo 拍在照片里，written 现场人员写下，空为没有用")
    finding: str
    written_at: Moment | None = Field(description="设备自报")
    received_at: Moment | None
    done_by: Named | None
    done_unit: Named | None
    done_on: Day | None
    findings: list[ItemNumbered] = Field(description="转入台账的问题")


class SiteCheckWhole(SiteCheckTold):
    """The same with its photographs."""

    photos: list[SitePhoto]


class SiteDrawTold(Told):
    """A draw, which anybody can draw again."""

    id: int
    attempt: int = Field(description="第几次销号申请")
    share: int
    checkpoint: int | None
    seed: str
    lot: int | None = Field(description="sha256(种子 + 编号) 除以 100 的余数")
    ground: str = Field(
        description="lot 按号抽，no_checkpoint 没有检查点，waiting 上次没查，differed 上次不相符"
    )
    is_taken: bool
    drawn_on: Day


class SiteChecks(Told):
    """What was asked for; of one item with its draws."""

    site_checks: list[SiteCheckTold]
    draws: list[SiteDrawTold]

"""What a template may name: the fields of every kind of paper, with their meaning and an example."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

Entry = Mapping[str, str]
"""One line of a list: column → words."""
MARK: Final = "文号"
HASH: Final = "留痕摘要"
REQUIRED: Final = (MARK, HASH)
"""What every paper bears, so every template names it."""


@dataclass(frozen=True, slots=True)
class Field:
    """A name that a template may hold in double braces."""

    name: str
    meaning: str
    example: str


@dataclass(frozen=True, slots=True)
class Listed:
    """A list: the row or paragraph that names one of its columns is repeated for each entry."""

    name: str
    meaning: str
    columns: tuple[Field, ...]

    def example(self) -> list[Entry]:
        return [{one.name: one.example for one in self.columns}] * 2


@dataclass(frozen=True, slots=True)
class Blank:
    """All that a template of one kind may name."""

    fields: tuple[Field, ...]
    lists: tuple[Listed, ...] = ()

    def names(self) -> frozenset[str]:
        """Every name, those of lists with their columns: 事项.编号."""
        listed = (f"{one.name}.{column.name}" for one in self.lists for column in one.columns)
        return frozenset((*(one.name for one in self.fields), *listed))

    def example(self) -> "Values":
        """Values with which a template is tried."""
        return Values(
            {one.name: one.example for one in self.fields}, {one.name: one.example() for one in self.lists}
        )


@dataclass(frozen=True, slots=True)
class Values:
    """What is filled in: words by field, entries by list."""

    fields: Mapping[str, str]
    lists: Mapping[str, Sequence[Entry]] = field(default_factory=dict)


_COMMON: Final = (
    Field("标题", "公文的标题，签发前可改", "关于督办基站转供电改造的函"),
    Field(MARK, "文种、年份和序号，签发时编定", "督办函〔2026〕3号"),
    Field("发文机关", "办公室名称", "县督查室"),
    Field("签发日期", "签发的那一天", "2026年9月18日"),
    Field("签发人", "办理签发的人；代他人办理的写明", "林知远"),
    Field(HASH, "签发这一环留痕的摘要前 12 位，可在留痕核验中查到", "3f9a0c12b7de"),
)
_BODY: Final = (
    Field("主送单位", "发给哪个单位；没有主送的为空", "县供电公司"),
    Field("正文", "正文各段，签发前可改", "贵单位牵头的事项已经逾期，请抓紧办理。"),
)
_ITEM: Final = (
    Field("序号", "从 1 起", "1"),
    Field("编号", "事项编号", "5G-001"),
    Field("事项", "事项名称", "基站转供电改造推进缓慢"),
    Field("问题", "问题的原话", "20 处基站还在用转供电。"),
    Field("措施", "各条措施，分号隔开", "完成 20 处改造"),
    Field("牵头单位", "牵头单位", "县供电公司"),
    Field("承办单位", "其他承办单位", "双桥镇、石泉镇"),
    Field("职责", "主送单位在本事项的职责", "牵头"),
    Field("时限", "主送单位的办结时限", "2026年6月30日"),
    Field("期限情况", "还剩几天，或逾期几天", "逾期 12 天"),
    Field("进度", "完成的百分比", "35%"),
    Field("催办次数", "主送单位已被催办几次", "2"),
)
_LETTER: Final = Blank(
    (*_COMMON, *_BODY, Field("事项数", "本文所涉事项的件数", "2")),
    (Listed("事项", "本文所涉的事项", _ITEM),),
)
_MEASURES: Final = Listed(
    "措施",
    "各条措施",
    (
        Field("序号", "从 1 起", "1"),
        Field("内容", "措施的文字", "完成 20 处改造"),
        Field("时限", "措施的时限", "2026年6月30日"),
        Field("完成", "完成数和目标数；没有指标的为空", "20/20 处"),
    ),
)
_PROOFS: Final = Listed(
    "佐证",
    "佐证材料",
    (
        Field("序号", "从 1 起", "1"),
        Field("名称", "文件名", "石泉镇改造现场.jpg"),
        Field("单位", "上传单位", "石泉镇"),
        Field("日期", "上传日期", "2026年6月20日"),
        Field("判定", "核查员的判定", "属实"),
    ),
)
_CHECKS: Final = Listed(
    "核对",
    "销号标准逐条核对的结果",
    (
        Field("序号", "从 1 起", "1"),
        Field("内容", "标准条目", "现场照片"),
        Field("结果", "符合、不符、存疑或未核对", "符合"),
        Field("方式", "自动或人工", "自动"),
        Field("说明", "核对的说明", "现有 3 张，须 1 张"),
    ),
)
_SHEET: Final = Blank(
    (
        *_COMMON,
        Field("编号", "事项编号", "5G-001"),
        Field("事项", "事项名称", "基站转供电改造推进缓慢"),
        Field("问题", "问题的原话", "20 处基站还在用转供电。"),
        Field("台账", "台账名称", "5G 发展整改台账"),
        Field("牵头单位", "牵头单位", "县供电公司"),
        Field("承办单位", "其他承办单位", "双桥镇、石泉镇"),
        Field("时限", "办结时限", "2026年6月30日"),
        Field("办理状态", "销号办到哪一步；没有办结的写明“尚未办结”", "已销号（2026年7月3日）"),
        Field("次数", "第几次申请销号", "1"),
        Field("完成情况", "申请时写的完成情况", "20 处全部改造完成。"),
        Field("销号标准", "按哪个标准核对", "转改直 第 1 版"),
        Field("申请", "第一把钥匙：单位、人、日期", "县供电公司 沈若川 2026年6月28日"),
        Field("单位审核", "单位审核人和日期", "陆怀谷 2026年6月29日"),
        Field("核查", "第二把钥匙：核查人、单位、日期，或研究会议", "许听澜 县核查中心 2026年7月1日"),
        Field("审批", "审批领导和日期", "周行之 2026年7月2日"),
        Field("公示", "公示的起止日期", "2026年7月2日至7月6日"),
        Field("意见", "核查和审批的意见", "现场核对属实。"),
        Field("内容摘要", "所报内容的摘要前 12 位：钥匙转动的就是这份内容", "8b61d0f2a97c"),
    ),
    (_MEASURES, _PROOFS, _CHECKS),
)
_REPORT: Final = Blank(
    (
        *_COMMON,
        Field("正文", "办结情况，签发前可改", "20 处基站已全部完成改造，现场核查属实。"),
        Field("编号", "事项编号", "5G-001"),
        Field("事项", "事项名称", "基站转供电改造推进缓慢"),
        Field("批示领导", "作批示的领导", "周行之"),
        Field("批示日期", "批示的日期", "2026年3月2日"),
        Field("批示内容", "批示的原话", "请抓紧办理，月底前报结果。"),
        Field("承办单位", "牵头和承办单位", "县供电公司、双桥镇"),
        Field("销号日期", "事项销号的日期；没有销号的写明", "2026年7月3日"),
        Field("呈报", "呈报人和日期", "林知远 2026年7月4日"),
        Field("阅示", "领导已阅的日期；没有阅的写明", "2026年7月5日已阅"),
        Field("领导意见", "领导的批复", "很好，转入日常。"),
    ),
)
BLANKS: Final[Mapping[str, Blank]] = {
    "letter": _LETTER,
    "reminder": _LETTER,
    "dispatch_notice": _LETTER,
    "close_out_sheet": _SHEET,
    "closing_report": _REPORT,
}
"""By the kind of paper; a kind that is not here is not printed by a template."""

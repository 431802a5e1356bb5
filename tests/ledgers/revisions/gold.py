"""Two versions of one plan, written by hand, and what became of each clause by a person's reading."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

ORDINALS: Final = "一二三四五六七八九十"


@dataclass(frozen=True, slots=True)
class Part:
    """A clause of the plan as it is written."""

    code: str
    title: str
    measures: str
    lead: str
    units: str
    due: str


def written(parts: Sequence[Part], title: str) -> list[str]:
    """The lines of a document, numbered as they come."""
    lines = [f"# {title}", "为抓好问题整改，结合我县实际，制定本方案。"]
    for number, one in enumerate(parts, start=1):
        lines += [f"## {ordinal(number)}、关于{one.title}的问题", f"整改措施：{one.measures}"]
        lines.append(f"牵头单位：{one.lead}。" + (f"责任单位：{one.units}。" if one.units else ""))
        lines.append(f"完成时限：{one.due}。")
    return lines


def ordinal(number: int) -> str:
    """11 is 十一."""
    ten, one = divmod(number, 10)
    tens = "" if not ten else "十" if ten == 1 else f"{ORDINALS[ten - 1]}十"
    return tens + (ORDINALS[one - 1] if one else "")


OLDER: Final = (
    Part("parking", "公共停车场没有开放站址", "公布可开放站址清单，不少于12处。",
         "县住建局", "双桥镇、石泉镇", "2026年6月30日前"),
    Part("piles", "充电桩故障长期不修", "建立巡检制度，修复故障充电桩18根。",
         "县供电公司", "双桥镇", "2026年6月30日前"),
    Part("supply", "基站转供电改造推进缓慢", "完成20处基站转供电改造，停止加价收费。",
         "县供电公司", "双桥镇、石泉镇", "2026年9月30日前"),
    Part("signs", "站点指引标识缺失", "在国道沿线设置指引标识40块。",
         "县住建局", "", "2026年5月31日前"),
    Part("fees", "服务费收取不透明", "统一公示收费标准，接受群众监督。",
         "县供电公司", "石泉镇", "2026年5月31日前"),
    Part("toilets", "农村公厕冬季停用", "加装保温设施，保证冬季正常使用。",
         "石泉镇", "", "2026年10月31日前"),
    Part("rubbish", "垃圾清运不及时，道路破损无人修补", "增加清运车辆，做到日产日清；修补破损路面3公里。",
         "双桥镇", "县住建局", "2026年8月31日前"),
    Part("wells", "窨井盖缺失破损", "全面排查窨井盖，更换破损井盖260个。",
         "县住建局", "双桥镇、石泉镇", "2026年4月30日前"),
    Part("river", "河道漂浮物清理不到位", "落实河长巡查，每周清理河面一次。",
         "双桥镇", "石泉镇", "2026年7月31日前"),
    Part("lamps", "乡村路灯亮灯率偏低", "维修不亮路灯120盏，明确管护责任。",
         "石泉镇", "县供电公司", "2026年6月30日前"),
    Part("archive", "项目档案资料不齐全", "补齐近三年项目档案，专人保管。",
         "县住建局", "", "2026年3月31日前"),
    Part("market", "农贸市场占道经营", "划定临时摊位区域，引导商户入市。",
         "双桥镇", "", "2026年6月30日前"),
    Part("meters", "居民电表更换不及时", "更换超期电表3000只，并告知用户。",
         "县供电公司", "", "2026年12月31日前"),
    Part("trees", "行道树遮挡交通信号灯", "修剪遮挡信号灯的行道树。",
         "县住建局", "石泉镇", "2026年4月30日前"),
)  # fmt: skip
NEWER: Final = (
    Part("parking", "公共停车场没有开放站址", "公布可开放站址清单，不少于12处。",
         "县住建局", "双桥镇、石泉镇", "2026年6月30日前"),
    Part("supply", "基站转供电改造推进缓慢", "完成20处基站转供电改造，停止加价收费。",
         "县供电公司", "双桥镇、石泉镇", "2026年11月30日前"),
    Part("piles", "充电桩故障长期不修", "建立巡检制度，修复故障充电桩18根。",
         "县供电公司", "石泉镇", "2026年6月30日前"),
    Part("fees", "充电服务费收取标准不透明、群众反映多", "统一公示收费标准，公布举报电话，接受群众监督。",
         "县供电公司", "石泉镇", "2026年5月31日前"),
    Part("toilets", "农村公厕冬季停用", "加装保温设施，保证冬季正常使用。",
         "石泉镇", "", "2026年10月31日前"),
    Part("rubbish", "垃圾清运不及时", "增加清运车辆，做到日产日清。",
         "双桥镇", "县住建局", "2026年8月31日前"),
    Part("roads", "道路破损无人修补", "修补破损路面3公里。",
         "县住建局", "双桥镇", "2026年8月31日前"),
    Part("wells", "窨井盖缺失破损", "全面排查窨井盖，更换破损井盖310个。",
         "县住建局", "双桥镇、石泉镇", "2026年4月30日前"),
    Part("river", "河道漂浮物清理不到位", "落实河长巡查，每周清理河面一次。",
         "双桥镇", "石泉镇", "2026年7月31日前"),
    Part("lamps", "乡村路灯亮灯率偏低", "维修不亮路灯120盏，明确管护责任。",
         "县供电公司", "石泉镇", "2026年6月30日前"),
    Part("gas", "瓶装燃气安全检查流于形式", "逐户检查瓶装燃气用户，建立隐患台账。",
         "县住建局", "双桥镇、石泉镇", "2026年9月30日前"),
    Part("market", "农贸市场占道经营", "划定临时摊位区域，引导商户入市。",
         "双桥镇", "", "长期坚持"),
    Part("meters", "居民电表更换不及时", "更换超期电表3000只，并告知用户。",
         "县供电公司", "", "2026年12月31日前"),
    Part("signs", "站点指引标识缺失", "在国道沿线设置指引标识40块。",
         "县住建局", "", "2026年5月31日前"),
    Part("dust", "建筑工地扬尘管控不严", "工地出入口设置冲洗设施，裸土全部覆盖。",
         "县住建局", "", "2026年5月31日前"),
)  # fmt: skip
OUTCOMES: Final[Mapping[str, str]] = {
    "parking": "same",
    "supply": "changed",
    "piles": "changed",
    "fees": "changed",
    "toilets": "same",
    "rubbish": "changed",
    "roads": "split",
    "wells": "changed",
    "river": "same",
    "lamps": "changed",
    "gas": "new",
    "market": "changed",
    "meters": "same",
    "signs": "same",
    "dust": "new",
    "archive": "gone",
    "trees": "gone",
}
"""By the hand of somebody who has read both."""
EDITS: Final[Mapping[str, frozenset[str]]] = {
    "supply": frozenset({"due"}),
    "piles": frozenset({"unit_new", "unit_gone"}),
    "fees": frozenset({"problem", "measure"}),
    "rubbish": frozenset({"problem", "measure", "measure_target"}),
    "wells": frozenset({"measure", "measure_target"}),
    "lamps": frozenset({"lead", "unit_new"}),
    "market": frozenset({"due"}),
    "archive": frozenset({"void"}),
    "trees": frozenset({"void"}),
    "roads": frozenset({"enter"}),
    "gas": frozenset({"enter"}),
    "dust": frozenset({"enter"}),
}
"""What is asked of the item of each."""
TITLES: Final = {one.title: one.code for one in (*OLDER, *NEWER)}

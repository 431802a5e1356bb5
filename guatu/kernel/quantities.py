"""Quantities in running text: a figure with its unit, and how it binds (80%以上, 20余家, 不少于3个)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, cast

from guatu.kernel.numbers import HAN_DIGITS, parse_number

Bound = Literal["exactly", "at_least", "at_most", "about", "over", "under"]


def _units(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


EVENTS = _units("次 场 期 轮 回 遍 人次 场次 车次 班次 架次 户次 家次 台次 件次 批次 课时 学时")
"""Units that say how often something took place."""
COUNTERS = EVENTS | _units("""
    个 家 户 人 名 位 项 件 条 份 本 台 套 辆 座 处 所 栋 幢 间 根 只 头 羽 株 棵 艘 架 支 队 批 组 类 种
    篇 册 幅 块 片 张 枚 颗 门 笔 宗 起 例 封 部 对 桩 段 口 孔 盏 道 款 节 列 盒 箱 袋 瓶 桶 尾 匹 台套
    台(套) 台（套） 套(台) 个(次) 人(次) 标箱 标准箱 TEU
""")
"""Units that count things one by one."""
DURATIONS = _units("年 周年 个月 个季度 周 星期 天 个工作日 工作日 小时 个小时 分钟 秒")
"""Units of time."""
MEASURES = _units("""
    % ‰ 个百分点 百分点 个基点 倍 分 元 美元 欧元 港元 平方公里 平方千米 平方米 平米 ㎡ 立方米 立方 亩 公顷
    公里 千米 米 厘米 毫米 海里 延米 车道公里 吨 公斤 千克 克 毫克 微克 斤 升 毫升 吨公里 载重吨 分贝
    吨标准煤 吨标煤 度 千瓦时 兆瓦时 吉瓦时 千瓦 兆瓦 吉瓦 千伏 千伏安 兆伏安 kWh MWh GWh kW MW GW kVA MVA
    kV km² km m² m³ mm cm kg mg μg TB PB EFLOPS PFLOPS Gbps Mbps
""")
"""Units that measure, and shares."""
_KNOWN = COUNTERS | DURATIONS | MEASURES
_ONLY_LARGE = ("度", "立方")
"""Units taken only behind 万 or 亿: 3度 may be a temperature."""
_NOT_BEFORE = {
    "年": r"\d|[月度代级第初末底中终前后来间际限]|行动|计划|规划|滚动|攻坚|提升",
    "周": "[岁边期围]",
    "天": "然",
    "元": "[月旦素宵化]",
    "家": "[庭渠]",
    "人": "[才民均居大]",
    "名": "[录单称]",
    "位": "一体",
    "个": "一",
    "项": "目(?!标)",
    "条": "[例款]",
    "场": "[所地镇馆]",
    "部": "[门委长分]",
    "台": "[账县山]",
    "套": "班子",
    "对": r"[一照应口标\d]",
    "支": "[付持]",
    "节": "[约能]",
    "轮": "[车椅岗]",
    "次": "产业|分配|函数|全会|全体会议|党代会",
    "种": "[植子]",
    "起": "[草步]",
    "升": "[级学规格降温至高为值限]",
    "克": "服",
    "米": "[面粉]",
    "口": "[岸径号]",
    "段": "[落式]",
    "组": "[织长]",
    "间": "[接隔]",
    "处": "[理置罚分级长]",
    "所": "[有属需以谓]",
    "列": "[入为出]",
    "道": "[路德]",
    "门": "[店诊县峡]",
    "期": "工程|项目|基金|建设|规划|用地|地块|[间)）]",
    "分": r"(?![,，。;；、)）以的\n]|$)",
}
"""Behind a figure these begin another word: 3部门, 三轮车, 二期工程, 1对1, 2024年度."""
_IDIOMS = re.compile(
    "两个(?:维护|确立|务必|毫不动摇|一以贯之|结合|大局|责任)|三个(?:务必|区分开来|代表|服务)|"
    "四个(?:意识|自信|全面|伟大|最严|不摘|革命)|四位一体|五位一体|三会一课|八项规定|六个必须|十个明确"
)


def _unit_pattern() -> str:
    """All units, the longest first, each with what must not follow it; 元/吨 and 毫克/升 are one unit."""
    branches = []
    for unit in sorted(_KNOWN, key=len, reverse=True):
        stop = "(?![A-Za-z])" if unit[-1].isascii() and unit[-1].isalpha() else ""
        stop += f"(?!{_NOT_BEFORE[unit]})" if unit in _NOT_BEFORE else ""
        branches.append((r"(?<=[万亿])" if unit in _ONLY_LARGE else "") + re.escape(unit) + stop)
    per = "平方米|立方米|公里|千瓦时|吨|亩|升|户|人|天|日|月|年|小时|次|公斤|斤|台|株|头"
    return f"(?:{'|'.join(branches)})(?:[/／](?:{per}))?"


_UNIT = _unit_pattern()
_MAGNITUDE = "(?:万亿|千亿|百亿|十亿|亿|千万|百万|十万|万|千|百)"
_DIGITS = r"(?:\d{1,3}(?:,\d{3}){1,4}+(?!\d)|\d{1,15}+(?!\d))(?:\.\d{1,6}+(?!\d))?+"
_STACKED = r"\d{1,9}+(?:\.\d{1,4}+)?+(?:[千百]?[亿万]\d{1,4}+[千百]?[万千百]|千\d++百)"
_HAN = rf"[{HAN_DIGITS[3:]}十拾廿卅][{HAN_DIGITS}十拾百佰千仟万亿廿卅]{{0,20}}(?:点[{HAN_DIGITS}]{{1,4}})?"
_FIGURE = f"(?:{_STACKED}|{_DIGITS}|{_HAN})"
_QUANTITY = re.compile(
    rf"(?<![A-Za-z\d.．第几数每+＋×*/／{HAN_DIGITS}十百千万亿])(?:"
    rf"(?P<share>[百千]分之)(?:(?P<part>{_FIGURE})|百)|"
    rf"(?:(?P<low>{_FIGURE})(?P<low_unit>{_MAGNITUDE}?(?:{_UNIT})?)(?:[-~～—–－]{{1,2}}|[至到](?!\d{{4}}年)))?"
    rf"(?P<figure>{_FIGURE})(?P<gap>[ \u3000]?)(?P<vague>[余多几来]?)"
    rf"(?:(?P<magnitude>{_MAGNITUDE}?)(?P<late>[余多]?)(?P<base>{_UNIT})|(?P<bare>{_MAGNITUDE})(?![年月]|\d)))"
)
_BOUND_BEFORE = re.compile(
    "(?:(?P<at_least>不少于|不低于|不小于|不得少于|不得低于|至少|最少|最低)|"
    "(?P<at_most>不超过|不高于|不多于|不大于|不突破|不得超过|不得高于|控制在|至多|最多|最高)|"
    "(?P<over>超过|超出|突破|高于|多于|大于|逾|超)|"
    "(?P<under>低于|少于|小于|不足|不到|未达到?)|"
    "(?P<about>(?<![附最临邻靠])近|约|大概|接近))了? ?$"
)
_BOUND_AFTER = re.compile(
    "(?:[(（]不?含[)）])?(?:(?P<at_least>及?以上)|(?P<at_most>及?以[下内]|之内)|(?P<about>左右|上下))"
)
_RANK_BEFORE = re.compile("(?:第 |(?<![目此当以年提日生])前|(?<![随此然以])后|排名|排在|位居|位列)$")
_FREQUENCY_BEFORE = re.compile(
    "每(?:半?年|季度?|半?月|旬|周|日|天|学期)(?:度)?(?:至少|不少于|各|开展|召开|组织|进行)*$"
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure and its unit: `text[start:end]` of the text it was found in, without 约 before or 以上 after.

    `value` counts in `unit` as written: 2.3万只 is 2.3 of 万只, 2600多亿元 is 2600 of 亿元. A figure in
    Chinese numerals counts whole: 三亿六千万元 is 360000000 of 元. 百分之十二 is 12 of %. Both ends of a
    range stand for themselves; 3至5个 gives 3 with at_least and 5 with at_most.
    """

    value: Decimal
    unit: str
    text: str
    start: int
    end: int
    bound: Bound = "exactly"

    @property
    def is_in_digits(self) -> bool:
        """Written 3 and not 三: offices report figures in digits and count topics in Chinese numerals."""
        return self.text[0].isdecimal() or self.text[0] == "-"

    @property
    def plain_unit(self) -> str:
        """The unit without 万, 亿 …: 只 of 万只."""
        return self.unit if self.unit in _KNOWN else self.unit.lstrip("十百千万亿")


def find_quantities(text: str) -> list[Quantity]:
    """The quantities of `text`, in order.

    Dates, times, ordinals, ranks (前3名), numbering, document numbers, phone numbers, bare frequencies (每月
    1次), idioms (四个意识, 一批) and names that hold a figure (5G, 4+3, 二期工程) are none.
    """
    return [quantity for found in _QUANTITY.finditer(text) for quantity in _read(text, found)]


def _read(text: str, found: re.Match[str]) -> Iterator[Quantity]:
    start, end = found.span()
    if found["share"]:
        yield from _share(text, found)
        return
    figure, plain = found["figure"], found["base"] or ""
    if _is_numbered(text, found):
        start, figure = start + figure.index(".") + 1, figure.partition(".")[2]
    unit = (found["magnitude"] or "") + plain + (found["bare"] or "")
    if found["bare"] and not figure[0].isdecimal() and not found["vague"]:
        figure, unit = figure + unit, ""
    value = parse_number(figure)
    if value is None or _means_something_else(text, found, value):
        return
    after = _BOUND_AFTER.match(text, end)
    if found["low"]:
        yield from _range(text, found, value, unit)
        return
    if _is_negative(text, start, plain):
        start, value = start - 1, -value
    vague: Bound = "over" if found["vague"] or found["late"] else "exactly"
    yield Quantity(value, unit, text[start:end], start, end, _bound(text, start, after) or vague)


def _share(text: str, found: re.Match[str]) -> Iterator[Quantity]:
    """百分之十二 and 千分之三 carry their unit in front; 百分之百 is all."""
    value = parse_number(found["part"]) if found["part"] else Decimal(100)
    if value is not None:
        start, end = found.span()
        bound = _bound(text, start, _BOUND_AFTER.match(text, end)) or "exactly"
        yield Quantity(value, "%" if found["share"] == "百分之" else "‰", found[0], start, end, bound)


def _range(text: str, found: re.Match[str], high: Decimal, unit: str) -> Iterator[Quantity]:
    """3至5个 has two ends; of 由3个到5个 each figure stands alone."""
    low = parse_number(found["low"])
    own = found["low_unit"]
    if own and own not in _KNOWN and not own.lstrip("十百千万亿"):
        own += found["base"] or ""
    end = found.end("low_unit")
    is_change = text[max(0, found.start() - 1) : found.start()] in ("由", "从")
    if low is not None:
        bound: Bound = "exactly" if is_change else "at_least"
        yield Quantity(low, own or unit, text[found.start() : end], found.start(), end, bound)
    start = found.start("figure")
    bound = "exactly" if is_change else "at_most"
    yield Quantity(high, unit, text[start : found.end()], start, found.end(), bound)


def _bound(text: str, start: int, after: re.Match[str] | None) -> Bound | None:
    """What the words around the figure say; those behind it say more (超过80%以上)."""
    found = after or _BOUND_BEFORE.search(text, max(0, start - 6), start)
    return cast(Bound, found.lastgroup) if found else None


def _is_numbered(text: str, found: re.Match[str]) -> bool:
    """`2.3家企业` at the head of a line is the second point and three enterprises."""
    at_head = found.start() == 0 or text[found.start() - 1] == "\n"
    is_counted = found["base"] in COUNTERS and not found["magnitude"]
    return at_head and is_counted and found["low"] is None and "." in found["figure"]


def _is_negative(text: str, start: int, unit: str) -> bool:
    """增长-3.5% is a fall; the dash of 6-10次 is none."""
    signed = text[start - 1 : start] == "-" and unit in MEASURES
    return signed and (start == 1 or not (text[start - 2].isascii() and text[start - 2].isalnum()))


def _means_something_else(text: str, found: re.Match[str], value: Decimal) -> bool:
    start, unit = found.start(), found["base"] or ""
    if text[found.end() : found.end() + 1] in ("+", "＋", "×", "*"):
        return True
    if unit == "年" and (value >= 100 or found["low"]):
        return True
    if unit == "分" and text[start - 1 : start] in ("点", "时", ":", "："):
        return True
    if unit in MEASURES and found["figure"][0].isdecimal():
        return False
    before = max(0, start - 10)
    if unit in EVENTS and _FREQUENCY_BEFORE.search(text, before, start):
        return True
    if _RANK_BEFORE.search(text, before, start):
        return True
    if found["figure"][0].isdecimal():
        return bool(found["gap"]) and (start == 0 or text[start - 1] == "\n")
    return _is_set_phrase(text, found, value)


def _is_set_phrase(text: str, found: re.Match[str], value: Decimal) -> bool:
    """A figure in Chinese numerals that counts nothing: 一批, 二期, “四个意识”, 三五个, 十届."""
    figure, unit = found["figure"], found["base"] or ""
    if found["gap"] or _IDIOMS.match(text, found.start()):
        return True
    if not unit:
        return text[found.end() : found.end() + 1].isalpha()
    if len(figure) > 1 and all(digit in HAN_DIGITS for digit in figure):
        return True
    if unit in MEASURES:
        return unit in ("分", "度", "元") and value < 10
    is_quoted = text[max(0, found.start() - 1) : found.start()] in ("“", "‘", '"', "「")
    return value == 1 or figure == "二" or (is_quoted and value < 10)

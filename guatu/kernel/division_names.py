"""What the name of an administrative division says of it: its level by the ending, and its stem.

The endings are those of the Constitution, article 30, and of the yearly list of the Ministry of Civil
Affairs; the peoples' names in names of self-governing places are those of GB/T 3304-1991. A name is read
alone, one division at a time; running text is read by `guatu.kernel.units`.
"""

import re
from collections.abc import Sequence
from typing import Literal

Level = Literal["province", "prefecture", "county", "town", "village"]
LEVELS: tuple[Level, ...] = ("province", "prefecture", "county", "town", "village")

_MUNICIPALITIES = frozenset({"北京市", "天津市", "上海市", "重庆市"})

_ENDINGS: tuple[tuple[str, tuple[Level, ...]], ...] = (
    ("社区居民委员会", ("village",)),
    ("村村民委员会", ("village",)),
    ("社区居委会", ("village",)),
    ("居民委员会", ("village",)),
    ("村民委员会", ("village",)),
    ("街道办事处", ("town",)),
    ("特别行政区", ("province",)),
    ("村村委会", ("village",)),
    ("嘎查村", ("village",)),
    ("居委会", ("village",)),
    ("村委会", ("village",)),
    ("街道办", ("town",)),
    ("区公所", ("town",)),
    ("自治区", ("province",)),
    ("自治州", ("prefecture",)),
    ("自治县", ("county",)),
    ("自治旗", ("county",)),
    ("民族乡", ("town",)),
    ("新区", ("county",)),
    ("社区", ("village",)),
    ("嘎查", ("village",)),
    ("街道", ("town",)),
    ("苏木", ("town",)),
    ("地区", ("prefecture",)),
    ("省", ("province",)),
    ("盟", ("prefecture",)),
    ("市", ("prefecture", "county")),
    ("县", ("county",)),
    ("旗", ("county",)),
    ("区", ("county",)),
    ("镇", ("town",)),
    ("乡", ("town",)),
    ("村", ("village",)),
)
"""Longest first, so that the first that fits is the whole ending."""

_ZONE = re.compile(
    r"(?:开发|高新|经开|园|景|保税|保护|示范|试验|先行|合作|管理|度假|旅游|集聚|集中|功能|加工|物流|产业|工业|商务"
    r"|生态|经济特|片|小|校|库|灾|辖|主城|中心城|老城|新)区$"
)
"""Zones and words that end in 区 and are no division."""
_NEW_DISTRICTS = frozenset({"浦东新区", "滨海新区"})
"""The two of the many 新区 that are divisions."""

_LONG_PEOPLES = (
    "蒙古|维吾尔|布依|朝鲜|土家|哈尼|哈萨克|傈僳|高山|拉祜|东乡|纳西|景颇|柯尔克孜|达斡尔|仫佬|布朗|撒拉|毛南"
    "|仡佬|锡伯|阿昌|普米|塔吉克|乌孜别克|俄罗斯|鄂温克|德昂|保安|裕固|塔塔尔|独龙|鄂伦春|赫哲|门巴|珞巴|基诺"
)
_SHORT_PEOPLES = "回藏苗彝壮满侗瑶白傣黎佤畲水土羌怒京各"
_PEOPLES = rf"(?:{_LONG_PEOPLES}|[{_SHORT_PEOPLES}])族"
_OF_PEOPLES = re.compile(rf"(?:{_PEOPLES})+$")
_SELF_GOVERNED = re.compile(rf"(?:{_PEOPLES}|{_LONG_PEOPLES})+$")
"""Where 自治 follows, a long name may stand without 族: 伊犁哈萨克自治州."""

_SHORTEST_STEM = 2


def levels_of(name: str) -> Sequence[Level]:
    """The levels a division of this name can have, highest first; none where it names no division.

    A 市 may be a prefecture or a county, save the four that are provinces. Development zones and other
    areas that are no administrative division have no level.
    """
    if name in _MUNICIPALITIES:
        return ("province",)
    ending, levels = _ending(name)
    if not ending or ending == name or _is_zone(name):
        return ()
    return levels


def stem(name: str) -> str:
    """The name without what says its level and its peoples: 云桥县, 云桥回族自治县 and 云桥 are all 云桥.

    A stem has two characters at least: 云县 stays 云县, for nobody calls it 云.
    """
    ending, _ = _ending(name)
    if not ending or _is_zone(name) or len(name) - len(ending) < _SHORTEST_STEM:
        return name
    place = name.removesuffix(ending)
    peoples = (_SELF_GOVERNED if ending.startswith("自治") else _OF_PEOPLES).search(place)
    if peoples is None:
        return place
    if peoples.start() == 0:  # the people's own name is the place's: 东乡族自治县
        return place.removesuffix("族")
    return place[: peoples.start()] if peoples.start() >= _SHORTEST_STEM else place


def _ending(name: str) -> tuple[str, tuple[Level, ...]]:
    return next(((ending, levels) for ending, levels in _ENDINGS if name.endswith(ending)), ("", ()))


def _is_zone(name: str) -> bool:
    return name not in _NEW_DISTRICTS and _ZONE.search(name) is not None

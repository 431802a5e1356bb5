"""How far a row has come: a share from 0 to 1, and its state, from what its cells say."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

from guatu.kernel.numbers import parse_number
from guatu.reading.drafting.done import is_done
from guatu.reading.tables.shapes import RowState

_NOTHING = re.compile(r"[\s/\\—–\-－_.。]*")
_PERCENT = re.compile(r"(?<![\d.])(-?\d+(?:\.\d+)?)\s*%")
_HAN_PERCENT = re.compile(r"百分之([一二三四五六七八九十百零〇两点]+)")
_TENTHS = re.compile(r"([一二三四五六七八九两])成([五半])?(?!立|效|果|为|员|功|本|品|片|套)")
_HALF = re.compile(r"(?:过|完成|近|约)一?半|半数|^一半$")
_PART = re.compile(r"(?<![\d.\-/年月])(\d{1,6})\s*/\s*(\d{1,6})(?![\d./\-])")
_PLAIN = re.compile(r"-?\d+(?:\.\d+)?")
_OF_ALL = re.compile(r"(?:完成|进度|总|占|达|率|推进|形象|已)[^，。；;]{0,12}$")
_NOT_OF_ALL = re.compile(
    r"(?:同比|增长|下降|提高|提升|增幅|环比|上升|减少|降低|压减|占比|覆盖率|满意率|合格率|达标率|优良率|不低于|不少于|目标)[^，。；;]{0,10}$"
)

_NOT_STARTED = re.compile(
    r"(?:尚|还|暂|仍|均)?未(?:启动|开展|开始|开工|动工|实施|推进|整改|办理|动手|落实)(?!到位)|没有(?:启动|开展|开始|开工)"
    r"|待(?:启动|开展|开工|整改|办理)|^(?:未办|待办|未完成|待开工)$"
)
_NEARLY = re.compile(
    r"基本(?:完成|完工|办结|建成|到位|整改|解决|落实)|部分(?:完成|整改|办结|销号)|阶段性|初步(?:完成|整改)|即将|临近|接近"
)
_DONE = re.compile(
    r"^(?:√|✓|✔|☑|✅|是|[yY](?:es)?|对|完成|办结|销号|结案|办毕)$"
    r"|已(?:经)?(?:全部|全面|按期|如期|顺利|整改|提前)*(?:完成|办结|销号|整改到位|整改完成|整改|结案|办毕|到位|完工|竣工|验收|解决|落实到位|答复|办复)(?![率\d]|.{0,4}[部份]分)"
    r"|整改(?:完成|到位|完毕)|全部(?:完成|办结|整改|销号)|完成(?:整改|销号)|^(?:完成|办结)(?:并|，|。)"
)
_NOT_DONE = re.compile(
    r"^(?:×|✗|✘|X|x|否|☐|□|[nN]o?)$"
    r"|未(?:完成|办结|销号|整改到位|结案|解决)"
)
_GOING_ON = re.compile(
    r"正在|推进|进行|整改中|办理中|实施中|在建|施工|序时|持续|加快|办理|滞后|延期|逾期|超期|跟进|研究|已(?:启动|开工|开展|制定|印发|部署|进场|立项|成立|召开)"
)
_LONG_TERM = re.compile(
    r"长期(?:坚持|整改|推进|落实|执行|任务)?|常态化?(?:推进|坚持|开展|工作)?|持续(?:整改|坚持|落实)|常抓不懈"
)
_LIGHTS = re.compile(r"(绿|黄|红|蓝|灰|白)(?:色)?(?:灯|牌|标)?|🟢|🟡|🔴|🔵|⚪")
_SIGNS = {"🟢": "绿", "🟡": "黄", "🔴": "红", "🔵": "蓝", "⚪": "白"}
_USUAL_LIGHTS: dict[str, RowState] = {
    "绿": "done", "蓝": "done", "黄": "in_progress",
    "红": "not_started", "灰": "not_started", "白": "not_started",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a row has come."""

    progress: float | None
    state: RowState
    is_bad: bool = False
    """A share that cannot be: below nothing."""


@dataclass(frozen=True, slots=True)
class Said:
    """What the cells of a row say of it."""

    status: str = ""
    progress: str = ""
    is_completed: bool = False
    """Whether a day of completion is given."""
    is_lasting: bool = False
    """Whether its deadline is that it lasts."""
    lights: Mapping[str, RowState] = field(default_factory=dict)
    """What the sheet itself says its lights mean."""


def read_standing(said: Said) -> Standing:
    """The share and the state; the status decides before the progress, the progress before nothing."""
    share = read_share(said.progress)
    if share is None:
        share = read_share(said.status, is_column=False)
    if share is not None and share < 0:
        return Standing(None, "not_started", is_bad=True)
    state = judge(said.status, said.lights) or judge(said.progress, said.lights)
    if state is None and said.is_completed:
        state = "done"
    if state is None and share is not None:
        state = "done" if share >= 1 else "in_progress" if share > 0 else "not_started"
    state = _settled(state, share, said)
    if share is None and state == "done":
        share = 1.0
    return Standing(None if share is None else min(share, 1.0), state)


def _settled(state: RowState | None, share: float | None, said: Said) -> RowState:
    if state == "done":
        return "done"
    if said.is_lasting:
        return "long_term"
    if state == "not_started" and share:
        return "in_progress"
    return state or "not_started"


def read_share(words: str, *, is_column: bool = True) -> float | None:
    """60%, 六成, 过半, 3/5, and in a column of its own 0.6 and 60; None where no share is told."""
    plain = unicodedata.normalize("NFKC", words).strip()
    if _NOTHING.fullmatch(plain):
        return None
    if is_column and _PLAIN.fullmatch(plain):
        number = float(plain)
        return (
            number
            if number <= 1 and not (number == 1 and plain == "1")
            else number / 100
            if number > 1
            else 1.0
        )
    return _told_share(plain)


def _told_share(plain: str) -> float | None:
    for found in _PERCENT.finditer(plain):
        before = plain[: found.start()]
        if not _NOT_OF_ALL.search(before) and (not before.strip() or _OF_ALL.search(before)):
            return round(float(found[1]) / 100, 6)
    if written := _HAN_PERCENT.search(plain):
        number = parse_number(f"百分之{written[1]}")
        return float(number) if number is not None else None
    if tenths := _TENTHS.search(plain):
        return round(float(parse_number(tenths[1]) or 0) / 10 + (0.05 if tenths[2] else 0), 6)
    if (part := _PART.fullmatch(plain)) and int(part[2]):
        return round(int(part[1]) / int(part[2]), 6)
    return 0.5 if _HALF.search(plain) else None


def judge(words: str, lights: Mapping[str, RowState]) -> RowState | None:
    """The state that words or a light tell; None where they tell none."""
    plain = unicodedata.normalize("NFKC", words).strip()
    if _NOTHING.fullmatch(plain) or _PLAIN.fullmatch(plain):
        return None
    if light := _LIGHTS.fullmatch(plain):
        colour = _SIGNS.get(light[0], light[1])
        return lights.get(colour) or _USUAL_LIGHTS[colour]
    if _NEARLY.search(plain):
        return "in_progress"
    if _DONE.search(plain) and not _NOT_DONE.search(plain):
        return _unless_told_otherwise(plain)
    if _NOT_STARTED.search(plain):
        return "not_started"
    if _LONG_TERM.search(plain):
        return "long_term"
    if _GOING_ON.search(plain):
        return "in_progress"
    if _NOT_DONE.search(plain):
        return "not_started"
    return {True: "done", False: "in_progress", None: None}[is_done("", kind="other", status=plain)]


def _unless_told_otherwise(words: str) -> RowState:
    """已完成前期手续，正在施工: the last word counts."""
    return "in_progress" if is_done("", kind="other", status=words) is False else "done"

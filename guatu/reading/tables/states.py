"""How far a row has come: a share from 0 to 1, and its state, from what its cells say."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

from guatu.kernel.numbers import parse_number
from guatu.reading.drafting.done import is_done
from guatu.reading.tables.shapes import RowState

Verdict = Literal["done", "in_progress", "not_started", "long_term", "not_done"]
"""`not_done` says no more than that it is unfinished."""

_NOTHING = re.compile(r"[\s/\\—–\-－_.。无]*")
_PERCENT = re.compile(r"(?<![\d.])(-?\d+(?:\.\d+)?)\s*%")
_HAN_PERCENT = re.compile(r"百分之([一二三四五六七八九十百零〇两点]+)")
_TENTHS = re.compile(r"([一二三四五六七八九两])成([五半])?(?![立效果为员功本品片套熟长就绩])")
_PARTS_OF = re.compile(r"([二三四五六七八九十])分之([一二三四五六七八九两])")
_HALF = re.compile(r"(?:过|完成|近|约|大)一?半|半数|^一半$")
_PART = re.compile(r"(\d{1,6})\s*/\s*(\d{1,6})")
_PART_TOLD = re.compile(
    r"(?:完成|已|达到?|约|实现)[^，。；;\d]{0,8}(\d{1,6})\s*/\s*(\d{1,6})(?![\d./\-月日])"
)
_PLAIN = re.compile(r"-?\d+(?:\.\d+)?")
_OF_ALL = re.compile(r"(?:完成|进度|总|率|推进|形象|约|近|达到?|已|至|到|超|共|度|为)[^，。；;]{0,14}$")
_NOT_OF_ALL = re.compile(
    r"(?:同比|增长|下降|提高|提升|增幅|环比|上升|减少|降低|压减|占比|覆盖率|满意率|合格率|达标率|优良率|不低于|不少于|目标|税率|利率|回收率)[^，。；;]{0,10}$"
)

_YES = re.compile(r"(?:√|✓|✔|☑|✅|是|对|yes|y|完成|办结|销号|结案|办毕|办复|已完|A类?)[。.!！]?", re.I)
_OPEN = re.compile(r"(?:尚|还|暂)?(?:未|待)(?:办结|结案|办毕|报结)[。.!！]?")
_UNCHECKED = re.compile(r"(?:尚|还|暂)?(?:未|待)(?:销号|验收|核查)[。.!！]?")
"""What is done may wait for it."""
_TICK = re.compile("[√✓✔☑✅]")
_CROSS = re.compile("[×✗✘☐□]")
_NO = re.compile(
    r"(?:×|✗|✘|x|否|☐|□|no?|未(?:完成|解决|化解|整改|到位|办理完毕)|没有|待完成)[。.!！]?",
    re.I,
)
_NOT_STARTED = re.compile(
    r"(?:尚|还|暂|仍|均|都)?未(?:能)?(?:启动|开展|开始|开工|动工|实施|推进|着手|动手|进场|办(?![结理]))|没有(?:启动|开展|开始|开工)"
    r"|待(?:启动|开展|开工|整改|办理)|^(?:未办|待办|筹备|计划中)$|^(?:尚|暂|还)?未(?:整改|办理|落实)$"
)
_NEARLY = re.compile(
    r"基本(?:上)?(?:完成|完工|办结|建成|到位|整改|解决|落实|结束)|部分(?:完成|整改|办结|销号|解决)|阶段性(?:完成|成果|整改)"
    r"|初步(?:完成|整改)|(?:即将|临近|接近)完成|^B类?$"
)
_DONE = re.compile(
    r"已(?:经)?(?:全部|全面|按期|如期|按时|顺利|整改|提前|予以|依法|逐一|正式)*"
    r"(?:完成|办结|销号|整改到位|整改完成|整改|结案|办毕|到位|完工|竣工|验收|解决|落实到位|答复|办复|化解|息访|清零|关闭|清理到位|投用|通车)"
    r"(?!率|[部份]分|\d|(?:[^，。；]{0,12}(?:\d|前期|立项|初步|一期|招标|勘察|设计|手续|选址|方案)))"
    r"|(?:整改|办理|办结|处理|处置)(?:完成|到位|完毕)$|全部(?:完成|办结|整改|销号)|(?:通过|完成)验收|验收(?:合格|通过)|息诉|息访|罢访|完成(?:整改|销号)|已(?:经|全部|均)?(?:关停|拆除|清理|修复|更换|取缔|退还|追回|补齐|清运|配备|兑付|拨付|缴清|搬迁|清退|封堵|投产)(?:到位|完毕|完成)?(?=$|[，。；])|[，。；、\s](?:已)?(?:办结|销号|完成)[。.]?$"
)
_ALL = re.compile("全部|全面|均已|办结|销号|竣工|验收")
_ASIDE = re.compile(r"[（(][^（()）]*[）)]$")
_AIMED = re.compile(
    "(?:申请|提请|报请|建议|拟|力争|确保|争取|计划|预计|将于?)[^，。；;]{0,12}(?:完成|销号|办结|到位|竣工|解决)[。.]?$"
)
_UNDER_WAY = re.compile("[^，。；;]{1,8}中")
_STEP = re.compile(
    "完成了?[^，。；;]{0,6}(?:招标|可研|立项|前期|设计|勘察|选址|环评|主体|基础|路基|土建|采购|摸排|初稿)"
)
"""What is finished is a step on the way: 已完成招标."""
_GOING_ON = re.compile(
    r"正在|推进|进行|整改中|办理中|实施中|建设中|在建|施工|序时|持续|加快|滞后|延期|逾期|超期|跟进|研究|正常|按计划|有序|筹备|办理$|在办|临期|缓慢|较慢|一般|(?<!其)中(?=$|[，,。；;、（(])"
)
_BEGUN = re.compile(
    r"已|正|完成|开展|启动|制定|印发|部署|进场|立项|成立|召开|挂牌|审批|招标|收集|调研|签订|协调|对接|上报|拟定|起草|摸排"
)
_COMMAS = str.maketrans(",;", "，；")
_HAN = re.compile("[\u4e00-\u9fff]")
_FEWEST = 4
_NO_ACCOUNT = re.compile("[无暂尚未待拟不需]|没有|计划|预计|下一?步|满意|属实|部分属实|不属实")
_LONG_TERM = re.compile(
    r"长期(?:坚持|整改|推进|落实|执行|任务|实施)?|常态(?:化|长效)(?:推进|坚持|开展|工作)?|持续(?:整改|坚持|巩固)|常抓不懈|转入长期"
)
_LIGHT = re.compile(r"(绿|黄|红|蓝|灰|白|橙)(?:色)?(?:灯|牌|标)?|[🟢🟡🔴🔵⚪🟠]")
_SIGNS = {"🟢": "绿", "🟡": "黄", "🔴": "红", "🔵": "蓝", "⚪": "白", "🟠": "橙"}
_USUAL_LIGHTS: dict[str, RowState] = {
    "绿": "done",
    "蓝": "done",
    "黄": "in_progress",
    "橙": "in_progress",
    "红": "not_started",
    "灰": "not_started",
    "白": "not_started",
}
_PUNCTUALITY = re.compile("^(?:基本)?正常|滞后|临期|超期|逾期|预警|缓慢")
_LEGEND = re.compile(
    r"(?:标|亮|显示)?[“\"]?([绿黄红蓝灰白橙])(?:色)?(?:灯|牌|标)?[”\"]?\s*(?:[（(]|表示|代表|为|是|指|[:：=—\-]+)\s*[“\"]?([^，。；;、,\s绿黄红蓝）)”\"]{1,16})"
)


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

    status: Sequence[str] = ()
    """The surest column first."""
    progress: Sequence[str] = ()
    is_completed: bool = False
    """Whether a day of completion is given."""
    is_lasting: bool = False
    """Whether its deadline is that it lasts."""
    lights: Mapping[str, RowState | None] = field(default_factory=dict)
    """What the sheet itself says its lights mean; none for what is no state, as 正常 and 滞后."""
    is_percent: bool = True
    """Whether bare numbers count in hundredths."""
    account: str = ""
    """What a column that is surely one of progress or state tells: whatever it is, something is under way."""


def read_standing(said: Said) -> Standing:
    """The share and the state; words of the status before those of the progress, lights last."""
    told = [(words, read_share(words, is_percent=said.is_percent)) for words in said.progress]
    told += [(words, read_share(words, is_percent=None)) for words in said.status]
    share = next((share for _, share in told if share is not None), None)
    if share is not None and share < 0:
        return Standing(None, "not_started", is_bad=True)
    state = _settled(list(_verdicts(said, share)), share, said)
    if share is None and state == "done":
        share = 1.0
    return Standing(None if share is None else min(share, 1.0), state)


def _verdicts(said: Said, share: float | None) -> Iterable[Verdict]:
    """What each cell says, the weightiest first; a share below the whole outdoes an account of work done."""
    is_partial = share is not None and share < 1
    for words in said.status:
        if (verdict := judge(words)) is not None and not _UNCHECKED.fullmatch(_plain(words)):
            yield "in_progress" if verdict == "done" and is_partial and _told_share(words) else verdict
    for words in said.progress:
        if (verdict := judge(words)) is not None:
            yield "in_progress" if verdict == "done" and is_partial else verdict
    if said.is_completed:
        yield "done"
    if any(_UNCHECKED.fullmatch(_plain(words)) for words in said.status):
        yield "in_progress"


def of_ticked(words: str, head: str) -> str:
    """What a cell says; below 已完成, 正在推进 and 未启动 a tick says those words, and a cross nothing."""
    leaf = head.split("/")[-1]
    verdict = judge(leaf)
    if verdict is None or not (_TICK.fullmatch(words) or _CROSS.fullmatch(words)):
        return words
    if _TICK.fullmatch(words):
        return leaf
    return words if verdict == "done" else ""


def _plain(words: str) -> str:
    """Narrow digits and signs, but the commas of Chinese, which part clauses."""
    return unicodedata.normalize("NFKC", words).translate(_COMMAS).strip()


def _is_account(words: str) -> bool:
    """主体封顶 tells of work; 无进展, 待采购 and 计划下月开工 do not."""
    return len(_HAN.findall(words)) >= _FEWEST and not _NO_ACCOUNT.match(words)


def _lit(said: Said) -> RowState | None:
    """What a light alone tells."""
    for words in (*said.status, *said.progress):
        if light := _LIGHT.fullmatch(words.strip()):
            colour = _SIGNS.get(light[0], light[1])
            return said.lights.get(colour) if said.lights else _USUAL_LIGHTS[colour]
    return None


def _settled(verdicts: list[Verdict], share: float | None, said: Said) -> RowState:
    told: list[RowState] = [verdict for verdict in verdicts if verdict != "not_done"]
    is_denied = verdicts[:1] == ["not_done"]
    state = next((one for one in told if not (is_denied and one == "done")), None)
    if state is None and share is not None and not (is_denied and share >= 1):
        state = "done" if share >= 1 else "in_progress" if share > 0 else "not_started"
    if state == "done":
        return "done"
    if said.is_lasting:
        return "long_term"
    state = state or _lit(said)
    if state is None and share is None and _is_account(said.account) and not is_denied:
        return "in_progress"
    return "in_progress" if state == "not_started" and share else state or "not_started"


def read_legend(texts: Iterable[str]) -> dict[str, RowState | None]:
    """What notes say the lights mean: 绿灯为已完成，黄灯为正在整改，红灯为未启动."""
    found: dict[str, RowState | None] = {}
    for text in texts:
        for colour, meaning in _LEGEND.findall(text):
            verdict = None if _PUNCTUALITY.search(meaning) else judge(meaning)
            found.setdefault(colour, "not_started" if verdict == "not_done" else verdict)
    return found


@lru_cache(maxsize=8192)
def read_share(words: str, *, is_percent: bool | None) -> float | None:
    """60%, 六成, 过半, 3/5; None where no share is told.

    Bare numbers are shares too unless `is_percent` is None: 60 where it is true, 0.6 where it is false.
    """
    plain = _plain(words)
    if _NOTHING.fullmatch(plain):
        return None
    if _PLAIN.fullmatch(plain):
        return None if is_percent is None else _bare(float(plain), is_percent=is_percent)
    return _told_share(plain)


def _bare(number: float, *, is_percent: bool) -> float:
    return round(number / 100, 6) if is_percent and not 0 < number < 1 else number


def _told_share(plain: str) -> float | None:
    for found in _PERCENT.finditer(plain):
        before = plain[: found.start()]
        if not _NOT_OF_ALL.search(before) and (not before.strip() or _OF_ALL.search(before)):
            return round(float(found[1]) / 100, 6)
    if written := _HAN_PERCENT.search(plain):
        number = parse_number(f"百分之{written[1]}")
        return float(number) if number is not None else None
    if part := _PARTS_OF.search(plain):
        return round(float(parse_number(part[2]) or 0) / float(parse_number(part[1]) or 1), 6)
    if tenths := _TENTHS.search(plain):
        return round(float(parse_number(tenths[1]) or 0) / 10 + (0.05 if tenths[2] else 0), 6)
    if part := _PART.fullmatch(plain) or _PART_TOLD.search(plain):
        return round(int(part[1]) / int(part[2]), 6) if 0 <= int(part[1]) <= int(part[2]) > 0 else None
    return 0.5 if _HALF.search(plain) else None


def counts_in_hundredths(cells: Iterable[str]) -> bool:
    """Whether a column of bare numbers writes 60 for 60%: one of them is above 1."""
    return any(_PLAIN.fullmatch(cell) and float(cell) > 1 for cell in cells)


@lru_cache(maxsize=8192)
def judge(words: str) -> Verdict | None:
    """What words tell of a state; None where they tell none, or are a light or a number."""
    plain = _plain(words)
    if _NOTHING.fullmatch(plain) or _PLAIN.fullmatch(plain) or _LIGHT.fullmatch(plain):
        return None
    bare = _ASIDE.sub("", plain) or plain
    if _YES.fullmatch(bare):
        return "done"
    if _NO.fullmatch(plain):
        return "not_done"
    if _OPEN.fullmatch(plain) or _UNCHECKED.fullmatch(plain):
        return "in_progress"
    if _NEARLY.search(plain) or _AIMED.search(plain) or _UNDER_WAY.fullmatch(bare):
        return "in_progress"
    if _LONG_TERM.match(plain):
        return "long_term"
    return _by_words(plain)


def _by_words(plain: str) -> Verdict | None:
    finished = is_done("", kind="other", status=plain)
    is_not_started = _NOT_STARTED.search(plain)
    is_step = _STEP.search(plain) and not _ALL.search(plain)
    if _DONE.search(plain) and finished is not False and not is_step:
        return "done"
    if is_not_started:
        rest = plain[: is_not_started.start()] + plain[is_not_started.end() :]
        return "in_progress" if _BEGUN.search(rest) else "not_started"
    if finished and not is_step:
        return "done" if (_told_share(plain) or 0) in (0, 1) else "in_progress"
    if _LONG_TERM.search(plain):
        return "long_term"
    if (_told_share(plain) or 0) >= 1:
        return "done"
    if _GOING_ON.search(plain) or _BEGUN.search(plain):
        return "in_progress"
    return "not_done" if finished is False else None

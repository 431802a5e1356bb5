"""Whether a measure as a whole is reported finished, unfinished, or neither."""

import re
from collections.abc import Iterable
from re import Match

from guatu.reading.draft import Kind

_FINAL_REPORTS: frozenset[Kind] = frozenset({"rectification_report", "news"})
"""Kinds that tell of work done; in the others a sentence that orders something reports nothing."""

_CLOSED = (
    "(?:完成|办结|销号|到位|清零|建成|竣工|完工|验收合格|通过验收|投入(?:使用|运行|运营)|投用|投产|启用"
    "|通车|通水|上线(?:运行)?"
    "|关停|拆除|取缔|归还|退还|清退|收回|追缴|结清|兑付|兑现|缴清|补缴|化解|注销|开园|移交|上缴|退缴|下达"
    "|合格|签订|印发实施|开通|更换完毕|处置完毕|完毕"
    r"|(?:解决|整改|纠正)(?=[，。；,;）)\n]|$|完成|完毕|到位))"
)
_FINISHED = re.compile(
    rf"(?:已(?!有)|(?<![平人户])均)[^，。；,;\n]{{0,45}}?{_CLOSED}(?:完成|完毕|到位|销号|清零)?(?!率|度"
    "|时限|期限|情况)"
    r"|(?:全部|全面|逐一|悉数)[^，。；,;\n]{0,8}?(?:完成|办结|销号|到位|清零|完毕|上缴|退缴|下达|合格|签订"
    "|整改|降至|进行了)(?!率|度)"
    r"|审议通过并(?:印发|实施|施行)|已?印发实施"
    r"|(?:整改|配备|配置|拨付|退还|追缴|发放|签订|安装|兑付|清退)(?:完成|完毕|到位)(?=[，。；,;\n）)]|$)"
    r"|(?:完成|整改|办结|销号)率(?:已?达到?|为)?(?:100%|百分之百)"
    r"|已(?:于[^，。；,;\n]{1,16})?(?:经)?全部(?!有|是|用于)[\u4e00-\u9fff]{2}|已印发(?:执行|实施|施行"
    r"|落实)?(?=[，。；,;\n]|$)"
    r"|已于[^，。；,;\n]{1,14}?(?:完善|修订|制定|印发|出台|建立)"
)
_WHOLE = re.compile(r"全部|全面|均|逐一|悉数|已于|整改(?:完成|完毕|到位)|销号|办结|清零|100%|现已")
_COUNTED = re.compile(r"\d")
_REST = re.compile(r"剩余|其余|余下|尚余|另有")
_PAPER_ISSUED = re.compile(r"^(?:印发|出台)了《")
_UNFINISHED = re.compile(
    r"逾期|滞后|停工|停滞|搁置|延期|延后|推迟|无进展|进展缓慢|推进缓慢"
    r"|(?:尚|仍|还|暂|均|目前|至今)?未(?!来|成年|满|婚|必|发现|发生|出现|再)[^，。；,;\n]{0,10}?"
    "(?:完成|启动|开工|到位|落实|销号|办结|整改|建成|投用|见效|实施|开展|拨付|解决|动工|进场|竣工|验收"
    "|达到|达标|报送|取得)"
    "|没有(?:完成|落实|启动|到位)|正在(?:推进|办理|整改|施工|建设|实施|进行|开展|编制|审批|协调|对接|协商"
    "|研究|筹备|招标|组织|申报|修订|制定|起草|抓紧|加快|全力|有序|积极|稳步|按"
    "|调试|追捕|安装|攻关|验收|完善|清理|核查|整治|选址|报批|论证|拆迁|征收|改造|谈判|比选|评审|衔接|办证"
    "|履行)|正(?:按|抓紧|加快|全力|有序|积极|稳步|办理|施工|组织)"
    "|(?:整改|推进|建设|施工|办理|实施|进行|筹备|编制|协调|审批|处理|谋划|招标"
    r"|论证)(?:工作)?中(?=[，。；,;）)\n]|$)"
    r"|(?:仍|尚|还)(?:在|需|有)|有望"
    r"|(?:计划(?:于|在|到|(?=\d|今|明|年|下))|预计|拟(?!定)|将(?:于|在|继续|尽快|适时|陆续|抓紧"
    r"|力争))[^，。；,;\n]{0,16}?(?:完成|启动|开工|完工|竣工|建成|投用|投产|办结|验收|印发)"
)
_AIMED = re.compile(
    "确保|力争|推动|要|督促|争取|努力|保障|保证|促进|应|须|请|待|如|若|直至|直到|加快|推进|限期|责令|能"
    "|对|将|把|凡|按"
)
_TAKEN_UP = re.compile(r"(?:对(?!接|标|照)|将|把|凡|针对|督促|巩固)[^，。；,;\n]{0,4}$")
_CLAUSE_ENDS = "，。；：,;:\n"
_CLAUSE_END = re.compile(f"[{_CLAUSE_ENDS}]")
_LONGEST_CLAUSE = 60
_OF_THINGS = re.compile(
    r"[^，。；,;\n]{0,12}?的[^，。；,;\n]{0,14}?(?:单位|企业|问题|事项|项目|部门|镇街|乡镇|任务|地区|街道"
    "|县区|区域|规划|基础|情况|《)"
)
_PARTLY = re.compile(
    "基本(?!公共|农田|医|养|建设|药|生活|信息)|部分|阶段性|初步|大部|多数|过半"
    r"|(?<!\d)\d\d?(?:\.\d+)?[%％](?!以)"
)
_ORDERED = re.compile(
    r"要|应当?|须|请|确保|力争|务必|必须|负责|牵头|加快|加强|强化|推进|推动|开展|组织|落实|建立|完善|督促"
)
_SENTENCE_END = re.compile(r"[。；！？;!?\n]")

_STATUS = re.compile(r"(?:完成|办结|办理|落实|整改)(?:情况|状态|结果)[：:](?<!整改情况[：:])")
_TOLD = re.compile(r"(?:整改|完成|落实)(?:情况|进展|成效)[：:](?P<first>[^，。；;！？!?\n]+)[。；;\n]")
_VERDICT = re.compile(
    "(?P<done>(?:已经?|均|全部|全面|按期|如期|按时)*(?:完成|办结|销号|到位|落实|整改(?:完成|到位)"
    "|解决)(?:整改|销号|任务|到位)?)"
    "|(?P<open>(?:尚|还|逾期|暂)?未(?:完成|启动|整改|办结|落实|开工|销号)(?:整改)?|正?在?(?:持续|有序"
    "|加快|积极)?"
    r"(?:推进|整改|办理|实施|进行|建设)中?|已?(?:延期|滞后|逾期))"
)
_STATUS_FINISHED = re.compile(
    "√|✓|☑|完成(?!率|情况)|办结|销号|到位|清零|达标|解决|结案|落实|完毕|建成|竣工|投用|投入使用|已整改"
    "|^是$|^[yY]"
)
_STATUS_UNFINISHED = re.compile(
    r"(?:未|没有|正在|计划|预计|拟|将|待|尚|仍)[^，。；,;]*"
    "|推进|进行|推迟|延迟|顺延|整改中|办理中|实施中|在建|施工|滞后|延期|逾期|超期|停工|持续|长期|常态"
    "|序时|×|✗|^否$|^[nN]"
)
_KEPT_UP = re.compile(r"(?:长期坚持|持续(?:推进|坚持|巩固|深化|用力|整改)|常态化\w{0,4}|长期推进|长期)")


def is_done(text: str, *, kind: Kind, status: str | None = None) -> bool | None:
    """True where the measure as a whole is reported finished, False where it is not yet; None where nothing
    is said, or only a part is finished. `status` is the field or cell for 完成情况, and wins over the text.
    """
    if not status and (label := _STATUS.search(text)):
        status = text[label.end() :]
    if status and (_STATUS_FINISHED.search(status) or _STATUS_UNFINISHED.search(status)):
        return _by_status(status.strip())
    if (told := _TOLD.search(text)) and (verdict := _VERDICT.fullmatch(told["first"].strip())):
        return verdict["done"] is not None
    if kind not in _FINAL_REPORTS and _ORDERED.search(text):
        return None
    if kind in _FINAL_REPORTS and _PAPER_ISSUED.match(text):
        return True
    return _by_text(text)


def _by_status(status: str) -> bool | None:
    """A first clause that is a verdict decides; else the last word, but what is kept up stays finished."""
    kept = _KEPT_UP.sub("", status)
    first = _SENTENCE_END.split(status, maxsplit=1)[0]
    if verdict := _VERDICT.fullmatch(first) or _VERDICT.fullmatch(kept.strip("，, 并且")):
        return verdict["done"] is not None
    finished = _last(_STATUS_FINISHED.finditer(kept))
    unfinished = _last(_STATUS_UNFINISHED.finditer(kept if finished else status))
    if unfinished and not (finished and finished.start() >= unfinished.end()):
        return None if _PARTLY.search(status) else False
    return None if finished is None or _is_partial(finished) else True


def _by_text(text: str) -> bool | None:
    finished = _last(mark for mark in _FINISHED.finditer(text) if _is_told(mark))
    unfinished = _last(mark for mark in _UNFINISHED.finditer(text) if not _OF_THINGS.match(text, mark.end()))
    if unfinished and not (finished and finished.start() >= unfinished.end()):
        return None if finished and _is_partial(finished) else False
    return True if finished and not _is_partial(finished) and _is_for_all(finished) else None


def _last(marks: Iterable[Match[str]]) -> Match[str] | None:
    return max(marks, key=lambda mark: mark.start(), default=None)


def _is_told(mark: Match[str]) -> bool:
    """确保全部完成 is an aim, 对已完成整改的事项 takes up what is past; neither reports."""
    before = _clause_before(mark)
    return not (_TAKEN_UP if mark[0].startswith("已") else _AIMED).search(before)


def _clause_before(mark: Match[str]) -> str:
    before = mark.string[max(0, mark.start() - _LONGEST_CLAUSE) : mark.start()]
    return before[max(map(before.rfind, _CLAUSE_ENDS)) + 1 :]


def _is_partial(mark: Match[str]) -> bool:
    """已基本完成, 已完成60%, 已完成整改12个, …，其余3个…"""
    if _REST.search(mark.string, mark.end()):
        return True
    end = _CLAUSE_END.search(mark.string, mark.end())
    clause = _clause_before(mark) + mark.string[mark.start() : end.start() if end else None]
    rest = clause[len(_clause_before(mark)) + len(mark[0]) :]
    return not _WHOLE.search(mark[0]) and bool(_PARTLY.search(clause) or _COUNTED.search(rest))


def _is_for_all(mark: Match[str]) -> bool:
    """The words take in the whole, or nothing is told after them."""
    return bool(_WHOLE.search(mark[0])) or not _SENTENCE_END.search(
        mark.string.rstrip("。；;\n "), mark.end()
    )

"""Terms that run from a day: 会后十日内, 三个月内, 自交办之日起15个工作日内, 收到申请后20个工作日内."""

import re
from datetime import date, timedelta
from re import Match

from guatu.kernel.days.arithmetic import add_months
from guatu.kernel.days.frame import Frame, number
from guatu.kernel.days.phrases import Form, Reading
from guatu.kernel.days.words import HAN, INSIDE, JOIN

_COUNT = r"(?:\d{1,3}|[一二两三四五六七八九十百]{1,4}|半)"
_TERM = re.compile(
    rf"(?<![0-9.{HAN}两几多近第前满])(?:{_COUNT}个?{JOIN})?(?P<n>{_COUNT}) ?"
    r"(?P<unit>个?(?:工作|自然|日历)[日天]|日|天|个?(?:星期|周)|个半月|个月|个季度|年|月(?<=半月))(?:的?时间)?"
    rf"(?:(?P<limit>(?:之|以)?{INSIDE})|(?<=工作日)(?=完成|办结|答复|反馈|上?报))"
)
_PAPER = r"(?:通知|通报|方案|文件|意见书?|清单|交办单|督办单|督办函|交办函|提醒函|任务|问题|纪要|批示)"
_ISSUE = r"(?:印发|下发|发布|发文|发出|交办|转办|派发|反馈|通报|批示|部署|签收|公布)"
_AFTER = r"(?:之日起?|当日起?|日起|起|(?:之|以)?后)"
_LINK = r"[，,]?(?:的|在|于|应当?|须|需|要|务必|必须|原则上)*$"
_FROM_BASE = re.compile(
    r"(?:[自从]?(?:即日|现在|今日|今天)起|(?:本次)?会议?(?:结束|召开)?(?:之|以)?后|散会后"
    rf"|[自从]?(?:本|该|此)?{_PAPER}?{_ISSUE}{_AFTER}"
    rf"|[自从]?(?:收到|接到|接)(?:本|该|此)?(?:反馈|整改|督办|交办|转办)?{_PAPER}{_AFTER})" + _LINK
)
_FROM_EVENT = re.compile(
    rf"(?:[自从在][^，。；：、,;:\n]{{1,20}}?{_AFTER}"
    r"|(?:每|收到|接到|受理|发现|竣工|验收|完工|开工|立案|签订|送达|申请|申报|公示|审批|批复|中标|投产|办结|核实|变更|作出|结束)"
    rf"[^，。；：、,;:\n]{{0,12}}?{_AFTER}|[\u4e00-\u9fff]{{1,2}}(?:之|以)?后)" + _LINK
)
_LONGEST_LEAD = 32


def _read_term(match: Match[str], frame: Frame) -> Reading:
    before = match.string[max(0, match.start() - _LONGEST_LEAD) : match.start()]
    if lead := _FROM_BASE.search(before):
        return _counted(match, frame, lead=_length(lead))
    if lead := _FROM_EVENT.search(before):
        return Reading(None, None, "open", is_limit=True, lead=_length(lead))
    return _counted(match, frame, lead=0)


def _length(lead: Match[str]) -> int:
    """Of 在会后十日内 the term is 会后十日内."""
    return len(lead[0].removeprefix("在"))


def _counted(match: Match[str], frame: Frame, *, lead: int) -> Reading:
    if frame.base is None:
        return Reading(None, None, "open", is_limit=True, lead=lead)
    unit = match["unit"].removeprefix("个")
    last = _end(frame, frame.base, match["n"], unit)
    is_provisional = unit.startswith("工作") and bool(
        frame.working_calendar.provisional_years(frame.base, last)
    )
    return Reading(last.isoformat(), last, "day", is_limit=True, is_provisional=is_provisional, lead=lead)


def _end(frame: Frame, base: date, count: str, unit: str) -> date:
    """The last day of the term; the base itself is not counted (民法典 第二百零一条)."""
    if count == "半":
        return base + timedelta(days=15) if unit == "月" else add_months(base, 6)
    n = number(count)
    if unit.startswith("工作"):
        return frame.working_calendar.add(base, n)
    if unit == "半月":
        return add_months(base, n) + timedelta(days=15)
    if months := {"月": 1, "季度": 3, "年": 12}.get(unit):
        return add_months(base, n * months)
    return base + timedelta(days=n * (7 if unit in ("周", "星期") else 1))


TERMS = (Form("0123456789" + HAN + "两半百", _TERM, _read_term),)

"""What returns and what never ends: 每月5日前, 每半月, 周调度, 按季度, 长期坚持."""

import re
from re import Match

from guatu.kernel.days.frame import Frame
from guatu.kernel.days.phrases import Form, Reading
from guatu.kernel.days.words import BOTTOM, DAY, HAN, JOIN, MONTH, TAIL

_RHYTHMS = {
    "daily": ("日", "天", "工作日", "一日", "一天"),
    "weekly": ("周", "星期", "一周", "7天", "七天"),
    "every-10-days": ("旬", "一旬", "10天", "十天", "10日", "十日"),
    "semimonthly": ("半月", "半个月", "两周", "二周", "2周", "双周", "15天", "十五天", "15日", "十五日"),
    "monthly": ("月", "一月", "一个月"),
    "quarterly": ("季", "季度", "一季", "一季度", "三个月", "3个月"),
    "semiannual": ("半年", "六个月", "6个月"),
    "annual": ("年", "年度", "一年"),
}
_RHYTHM_OF = {word: rhythm for rhythm, words in _RHYTHMS.items() for word in words}
_LONGEST_FIRST = "|".join(sorted(_RHYTHM_OF, key=len, reverse=True))
_DEED = (
    r"(?:调度|通报|督办|督查|督导|研判|会商|排名|晾晒|例会|报告(?:制|工作)?"
    r"|清零|小结|更新|评比|点评|分析|巡查)"
)
_NO_RATE = r"(?!\d+(?:\.\d+)?(?:[万亿]?元|小时|[万]?吨|立方|千瓦)|可|能|约|平均|人均)"
_WITHIN = (
    rf"(?:的?(?:首月|第一个?月|末月|{MONTH}月份?(?:{BOTTOM}|[上中下]旬)?|年?(?:{BOTTOM})|年初|初|[上中下]旬)"
    r"|(?<=[周期])[一二三四五六日天](?![次回个篇期遍种项轮]))"
)
_EVERY = re.compile(
    rf"(?<![人户亩吨家方米套台辆])(?:每个?|逐(?=[日周旬月季])|按(?=[日周旬月季年]))(?P<unit>{_LONGEST_FIRST})"
    rf"(?!龄|代|限|均|期|程|薪|租|供|级){_NO_RATE}"
    rf"(?:{_WITHIN})?(?:(?:结束|终了)后)?"
    rf"(?:[ 的]?(?:{DAY}[日号]?{JOIN})?(?:{DAY}) ?(?:[日号]|个?工作日))?{TAIL}"
)
_ONCE_EACH = re.compile(
    rf"(?<![0-9{HAN}本上下当])(?P<unit>一日|一天|一周|一旬|半月|半个月|两周|双周|一月|一季度?|半年|一年)一[\u4e00-\u9fff]{{2}}"
)
_AS_A_RULE = re.compile(rf"(?<=[“\"‘'、，,：:行施立持])(?P<unit>日|周|旬|半月|月|季度?){_DEED}")
_LASTING = re.compile(
    r"(?P<now>(?:立行立改|即知即改|立查立改|立整立改|边整边改)[，,、]?[并且]?)?"
    r"(?:需|并|且|要)?(?:长期(?:坚持|推进|整改|落实|有效|任务)?|持续(?:推进|坚持|整改|落实|开展|用力|加强)|常抓不懈|久久为功"
    r"|常态化(?:推进|坚持|落实|整改|开展|实施)?|常态长效|常年坚持)"
)
_AT_ONCE = re.compile(r"立行立改|即知即改|立查立改|立整立改|即行即改|即查即改|立即整改|立即办理")
_CLOSES = re.compile(r" ?(?:[，。；、！）)”;,.!」』】\n|]|$)")


def _read_every(match: Match[str], _frame: Frame) -> Reading:
    return Reading(f"recurring:{_RHYTHM_OF[match['unit']]}", None, "recurrence")


def _read_lasting(match: Match[str], _frame: Frame) -> Reading:
    """Only where it closes a clause does it say until when; 持续推进招商 merely says how."""
    is_limit = bool(_CLOSES.match(match.string, match.end()))
    return Reading("recurring:ongoing", None, "ongoing", is_limit=is_limit)


def _read_at_once(match: Match[str], _frame: Frame) -> Reading:
    """立行立改 as a term closes its clause; 立行立改机制 is a name."""
    return Reading(None, None, "open", is_limit=bool(_CLOSES.match(match.string, match.end())))


RECURRENCES = (
    Form("每逐按", _EVERY, _read_every),
    Form("一半两双", _ONCE_EACH, _read_every),
    Form("日周旬半月季", _AS_A_RULE, _read_every),
    Form("立即边需并且要长持常久", _LASTING, _read_lasting),
    Form("立即", _AT_ONCE, _read_at_once),
)

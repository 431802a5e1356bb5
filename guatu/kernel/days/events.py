"""Times that hang on a feast, a season or an event, which no calendar here can date: 春节前, 汛期来临前."""

import re
from re import Match

from guatu.kernel.days.arithmetic import period_reading
from guatu.kernel.days.frame import Frame
from guatu.kernel.days.phrases import Form, Reading
from guatu.kernel.days.words import BEFORE, HAN, YEAR

_FEASTS = (
    "春节|国庆中秋|中秋国庆|国庆节?|中秋节?|五一|十一|七一|八一|端午节?|清明节?|元宵节?|两节|双节|两会|主汛期|汛期|雨季|台风季"
    "|防火期|高考|中考|暑假|寒假|暑期|供暖[期季]|供热[期季]|采暖[期季]|取暖[期季]|供暖|开学|春耕|春播|秋收|秋播|三夏|三秋|入冬|入汛|入夏"
    "|冬季|夏季|春季|秋季|封冻[期]?|上冻|节假日|节日|[汛节年](?=前)"
)
_FEAST = re.compile(
    rf"(?:{YEAR} ?)?(?<![0-9{HAN}两几多季环细关情调提目])[“\"‘']?(?P<feast>{_FEASTS})[”\"’']?"
    rf"(?:假期|长假)?(?:到来|来临|开始)?{BEFORE}"
)
_NEW_YEAR = re.compile(rf"(?:{YEAR} ?)?[“\"‘']?元旦节?[”\"’']?(?:假期)?(?:到来|来临)?{BEFORE}")


def _read_feast(_match: Match[str], _frame: Frame) -> Reading:
    return Reading(None, None, "open", is_limit=True)


def _read_new_year(match: Match[str], frame: Frame) -> Reading:
    """Before New Year's Day is by the last day of the year; of the year before, where its own is named."""
    year = frame.year_of(match)
    is_named = bool(match["y"] or match["ry"])
    return period_reading(year - is_named if year else None, 12, is_limit=True)


_STARTS = "0123456789" + HAN + "今本当同明次翌来去上“\"‘'"
EVENTS = (
    Form(_STARTS + "元", _NEW_YEAR, _read_new_year),
    Form(_STARTS + "春国中五十七八端清元两双主汛雨台防高暑寒供采取开秋三入冬夏封节年", _FEAST, _read_feast),
)

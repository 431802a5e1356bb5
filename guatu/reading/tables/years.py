"""The year of days that name none: told by the title, by a line such as 填报日期, by other days."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
_HAN_YEAR = re.compile(r"二[〇零○][〇零○一二三四五六七八九]{2}(?=年)")
_DIGITS = str.maketrans("〇零○一二三四五六七八九", "000123456789")
_DATED = re.compile(
    r"(?:填报|填表|制表|统计|截[至止]|数据|时间|日期|更新|报送|编制).{0,14}?(20\d\d)(?!\d)|(20\d\d)\s*[年.\-/]\s*\d{1,2}\s*[月.\-/]"
)
_LOOKS_BACK = re.compile("审计|巡[察视]|考核|督察|反馈|检查|评估|整改|监测|督查|隐患|信访|积案")


def year_of(
    above: Sequence[str], names: Sequence[str], due_cells: Iterable[str], day: date | None
) -> int | None:
    """The year of a sheet; `above` are its lines before the head, `names` those of sheet and file."""
    lines = [_HAN_YEAR.sub(lambda found: found[0].translate(_DIGITS), line) for line in above]
    titled = next((year for line in (*lines, *names) if (year := _latest(line))), None)
    dated = max(
        (int(found[1] or found[2]) for line in lines for found in _DATED.finditer(line)), default=None
    )
    if dated is not None:
        return max(dated, titled or dated)
    written = Counter(int(year) for cell in due_cells for year in _YEAR.findall(cell))
    if titled is None:
        return day.year if day else max(written, key=lambda year: written[year], default=None)
    if day is None or day.year <= titled:
        return titled
    if written:
        return day.year if day.year in written else titled
    return day.year if any(_LOOKS_BACK.search(line) for line in (*lines, *names)) else titled


def _latest(line: str) -> int | None:
    return max(map(int, _YEAR.findall(line)), default=None)

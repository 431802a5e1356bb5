"""The right side of the review page: a card for each item, readable without the script."""

from collections.abc import Iterable, Iterator
from datetime import date
from html import escape

from guatu.reading.draft import Draft
from guatu.reading.writing import words
from guatu.reading.writing.rows import Matter, Places, Row

_ICON = '<svg class="i i-s" aria-hidden="true"><use href="#i-{}"/></svg>'


def render(draft: Draft, matters: Iterable[Matter]) -> str:
    """The cards in the order of the document."""
    places = Places(draft.paragraphs)
    year = draft.document.issued_on.year if draft.document.issued_on else None
    return "".join(_card(matter, places, year) for matter in matters)


def dots(confidence: float) -> str:
    """Three dots with their word: filled as far as the reading can be trusted."""
    band = words.band(confidence)
    filled = {"high": 3, "middle": 2, "low": 1}[band]
    marks = '<i class="f"></i>' * filled + "<i></i>" * (3 - filled)
    label = f"把握{words.BANDS[band]} {confidence:.2f}"
    return f'<span class="g-conf {band}" role="img" aria-label="{label}" title="{label}">{marks}</span>'


def _card(matter: Matter, places: Places, year: int | None) -> str:
    item, number = matter.item, matter.number
    band = words.band(item.confidence)
    untitled = "" if item.problem else " untitled"
    body = f"{_doubts(matter)}{_facts(matter, places)}{_measures(matter, places)}"
    return (
        f'<article class="dr {band} is-open" id="i{number}" data-i="{number}" data-n="{number}"'
        f' data-band="{band}" data-confidence="{item.confidence:.4f}">'
        f'<h3><button class="head" type="button" aria-expanded="true" aria-controls="b{number}">'
        f'<span class="n">{number}</span><span class="t{untitled}">{escape(matter.title)}</span>'
        f'<span class="l cut">{escape(matter.units[0] if matter.units else "—")}</span>'
        f'<span class="d cut">{escape(_short_due(matter, year))}</span>{dots(item.confidence)}</button></h3>'
        f'<div class="body" id="b{number}">{body}</div></article>\n'
    )


def _short_due(matter: Matter, year: int | None) -> str:
    """The last day as tables write it; else the first words about time."""
    if matter.last_day:
        return _short_day(matter.last_day, year)
    return matter.due_words or "未写明"


def _short_day(day: date, year: int | None) -> str:
    return f"{day.month}-{day.day}" if day.year == year else day.isoformat()


def _doubts(matter: Matter) -> str:
    """What a person should look at first; nothing is said of an item that can be trusted."""
    sentences = list(_doubtful_points(matter))
    if words.band(matter.item.confidence) == "high" or not sentences:
        return ""
    return f'<p class="why">{_ICON.format("alert")}<span>{"；".join(sentences)}</span></p>'


def _doubtful_points(matter: Matter) -> Iterator[str]:
    if matter.item.problem is None:
        yield "原文标题缺失，<b>问题</b>待补"
    if not matter.item.measures:
        yield "原文未写<b>措施</b>"
    if any(not any(row.units.values()) for row in matter.rows):
        yield "<b>责任单位</b>未写明"
    for row in matter.rows:
        if row.due and row.due.value is None:
            yield f"时限“{escape(row.due.text)}”<b>算不出日期</b>"


def _facts(matter: Matter, places: Places) -> str:
    item = matter.item
    path = " › ".join(item.heading_path)
    number = f'<span class="from">原文编号 {escape(item.no)}</span>' if item.no else ""
    pairs = (
        ("类别", escape(item.category or "")),
        ("标题", escape(path) if path != item.category else ""),
        ("原文", _link(places, item.span[0], matter.place) + number),
    )
    return f'<dl class="fg">{"".join(_pair(name, value) for name, value in pairs if value)}</dl>'


def _measures(matter: Matter, places: Places) -> str:
    if not matter.item.measures:
        return f'<div class="ms"><div class="me">{_bearing(matter.rows[0])}</div></div>'
    rows = "".join(
        _measure(matter.number, number, row, places) for number, row in enumerate(matter.rows, start=1)
    )
    return f'<ol class="ms">{rows}</ol>'


def _measure(matter: int, number: int, row: Row, places: Places) -> str:
    return (
        f'<li class="me" id="m{matter}-{number}" data-i="{matter}" data-m="{matter}-{number}">'
        f'<p class="mt"><em>{number}</em><span>{escape(row.text or "")}</span>{dots(row.confidence)}</p>'
        f"{_bearing(row)}"
        f'<p class="at">{_link(places, row.span[0], row.place)}{_done(row.done)}</p></li>'
    )


def _bearing(row: Row) -> str:
    """Who owes it, by when, and how much."""
    pairs = [(label, _units(row, row.units[duty])) for duty, label in words.DUTIES.items() if row.units[duty]]
    if row.leaders:
        leaders = (f"{leader.name_or_post}（{words.LEADER_ROLES[leader.role]}）" for leader in row.leaders)
        pairs.append(("领导", _tags("tag-u", leaders)))
    if row.due:
        pairs.append(("时限", _due(row)))
    if row.metrics:
        pairs.append(("数字", _tags("tag-f", map(words.metric, row.metrics))))
    return f'<dl class="fg">{"".join(_pair(name, value) for name, value in pairs)}</dl>' if pairs else ""


def _units(row: Row, units: Iterable[str]) -> str:
    written = dict(row.written)
    shown = (
        f'<span class="g-tag tag-u">{escape(unit)}</span>'
        + (f'<span class="from">原文“{escape(written[unit])}”</span>' if unit in written else "")
        for unit in units
    )
    return "".join(shown)


def _due(row: Row) -> str:
    if row.due is None:
        return ""
    words_of_it = escape(row.due.text)
    if row.due.on is None:
        name = "tag-d q" if row.due.value is None else "tag-d"
        return f'<span class="g-tag {name}">{words_of_it}</span>'
    day = f'<span class="g-tag tag-d">{row.due.on.isoformat()}</span>'
    return f'{day}<span class="from">“{words_of_it}”</span>'


def _done(done: bool | None) -> str:  # noqa: FBT001 - a fact of the measure, not a switch
    return f'<span class="g-tag">{words.DONE[done]}</span>' if done is not None else ""


def _tags(name: str, texts: Iterable[str]) -> str:
    return "".join(f'<span class="g-tag {name}">{escape(text)}</span>' for text in texts)


def _pair(name: str, value: str) -> str:
    return f"<dt>{name}</dt><dd>{value}</dd>"


def _link(places: Places, offset: int, place: str) -> str:
    number = places.index(offset) + 1
    return f'<a class="to" href="#p{number}" title="{escape(place)}">¶{number}</a>'

"""The draft as one page for review: the source left, the items right, each pointing at the other.

The page holds its own style and script and asks nothing of any network; a content policy that names both by
their digest forbids anything else to run. Without the script it is a plain page, every card open.
"""

from base64 import b64encode
from hashlib import sha256
from html import escape
from importlib.resources import files
from string import Template
from typing import Final

from guatu.reading.draft import Draft
from guatu.reading.writing import cards, head, source_pane, words
from guatu.reading.writing.rows import Matter, matters

_KEYS: Final = ("识别种类", "来文")
"""Facts that the page shows in a place of their own."""


def write(draft: Draft) -> str:
    """The page's text; the caller encodes it as UTF-8."""
    style, script = _part("review.css"), _part("review.js")
    found = matters(draft)
    checks = sum(words.band(matter.item.confidence) != "high" for matter in found)
    return Template(_part("page.html")).substitute(
        policy=_policy(style, script),
        style=style,
        script=script,
        title=escape(head.title(draft)),
        file=escape(draft.document.source.name) if draft.document.title else "",
        facts=_facts(draft),
        notes=_notes(draft),
        source=source_pane.render(draft, found),
        cards=cards.render(draft, found) or _part("empty.html"),
        count=len(found),
        checks=checks,
        extent=_extent(draft, found),
    )


def _part(name: str) -> str:
    return files("guatu.reading.writing").joinpath("review", name).read_text(encoding="utf-8")


def _policy(style: str, script: str) -> str:
    return (
        f"default-src 'none'; style-src '{_digest(style)}'; script-src '{_digest(script)}'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


def _digest(text: str) -> str:
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"


def _facts(draft: Draft) -> str:
    kind = f'<span class="g-tag primary">识别为 {words.KINDS[draft.document.kind]}</span>'
    told = "".join(
        f'<span title="{label}">{escape(value)}</span>'
        for label, value in head.facts(draft)
        if label not in _KEYS
    )
    extent = f"<span>{max(1, len(draft.paragraphs)):,} 段 {draft.document.source.chars:,} 字</span>"
    return f"{kind}{told}{extent}{_mended(head.repaired(draft))}"


def _mended(count: int) -> str:
    if not count:
        return "<span>未作修复</span>"
    icon = '<svg class="i i-s" aria-hidden="true"><use href="#i-wave"/></svg>'
    return f'<a href="#repairs" class="rp">{icon}修复 {count} 处，可逐类查看</a>'


def _notes(draft: Draft) -> str:
    sentences = head.notes(draft)
    if not sentences:
        return ""
    icon = '<svg class="i i-s" aria-hidden="true"><use href="#i-alert"/></svg>'
    lines = "".join(f"<li>{escape(sentence)}</li>" for sentence in sentences)
    return f'<div class="notes" role="note" aria-label="提示">{icon}<ul>{lines}</ul></div>'


def _extent(draft: Draft, found: tuple[Matter, ...]) -> str:
    measures = f"{sum(len(item.measures) for item in draft.items)} 条措施"
    units = len({unit for matter in found for unit in matter.units})
    return f"{measures}，涉及 {units} 个单位" if units else measures

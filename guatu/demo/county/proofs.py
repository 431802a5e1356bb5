"""Evidence for reports: drawn photographs, now and then a paper, stored as an upload would be."""

from collections.abc import Sequence
from datetime import timedelta
from io import BytesIO
from random import Random
from textwrap import wrap
from typing import TYPE_CHECKING, Final

from django.utils.timezone import localtime

from guatu.demo.county import drawing
from guatu.history import store
from guatu.ledgers import decoding
from guatu.ledgers.actions.reports import NewEvidence
from guatu.ledgers.models import Item

if TYPE_CHECKING:
    from guatu.demo.county.stage import Stage, Step

_PAPERS: Final = 0.12
"""How often a proof is a paper and no photograph."""
_LINE: Final = 26
"""Characters of a line of a paper."""


def make(stage: "Stage", step: "Step", count: int, measures: Sequence[int]) -> list[NewEvidence]:
    """So many proofs for a report; each serves the given measures."""
    return [_proof(stage.rng, step, number, measures) for number in range(1, count + 1)]


def _proof(rng: Random, step: "Step", number: int, measures: Sequence[int]) -> NewEvidence:
    stage_word = _stage_word(step)
    if number > 2 and rng.random() < _PAPERS * 4:
        return _paper(step, number, measures)
    taken = localtime(step.at - timedelta(minutes=rng.randint(20, 180), seconds=rng.randint(0, 59)))
    caption = f"{step.unit} {stage_word} {number}号"
    data = drawing.photograph(rng.choice(step.matter.scenes), caption, taken, rng)
    place = f"{30 + rng.random():.5f},{115 + rng.random():.5f}" if rng.random() < 0.8 else ""
    seen = decoding.look(BytesIO(data))
    return NewEvidence(
        file=store.put(data, name="照片.jpg", at=step.at),
        name=f"{stage_word}-{step.unit}{number}号.jpg",
        perceptual_hash=seen.perceptual_hash if seen else "",
        taken_at=taken,
        place=place,
        measures=tuple(measures),
    )


def _stage_word(step: "Step") -> str:
    """What is mended is shown before and after; a task is shown while it is built and when it is done."""
    is_done = int(step.data.get("percent", 0)) == 100
    if step.matter.kind == Item.Kind.TASK:
        return "完工后" if is_done else "施工中"
    return "整改后" if is_done else "整改中"


def _paper(step: "Step", number: int, measures: Sequence[int]) -> NewEvidence:
    title = f"关于“{step.matter.title}”的说明"
    lines = [step.unit, *wrap(title, _LINE), "", *wrap(step.matter.problem, _LINE), ""]
    lines += [
        *wrap(f"一、{step.matter.measures[0]}。", _LINE),
        "二、已按要求落实，附凭证。",
        "",
        f"{step.on}",
    ]
    file = store.put(drawing.page(lines), name="说明.pdf", at=step.at)
    return NewEvidence(file=file, name=f"盖章说明-{step.unit}{number}.pdf", measures=tuple(measures))

"""Evidence for reports: drawn photographs, now and then a paper, stored as an upload would be."""

from collections.abc import Sequence
from datetime import timedelta
from io import BytesIO
from random import Random
from typing import TYPE_CHECKING, Final

from django.utils.timezone import localtime

from guatu.demo.county import drawing
from guatu.history import store
from guatu.ledgers import pictures
from guatu.ledgers.actions.reports import NewEvidence

if TYPE_CHECKING:
    from guatu.demo.county.stage import Stage, Step

_PAPERS: Final = 0.12
"""How often a proof is a paper and no photograph."""


def make(stage: "Stage", step: "Step", count: int, measures: Sequence[int]) -> list[NewEvidence]:
    """So many proofs for a report; each serves the given measures."""
    return [_proof(stage.rng, step, number, measures) for number in range(1, count + 1)]


def _proof(rng: Random, step: "Step", number: int, measures: Sequence[int]) -> NewEvidence:
    stage_word = "整改后" if int(step.data.get("percent", 0)) == 100 else "整改中"
    if number > 2 and rng.random() < _PAPERS * 4:
        return _paper(step, number, measures)
    taken = localtime(step.at - timedelta(minutes=rng.randint(20, 180), seconds=rng.randint(0, 59)))
    caption = f"{step.unit} {stage_word} {number}号"
    data = drawing.photograph(rng.choice(step.matter.scenes), caption, taken, rng)
    place = f"{30 + rng.random():.5f},{115 + rng.random():.5f}" if rng.random() < 0.8 else ""
    seen = pictures.look(BytesIO(data))
    return NewEvidence(
        file=store.put(data, name="照片.jpg", at=step.at),
        name=f"{stage_word}-{step.unit}{number}号.jpg",
        perceptual_hash=seen.perceptual_hash if seen else "",
        taken_at=taken,
        place=place,
        measures=tuple(measures),
    )


def _paper(step: "Step", number: int, measures: Sequence[int]) -> NewEvidence:
    lines = [step.unit, f"关于“{step.matter.title[:18]}”的说明", "", step.matter.problem[:26], ""]
    lines += [f"一、{step.matter.measures[0][:24]}", "二、已按要求落实，附凭证。", "", f"{step.on}"]
    file = store.put(drawing.page(lines), name="说明.pdf", at=step.at)
    return NewEvidence(file=file, name=f"盖章说明-{step.unit}{number}.pdf", measures=tuple(measures))

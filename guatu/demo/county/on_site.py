"""Looking at the place: requests of one ledger are drawn by lot, and two units are gone to without notice."""

from collections.abc import Mapping
from datetime import timedelta
from io import BytesIO
from random import Random
from typing import Any, Final

from django.utils.timezone import localtime

from guatu.accounts.queries import Acting
from guatu.demo.county import drawing
from guatu.demo.county.stage import Stage, Step
from guatu.history import store
from guatu.ledgers import decoding
from guatu.ledgers.actions.reports import NewEvidence
from guatu.ledgers.models import SiteCheck
from guatu.ledgers.site_checks import deeds, visits
from guatu.ledgers.site_checks.results import NewResult

_SHARES: Final[Mapping[str, int]] = {"5G": 20}
"""Ledgers whose requests are drawn, and how many in a hundred."""
_MATCHES: Final = "到现场抽看两处，与所报一致，设施运行正常。"
_PROBLEMS: Final = (
    visits.Problem(title="配电间门未上锁，杂物堆放", words="配电间门未上锁，门内堆放纸箱等杂物。"),
    visits.Problem(title="灭火器压力不足未更换", words="走廊两具灭火器指针在红区，检查卡停在半年前。"),
)


def settings(prefix: str) -> Mapping[str, int]:
    """How many of its requests a ledger has looked at."""
    return {"site_check_share": _SHARES[prefix]} if prefix in _SHARES else {}


def look(step: Step, by: Acting) -> None:
    """Where the item was drawn, somebody goes before the second key turns; there was no signal."""
    if not SiteCheck.objects.filter(item=step.matter.pk, state=SiteCheck.State.PLANNED).exists():
        return
    check = SiteCheck.objects.get(item=step.matter.pk, state=SiteCheck.State.PLANNED)
    new = NewResult(
        result="matches",
        finding=_MATCHES,
        code_use="photo",
        photos=[_photo(check, step.matter.scenes[0], step.at)],
        shown_at=step.at - timedelta(minutes=40),
    )
    deeds.record(pk=step.matter.pk, new=new, by=by, **step.when())


def visit(stage: Stage, when: dict[str, Any]) -> None:
    """One town was gone to and two problems were found; to another somebody is to go tomorrow."""
    verifier = stage.county.named("verifier", when["on"])
    ledger = stage.ledgers["5G"]
    first, second = stage.county.towns[:2]
    keeper = stage.coordinator("5G", when["on"])
    went = visits.start(
        office=ledger.office, unit=first, words="看便民服务中心的用电和消防。", by=keeper, **when
    )
    deeds.show_code(check=went, by=verifier, **when)
    new = NewResult(
        result="differs",
        finding="看了便民服务中心一处，发现两个问题，已当场告知。",
        code_use="written",
        photos=[_photo(went, "meter", when["at"])],
    )
    visits.record(check=went, new=new, problems=_PROBLEMS, ledger=ledger, by=verifier, **when)
    visits.start(office=ledger.office, unit=second, words="看集镇农贸市场的消防通道。", by=keeper, **when)


def _photo(check: SiteCheck, scene: str, at: Any) -> NewEvidence:
    """What was seen, taken shortly before it was sent."""
    rng = Random(check.pk)  # noqa: S311 - scenery, not secrets
    taken = localtime(at - timedelta(minutes=rng.randint(5, 35)))
    data = drawing.photograph(scene, f"现场核查 {check.code}", taken, rng)
    seen = decoding.look(BytesIO(data))
    return NewEvidence(
        file=store.put(data, name="现场.jpg", at=at),
        name="现场.jpg",
        perceptual_hash=seen.perceptual_hash if seen else "",
        taken_at=taken,
        place=f"{30 + rng.random():.5f},{115 + rng.random():.5f}",
    )

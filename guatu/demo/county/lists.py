"""The views over the ledgers: what the office looks at each week, and what its coordinator looks at alone."""

from typing import Final

from guatu.demo.county.stage import Stage
from guatu.ledgers.actions import views

_SHARED: Final = (
    ("逾期按单位", "due=overdue&group=lead&sort=-extensions"),
    (
        "打印用",
        "state=open&group=none&sort=number&cols=number.title.problem.measures.lead.units.deadline.state",
    ),
)
_OWN: Final = (("延期两次、谁牵头", "state=open&flag=extended&group=lead"),)


def keep(stage: Stage) -> None:
    """Keep the views over each ledger of the coordinator's own office."""
    on, at = stage.days.on, stage.days.now
    by = stage.county.named("coordinator", on)
    for ledger in stage.ledgers.values():
        if not by.holds("coordinator", office_id=ledger.office_id):
            continue
        for name, words in _SHARED:
            views.save(ledger=ledger, office=ledger.office_id, name=name, words=words, by=by, at=at)
        for name, words in _OWN:
            views.save(ledger=ledger, office=None, name=name, words=words, by=by, at=at)

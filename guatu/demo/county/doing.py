"""What is done with many items at once: entered, approved, handed out, signed for, reported on."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import groupby

from guatu.demo.county import proofs
from guatu.demo.county.matters import Matter
from guatu.demo.county.stage import Stage, Step
from guatu.ledgers import acts, cases
from guatu.ledgers.actions import adding, assignments, dispatching, reports, sign_offs
from guatu.ledgers.actions.adding import NewDuty, NewItem, NewMeasure
from guatu.ledgers.actions.reports import NewReport
from guatu.ledgers.acts import Act
from guatu.ledgers.cases import Case
from guatu.ledgers.models import Assignment, Directive, Item, SignOff


def add(stage: Stage, steps: Sequence[Step]) -> None:
    """Enter matters into their ledgers."""
    for prefix, run in groupby(sorted(steps, key=lambda step: step.matter.ledger), _ledger):
        some = list(run)
        ledger, first = stage.ledgers[prefix], some[0]
        by = stage.staff("coordinator", first.matter, first.on)
        new = [new_item(stage, step.matter) for step in some]
        made = adding.add(ledger=ledger, items=new, by=by, **first.when())
        for step, item in zip(some, made, strict=True):
            step.matter.pk = item.pk


def _ledger(step: Step) -> str:
    return step.matter.ledger


def new_item(stage: Stage, matter: Matter) -> NewItem:
    """The matter as the ledgers take it."""
    ledger = stage.ledgers[matter.ledger]
    figures = [matter.target, *[None] * len(matter.measures)]
    measures = [
        NewMeasure(text=text, target=figure, quantity_unit=matter.unit if figure else "")
        for text, figure in zip(matter.measures, figures, strict=False)
    ]
    phases = stage.phases.get(matter.ledger)
    return NewItem(
        title=matter.title,
        kind=matter.kind,
        problem=matter.problem,
        goal=matter.goal,
        category=matter.category,
        importance=Item.Importance.IMPORTANT if matter.sponsor_leader else Item.Importance.ORDINARY,
        lead_leader=matter.lead_leader,
        sponsor_leader=matter.sponsor_leader,
        phase=phases[0] if phases else None,
        standard=stage.standards[ledger.office_id, matter.standard],
        directive=Directive.objects.get(pk=matter.directive) if matter.directive else None,
        source=matter.span,
        deadline=matter.deadline,
        due_kind=matter.due_kind,
        due_text=matter.due_text,
        measures=measures,
        duties=list(_duties(stage, matter)),
    )


def _duties(stage: Stage, matter: Matter) -> Iterable[NewDuty]:
    yield NewDuty(unit_id=stage.unit_id(matter.lead), duty=Assignment.Duty.LEAD)
    for name, share in matter.helpers.items():
        measure = 0 if share else None
        yield NewDuty(
            unit_id=stage.unit_id(name),
            duty=Assignment.Duty.RESPONSIBLE,
            measure=measure,
            target_share=share,
        )


def ask_sign_off(stage: Stage, steps: Sequence[Step]) -> None:
    """Send the drafts of a ledger to the leader as one list; what he will return is a list of its own."""
    leader = stage.county.people["leader"]
    lists: dict[int, list[Step]] = {}
    for step in steps:
        lists.setdefault(step.matter.pk if step.data.get("alone") else 0, []).append(step)
    for those in lists.values():
        first = those[0]
        by = stage.staff("coordinator", first.matter, first.on)
        sign_offs.ask(pks=[step.matter.pk for step in those], leader=leader, by=by, **first.when())


def approve_sign_off(stage: Stage, steps: Sequence[Step]) -> None:
    """The leader agrees to the lists that wait."""
    for step, paper in _waiting(steps):
        by = stage.county.named("leader", step.on)
        sign_offs.approve(sign_off=paper, by=by, remark="同意，按清单交办。", **step.when())


def return_sign_off(stage: Stage, steps: Sequence[Step]) -> None:
    """The leader returns the lists that wait."""
    for step, paper in _waiting(steps):
        by = stage.county.named("leader", step.on)
        sign_offs.send_back(sign_off=paper, by=by, remark=step.data["words"], **step.when())


def _waiting(steps: Sequence[Step]) -> list[tuple[Step, SignOff]]:
    pks = [step.matter.pk for step in steps]
    papers = SignOff.objects.filter(items__in=pks, state=SignOff.State.ASKED).distinct()
    return [(steps[0], paper) for paper in papers.order_by("pk")]


def dispatch(stage: Stage, steps: Sequence[Step]) -> None:
    """Hand items to their units."""
    found, made = _cases(steps), []
    for step in steps:
        by = stage.staff("coordinator", step.matter, step.on)
        case = found[step.matter.pk]
        made.append(dispatching.dispatching(case, stage.days.calendar, by=by, **step.when()))
    acts.commit(made)


def sign(stage: Stage, steps: Sequence[Step]) -> None:
    """Units sign for what was handed to them."""
    found, made = _cases(steps), []
    for step in steps:
        by, unit_id = stage.liaison(step.unit, step.on), stage.unit_id(step.unit)
        made.append(assignments.signing(found[step.matter.pk], unit_id, by=by, **step.when()))
    acts.commit(made)


def report(stage: Stage, steps: Sequence[Step]) -> None:
    """Units say how far they are."""
    found = _cases(steps)
    acts.commit([_reporting(stage, found[step.matter.pk], step) for step in steps])


def _reporting(stage: Stage, case: Case, step: Step) -> Act:
    row = duty_of(case, stage.unit_id(step.unit))
    percent = int(step.data["percent"])
    share = row.target_share
    measures = [one.pk for one in case.measures]
    count = int(step.data.get("photos", 0))
    evidence = proofs.make(stage, step, count, measures if percent == 100 else measures[:1])
    new = NewReport(
        text=step.data["text"],
        progress=None if share else percent,
        achieved=_figure(share, percent) if share else None,
        stuck=step.data.get("stuck", ""),
        next_step=step.data.get("next", ""),
        evidence=evidence,
    )
    by = stage.liaison(step.unit, step.on)
    return reports.reporting(case, row.pk, new, by=by, **step.when())


def _figure(share: Decimal, percent: int) -> Decimal:
    """The figure at so many percent of a share; the whole of it only where all is done."""
    return share if percent >= 100 else min(share - 1, Decimal(round(share * percent / 100)))


def duty_of(case: Case, unit_id: int) -> Assignment:
    """What a unit reports on: its figure where it owes one."""
    rows = case.of_unit(unit_id)
    return next((row for row in rows if row.target_share), rows[0])


def urge(stage: Stage, steps: Sequence[Step]) -> None:
    """The office urges, each matter with its own words."""
    for step in steps:
        by = stage.staff("coordinator", step.matter, step.on)
        unit = stage.county.units[step.unit] if step.unit else None
        reports.urge(pks=[step.matter.pk], words=step.data["words"], unit=unit, by=by, **step.when())


def _cases(steps: Sequence[Step]) -> dict[int, Case]:
    return {case.item.pk: case for case in cases.load(step.matter.pk for step in steps)}

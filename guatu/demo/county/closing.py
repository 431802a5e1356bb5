"""What is done with one item at a time: more time, flags, the two keys, look-backs, slips."""

from collections.abc import Callable, Sequence
from functools import wraps

from guatu.demo.county import on_site, proofs
from guatu.demo.county.doing import duty_of, new_item
from guatu.demo.county.stage import Do, Stage, Step
from guatu.ledgers import cases
from guatu.ledgers.actions import (
    assignments,
    deadlines,
    instructions,
    items,
    look_backs,
    reports,
    requests,
    verdicts,
)
from guatu.ledgers.actions.reports import NewEvidence
from guatu.ledgers.actions.verdicts import Judged
from guatu.ledgers.models import (
    ClosingReport,
    Evidence,
    EvidenceUse,
    Extension,
    Instruction,
    Report,
    StandardCheck,
)


def each(do: Callable[[Stage, Step], None]) -> Do:
    """Do it for one step after the other."""

    @wraps(do)
    def run(stage: Stage, steps: Sequence[Step]) -> None:
        for step in steps:
            do(stage, step)

    return run


@each
def ask_more_time(stage: Stage, step: Step) -> None:
    """A unit asks for more time, in days from its deadline."""
    case = cases.load([step.matter.pk])[0]
    row = case.lead if step.unit == step.matter.lead else duty_of(case, stage.unit_id(step.unit))
    if row is None or case.item.deadline is None:
        raise LookupError(step.matter.title)
    deadlines.ask(
        assignment=row.pk,
        new_deadline=step.data["until"],
        reason=step.data["words"],
        progress_text=f"目前进度 {case.item.progress}%，其余工作均在推进。",
        by=stage.liaison(step.unit, step.on),
        **step.when(),
    )


@each
def give_more_time(stage: Stage, step: Step) -> None:
    """The office grants what was asked."""
    extension = Extension.objects.get(item=step.matter.pk, state=Extension.State.ASKED)
    by = stage.staff("coordinator", step.matter, step.on)
    deadlines.approve(extension=extension, remark="同意，后续不再延期。", by=by, **step.when())


@each
def refuse_more_time(stage: Stage, step: Step) -> None:
    """The office does not grant it."""
    extension = Extension.objects.get(item=step.matter.pk, state=Extension.State.ASKED)
    by = stage.staff("coordinator", step.matter, step.on)
    deadlines.refuse(extension=extension, remark=step.data["words"], by=by, **step.when())


@each
def return_report(stage: Stage, step: Step) -> None:
    """The office returns the latest report of a unit."""
    latest = Report.objects.filter(item=step.matter.pk, unit=stage.unit_id(step.unit)).latest("pk")
    by = stage.staff("coordinator", step.matter, step.on)
    reports.send_back(report=latest, remark=step.data["words"], by=by, **step.when())


@each
def prove_with_used(stage: Stage, step: Step) -> None:
    """A unit hands in a photograph that proves another item already."""
    used = Evidence.objects.filter(item=step.data["other"].pk).order_by("pk")[0]
    again = NewEvidence(
        file=used.file,
        name=f"整改后-{step.unit}3号.jpg",
        perceptual_hash=used.perceptual_hash,
        taken_at=used.taken_at,
        place=used.place,
    )
    unit = stage.county.units[step.unit]
    by = stage.liaison(step.unit, step.on)
    reports.prove(pk=step.matter.pk, unit=unit, evidence=[again], by=by, **step.when())


@each
def prove(stage: Stage, step: Step) -> None:
    """A unit adds proofs without a report."""
    evidence = proofs.make(stage, step, 2, ())
    unit, by = stage.county.units[step.unit], stage.liaison(step.unit, step.on)
    reports.prove(pk=step.matter.pk, unit=unit, evidence=evidence, by=by, **step.when())


@each
def assign(stage: Stage, step: Step) -> None:
    """One more unit takes part; it must sign too."""
    by = stage.staff("coordinator", step.matter, step.on)
    unit = stage.county.units[step.unit]
    assignments.assign(pk=step.matter.pk, unit=unit, duty="cooperating", by=by, **step.when())


@each
def hand_over(stage: Stage, step: Step) -> None:
    """Another unit takes over."""
    by = stage.staff("coordinator", step.matter, step.on)
    giver, taker = stage.county.units[step.unit], stage.county.units[step.data["taker"]]
    words = "职能已经调整，由承接单位继续办理。"
    assignments.hand_over(pks=[step.matter.pk], giver=giver, taker=taker, reason=words, by=by, **step.when())


@each
def suspend(stage: Stage, step: Step) -> None:
    by = stage.staff("coordinator", step.matter, step.on)
    items.suspend(pk=step.matter.pk, reason="等待上级规划调整批复，批复前暂停计时。", by=by, **step.when())


@each
def set_long_term(stage: Stage, step: Step) -> None:
    by = stage.staff("coordinator", step.matter, step.on)
    items.set_long_term(pk=step.matter.pk, reason="集中整改任务已完成，转入长期坚持。", by=by, **step.when())


@each
def merge(stage: Stage, step: Step) -> None:
    by = stage.staff("coordinator", step.matter, step.on)
    into = step.data["into"].pk
    items.merge(
        pk=step.matter.pk, into=into, reason="与该项反映的是同一问题，合并办理。", by=by, **step.when()
    )


@each
def transfer(stage: Stage, step: Step) -> None:
    by = stage.staff("coordinator", step.matter, step.on)
    to = stage.ledgers[step.data["to"]]
    items.transfer(pk=step.matter.pk, to=to, reason="属于该台账的任务范围，移交办理。", by=by, **step.when())


@each
def void(stage: Stage, step: Step) -> None:
    by = stage.staff("coordinator", step.matter, step.on)
    items.void(pk=step.matter.pk, reason="经核实问题不属实，已书面回复反映人。", by=by, **step.when())


@each
def ask_to_close(stage: Stage, step: Step) -> None:
    """The first key."""
    by = stage.liaison(step.unit, step.on)
    requests.ask(pk=step.matter.pk, statement=step.data["words"], by=by, **step.when())


@each
def pass_on(stage: Stage, step: Step) -> None:
    """The lead unit's own reviewer passes the request on."""
    by = stage.county.reviewer(stage.unit_id(step.unit), step.on)
    requests.review(pk=step.matter.pk, by=by, **step.when())


@each
def order_site_check(stage: Stage, step: Step) -> None:
    by = stage.staff("verifier", step.matter, step.on)
    words = "到现场抽查两处，看改造前后点位是否一致。"
    verdicts.order_site_check(pk=step.matter.pk, words=words, by=by, **step.when())


@each
def verify(stage: Stage, step: Step) -> None:
    """The second key."""
    by = stage.staff("verifier", step.matter, step.on)
    on_site.look(step, by)
    verdicts.verify(
        pk=step.matter.pk,
        judged=_judged(stage, step, "met"),
        remark="材料齐全，抽查属实。",
        by=by,
        **step.when(),
    )


@each
def return_request(stage: Stage, step: Step) -> None:
    """The verifier returns the request, with lines that are doubtful."""
    by = stage.staff("verifier", step.matter, step.on)
    judged = _judged(stage, step, "doubtful")
    verdicts.send_back(pk=step.matter.pk, remark=step.data["words"], judged=judged, by=by, **step.when())


def _judged(stage: Stage, step: Step, outcome: str) -> dict[int, Judged]:
    office = stage.ledgers[step.matter.ledger].office_id
    version = stage.standards[office, step.matter.standard]
    lines = StandardCheck.objects.filter(version=version, method=StandardCheck.Method.PERSON)
    note = "" if outcome == "met" else "材料与现场对不上，待说明"
    return {line.pk: Judged(outcome, note) for line in lines}


@each
def judge_evidence(stage: Stage, step: Step) -> None:
    """The verifier says of the first proof that it counts."""
    by = stage.staff("verifier", step.matter, step.on)
    use = EvidenceUse.objects.filter(item=step.matter.pk).order_by("pk")[0]
    verdicts.judge_evidence(
        evidence=use.evidence, verdict="counts", note="现场核对属实", pk=step.matter.pk, by=by, **step.when()
    )


@each
def approve(stage: Stage, step: Step) -> None:
    by = stage.staff("leader", step.matter, step.on)
    verdicts.approve(pk=step.matter.pk, remark="同意销号。", by=by, **step.when())


@each
def decline(stage: Stage, step: Step) -> None:
    by = stage.staff("leader", step.matter, step.on)
    verdicts.decline(pk=step.matter.pk, remark="成效还不稳，再运行一个月后报。", by=by, **step.when())


@each
def object_in_publicity(stage: Stage, step: Step) -> None:
    by = stage.staff("coordinator", step.matter, step.on)
    words = "公示期内有群众反映一处未完成，经核实属实。"
    verdicts.object_in_publicity(pk=step.matter.pk, words=words, by=by, **step.when())


@each
def end_publicity(stage: Stage, step: Step) -> None:
    """The clock strikes the item off."""
    verdicts.end_publicity(pk=step.matter.pk, by=None, **step.when())


@each
def look_back(stage: Stage, step: Step) -> None:
    by = stage.staff("verifier", step.matter, step.on)
    look_backs.hold(pk=step.matter.pk, finding="抽查两处，运行正常，没有反弹。", by=by, **step.when())


@each
def reopen(stage: Stage, step: Step) -> None:
    by = stage.staff("verifier", step.matter, step.on)
    look_backs.reopen(
        pk=step.matter.pk,
        finding="回访发现同类问题又出现，须重新整改。",
        deadline=step.data["until"],
        by=by,
        **step.when(),
    )


@each
def slip(stage: Stage, step: Step) -> None:
    """Enter a leader's words as an item."""
    by = stage.staff("coordinator", step.matter, step.on)
    made = instructions.slip(
        ledger=stage.ledgers[step.matter.ledger],
        leader=stage.county.people[step.data["leader"]],
        given_on=step.on,
        words=step.data["words"],
        new=new_item(stage, step.matter),
        by=by,
        **step.when(),
    )
    step.matter.pk = made.item_id


@each
def send_closing_report(stage: Stage, step: Step) -> None:
    by = stage.staff("coordinator", step.matter, step.on)
    slip_of = Instruction.objects.select_related("leader").get(item=step.matter.pk)
    helpers = "、".join(step.matter.units[1:])
    text = f"{step.matter.lead}会同{helpers}到现场核实，已提出处理办法并落实，回访群众无异议。"
    instructions.send_report(instruction=slip_of, text=text, by=by, **step.when())


@each
def read_closing_report(stage: Stage, step: Step) -> None:
    """The leader has read it, or answers."""
    waiting = ClosingReport.objects.select_related("instruction__leader").get(
        instruction__item=step.matter.pk, read_on=None
    )
    by = stage.county.person(waiting.instruction.leader_id, step.on)
    instructions.mark_read(report=waiting, answer=step.data.get("words", ""), by=by, **step.when())

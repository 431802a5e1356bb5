"""What a verifier fills in: line by line, then the verdict; kept as it was typed when it is refused."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from guatu.http.requests import Deed
from guatu.kernel.errors import Refusal
from guatu.ledgers.actions import verdicts
from guatu.ledgers.actions.verdicts import Judged
from guatu.ledgers.errors import Incomplete
from guatu.ledgers.models import CheckResult
from guatu.ledgers.queries.verifying import Sheet

PASS, BACK, SITE = "pass", "back", "site"
DONE: Final = {PASS: "已通过核查", BACK: "已退回", SITE: "已派现场"}
_LONGEST: Final = 200
_UNLOOKED: Final = {"": "现场未查", "不相符": "现场不相符"}


@dataclass(frozen=True, slots=True)
class Given:
    """What was filled in, and what stood against it by field."""

    outcomes: Mapping[int, str] = field(default_factory=dict)
    notes: Mapping[int, str] = field(default_factory=dict)
    verdict: str = ""
    remark: str = ""
    problem: Refusal | None = None

    @property
    def field(self) -> str:
        """The field that the refusal names."""
        return str(self.problem.details().get("field") or "") if self.problem else ""

    def judged(self) -> dict[int, Judged]:
        """Only what a person said."""
        return {pk: Judged(said, self.notes.get(pk, "")) for pk, said in self.outcomes.items() if said}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of the standard on the screen."""

    number: int
    pk: int
    text: str
    is_automatic: bool
    is_met: bool
    note: str
    outcome: str
    problem: str = ""


def read(data: Mapping[str, str], sheet: Sheet) -> Given:
    """What was sent, for the lines that a person judges."""
    lines = [one.line.pk for one in sheet.findings if not one.is_automatic]
    return Given(
        outcomes={pk: data.get(f"line-{pk}", "") for pk in lines},
        notes={pk: data.get(f"note-{pk}", "")[:_LONGEST] for pk in lines},
        verdict=data.get("verdict", ""),
        remark=data.get("remark", ""),
    )


def lines(sheet: Sheet, given: Given) -> list[Line]:
    """The standard line by line: what the machine found, what the person said or had said before."""
    return [
        Line(
            number=number,
            pk=one.line.pk,
            text=one.line.text,
            is_automatic=one.is_automatic,
            is_met=bool(one.is_met),
            note=one.note if one.is_automatic else _said(sheet, given, one.line.pk)[1],
            outcome="" if one.is_automatic else _said(sheet, given, one.line.pk)[0],
            problem=str(given.problem) if given.field == f"line-{one.line.pk}" else "",
        )
        for number, one in enumerate(sheet.findings, start=1)
    ]


def _said(sheet: Sheet, given: Given, pk: int) -> tuple[str, str]:
    if pk in given.outcomes:
        return given.outcomes[pk], given.notes.get(pk, "")
    row = sheet.results.get(pk)
    return (row.outcome, row.note) if row else ("", "")


def why_no_pass(sheet: Sheet, shown: Sequence[Line]) -> str:
    """Why the request cannot pass whatever the person says; empty where that is left to him."""
    unmet = [str(one.number) for one in shown if one.is_automatic and not one.is_met]
    if unmet:
        return f"第 {'、'.join(unmet)} 条未过"
    if sheet.is_changed:
        return "所报内容有变，只能退回"
    return _UNLOOKED[sheet.why_unlooked.partition("不相符")[1]] if sheet.why_unlooked else ""


def met(shown: Sequence[Line]) -> int:
    """How many lines are met."""
    return sum(one.is_met if one.is_automatic else one.outcome == CheckResult.Outcome.MET for one in shown)


def give(sheet: Sheet, given: Given, deed: Deed) -> str:
    """Give the verdict; answers what was done, in words."""
    pk = sheet.item.pk
    if given.verdict == PASS:
        verdicts.verify(pk=pk, judged=given.judged(), remark=given.remark.strip(), **deed)
    elif given.verdict == BACK:
        verdicts.send_back(pk=pk, judged=given.judged(), remark=given.remark, **deed)
    elif given.verdict == SITE:
        verdicts.order_site_check(pk=pk, words=given.remark, **deed)
    else:
        raise Incomplete(field="verdict", what="结论：通过、退回或派现场")
    return f"{sheet.item.number} {DONE[given.verdict]}"

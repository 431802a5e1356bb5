"""What can be done with one or many rows from the list: who may, what is asked first, and how it is done."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django import forms

from guatu.accounts.models import Person, Role, Unit
from guatu.accounts.queries import UnitBook, office_unit_book, role_rows
from guatu.http.requests import Deed, Request
from guatu.kernel.errors import Refusal
from guatu.ledgers.actions import assignments, deadlines, dispatching, reports, sign_offs
from guatu.ledgers.errors import NotNow
from guatu.ledgers.intake import marks
from guatu.ledgers.models import Assignment, Item
from guatu.ledgers.permissions import Part, parts_in_ledger
from guatu.ledgers.queries.listing import Book
from guatu.web import parts
from guatu.web.views.ledgers.days import SaidField
from guatu.web.views.ledgers.units import UnitsField


@dataclass(slots=True)
class Outcome:
    """What came of it: what went, and what was refused with the reason."""

    done: list[Item] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)

    def by_reason(self) -> list[tuple[str, list[str]]]:
        """Each reason once, with the numbers that it stands against."""
        found: dict[str, list[str]] = {}
        for number, reason in self.refused:
            found.setdefault(reason, []).append(number)
        return list(found.items())


class DoForm(forms.Form):
    """What an act needs to be told; made for one ledger on one day."""

    def __init__(self, *args: Any, book: Book, request: Request, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.book, self.request = book, request
        self.prepare()

    def prepare(self) -> None:
        """Add the fields that depend on the ledger or the day."""

    def units(self) -> UnitBook | None:
        """The units to pick from, where the form names any."""
        return None


class UrgeForm(DoForm):
    words = forms.CharField(
        label="催办要求",
        max_length=500,
        initial="请于 3 个工作日内报送进展，写明卡在哪里、下一步怎么办。",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "请写明要求，例如几时报、报什么"},
    )


class DeadlineForm(DoForm):
    def prepare(self) -> None:
        clock = self.request.clock
        self.fields["new_deadline"] = SaidField(
            label="新时限",
            today=clock.on,
            calendar=clock.calendar,
            must_be_day=True,
            widget=forms.TextInput(
                attrs={"data-day": "", "placeholder": "2026-12-31 或 年底前", "autocomplete": "off"}
            ),
            error_messages={"required": "请填新时限"},
        )
        self.fields["reason"] = forms.CharField(
            label="理由",
            max_length=500,
            widget=forms.Textarea(attrs={"rows": 2}),
            error_messages={"required": "请写明为什么调整"},
        )
        self.fields["paper"] = forms.FileField(
            label="依据文件",
            help_text="会议纪要、批示或文件的扫描件，随事项留存",
            error_messages={"required": "调整时限要有依据，请附上依据文件"},
        )


class HandOverForm(DoForm):
    def prepare(self) -> None:
        self._units = office_unit_book(self.book.ledger.office, on=self.request.clock.on)
        for name, label in (("giver", "移出单位"), ("taker", "承接单位")):
            self.fields[name] = UnitsField(
                label=label, book=self._units, is_one=True, error_messages={"required": f"请填{label}"}
            )
        self.fields["reason"] = forms.CharField(
            label="理由",
            max_length=500,
            widget=forms.Textarea(attrs={"rows": 2}),
            error_messages={"required": "请写明移交的理由，例如职能划转文号"},
        )

    def units(self) -> UnitBook:
        return self._units


class SignOffForm(DoForm):
    def prepare(self) -> None:
        leaders = role_rows(self.book.ledger.office, on=self.request.clock.on)
        named = {one.person_id: one.person for one in leaders if one.kind == Role.Kind.LEADER.label}
        self.fields["leader"] = forms.TypedChoiceField(
            label="送哪位领导审签",
            choices=list(named.items()),
            coerce=int,
            error_messages={"required": "请选审签领导；没有可选的，请管理员先授予领导角色"},
        )


Run = Callable[[Book, Sequence[int], Mapping[str, Any], Deed], Outcome]


@dataclass(frozen=True, slots=True)
class Do:
    """One act on rows."""

    code: str
    label: str
    icon: str
    part: Part
    run: Run
    form: type[DoForm] = DoForm
    asks: str = ""
    """One sentence of what will happen, where no field says it."""
    button: str = ""

    @property
    def act(self) -> parts.Act:
        return parts.Act(self.label, self.code, self.icon)


def _each(one: Callable[[int, Mapping[str, Any], Deed], object]) -> Run:
    """One item after the other; what is refused stays as it was, the others go."""

    def run(book: Book, pks: Sequence[int], given: Mapping[str, Any], deed: Deed) -> Outcome:
        outcome, items = Outcome(), {one.pk: one for one in Item.objects.filter(pk__in=pks)}
        for pk in pks:
            try:
                one(pk, given, deed)
            except Refusal as refusal:
                outcome.refused.append((items[pk].number, reason_of(refusal, items[pk].number)))
            else:
                outcome.done.append(items[pk])
        return outcome

    return run


def reason_of(refusal: Refusal, number: str) -> str:
    """Why one of many was refused, beside its number: what to do is told once, by the list of them."""
    return refusal.why if isinstance(refusal, NotNow) else str(refusal).removeprefix(number).strip()


def _dispatch(pk: int, _given: Mapping[str, Any], deed: Deed) -> None:
    dispatching.dispatch(pks=[pk], **deed)


def _urge(pk: int, given: Mapping[str, Any], deed: Deed) -> None:
    reports.urge(pks=[pk], words=given["words"], **deed)


def _move(pk: int, given: Mapping[str, Any], deed: Deed) -> None:
    deadlines.change(
        pk=pk, new_deadline=given["new_deadline"].day, reason=given["reason"], paper=given["paper"], **deed
    )


def _move_all(book: Book, pks: Sequence[int], given: Mapping[str, Any], deed: Deed) -> Outcome:
    upload = given["paper"]
    paper = marks.store_unmarked(upload, name=upload.name or "", at=deed["at"])
    return _each(_move)(book, pks, {**given, "paper": paper}, deed)


def _hand_over(pk: int, given: Mapping[str, Any], deed: Deed) -> None:
    giver, taker = (Unit.objects.get(pk=given[name][0]) for name in ("giver", "taker"))
    assignments.hand_over(pks=[pk], giver=giver, taker=taker, reason=given["reason"], **deed)


def _sign(pk: int, _given: Mapping[str, Any], deed: Deed) -> None:
    """For each of one's own units that still has to sign."""
    waiting = Assignment.objects.filter(
        item=pk, unit__in=deed["by"].units("liaison"), state=Assignment.State.AWAITING_SIGNATURE
    )
    units = Unit.objects.filter(pk__in=waiting.values("unit"))
    for unit in units:
        assignments.sign(pks=[pk], unit=unit, **deed)
    if not units:
        number = Item.objects.get(pk=pk).number
        raise NotNow(number=number, deed="签收", state="本单位已签收或没有承办")


def _sign_off(book: Book, pks: Sequence[int], given: Mapping[str, Any], deed: Deed) -> Outcome:
    """One list for one leader; what is no draft stays behind."""
    items = list(Item.objects.filter(pk__in=pks).order_by("pk"))
    drafts = [one for one in items if one.state == Item.State.DRAFT]
    outcome = Outcome()
    for one in items:
        if one not in drafts:
            outcome.refused.append((one.number, f"现在是“{one.get_state_display()}”，不用再送审签"))
    if drafts:
        leader = Person.objects.get(pk=given["leader"])
        sign_offs.ask(pks=[one.pk for one in drafts], leader=leader, **deed)
        outcome.done = drafts
    return outcome


_C, _U = Part.COORDINATOR, Part.UNIT_LIAISON
DOS: Final[Mapping[str, Do]] = {
    one.code: one
    for one in (
        Do(
            "dispatch",
            "交办",
            "send",
            _C,
            _each(_dispatch),
            asks="交办后各承办单位收到签收提醒，内容不能再当草稿改。",
        ),
        Do("sign-off", "送审签", "stamp", _C, _sign_off, SignOffForm),
        Do("urge", "催办", "bell", _C, _each(_urge), UrgeForm),
        Do("deadline", "改时限", "calendar", _C, _move_all, DeadlineForm),
        Do("hand-over", "移交", "merge", _C, _each(_hand_over), HandOverForm),
        Do("sign", "签收", "check", _U, _each(_sign), asks="签收后由本单位办理，按时限报进展。"),
    )
}


def may_write(book: Book) -> bool:
    """Whether this person enters items here; nobody does on a past day."""
    is_one = book.of is not None and not book.is_past
    return is_one and Part.COORDINATOR in parts_in_ledger(book.ledger, book.who)


def allowed(book: Book) -> list[Do]:
    """The acts that this person may do in this ledger, whatever the rows."""
    if book.is_past:
        return []
    found = [one for one in DOS.values() if one.part == Part.COORDINATOR and may_write(book)]
    if not book.ledger.needs_sign_off:
        found = [one for one in found if one.code != "sign-off"]
    if book.who.units("liaison"):
        found.append(DOS["sign"])
    return found

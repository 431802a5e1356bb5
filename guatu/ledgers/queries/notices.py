"""What notices say to who reads them now: titles and words of what is still in sight, of all else nothing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import Q

from guatu.accounts.queries import Acting
from guatu.history.models import Enclosure
from guatu.ledgers.models import (
    Attendance,
    Instruction,
    Item,
    Meeting,
    RegimeUse,
    RegimeVersion,
    SignOff,
    SiteCheck,
)
from guatu.ledgers.noticing import ITEM, SIGN_OFF, SITE_CHECK
from guatu.ledgers.queries import meetings, regimes, visibility
from guatu.ledgers.site_checks import queries as site_checks
from guatu.notices.models import Notice

MEETING: Final = Meeting.track
_WORDS: Final = ("words", "remark", "reason", "finding")


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A notice as its reader may see it now."""

    notice: Notice
    item: Item | None = None
    """What it is about; none where it is a list, or out of sight."""
    sign_off: SignOff | None = None
    meeting: Meeting | None = None
    """The meeting; of one to which his unit need not come any more its name is told, and no more."""
    may_open_meeting: bool = False
    site_check: SiteCheck | None = None
    regime: RegimeVersion | RegimeUse | None = None
    """What is asked for the lights of one's office."""
    words: str = ""
    """What was said with it: what is urged, why it came back, when and where a meeting is."""

    @property
    def is_in_sight(self) -> bool:
        """Whether there is a page to which it leads."""
        found = (self.item, self.sign_off, self.site_check, self.regime)
        return self.may_open_meeting or any(one is not None for one in found)


def told(who: Acting, notices: Sequence[Notice]) -> list[Told]:
    """The notices with what may be seen of them; a constant number of statements."""
    items = _items(who, notices)
    lists, met, checks = _lists(who, notices), _meetings(who, notices), _site_checks(who, notices)
    shown = [one for one in notices if one.subject_kind == ITEM and one.subject_id in items]
    lights = _regimes(who, notices)
    words = _words(one for one in shown if _is_for(who, one))
    seen = frozenset(meetings.visible(who).filter(pk__in=met).values_list("pk", flat=True)) if met else ()
    told = []
    for one in notices:
        meeting = met.get(one.subject_id) if one.subject_kind == MEETING else None
        may_open = meeting is not None and meeting.pk in seen
        check = checks.get(one.subject_id) if one.subject_kind == SITE_CHECK else None
        told.append(
            Told(
                notice=one,
                item=items.get(one.subject_id) if one.subject_kind == ITEM else None,
                sign_off=lists.get(one.subject_id) if one.subject_kind == SIGN_OFF else None,
                meeting=meeting,
                may_open_meeting=may_open,
                site_check=check,
                regime=lights.get((one.subject_kind, one.subject_id)),
                words=_when(meeting) if meeting and may_open else words.get(one.pk, ""),
            )
        )
    return told


def _is_for(who: Acting, notice: Notice) -> bool:
    """Whether the reader still answers for the unit to which this was said."""
    return notice.unit_id is None or notice.unit_id in who.units()


def _items(who: Acting, notices: Iterable[Notice]) -> Mapping[int, Item]:
    pks = {one.subject_id for one in notices if one.subject_kind == ITEM}
    if not pks:
        return {}
    found = visibility.items(who).filter(pk__in=pks).select_related("ledger__office")
    return {one.pk: one for one in found}


def _lists(who: Acting, notices: Iterable[Notice]) -> Mapping[int, SignOff]:
    pks = {one.subject_id for one in notices if one.subject_kind == SIGN_OFF}
    if not pks:
        return {}
    whole = visibility.whole_ledgers(who).values("pk")
    found = SignOff.objects.filter(pk__in=pks, ledger__in=whole).select_related("ledger")
    return {one.pk: one for one in found}


def _meetings(who: Acting, notices: Iterable[Notice]) -> Mapping[int, Meeting]:
    """Those to which one's units are or were asked; of one's office all."""
    pks = {one.subject_id for one in notices if one.subject_kind == MEETING}
    if not pks:
        return {}
    asked = Attendance.objects.filter(meeting__in=pks, unit__in=who.units()).values("meeting")
    wanted = Q(pk__in=asked) | Q(pk__in=meetings.visible(who).values("pk"))
    found = Meeting.objects.filter(wanted, pk__in=pks).select_related("series")
    return {one.pk: one for one in found}


def _site_checks(who: Acting, notices: Iterable[Notice]) -> Mapping[int, SiteCheck]:
    pks = {one.subject_id for one in notices if one.subject_kind == SITE_CHECK}
    return {one.pk: one for one in site_checks.visible(who).filter(pk__in=pks)} if pks else {}


def _regimes(who: Acting, notices: Iterable[Notice]) -> Mapping[tuple[str, int], RegimeVersion | RegimeUse]:
    """Versions and uses that are asked for in the offices that one serves."""
    found: dict[tuple[str, int], RegimeVersion | RegimeUse] = {}
    if pks := {one.subject_id for one in notices if one.subject_kind == RegimeVersion.track}:
        versions = RegimeVersion.objects.filter(pk__in=pks, regime__in=regimes.visible(who))
        found |= {(one.track, one.pk): one for one in versions.select_related("regime")}
    if pks := {one.subject_id for one in notices if one.subject_kind == RegimeUse.track}:
        found |= {(one.track, one.pk): one for one in regimes.uses_seen(who, pks)}
    return found


def _when(meeting: Meeting) -> str:
    """When and where it is now; of one that was called off, why."""
    if meeting.state == Meeting.State.CANCELLED:
        return meeting.remark
    day = f"{meeting.meets_on.month}月{meeting.meets_on.day}日"
    return " ".join(filter(None, (day, meeting.starts, meeting.place)))


def _words(notices: Iterable[Notice]) -> Mapping[int, str]:
    """What the events say, as far as it was not redacted; of an instruction its own words."""
    of_events = {one.pk: one.event_id for one in notices if one.event_id}
    beside = Enclosure.objects.filter(event__in=set(of_events.values()), file=None)
    found: dict[int, str] = {}
    for event, name, text in beside.values_list("event", "name", "text"):
        is_words = name in _WORDS or (name.startswith(f"{Instruction.track}:") and name.endswith(".words"))
        if is_words and text:
            found[event] = text
    return {pk: found.get(event, "") for pk, event in of_events.items()}

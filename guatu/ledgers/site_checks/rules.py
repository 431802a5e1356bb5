"""What a site check stops, and who may not do it."""

from collections.abc import Iterable

from guatu.accounts.models import Person, Role
from guatu.accounts.queries import Acting, Held
from guatu.ledgers import keys
from guatu.ledgers.cases import Case
from guatu.ledgers.models import CloseOut, SiteCheck
from guatu.ledgers.site_checks.errors import CheckerNotFree, SiteCheckStands

State, Result = SiteCheck.State, SiteCheck.Result


def of_request(close_out: CloseOut) -> list[SiteCheck]:
    """The checks of one attempt, the first first."""
    rows = SiteCheck.objects.filter(close_out=close_out).exclude(state=State.DROPPED)
    return list(rows.select_related("done_by", "done_unit", "checker").order_by("pk"))


def why_no_key(checks: Iterable[SiteCheck]) -> str:
    """Why the second key does not turn, by the checks of the request; empty where nothing is against it."""
    known = list(checks)
    if any(one.state == State.PLANNED for one in known):
        return "还有现场核查没有结果，请先到现场核查，或由督办员写明理由免去"
    last = next((one for one in reversed(known) if one.state == State.DONE), None)
    if last is not None and last.result == Result.DIFFERS:
        who = last.done_by.name if last.done_by else ""
        return f"现场核查不相符（{who} {last.done_on}），只能退回，请单位改好再报"
    return ""


def refuse_unlooked(close_out: CloseOut, number: str) -> None:
    """No key turns on what somebody has still to look at, or found otherwise."""
    if why := why_no_key(of_request(close_out)):
        raise SiteCheckStands(number=number, why=why)


def refuse_unnamed(check: SiteCheck, hands: set[int]) -> None:
    """Where somebody was named nobody else goes, as long as he could."""
    if check.checker_id is None or check.checker_id in hands:
        return
    raise CheckerNotFree(why=f"已指定{check.checker}去现场，请由其办理，或另行安排")


def why_not_check(case: Case, close_out: CloseOut, by: Acting, role: Held | None) -> str:
    """Why somebody may not look at the place of a request: as with the second key, he is of another unit."""
    return keys.why_not(case, close_out, by=by, role=role)


def check_named(case: Case, close_out: CloseOut, checker: Person, offices: Iterable[int], by: Acting) -> None:
    """Named is a verifier of these offices, who is none of the doers and of none of their units."""
    held = Role.objects.in_force(on=by.on).filter(
        office__in=list(offices), kind=Role.Kind.VERIFIER, person=checker, person__is_active=True
    )
    if not held.exists():
        raise CheckerNotFree(why=f"{checker.name}不是本台账的核查员，请另选")
    as_he_is = Acting(person_id=checker.pk, name=checker.name, unit_id=checker.unit_id, on=by.on)
    if why := keys.why_not(case, close_out, by=as_he_is, role=None):
        raise CheckerNotFree(why=f"不能由{checker.name}去：{why.replace('您', '其')}，请另选")

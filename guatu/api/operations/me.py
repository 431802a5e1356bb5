"""Who asks, as the office knows him today."""

from django.http import HttpResponse
from ninja import Router

from guatu.accounts.models import Office, Role, Unit
from guatu.accounts.queries import Held
from guatu.api.answers import answered, day
from guatu.api.auth import Caller, caller
from guatu.api.shapes.base import Day, Named, Told, answers
from guatu.http.requests import Request

router = Router(tags=["本人"])


class RoleHeld(Told):
    """A role of today, one's own or a principal's."""

    kind: str
    label: str
    office: Named | None
    unit: Named | None
    principal_id: int | None


class TokenUsed(Told):
    """The token by which the program got in."""

    id: int
    scope: str
    last_day: Day | None


class Me(Told):
    """Who asks."""

    id: int
    name: str
    unit: Named
    today: Day
    roles: list[RoleHeld]
    token: TokenUsed | None


@router.get("/me", response=answers(Me), summary="本人、今天的角色、所用的令牌")
def me(request: Request) -> HttpResponse:
    who = request.clock.by
    offices = dict(Office.objects.filter(pk__in=who.offices()).values_list("pk", "name"))
    units = dict(Unit.objects.filter(pk__in=who.units() | {who.unit_id}).values_list("pk", "name"))
    return answered(
        {
            "id": who.person_id,
            "name": who.name,
            "unit": {"id": who.unit_id, "name": units[who.unit_id]},
            "today": day(who.on),
            "roles": [_role(one, offices, units) for one in who.held()],
            "token": _token(caller(request)),
        }
    )


def _role(one: Held, offices: dict[int, str], units: dict[int, str]) -> dict[str, object]:
    office = one.office_id
    return {
        "kind": one.kind,
        "label": str(Role.Kind(one.kind).label),
        "office": {"id": office, "name": offices[office]} if office is not None else None,
        "unit": {"id": one.unit_id, "name": units[one.unit_id]} if office is None else None,
        "principal_id": one.principal_id,
    }


def _token(by: Caller) -> dict[str, object] | None:
    token = by.token
    if token is None:
        return None
    return {"id": token.pk, "scope": token.scope, "last_day": day(token.last_day)}

"""Roles and delegations as lines of a page: what, where, from when to when, and whether they can be ended."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

from django.urls import reverse

from guatu.accounts.models import Delegation, Role
from guatu.web.parts import State


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleRow:
    """A role with its days; the last day is said, not the first on which it no longer holds."""

    kind: str
    place: str
    valid_from: date
    last: date | None
    state: State
    revoke_url: str

    @classmethod
    def of(cls, role: Role, *, on: date, may: bool) -> Self:
        state = _state(role.valid_from, role.valid_to, on)
        url = f"{reverse('web:person-do', args=[role.person_id, 'revoke'])}?of={role.pk}"
        return cls(
            kind=str(role),
            place=str(role.office or role.unit),
            valid_from=role.valid_from,
            last=role.valid_to - timedelta(days=1) if role.valid_to else None,
            state=state,
            revoke_url=url if may and state.code != "done" else "",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class DelegationRow:
    """A delegation with its days and its reason."""

    principal: str
    delegate: str
    work: str
    valid_from: date
    last: date
    reason: str
    state: State
    withdraw_url: str

    @classmethod
    def of(cls, row: Delegation, *, on: date, may: bool, own: bool = False) -> Self:
        if own:
            url = reverse("web:account-do", args=["withdraw"])
        else:
            url = reverse("web:person-do", args=[row.principal_id, "withdraw"])
        return cls(
            principal=row.principal.name,
            delegate=row.delegate.name,
            work=row.work,
            valid_from=row.valid_from,
            last=row.valid_to - timedelta(days=1),
            reason=row.reason,
            state=_state(row.valid_from, row.valid_to, on),
            withdraw_url=f"{url}?of={row.pk}" if may else "",
        )


def _state(starts: date, ends: date | None, on: date) -> State:
    if ends is not None and ends <= max(on, starts):
        return State("done", "已终止")
    return State("wait", "未开始") if starts > on else State("work", "有效")

"""What the page of look-backs is asked for, read from its address, and the addresses of its numbers."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse

from guatu.accounts.models import Unit
from guatu.http.requests import Request
from guatu.ledgers.models import Item, Ledger, LookBack, Risk
from guatu.ledgers.queries import look_backs

TABS: Final[Mapping[str, str]] = {
    "undecided": "待确认",
    "due": "到期",
    "planned": "计划中",
    "looked": "已看",
    "dropped": "不看",
    "rates": "反弹率",
}
RESULTS: Final = {code.value: str(code.label) for code in LookBack.LOOKED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which part of the page, and what narrows it."""

    show: str
    ledger: int | None
    unit: int | None
    kind: str
    category: str
    risk: str
    result: str

    @classmethod
    def read(cls, request: Request) -> "Asked":
        """From the address, or from a form that was sent from the page; what makes no sense is left out."""
        given = request.GET
        show, risk, result = given.get("show", ""), given.get("risk", ""), given.get("result", "")
        return cls(
            show=show if show in TABS else "",
            ledger=_number(given.get("ledger", "")),
            unit=_number(given.get("unit", "")),
            kind=kind if (kind := given.get("kind", "")) in Item.Kind.values else "",
            category=given.get("category", "")[:60],
            risk=risk if risk in Risk.values else "",
            result=result if result in RESULTS else "",
        )

    def url(self, **other: object) -> str:
        """The address of the same with something else asked; empty values ask nothing."""
        words = {"show": self.show, "ledger": self.ledger, "unit": self.unit, "kind": self.kind,
                 "category": self.category, "risk": self.risk, "result": self.result} | other  # fmt: skip
        query = urlencode({name: str(value) for name, value in words.items() if value})
        return f"{reverse('web:look-backs')}?{query}" if query else reverse("web:look-backs")

    def narrowed(self, rows: "QuerySet[LookBack]") -> "QuerySet[LookBack]":
        """The look-backs that are asked for."""
        asked = look_backs.Asked(
            unit=self.unit, kind=self.kind, category=self.category, risk=self.risk, result=self.result
        )
        return asked.narrowed(rows)

    def unit_name(self) -> str:
        found = Unit.objects.filter(pk=self.unit).first() if self.unit else None
        return found.name if found else ""


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else None


def ledgers_of(request: Request) -> "QuerySet[Ledger]":
    """The ledgers whose look-backs this person sees; whoever has no part in any finds no page."""
    if not request.clock.by.offices(*look_backs.READERS):
        raise Http404
    return look_backs.ledgers(request.clock.by)

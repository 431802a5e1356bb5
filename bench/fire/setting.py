"""The county that is set on fire: the demonstrated one, with a token for each of those who act.

`python -m bench.fire.setting FILE` makes the tokens in the data folder of the environment and writes down who
acts.
"""

import json
import sys
from dataclasses import asdict, dataclass
from datetime import timedelta
from pathlib import Path
from typing import Final

_LIAISONS: Final = 3


@dataclass(frozen=True, slots=True)
class Setting:
    """Where people act, by which keys, and for which units."""

    ledger: int
    office: int
    deadline: str
    coordinator: str
    liaisons: list[str]
    units: list[int]
    names: list[str]


def load(path: Path) -> Setting:
    """What `main` has written."""
    return Setting(**json.loads(path.read_text(encoding="utf-8")))


def main(path: Path) -> None:
    """Make the tokens."""
    import django

    django.setup()
    from django.utils.timezone import localdate

    from guatu.accounts.models import Person, Role
    from guatu.ledgers.models import Ledger

    ledger = Ledger.objects.get(prefix="YS")
    held = Role.objects.filter(kind="liaison", unit__kind="town").select_related("person", "unit")
    roles = list(held.order_by("pk")[:_LIAISONS])
    made = Setting(
        ledger=ledger.pk,
        office=ledger.office_id,
        deadline=str(localdate() + timedelta(days=60)),
        coordinator=_key(Person.objects.get(username="coordinator")),
        liaisons=[_key(one.person) for one in roles],
        units=[one.unit.pk for one in roles if one.unit],
        names=[one.unit.name for one in roles if one.unit],
    )
    path.write_text(json.dumps(asdict(made)), encoding="utf-8")


def _key(person: object) -> str:
    from django.utils.timezone import localdate, now

    from guatu.accounts.actions import tokens
    from guatu.accounts.models import Person
    from guatu.history.chains import SYSTEM

    assert isinstance(person, Person)  # noqa: S101
    return tokens.make(person=person, scope="write", by=SYSTEM, at=now(), on=localdate())[1]


if __name__ == "__main__":
    main(Path(sys.argv[1]))

"""A form acts once: pressed twice, or sent again when the network failed, it is answered, not repeated."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Final

from django.db import IntegrityError, transaction

from guatu.http.errors import DoorRefusal
from guatu.http.models import Acted

FIELD: Final = "form_key"
_KEPT: Final = timedelta(days=45)
"""Longer than a form may wait on a device: see `guatu.ledgers.claims`."""


class ActedAlready(DoorRefusal):
    """The same form was acted on before."""

    code = "acted_already"

    def __str__(self) -> str:
        return "这份表单已经提交过，没有重复办理"


def new_key() -> str:
    """A key for a form that is shown."""
    return secrets.token_urlsafe(18)


@contextmanager
def only_once(*, person_id: int, key: str, at: datetime) -> Iterator[None]:
    """What is done inside is done with the first form of this key, all or nothing; refuses the second.

    A refusal inside gives the key free again. A form without a key is not guarded.
    """
    with transaction.atomic():
        if key:
            _take(person_id, key[:64], at)
        yield


def _take(person_id: int, key: str, at: datetime) -> None:
    try:
        with transaction.atomic():
            Acted.objects.create(person_id=person_id, key=key, at=at)
    except IntegrityError as error:
        raise ActedAlready from error


def forget(*, at: datetime) -> int:
    """Drop the keys of forms that nobody sends again; how many."""
    return Acted.objects.filter(at__lt=at - _KEPT).delete()[0]

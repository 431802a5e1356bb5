"""The place from which a list is read on, as one opaque word: ours alone, and of one order."""

from collections.abc import Sequence
from datetime import date, datetime

from django.core import signing

from guatu.http.errors import Malformed
from guatu.ledgers.queries.keyset import Place, keys_of

_SALT = "guatu.api.cursors"
_DAYS, _MOMENTS = frozenset(("deadline",)), frozenset(("last_at",))


def written(place: Place | None, *, order: str) -> str | None:
    """The word for a place; None at the end."""
    if place is None:
        return None
    return signing.dumps([order, *map(_plain, place)], salt=_SALT)


def read(word: str, *, order: str) -> Place | None:
    """The place that a word means; refuses a word of another list, or one that was changed."""
    if not word:
        return None
    try:
        of, *values = signing.loads(word, salt=_SALT)
    except signing.BadSignature as error:
        raise Malformed({"cursor": "不是本接口给出的"}) from error
    keys = keys_of(order)
    if of != order or len(values) != len(keys):
        raise Malformed({"cursor": "是另一种排序给出的"})
    return _typed([one.field for one in keys], values)


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def _typed(fields: Sequence[str], values: Sequence[object]) -> Place:
    found: list[object] = []
    for field, value in zip(fields, values, strict=True):
        if value is not None and field in _DAYS:
            found.append(date.fromisoformat(str(value)))
        elif value is not None and field in _MOMENTS:
            found.append(datetime.fromisoformat(str(value)))
        else:
            found.append(value)
    return tuple(found)

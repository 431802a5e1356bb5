"""What a person typed, made fit for a field: spaces folded, one Unicode form, within its length."""

import re
import unicodedata
from typing import Final

from django.db import models

from guatu.accounts.errors import FieldMalformed, FieldMissing, FieldTooLong

_USERNAME: Final = re.compile(r"[a-z0-9\u4e00-\u9fff][a-z0-9\u4e00-\u9fff._@-]*")


def text(model: type[models.Model], name: str, value: str) -> str:
    """The value as the field keeps it; refuses an empty one that is needed, and a long one."""
    field = model._meta.get_field(name)
    assert isinstance(field, models.CharField)  # noqa: S101 - asked for fields of text alone
    kept = unicodedata.normalize("NFC", " ".join(value.split()))
    if not kept and not field.blank:
        raise FieldMissing(field=str(field.verbose_name))
    if field.max_length and len(kept) > field.max_length:
        raise FieldTooLong(field=str(field.verbose_name), limit=field.max_length)
    return kept


def username(value: str) -> str:
    """A user name in its one spelling: half-width, small letters; the same for sign-in and for adding."""
    return unicodedata.normalize("NFKC", value).strip().lower()


def new_username(model: type[models.Model], value: str) -> str:
    """A user name that may be given to somebody."""
    kept = text(model, "username", username(value))
    if not _USERNAME.fullmatch(kept):
        cure = "用字母、数字、汉字和 . _ @ -，以字母、数字或汉字开头"
        raise FieldMalformed(field="用户名", value=kept, cure=cure)
    return kept


def choice(model: type[models.Model], name: str, value: str) -> str:
    """One of the codes that the field knows."""
    field = model._meta.get_field(name)
    assert isinstance(field, models.CharField)  # noqa: S101 - asked for fields of text alone
    labels = dict(field.flatchoices)
    if value not in labels:
        cure = f"应为{'、'.join(str(label) for label in labels.values())}之一"
        raise FieldMalformed(field=str(field.verbose_name), value=value, cure=cure)
    return value

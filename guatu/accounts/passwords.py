"""The rule on passwords that Django lacks."""

import unicodedata
from typing import Final

from django.core.exceptions import ValidationError

from guatu.accounts.models import Person

_LEAST: Final = 3


class KindsOfCharacters:
    """A password mixes capitals, small letters, digits and signs: at least three of the four."""

    def validate(self, password: str, user: Person | None = None) -> None:
        kinds = {_kind(one) for one in password}
        if len(kinds) < _LEAST:
            raise ValidationError(self.get_help_text(), code="password_too_uniform")

    def get_help_text(self) -> str:
        return "密码须包含大写字母、小写字母、数字、符号中的至少三种。"


def _kind(one: str) -> str:
    """Capital, small letter, digit, or sign; a Chinese character counts as a sign."""
    category = unicodedata.category(one)
    return category if category in ("Lu", "Ll", "Nd") else "sign"

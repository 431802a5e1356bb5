"""Forms of the door: what is typed to sign in, to change a password, to give a code."""

from typing import Final

from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts

from guatu.accounts.errors import WeakPassword, WrongCode, WrongPassword
from guatu.kernel.errors import Refusal

_LONGEST: Final = 200
_FIELDS: Final[dict[type[Refusal], str]] = {WrongPassword: "old", WeakPassword: "new", WrongCode: "code"}


def _password(label: str, complete: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=_LONGEST,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": complete}),
        error_messages={"required": f"未填{label}，请补填", "max_length": f"{label}过长，请核对"},
    )


class SignInForm(forms.Form):
    """User name and password."""

    username = forms.CharField(
        label="用户名",
        max_length=60,
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autofocus": True, "autocapitalize": "none"}
        ),
        error_messages={"required": "未填用户名，请补填", "max_length": "用户名过长，请核对"},
    )
    password = _password("密码", "current-password")


class PasswordForm(forms.Form):
    """A new password of one's own, written twice."""

    old = _password("原密码", "current-password")
    new = _password("新密码", "new-password")
    again = _password("再输一次新密码", "new-password")

    @property
    def rules(self) -> list[str]:
        """What a password must be, one sentence each."""
        return [str(text) for text in password_validators_help_texts()]

    def clean_again(self) -> str:
        again: str = self.cleaned_data["again"]
        if "new" in self.cleaned_data and again != self.cleaned_data["new"]:
            raise forms.ValidationError("两次输入的新密码不一致，请重新输入", code="mismatch")
        return again


class CodeForm(forms.Form):
    """The six digits that an authenticator shows."""

    code = forms.CharField(
        label="动态口令",
        max_length=10,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True}
        ),
        error_messages={
            "required": "未填动态口令，请输入6位数字",
            "max_length": "动态口令应为6位数字，请核对",
        },
    )

    def clean_code(self) -> str:
        code = "".join(self.cleaned_data["code"].split())
        if len(code) != 6 or not code.isdecimal():
            raise forms.ValidationError("动态口令应为6位数字，请核对", code="malformed")
        return code


def refuse(form: forms.Form, refusal: Refusal) -> None:
    """Show a refusal at the field it is about, or above the form."""
    field = _FIELDS.get(type(refusal))
    form.add_error(field if field in form.fields else None, str(refusal))

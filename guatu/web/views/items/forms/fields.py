"""The kinds of fields that the forms of acts are made of, with their words for what is missing."""

from collections.abc import Iterable
from typing import Final

from django import forms

LONGEST: Final = 2000
PAPERS: Final = ".pdf,.jpg,.jpeg,.png,.doc,.docx,.wps,.ofd,.xls,.xlsx"


def words(label: str, *, required: bool = True, hint: str = "", rows: int = 3) -> forms.CharField:
    """A field for sentences."""
    return forms.CharField(
        label=label,
        required=required,
        help_text=hint,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": f"请填写{label}", "max_length": f"{label}请控制在 {LONGEST} 字以内"},
    )


def line(label: str, *, required: bool = True, hint: str = "", longest: int = 200) -> forms.CharField:
    """A field for one line."""
    return forms.CharField(
        label=label,
        required=required,
        help_text=hint,
        max_length=longest,
        error_messages={"required": f"请填写{label}", "max_length": f"{label}请控制在 {longest} 字以内"},
    )


def day(label: str, *, required: bool = True, hint: str = "") -> forms.DateField:
    """A field for a day."""
    return forms.DateField(
        label=label,
        required=required,
        help_text=hint,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": f"请选{label}", "invalid": f"{label}请写成 2026-09-30 这样"},
    )


def figure(label: str, *, required: bool = True, hint: str = "") -> forms.DecimalField:
    """A field for a quantity."""
    return forms.DecimalField(
        label=label,
        required=required,
        help_text=hint,
        min_value=0,
        max_digits=16,
        decimal_places=4,
        widget=forms.NumberInput(attrs={"inputmode": "decimal", "step": "any"}),
        error_messages={
            "required": f"请填写{label}",
            "invalid": f"{label}请填数字",
            "min_value": f"{label}不能小于 0",
            "max_digits": f"{label}过大，请核对",
            "max_decimal_places": f"{label}最多 4 位小数",
        },
    )


def paper(label: str, *, required: bool = False, hint: str = "") -> forms.FileField:
    """A field for one document."""
    return forms.FileField(
        label=label,
        required=required,
        help_text=hint or "PDF、图片、Word、WPS、OFD、表格",
        widget=forms.FileInput(attrs={"accept": PAPERS}),
        error_messages={"required": f"请附上{label}", "empty": "文件是空的，请重新选择"},
    )


def choice(label: str, *, required: bool = True, hint: str = "") -> forms.TypedChoiceField:
    """A field to choose one row by its key; its choices are filled in by the form."""
    return forms.TypedChoiceField(
        label=label,
        required=required,
        help_text=hint,
        coerce=int,
        empty_value=None,
        error_messages={"required": f"请选{label}", "invalid_choice": "所选已不可用，请重新选择"},
    )


def offer(field: forms.Field, rows: Iterable[tuple[int, str]], *, empty: str = "") -> None:
    """Fill the choices of a field; `empty` stands first, for choosing none."""
    assert isinstance(field, forms.TypedChoiceField)  # noqa: S101 - made by `choice`
    head: list[tuple[int | str, str]] = [("", empty)] if empty else []
    field.choices = [*head, *rows]

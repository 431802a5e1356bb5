"""What the forms of the registry share: a title, one button, the action behind it, refusals in place."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, ClassVar, Final

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from guatu.accounts import errors
from guatu.accounts.lists.units import NamedUnits
from guatu.accounts.models import Person, Unit
from guatu.http.requests import Request
from guatu.kernel.errors import Refusal

_AT: Final[dict[type[Refusal], tuple[str, ...]]] = {
    errors.NameTaken: ("name",),
    errors.CodeTaken: ("code",),
    errors.UsernameTaken: ("username",),
    errors.ExternalIdTaken: ("external_id",),
    errors.EndsBeforeStart: ("valid_to", "until"),
    errors.StartsEarlier: ("valid_from",),
    errors.UnitEnded: ("successor", "taker", "unit"),
    errors.AlreadyOffice: ("unit",),
    errors.AlreadyDecided: ("day",),
    errors.AlreadyGranted: ("kind",),
    errors.NothingToDelegate: ("place",),
    errors.Unordered: ("parent", "successor", "delegate"),
}
"""Refusal → the fields it may stand at; the first that the form has is taken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Secret:
    """A password that is shown once."""

    person: Person
    password: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What came of a deed: what to tell, where to go, what to show once."""

    words: str
    address: str = ""
    secret: Secret | None = None


class DeedForm(forms.Form):
    """A deed as a dialog."""

    title: ClassVar[str]
    confirm: ClassVar[str] = "确定"
    note: ClassVar[str] = ""
    is_grave: ClassVar[bool] = False
    is_wide: ClassVar[bool] = False
    template: ClassVar[str] = "web/accounts/_fields.html"
    use_required_attribute = False

    def __init__(self, *args: Any, request: Request, subject: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request, self.subject = request, subject
        self.prepare()

    def prepare(self) -> None:
        """Refuse who may not, fill choices and first values."""

    @property
    def heading(self) -> str:
        return self.title

    @property
    def explanation(self) -> str:
        """What comes of it, over the fields."""
        return self.note

    def perform(self) -> Done:
        """Do it."""
        raise NotImplementedError

    def refuse(self, refusal: Refusal) -> None:
        """Put a refusal at the field that it is about, else over the form."""
        named = refusal.details().get("field")
        known = next((name for name, field in self.fields.items() if field.label == named), None)
        places = (known, *_AT.get(type(refusal), ()))
        self.add_error(next((name for name in places if name in self.fields), None), str(refusal))


class Suggesting(forms.TextInput):
    """A line of text with a list to pick from, which the browser narrows while one types."""

    def __init__(self, **attrs: Any) -> None:
        super().__init__(attrs={"autocomplete": "off"} | attrs)
        self.offered: list[tuple[str, str]] = []

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        given = self.build_attrs(self.attrs, attrs)
        given |= {"type": "text", "name": name, "value": value or "", "list": f"{given['id']}_list"}
        options = format_html_join("", '<option value="{}">{}</option>', self.offered)
        return format_html(
            '<input{}><datalist id="{}">{}</datalist>', SafeString(flatatt(given)), given["list"], options
        )


class UnitField(forms.CharField):
    """A unit by its full name, short name or code; the form says among which."""

    def __init__(self, label: str, *, required: bool = True, hint: str = "") -> None:
        super().__init__(
            label=label,
            required=required,
            max_length=80,
            help_text=hint or "全称、简称或代码",
            widget=Suggesting(),
            error_messages={"required": f"未填{label}，请补填"},
        )
        self.among: NamedUnits | None = None

    def offer(self, among: NamedUnits, *, but: Unit | None = None) -> None:
        self.among = among
        units = [unit for unit in among.units if unit != but]
        self.widget.offered = [(unit.name, unit.division.name) for unit in units]

    def clean(self, value: Any) -> Unit | None:
        name = " ".join(super().clean(value).split())
        if not name:
            return None
        found = self.among.find(name) if self.among else None
        if found is None:
            raise forms.ValidationError(f"名册中没有“{name}”，请填全称或从列表中选")
        return found


class PersonField(forms.CharField):
    """A person by name and user name, among those whom the form offers."""

    def __init__(self, label: str, *, hint: str = "", stranger: str = "没有找到“{}”，请从列表中选") -> None:
        self.stranger = stranger
        super().__init__(
            label=label,
            max_length=120,
            help_text=hint or "姓名或用户名",
            widget=Suggesting(),
            error_messages={"required": f"未填{label}，请补填"},
        )
        self.by_words: dict[str, list[Person]] = {}

    def offer(self, people: Iterable[Person]) -> None:
        those = list(people)
        self.by_words = {}  # a field is copied for each form, but only its surface
        for person in those:
            for words in dict.fromkeys((_called(person), person.username, person.name)):
                self.by_words.setdefault(words, []).append(person)
        self.widget.offered = [(_called(person), person.unit.name) for person in those]

    def clean(self, value: Any) -> Person:
        words = super().clean(value).strip()
        found = self.by_words.get(words, [])
        if len(found) > 1:
            raise forms.ValidationError(f"有{len(found)}位{words}，请从列表中选")
        if not found:
            raise forms.ValidationError(self.stranger.format(words))
        return found[0]


def _called(person: Person) -> str:
    return f"{person.name} {person.username}"


def key_of(request: Request) -> int:
    """The row that a deed is about, where its address names one; 0 is none."""
    given = request.GET.get("of", "")
    return int(given) if given.isascii() and given.isdecimal() and len(given) < 19 else 0


def several(
    label: str, choices: Iterable[tuple[str, str]], *, required: bool = False
) -> forms.MultipleChoiceField:
    """Boxes to tick."""
    return forms.MultipleChoiceField(
        label=label,
        required=required,
        choices=list(choices),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": f"请至少选一项{label}", "invalid_choice": "所选已不可用，请重新选择"},
    )


def one_of(
    label: str,
    choices: Iterable[Any] = (),
    *,
    required: bool = True,
    hint: str = "",
    attrs: dict[str, str] | None = None,
) -> forms.ChoiceField:
    """A list to choose one code from."""
    return forms.ChoiceField(
        label=label,
        required=required,
        help_text=hint,
        choices=list(choices),
        widget=forms.Select(attrs=attrs),
        error_messages={"required": f"请选{label}", "invalid_choice": "所选已不可用，请重新选择"},
    )


def number(label: str, *, least: int = 0, most: int = 32767, hint: str = "") -> forms.IntegerField:
    """A whole number within bounds."""
    return forms.IntegerField(
        label=label,
        min_value=least,
        max_value=most,
        help_text=hint,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        error_messages={
            "required": f"请填写{label}",
            "invalid": f"{label}请填整数",
            "min_value": f"{label}不能小于{least}",
            "max_value": f"{label}不能大于{most}",
        },
    )

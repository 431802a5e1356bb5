"""What the forms of all acts share: their page, whom they are about, files kept before they are used."""

from typing import Any, ClassVar

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.http import QueryDict

from guatu.accounts.models import Unit
from guatu.accounts.queries import divisions_below
from guatu.history.models import StoredFile
from guatu.http.requests import Deed
from guatu.ledgers.errors import NotNow
from guatu.ledgers.events import Event
from guatu.ledgers.intake import marks
from guatu.ledgers.models import Item
from guatu.ledgers.queries.item_page import ItemPage
from guatu.web.views.items.forms import fields


class ActForm(forms.Form):
    """An act as a dialog: a title, fields, one button, and the action behind it."""

    event: ClassVar[Event]
    title: ClassVar[str]
    confirm: ClassVar[str] = "确定"
    is_grave: ClassVar[bool] = False
    """Cannot be taken back: the button says so by its colour."""
    is_wide: ClassVar[bool] = False
    template: ClassVar[str] = "web/items/_fields.html"
    """What stands in the dialog."""
    note: ClassVar[str] = ""
    """What comes of it, in one sentence over the fields."""

    def __init__(self, *args: Any, page: ItemPage, about: int | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.page, self.about = page, about
        self.use_required_attribute = False
        self.warning = ""
        self.prepare()

    def prepare(self) -> None:
        """Fill choices and first values from the page, and say in `warning` what to think of first."""

    @property
    def item(self) -> Item:
        return self.page.item

    @property
    def heading(self) -> str:
        """The title of the dialog."""
        return f"{self.title} {self.item.number}"

    @property
    def explanation(self) -> str:
        """What comes of it."""
        return self.note

    @property
    def has_files(self) -> bool:
        return self.is_multipart()

    def differences(self) -> list[tuple[str, str, str]]:
        """After a clash: field, what was typed, what stands now."""
        return []

    def take_over(self) -> None:
        """What stands now has been shown: the next time what was typed may replace it."""
        data = QueryDict(mutable=True)
        data.update(self.data)
        data["seen"] = str(self.item.revision)
        self.data = data

    def perform(self, deed: Deed) -> str:
        """Do it; answers what to tell."""
        raise NotImplementedError

    def gone(self, what: str) -> NotNow:
        """The refusal for something that is no longer there to be acted on."""
        return NotNow(number=self.item.number, deed=self.title, state=what)

    def kept(self, name: str, deed: Deed) -> StoredFile | None:
        """The file of a field, stored."""
        upload: UploadedFile[Any] | None = self.cleaned_data.get(name)
        if upload is None or upload.file is None:
            return None
        return marks.store_unmarked(upload.file, name=upload.name or "", at=deed["at"])


class ReasonForm(ActForm):
    """An act that only needs words."""

    reason_label: ClassVar[str] = "理由"
    reason_hint: ClassVar[str] = ""

    reason = forms.CharField(max_length=fields.LONGEST, widget=forms.Textarea(attrs={"rows": 3}))

    def prepare(self) -> None:
        field = self.fields["reason"]
        field.label, field.help_text = self.reason_label, self.reason_hint
        field.error_messages["required"] = f"请填写{self.reason_label}"


def units_of_office(page: ItemPage) -> QuerySet[Unit]:
    """The units that the office of an item may hand it to."""
    division = page.item.ledger.office.unit.division_id
    found = Unit.objects.in_force(on=page.on).filter(division__in=divisions_below([division]))
    return found.order_by("kind", "position", "pk")

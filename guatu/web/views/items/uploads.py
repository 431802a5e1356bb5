"""Files that forms of items bring: sent before, and named by a word, or coming with the form."""

from collections.abc import Iterable
from typing import Any, Final

from django import forms
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from guatu.http.requests import Deed
from guatu.http.uploads import MOST, FileRefused, keep, read
from guatu.ledgers.actions.reports import NewEvidence

FIELD: Final = "kept"


class FilesWidget(forms.FileInput):
    """A field that takes several files."""

    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return files.getlist(name) if isinstance(files, MultiValueDict) else files.get(name)


class FilesField(forms.FileField):
    """Several files, or none."""

    widget = FilesWidget

    def clean(self, data: Any, initial: Any = None) -> Any:
        return [super(FilesField, self).clean(one, initial) for one in data or ()]


def words_of(data: object) -> list[str]:
    """The words of files that a form brings along."""
    return [str(one) for one in data.getlist(FIELD)] if isinstance(data, QueryDict) else []


def given(form: Any, deed: Deed, *, measures: Iterable[int], scope: int | None = None) -> list[NewEvidence]:
    """All files of a form: those sent before, by their words, and those that come with it.

    `scope` is for what they were sent, where that is no item.
    """
    chosen = tuple(measures)
    ids = {"person_id": deed["by"].person_id, "item_id": form.item.pk if scope is None else scope}
    found = [read(word, **ids) for word in words_of(form.data)]
    found += [keep(upload, at=deed["at"]) for upload in form.cleaned_data.get("file") or ()]
    if len(found) > MOST:
        raise FileRefused(f"一次最多传 {MOST} 份，请分几次报")
    unique = {one.sha256: one for one in found}
    return [one.evidence(chosen) for one in unique.values()]

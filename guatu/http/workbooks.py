"""Workbooks from which units and people are imported, as they come in at a door."""

from typing import Any, Final

from django.core.files.uploadedfile import UploadedFile

from guatu.accounts.errors import NotAWorkbook

MOST_MB: Final = 10


class TooLarge(NotAWorkbook):
    """A workbook past the size that is read here."""

    code = "workbook_too_large"
    sentence = f"文件超过 {MOST_MB} MB，请分成几份再传"


class NoFile(NotAWorkbook):
    """Nothing was chosen."""

    code = "workbook_missing"
    sentence = "还没有选文件，请选 xlsx 文件"


def read(file: "UploadedFile[Any] | object") -> tuple[str, bytes]:
    """The name of a workbook and its bytes; refuses none, and one that is too large."""
    if not isinstance(file, UploadedFile) or not file.size:
        raise NoFile
    if file.size > MOST_MB * 1024 * 1024:
        raise TooLarge
    return file.name or "", file.read()

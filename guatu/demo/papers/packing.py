"""Zip files whose bytes repeat: every entry bears the same day."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo


def repacked(data: bytes) -> bytes:
    """The same entries in the same order, dated 1980-01-01."""
    buffer = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(buffer, "w") as new:
        for name in old.namelist():
            entry = ZipInfo(name)
            entry.compress_type = ZIP_DEFLATED
            new.writestr(entry, old.read(name))
    return buffer.getvalue()

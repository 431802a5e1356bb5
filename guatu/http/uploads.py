"""Files on their way into an item: stored at once, named by a signed word until the act that uses them comes.

The word says whose it is and for which item; nobody can make one for a file that he did not send himself.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.core import signing
from django.core.files.uploadedfile import UploadedFile

from guatu.history.models import StoredFile
from guatu.history.sniffing import UNKNOWN
from guatu.ledgers import pictures
from guatu.ledgers.actions import photographs
from guatu.ledgers.actions.reports import NewEvidence
from guatu.ledgers.errors import LedgerRefusal
from guatu.ledgers.intake import marks
from guatu.ledgers.intake.viruses import Scan
from guatu.papers.errors import TemplateRefused
from guatu.papers.layout import trial

MOST: Final = 30
"""Files that one report may bring."""
_SALT: Final = "guatu.web.items.uploads"
_DAY: Final = 24 * 3600
_LONGEST_NAME: Final = 120


class FileRefused(LedgerRefusal):
    """A file that cannot be evidence."""

    code = "file_refused"

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why

    def __str__(self) -> str:
        return self.why

    def details(self) -> dict[str, str | int | None]:
        return {"field": "file"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A stored file with what the device claims about it."""

    sha256: str
    name: str
    perceptual_hash: str = ""
    taken_at: str = ""
    place: str = ""
    is_unscanned: bool = False
    """There is a virus scanner, and it did not look."""

    def evidence(self, measures: Iterable[int]) -> NewEvidence:
        """The same for the action."""
        return NewEvidence(
            file=StoredFile.objects.get(pk=self.sha256),
            name=self.name,
            perceptual_hash=self.perceptual_hash,
            taken_at=datetime.fromisoformat(self.taken_at) if self.taken_at else None,
            place=self.place,
            measures=tuple(measures),
        )


def keep(upload: "UploadedFile[Any]", *, at: datetime) -> Kept:
    """Store a file and look at it; refuses what is empty, too large, secret or of no known kind."""
    name = short_name(upload.name or "文件")
    if not upload.size or upload.file is None:
        raise FileRefused(f"“{name}”是空的，没有保存，请重新选择")
    if upload.size > settings.UPLOAD_LIMIT:
        raise FileRefused(f"“{name}”超过 {settings.UPLOAD_LIMIT // 1024 // 1024} MB，没有保存，请压缩后再传")
    file, scan = marks.store_looked_at(upload.file, name=name, at=at)
    is_unscanned = scan == Scan.UNSCANNED
    if file.media_type == UNKNOWN:
        raise FileRefused(f"“{name}”看不出是什么文件，没有保存，请传照片、PDF 或办公文档")
    picture = photographs.look(file.sha256) if file.media_type in pictures.SHOWN else None
    if picture is None:
        return Kept(sha256=file.sha256, name=name, is_unscanned=is_unscanned)
    return Kept(
        sha256=file.sha256,
        name=name,
        perceptual_hash=picture.perceptual_hash,
        taken_at=picture.taken_at.isoformat() if picture.taken_at else "",
        place=picture.place,
        is_unscanned=is_unscanned,
    )


def keep_template(upload: "UploadedFile[Any]", kind: str, *, at: datetime) -> tuple[StoredFile, str]:
    """Store a template of papers of a kind; what is no good is told before anything of it is kept."""
    if not upload.size or upload.file is None:
        raise TemplateRefused("文件是空的")
    if upload.size > trial.LARGEST:
        raise TemplateRefused(f"文件超过 {trial.LARGEST // 1024 // 1024} MB")
    if faults := trial.faults(upload.read(), kind):
        raise TemplateRefused(*faults)
    upload.seek(0)
    name = short_name(upload.name or "模板.docx")
    return marks.store_unmarked(upload.file, name=name, at=at), name


def short_name(name: str) -> str:
    """The last part of a path, without control characters, its ending kept when it is too long."""
    plain = "".join(one for one in name.replace("\\", "/").rpartition("/")[2] if one.isprintable()).strip()
    if len(plain) <= _LONGEST_NAME:
        return plain or "文件"
    stem, dot, ending = plain.rpartition(".")
    return f"{stem[: _LONGEST_NAME - 12]}{dot}{ending[:10]}" if dot else plain[:_LONGEST_NAME]


def word_for(kept: Kept, *, person_id: int, item_id: int) -> str:
    """The signed word by which a form names the file."""
    return signing.dumps([person_id, item_id, asdict(kept)], salt=_SALT, compress=True)


def read(word: str, *, person_id: int, item_id: int) -> Kept:
    """The file that a word names; refuses an old or a foreign one."""
    try:
        person, item, kept = signing.loads(word, salt=_SALT, max_age=_DAY)
    except signing.BadSignature as error:
        raise FileRefused("有文件传上来超过一天，请重新选择") from error
    if (person, item) != (person_id, item_id):
        raise FileRefused("有文件不是在本事项上传的，请重新选择")
    return Kept(**kept)

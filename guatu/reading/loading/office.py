"""doc, wps and rtf, turned into docx by LibreOffice where it is installed; old workbooks into xlsx."""

import os
import shutil
import signal
import subprocess
from pathlib import Path, PurePath
from typing import Literal

from guatu.reading.errors import ConverterMissing, DamagedFile, EmptyFile, EncryptedFile, TooSlow
from guatu.reading.loading import docx
from guatu.reading.loading.archive import is_encrypted_package
from guatu.reading.loading.assemble import SourceBuilder
from guatu.reading.loading.rooms import in_room, room
from guatu.reading.source import Source

SECONDS = 50
Target = Literal["docx", "xlsx"]
_FILTERS: dict[Target, str] = {"docx": "docx:MS Word 2007 XML", "xlsx": "xlsx:Calc MS Excel 2007 XML"}
# a wps is a doc by another name
_AS_DOC = {".wps": ".doc", ".wpt": ".doc"}
_KNOWN = frozenset({".doc", ".dot", ".rtf", ".docx", ".xml", ".xls"})
_MEDIA_TYPES = {
    ".wps": "application/vnd.ms-works",
    ".wpt": "application/vnd.ms-works",
    ".rtf": "application/rtf",
}
_DOC = "application/msword"
# no macros, and nothing fetched from where a document points
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
</oor:items>
"""


def load(data: bytes, *, name: str) -> Source:
    """Read a doc, wps or rtf; its media type and digest stay those of the file that was given."""
    if not data:
        raise EmptyFile
    if is_encrypted_package(data):
        raise EncryptedFile
    suffix = PurePath(name).suffix.lower()
    builder = SourceBuilder(name, _MEDIA_TYPES.get(suffix, _DOC), data)
    docx.read_into(builder, convert(data, suffix=suffix))
    return builder.build()


def convert(data: bytes, *, suffix: str, seconds: float = SECONDS, to: Target = "docx") -> bytes:
    """A document of another office format as docx, or a workbook as xlsx.

    Refuses as ConverterMissing, as TooSlow after `seconds`, or as DamagedFile where LibreOffice
    cannot open it. It runs with a profile and a folder of its own, both removed afterwards.
    """
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        raise ConverterMissing
    with room() as folder:
        original = folder / f"original{_suffix(data, suffix)}"
        original.write_bytes(data)
        settings = folder / "profile" / "user" / "registrymodifications.xcu"
        settings.parent.mkdir(parents=True)
        settings.write_text(_SETTINGS, encoding="utf-8")
        _run(in_room(folder, _command(program, folder, original, to)), folder, seconds)
        converted = folder / "out" / f"original.{to}"
        if not converted.is_file():
            raise DamagedFile(why="LibreOffice 打不开")
        return converted.read_bytes()


def _suffix(data: bytes, written: str) -> str:
    """By it LibreOffice chooses its reader; of a name from outside no more than that gets to the disk."""
    suffix = _AS_DOC.get(written, written)
    if suffix in _KNOWN:
        return suffix
    return ".rtf" if data.startswith(b"{\\rtf") else ".doc"


def _command(program: str, folder: Path, original: Path, to: Target) -> list[str]:
    return [
        program,
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--headless",
        "--norestore",
        "--convert-to",
        _FILTERS[to],
        "--outdir",
        str(folder / "out"),
        str(original),
    ]


def _run(command: list[str], folder: Path, seconds: float) -> None:
    """Run to the end or kill: the program starts others, so its whole process group goes."""
    environment = {"PATH": os.environ.get("PATH", os.defpath), "HOME": str(folder), "LANG": "C.UTF-8"}
    process = subprocess.Popen(  # noqa: S603 - a fixed command on a file of our own naming
        command,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired as error:
        raise TooSlow(why="LibreOffice 转换超时") from error
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()

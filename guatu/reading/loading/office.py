"""doc, wps and rtf, turned into docx by LibreOffice where it is installed."""

import os
import shutil
import signal
import subprocess
from pathlib import Path, PurePath
from tempfile import TemporaryDirectory

from guatu.reading.errors import ConverterMissing, DamagedFile, EmptyFile, EncryptedFile, TooSlow
from guatu.reading.loading import docx
from guatu.reading.loading.archive import is_encrypted_package
from guatu.reading.loading.assemble import SourceBuilder
from guatu.reading.source import Source

SECONDS = 50
_FILTER = "docx:MS Word 2007 XML"
# a wps is a doc by another name
_SUFFIXES = {".wps": ".doc", ".wpt": ".doc"}
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


def convert(data: bytes, *, suffix: str, seconds: float = SECONDS) -> bytes:
    """A document of another office format as docx.

    Refuses as ConverterMissing, as TooSlow after `seconds`, or as DamagedFile where LibreOffice
    cannot open it. It runs with a profile and a folder of its own, both removed afterwards.
    """
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        raise ConverterMissing
    with TemporaryDirectory(prefix="guatu-") as folder:
        room = Path(folder)
        original = room / f"original{_SUFFIXES.get(suffix, suffix)}"
        original.write_bytes(data)
        settings = room / "profile" / "user" / "registrymodifications.xcu"
        settings.parent.mkdir(parents=True)
        settings.write_text(_SETTINGS, encoding="utf-8")
        _run(_command(program, room, original), room, seconds)
        converted = room / "out" / "original.docx"
        if not converted.is_file():
            raise DamagedFile(why="LibreOffice 打不开")
        return converted.read_bytes()


def _command(program: str, room: Path, original: Path) -> list[str]:
    return [
        program,
        f"-env:UserInstallation={(room / 'profile').as_uri()}",
        "--headless",
        "--norestore",
        "--convert-to",
        _FILTER,
        "--outdir",
        str(room / "out"),
        str(original),
    ]


def _run(command: list[str], room: Path, seconds: float) -> None:
    """Run to the end or kill: the program starts others, so its whole process group goes."""
    environment = {"PATH": os.environ.get("PATH", os.defpath), "HOME": str(room), "LANG": "C.UTF-8"}
    process = subprocess.Popen(  # noqa: S603 - a fixed command on a file of our own naming
        command,
        cwd=room,
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

"""From a readable source to the file that an office would send."""

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from guatu.demo.errors import PrinterMissing, WriterFailed, WriterMissing
from guatu.demo.papers import plain, printed, sheet, source, web_page, word
from guatu.demo.papers.paper import Format, Paper


def sources() -> list[Path]:
    """The readable sources of the demonstration documents, by name."""
    return sorted((Path(__file__).parents[1] / "documents").glob("*.md"))


def build(source_path: Path, out_dir: Path) -> Path:
    """The file made of a source, named as the source; the same source gives the same bytes, doc aside."""
    paper = source.read(source_path)
    path = out_dir / f"{paper.name}{_EXTENSIONS.get(paper.front.format, f'.{paper.front.format}')}"
    try:
        data = _WRITERS[paper.front.format](paper)
    except ModuleNotFoundError as missing:
        raise PrinterMissing(name=paper.name) from missing
    out_dir.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def _write_old_word(paper: Paper) -> bytes:
    """The docx passed through LibreOffice, which stamps the time: these bytes do not repeat."""
    office = shutil.which("soffice")
    if office is None:
        raise WriterMissing(name=paper.name)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "paper.docx"
        path.write_bytes(word.write(paper))
        profile = f"-env:UserInstallation={(Path(folder) / 'profile').as_uri()}"
        command = [office, profile, "--headless", "--convert-to", "doc", "--outdir", folder, str(path)]
        # at home it would leave settings and caches of its own
        home = {
            "PATH": os.environ.get("PATH", os.defpath),
            "HOME": folder,
            "TMPDIR": folder,
            "LANG": "C.UTF-8",
        }
        try:
            subprocess.run(command, check=True, capture_output=True, timeout=120, env=home)  # noqa: S603 - our own file
            return path.with_suffix(".doc").read_bytes()
        except (subprocess.SubprocessError, OSError) as failure:
            raise WriterFailed(name=paper.name) from failure


_EXTENSIONS: dict[Format, str] = {"scan": ".pdf"}
_WRITERS: dict[Format, Callable[[Paper], bytes]] = {
    "txt": plain.write,
    "html": web_page.write,
    "docx": word.write,
    "doc": _write_old_word,
    "pdf": printed.write_pdf,
    "scan": printed.write_scan,
    "xlsx": sheet.write_xlsx,
    "csv": sheet.write_csv,
}

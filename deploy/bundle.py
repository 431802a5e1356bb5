"""Everything that a machine without a network needs, in one archive: `make bundle`.

    python deploy/bundle.py --out out --builder .venv/bin/hatchling

Wheels of this platform by the hashes of requirements/*.txt, the program with its built assets as a wheel, the
units, and `install.sh`, which installs without an index. Written under another name and renamed when whole.
"""

import argparse
import hashlib
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import tempfile
import tomllib
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[1]
_BESIDE: Final = (
    "deploy/install.sh",
    "deploy/guatu.service",
    "deploy/guatu-backup.service",
    "deploy/guatu-backup.timer",
    "deploy/guatu.env",
    "docs/deploy.md",
    "LICENSE",
)
_ASSETS: Final = "guatu/web/static/guatu/guatu.js"


def main() -> int:
    """Build, and say where it lies."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--out", type=Path, default=ROOT / "out")
    parser.add_argument("--builder", type=Path, default=ROOT / ".venv" / "bin" / "hatchling")
    asked = parser.parse_args()
    if not (ROOT / _ASSETS).is_file():
        sys.stderr.write("页面资源还没有生成，请先执行 make setup\n")
        return 1
    with tempfile.TemporaryDirectory() as folder:
        stage = Path(folder) / _name()
        _fill(stage, asked.builder.absolute())
        target = _packed(stage, asked.out)
    digest = hashlib.sha256(target.read_bytes()).hexdigest()
    sys.stdout.write(f"离线安装包 {target}，{target.stat().st_size / 1e6:.0f} MB\nSHA-256 {digest}\n")
    return 0


def platform() -> str:
    """The Python and the machine that the wheels are for."""
    machine = sysconfig.get_platform().replace("-", "_").replace(".", "_")
    return f"cp{sys.version_info.major}{sys.version_info.minor}-{machine}"


def _name() -> str:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return f"guatu-{project['version']}-{platform()}"


def _fill(stage: Path, builder: Path) -> None:
    """All that goes into the archive, with the digest of each file."""
    stage.mkdir()
    for requirements, folder in (("core.txt", "wheels"), ("tools.txt", "tools")):
        _download(ROOT / "requirements" / requirements, stage / folder)
    _run(str(builder), "build", "-t", "wheel", "-d", str(stage / "program"))
    _check_assets(stage / "program")
    shutil.copy(ROOT / "requirements" / "core.txt", stage / "requirements.txt")
    (stage / "PLATFORM").write_text(f"{platform()}\n", encoding="utf-8")
    for name in _BESIDE:
        shutil.copy(ROOT / name, stage / Path(name).name)
    sums = [
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(stage)}\n"
        for path in sorted(stage.rglob("*"))
        if path.is_file()
    ]
    (stage / "SHA256SUMS").write_text("".join(sums), encoding="utf-8")


def _download(requirements: Path, folder: Path) -> None:
    options = ("--quiet", "--require-hashes", "--no-deps", "--only-binary", ":all:", "--dest", str(folder))
    _run(sys.executable, "-m", "pip", "download", *options, "-r", str(requirements))


def _check_assets(program: Path) -> None:
    """A wheel without style and scripts would be a program without pages."""
    from zipfile import ZipFile

    (wheel,) = program.glob("guatu-*.whl")
    with ZipFile(wheel) as packed:
        if _ASSETS not in packed.namelist():
            raise SystemExit("程序包里没有页面资源，请检查 pyproject.toml")


def _packed(stage: Path, out: Path) -> Path:
    out.mkdir(parents=True, exist_ok=True)
    target = out / f"{stage.name}.tar.gz"
    part = out / f".{target.name}.part"
    try:
        with tarfile.open(part, "w:gz", compresslevel=1) as tar:  # wheels are packed already
            tar.add(stage, arcname=stage.name, filter=_anonymous)
        part.rename(target)
    finally:
        part.unlink(missing_ok=True)
    return target


def _anonymous(info: tarfile.TarInfo) -> tarfile.TarInfo:
    """Nobody's name and number."""
    info.uid = info.gid = 0
    info.uname = info.gname = "root"
    return info


def _run(*command: str) -> None:
    done = subprocess.run(command, cwd=ROOT, check=False)  # noqa: S603 - our own programs
    if done.returncode:
        raise SystemExit(f"没有办成：{' '.join(command[:4])}")


if __name__ == "__main__":
    sys.exit(main())

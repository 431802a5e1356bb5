"""The offline bundle installs where no network is, and what it installed runs."""

import os
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PYTHON = os.environ.get("PYTHON") or str(getattr(sys, "_base_executable", sys.executable))
"""That which has pip."""
soak = pytest.mark.skipif(os.environ.get("GUATU_SOAK") != "1", reason="builds and installs everything")


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Built, and unpacked as on a stick."""
    out = tmp_path_factory.mktemp("bundle")
    subprocess.run([PYTHON, str(ROOT / "deploy" / "bundle.py"), "--out", str(out)], check=True)  # noqa: S603
    with tarfile.open(next(out.glob("guatu-*.tar.gz"))) as tar:
        tar.extractall(out, filter="data")
    yield next(path for path in out.iterdir() if path.is_dir())
    shutil.rmtree(out)


def without_network(command: Sequence[str]) -> list[str]:
    """In a namespace without a network where the system allows it; `--no-index` holds everywhere."""
    probe = subprocess.run(["unshare", "-rn", "true"], capture_output=True, check=False)  # noqa: S607 - of the system
    return ["unshare", "-rn", *command] if probe.returncode == 0 else list(command)


def done(*command: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    """Run with nothing of ours in the environment."""
    own = {"PATH": os.environ["PATH"], "HOME": "/nonexistent", "LC_ALL": "C.UTF-8", **environment}
    return subprocess.run(  # noqa: S603 - our own programs
        without_network(command), env=own, cwd="/", capture_output=True, text=True, timeout=300, check=False
    )


@soak
def test_it_installs_and_runs_without_a_network(bundle: Path, tmp_path: Path) -> None:
    target = tmp_path / "opt"

    for _ in range(2):  # the second time is an update
        shown = done("sh", str(bundle / "install.sh"), str(target), PYTHON=PYTHON)
        assert (shown.returncode, shown.stderr) == (0, "")
        assert "装好了" in shown.stdout
    data = {"GUATU_DATA": str(tmp_path / "data")}
    founding = ("wang", "--name", "王强", "--division", "云桥县", "--code", "350199")
    place = ("--unit", "云桥县人民政府办公室", "--office", "县政府督查室")
    for command in (("prepare",), ("user", "add", *founding, *place), ("checkpoint",), ("verify",)):
        shown = done(str(target / "bin" / "guatu"), *command, **data)
        assert (shown.returncode, shown.stderr) == (0, ""), shown.stdout
    assert list(target.rglob("guatu/web/static/guatu/guatu.css"))


@soak
def test_a_bundle_that_was_damaged_or_is_for_others_is_refused(bundle: Path, tmp_path: Path) -> None:
    wheel = next((bundle / "wheels").glob("*.whl"))
    content = wheel.read_bytes()
    wheel.write_bytes(content + b"x")
    shown = done("sh", str(bundle / "install.sh"), str(tmp_path / "opt"), PYTHON=PYTHON)
    assert shown.returncode == 1
    assert "安装包不完整或被改动" in shown.stderr
    wheel.write_bytes(content)
    platform = (bundle / "PLATFORM").read_text()
    (bundle / "PLATFORM").write_text("cp39-plan9\n")
    shown = done("sh", str(bundle / "install.sh"), str(tmp_path / "opt"), PYTHON=PYTHON)
    assert (shown.returncode, shown.stdout) == (1, "")
    assert "本包适用于 cp39-plan9" in shown.stderr
    (bundle / "PLATFORM").write_text(platform)
    assert not (tmp_path / "opt").exists()


def test_the_bundle_names_no_index() -> None:
    for path in (ROOT / "deploy").iterdir():
        assert "index-url" not in path.read_text(encoding="utf-8")
        assert "://pypi" not in path.read_text(encoding="utf-8")

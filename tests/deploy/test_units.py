"""The units of systemd are read by systemd itself, and leave the service few rights."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from guatu.cli import cli

DEPLOY = Path(__file__).parents[2] / "deploy"
UNITS = sorted(path for path in DEPLOY.iterdir() if path.suffix in (".service", ".timer"))
MOST = 2.5
"""Of ten: how much a service may do to its machine, as systemd counts."""
needs_systemd = pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="no systemd here")


@needs_systemd
def test_systemd_finds_no_fault(tmp_path: Path) -> None:
    """With a program in the place of ours, which is not installed here."""
    for unit in UNITS:
        words = re.sub(r"(?m)^ExecStart=\S+", "ExecStart=/bin/true", unit.read_text(encoding="utf-8"))
        (tmp_path / unit.name).write_text(words, encoding="utf-8")
    command = ["systemd-analyze", "verify", "--man=no", *(str(tmp_path / unit.name) for unit in UNITS)]
    shown = subprocess.run(command, capture_output=True, text=True, check=False, env=_environment())  # noqa: S603

    ours = [line for line in shown.stderr.splitlines() if "guatu" in line]
    assert ours == []
    assert shown.returncode == 0, shown.stderr


@needs_systemd
@pytest.mark.parametrize("name", ["guatu.service", "guatu-backup.service"])
def test_a_service_may_do_little(name: str) -> None:
    command = ["systemd-analyze", "security", "--offline=true", "--no-pager", str(DEPLOY / name)]
    shown = subprocess.run(command, capture_output=True, text=True, check=False, env=_environment())  # noqa: S603

    found = re.search(r"Overall exposure level for \S+: ([0-9.]+)", shown.stdout)
    assert found is not None, shown.stderr
    assert float(found[1]) <= MOST


def test_what_the_units_call_exists() -> None:
    for unit in UNITS:
        for line in unit.read_text(encoding="utf-8").splitlines():
            if line.startswith("ExecStart="):
                program, command, *options = line.partition("=")[2].split()
                assert program == "/opt/guatu/bin/guatu"
                known = {name for option in cli.commands[command].params for name in option.opts}
                assert {one for one in options if one.startswith("--")} <= known


def _environment() -> dict[str, str]:
    return {**os.environ, "SYSTEMD_COLORS": "0", "LC_ALL": "C.UTF-8"}

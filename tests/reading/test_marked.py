"""The program that tells whether a file bears a secrecy mark, and says nothing else."""

import subprocess
import sys
from pathlib import Path

import pytest

from guatu.reading.marked import MARKED, UNMARKED, UNSEEN

PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("通知.txt", "机密★5年\n关于线路的通知".encode(), MARKED),
        ("通知.txt", "关于线路的通知\n由县水利局负责。".encode(), UNMARKED),
        ("绝密★长期.png", PNG, MARKED),
        ("现场.png", PNG, UNMARKED),
        ("通知.docx", b"PK\x03\x04 torn", UNSEEN),
    ],
)
def test_it_answers_by_its_exit_alone(tmp_path: Path, name: str, content: bytes, code: int) -> None:
    file = tmp_path / "0f3a"
    file.write_bytes(content)
    looked = subprocess.run(
        [sys.executable, "-m", "guatu.reading.marked"],
        input=f"{name}\n{file}".encode(),
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert (looked.returncode, looked.stdout, looked.stderr) == (code, b"", b"")

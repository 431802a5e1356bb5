"""The check of a template in a process of its own, with little time and memory.

`python -m guatu.papers.layout.trial letter < 模板.docx` prints one fault a line; nothing for a good one.
"""

import resource
import subprocess
import sys
from typing import Final

LARGEST: Final = 2 * 1024 * 1024
"""Bytes of a template: a few pages, perhaps with a picture of the letterhead."""
_SECONDS: Final = 20
_MEMORY: Final = 1024 * 1024 * 1024
_TROUBLE: Final = "文件太复杂，检查没有做完"


def faults(data: bytes, kind: str) -> list[str]:
    """What stands against a template; one on which the check breaks or takes too long cannot be used."""
    asked = (sys.executable, "-m", "guatu.papers.layout.trial", kind)
    try:
        answer = subprocess.run(  # noqa: S603 - our own program, which is told the kind alone
            asked, input=data, capture_output=True, timeout=_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        return [_TROUBLE]
    if answer.returncode:
        return [_TROUBLE]
    return answer.stdout.decode("utf-8").splitlines()


def _main() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    from guatu.papers.layout import checking

    data = sys.stdin.buffer.read(LARGEST + 1)
    found = (" ".join(one.split()) for one in checking.faults(data, sys.argv[1]))
    sys.stdout.buffer.write("\n".join(found).encode())


if __name__ == "__main__":
    _main()

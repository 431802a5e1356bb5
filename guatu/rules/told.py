"""What a YAML file tells, as plain values."""

from collections.abc import Callable
from pathlib import Path

from guatu.rules.errors import RuleRefusal


def read_yaml(path: Path, refused: Callable[[str, str], RuleRefusal]) -> object:
    """The plain values of a file; what cannot be read is refused by the file's name and a reason."""
    import yaml  # here, for rules are also read without files

    try:
        told: object = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise refused(f"文件 {path.name}", f"读不出来，请核对文件和缩进（{reason}）") from None
    return told

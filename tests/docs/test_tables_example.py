"""The worked example on the page on tables gives what the page shows."""

import doctest
import re
from pathlib import Path

PAGE = (Path(__file__).parents[2] / "docs" / "tables.md").read_text(encoding="utf-8")


def test_the_worked_example_gives_what_the_page_shows() -> None:
    blocks = "\n".join(re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL))
    example = doctest.DocTestParser().get_doctest(blocks, {}, "tables.md", None, 0)

    result = doctest.DocTestRunner().run(example)

    assert result.attempted >= 8
    assert result.failed == 0

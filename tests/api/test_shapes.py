"""The shapes of bodies and answers, as the document names them."""

from collections import defaultdict
from collections.abc import Iterator

from guatu.api import interface
from guatu.api.shapes.base import Asking, Given, Told


def shapes(of: type[Given | Told]) -> Iterator[type[Given | Told]]:
    """Everything that is derived."""
    for one in of.__subclasses__():
        yield one
        yield from shapes(one)


def test_no_two_shapes_share_a_name() -> None:
    """Else the document would tell of one what is true of the other."""
    assert interface.api is not None
    found: dict[str, set[str]] = defaultdict(set)
    for one in (*shapes(Given), *shapes(Told)):
        if issubclass(one, Asking):
            continue
        found[one.__name__].add(str(sorted(map(str, one.model_fields.items()))))

    assert [name for name, kinds in found.items() if len(kinds) > 1] == []

"""Which path is taken, and what both must agree on."""

import pytest

from guatu.rules.engine import paths as engine_paths
from guatu.rules.engine import plain_path, programs
from guatu.rules.engine.errors import FastPathMissing
from guatu.rules.engine.paths import path_of
from tests.rules.engine.pairs import needs_fast


@needs_fast
def test_machine_code_knows_the_steps_by_the_numbers_that_programs_give_them() -> None:
    from guatu.rules.engine import machine

    names = [name for name in vars(machine) if name.isupper()]

    assert len(names) == programs.END
    assert all(getattr(machine, name) == getattr(programs, name) for name in names)


@needs_fast
def test_the_fast_path_is_taken_where_it_is_unless_told_otherwise() -> None:
    from guatu.rules.engine import fast_path

    assert path_of(fast=None) is fast_path
    assert path_of(fast=False) is plain_path


def test_without_numba_the_plain_path_is_taken_and_the_fast_one_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(engine_paths, "has_fast_path", lambda: False)

    assert path_of(fast=None) is plain_path
    with pytest.raises(FastPathMissing, match=r"guatu\[fast\]"):
        path_of(fast=True)

"""The regimes of lights that come with Guatu."""

from functools import cache
from importlib.resources import files
from pathlib import Path

from guatu.rules.regimes.loading import load_regimes
from guatu.rules.regimes.regime import Regime

DEFAULT = "four_colours"


@cache
def shipped() -> dict[str, Regime]:
    """By code, from `data/regimes/presets.yaml`."""
    path = Path(str(files("guatu.ledgers"))) / "data" / "regimes" / "presets.yaml"
    return {regime.code: regime for regime in load_regimes(path)}

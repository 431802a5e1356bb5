"""A desk with a document of which the reader is not sure, and an endpoint that says what a test wants."""

from tests.ledgers.intake.conftest import _begun, data_folder, desk
from tests.ledgers.proposals.models import model

__all__ = ["_begun", "data_folder", "desk", "model"]

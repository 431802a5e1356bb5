"""Pages are looked at on a database of their own, where what a test commits is seen by the server."""

from tests.scratch import scratch, scratch_template

__all__ = ["scratch", "scratch_template"]

"""Warm children that parse files: an untrusted document can cost them their life, never their owner's."""

from guatu.reading.pool.limits import Limits
from guatu.reading.pool.pool import Pool, shared_pool

__all__ = ["Limits", "Pool", "shared_pool"]

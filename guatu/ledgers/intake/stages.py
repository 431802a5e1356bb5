"""How far a document is on its way to a draft: what is known of it is said, and no percentage made up.

The reader works in a process of its own and answers once; how many pages it has seen, it does not tell.
"""

from django.db import models


class Stage(models.IntegerChoices):
    """What is being done with a document, as `Draft.progress` has it."""

    QUEUED = 0, "排队等读"
    READING = 1, "读文字，认事项"
    MATCHING = 2, "对单位，算时限"
    READY = 3, "待核对"

    @classmethod
    def of(cls, progress: int) -> "Stage":
        """The stage of a draft; those of before were counted in per cent."""
        return cls(progress) if progress in cls.values else cls.READING if progress < 100 else cls.READY

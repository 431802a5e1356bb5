"""Verifying the trail from a page: a job does it, for it looks at everything; the page shows the finding."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django_tasks import task
from django_tasks_db.models import DBTaskResult

_SHOWN = 20


@task()
def verify_trail() -> dict[str, Any]:
    """Look at the whole trail; answers what was looked at and what was found, in words."""
    from guatu.history.verifying import verify

    findings = verify(contents=False)
    return {
        "is_whole": findings.is_whole,
        "looked_at": dict(findings.looked_at),
        "found": [one.sentence for one in findings.found[:_SHOWN]],
        "count": sum(findings.counts.values()),
        "notes": list(findings.notes),
    }


@dataclass(frozen=True, slots=True)
class Verified:
    """The last verification, or the one that is under way."""

    is_running: bool
    at: datetime | None
    answer: dict[str, Any] | None


def ask() -> None:
    """Have the trail verified, unless that is under way already."""
    if not last().is_running:
        verify_trail.enqueue()


def last() -> Verified:
    """What is known of the latest verification that was asked for."""
    jobs = DBTaskResult.objects.filter(task_path=verify_trail.module_path).order_by("-enqueued_at")
    recent = list(jobs[:2])
    running = next((job for job in recent if job.finished_at is None), None)
    done = next((job for job in recent if job.finished_at is not None), None)
    answer = done.return_value if done is not None and isinstance(done.return_value, dict) else None
    return Verified(running is not None, done.finished_at if done else None, answer)

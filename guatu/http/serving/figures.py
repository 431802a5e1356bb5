"""The figures of the server in the text format that Prometheus reads; no label holds a name or an address."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Final

from django.db.models import Count, Min, Sum
from django.utils.timezone import localdate
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from guatu import __version__
from guatu.history.models import Chain, Checkpoint, StoredFile
from guatu.http.serving import counting, slots, standing
from guatu.keeping import notes
from guatu.ledgers.models import TickDay

TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"
Labels = Mapping[str, str]


def text(*, at: datetime) -> str:
    """All figures as they are now."""
    return "".join(
        f"{line}\n" for part in (_requests(), _trail(at), _jobs(at), _keeping(at)) for line in part
    )


def _family(
    name: str, kind: str, meaning: str, samples: Iterable[tuple[str, Labels, float]]
) -> Iterator[str]:
    yield f"# HELP {name} {meaning}"
    yield f"# TYPE {name} {kind}"
    for ending, labels, value in samples:
        told = ",".join(f'{label}="{_escaped(word)}"' for label, word in labels.items())
        yield f"{name}{ending}{'{' + told + '}' if told else ''} {value:.15g}"


def _escaped(word: str) -> str:
    return word.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")


def _one(name: str, kind: str, meaning: str, value: float) -> Iterator[str]:
    return _family(name, kind, meaning, [("", {}, value)])


def _requests() -> Iterator[str]:
    routes = list(counting.own().routes())
    counts = [
        ("", {"route": route.name, "status": status}, float(count))
        for route in routes
        for status, count in route.statuses.items()
    ]
    yield from _family("guatu_requests_total", "counter", "Requests by route and status.", counts)
    times = [one for route in routes for one in _times(route)]
    name, meaning = "guatu_request_duration_seconds", "How long requests took, by route."
    yield from _family(name, "histogram", meaning, times)


def _times(route: counting.Route) -> Iterator[tuple[str, Labels, float]]:
    count = 0
    for limit, number in zip((*counting.LIMITS, None), route.times, strict=True):
        count += number
        end = "+Inf" if limit is None else f"{limit:g}"
        yield "_bucket", {"route": route.name, "le": end}, float(count)
    yield "_sum", {"route": route.name}, route.seconds
    yield "_count", {"route": route.name}, float(count)


def _trail(at: datetime) -> Iterator[str]:
    acts = [
        ("", {"chain": code}, float(length)) for code, length in Chain.objects.values_list("code", "length")
    ]
    yield from _family("guatu_acts_total", "counter", "Acts recorded, by chain.", acts)
    files = StoredFile.objects.aggregate(count=Count("pk"), size=Sum("size"))
    yield from _one("guatu_files", "gauge", "Files registered.", files["count"])
    yield from _one("guatu_files_bytes", "gauge", "Bytes of the files registered.", files["size"] or 0)
    last = Checkpoint.objects.order_by("number").last()
    if last is not None:
        age = (at - last.taken_at).total_seconds()
        yield from _one("guatu_checkpoint_age_seconds", "gauge", "Since the last checkpoint.", age)
    day = TickDay.objects.order_by("day").last()
    if day is not None:
        behind = (localdate(at) - day.day).days
        yield from _one(
            "guatu_round_age_days", "gauge", "Days since the last daily round; 0: done today.", behind
        )


def _jobs(at: datetime) -> Iterator[str]:
    counts = dict.fromkeys(TaskResultStatus.values, 0)
    counts |= dict(DBTaskResult.objects.order_by().values_list("status").annotate(Count("pk")))
    samples = [("", {"status": status.lower()}, float(count)) for status, count in counts.items()]
    yield from _family("guatu_jobs", "gauge", "Jobs by state.", samples)
    oldest = DBTaskResult.objects.filter(status=TaskResultStatus.READY).aggregate(Min("enqueued_at"))
    since = oldest["enqueued_at__min"]
    age = (at - since).total_seconds() if since else 0
    yield from _one("guatu_job_wait_seconds", "gauge", "How long the oldest job has waited.", age)
    is_there = float(slots.is_anybody_there())
    yield from _one("guatu_job_worker_up", "gauge", "Does a job worker live?", is_there)


def _keeping(at: datetime) -> Iterator[str]:
    last = notes.last_backup()
    if last is not None:
        age = (at - last.at).total_seconds()
        yield from _one("guatu_backup_age_seconds", "gauge", "Since the last backup.", age)
        yield from _one("guatu_backup_bytes", "gauge", "Bytes of the last backup.", last.size)
        yield from _one("guatu_backup_whole", "gauge", "Was no file missing in it?", float(last.is_whole))
    yield from _one("guatu_database_bytes", "gauge", "Bytes of the database.", standing.database_size())
    yield from _one(
        "guatu_disk_free_bytes", "gauge", "Bytes free where the data lies.", standing.free_space()
    )
    ready = float(standing.is_ready())
    yield from _one("guatu_ready", "gauge", "Is everything there that is needed?", ready)
    info = [("", {"version": __version__}, 1.0)]
    yield from _family("guatu_info", "gauge", "The version of the program.", info)

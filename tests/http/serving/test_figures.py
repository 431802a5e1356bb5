"""What Prometheus reads: counted over all workers, by routes and not by addresses, for those who may."""

import os
import re
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from pytest_django import Settings

from guatu.history.models import Chain
from guatu.http.serving import counting, figures
from guatu.http.serving.counting import Counters

AT = datetime(2026, 9, 18, 1, 2, 3, tzinfo=UTC)
SAMPLE = re.compile(r'[a-z_]+(\{([a-z]+="[^"]*",?)+\})? [0-9.e+-]+')


def value(text: str, name: str) -> float:
    return next(float(line.rpartition(" ")[2]) for line in text.splitlines() if line.startswith(f"{name} "))


def test_workers_are_summed_and_one_that_dies_is_not_forgotten() -> None:
    counters = Counters(2)
    for worker in (0, 1, 1):
        child = os.fork()
        if not child:
            counters.begin(worker)
            counters.count("sign-in", 200, 0.02)
            counters.count("never heard of", 418, 99)
            os._exit(0)
        os.waitpid(child, 0)

    found = {route.name: route for route in counters.routes()}
    assert found["sign-in"].statuses == {"200": 3}
    assert found["sign-in"].times[counting.LIMITS.index(0.025)] == 3
    assert found["sign-in"].seconds == pytest.approx(0.06)
    assert found[counting.NOWHERE].statuses == {"other": 3}
    assert found[counting.NOWHERE].times[-1] == 3


def test_every_route_of_the_pages_is_known(client: Client, db: None) -> None:
    counting.make(1)
    client.get("/items/12345")
    client.get("/api/v1/items?q=王小梅")
    client.get("/nowhere/王小梅")
    client.get("/static/guatu/nothing")

    found = {route.name for route in counting.own().routes()}
    assert {"items/<int:pk>", "api/v1/items", counting.NOWHERE, counting.STATIC} <= found


def test_the_text_is_well_formed_and_tells_of_nobody(client: Client, db: None) -> None:
    counting.make(1)
    Chain.objects.create(code="office-1", length=7, head="x")
    client.get("/people/77?q=王小梅")

    text = client.get("/metrics").content.decode()

    for line in text.splitlines():
        assert line.startswith("# ") or SAMPLE.fullmatch(line), line
    assert 'guatu_acts_total{chain="office-1"} 7' in text
    assert 'guatu_requests_total{route="people/<int:pk>",status="302"} 1' in text
    assert 'guatu_request_duration_seconds_bucket{route="people/<int:pk>",le="+Inf"} 1' in text
    assert "王小梅" not in text
    assert "77" not in {
        word for line in text.splitlines() if "people" in line for word in re.findall(r"\d+", line)
    }


def test_buckets_add_up(db: None) -> None:
    counters = counting.make(1)
    for seconds in (0.001, 0.2, 0.2, 30):
        counters.count("sign-in", 200, seconds)

    lines = [line for line in figures.text(at=AT).splitlines() if "duration" in line and "sign-in" in line]
    counts = [float(line.rpartition(" ")[2]) for line in lines]
    assert counts[: len(counting.LIMITS) + 1] == [1, 1, 1, 1, 1, 3, 3, 3, 3, 3, 3, 4]
    assert counts[-1] == 4


def test_ages_are_told(db: None) -> None:
    text = figures.text(at=AT)

    assert value(text, "guatu_job_worker_up") == 0
    assert value(text, "guatu_ready") == 1
    assert value(text, "guatu_database_bytes") > 0
    assert "guatu_checkpoint_age_seconds" not in text


def test_strangers_read_no_figures(client: Client, db: None, settings: Settings) -> None:
    assert client.get("/metrics").status_code == 200
    assert client.get("/metrics", REMOTE_ADDR="10.1.2.3").status_code == 404
    assert client.get("/metrics", headers={"X-Forwarded-For": "10.1.2.3"}).status_code == 404
    settings.METRICS_TOKEN = "a token"  # noqa: S105 - of this test
    assert client.get("/metrics").status_code == 404
    assert client.get("/metrics", headers={"Authorization": "Bearer another"}).status_code == 404
    assert (
        client.get(
            "/metrics", headers={"Authorization": "Bearer a token"}, REMOTE_ADDR="10.1.2.3"
        ).status_code
        == 200
    )


def test_an_hour_is_told_in_words() -> None:
    from guatu.http.serving.standing import ago

    spans = (timedelta(minutes=5), timedelta(hours=47), timedelta(days=3), timedelta(seconds=-3))
    assert [ago(span) for span in spans] == ["5 分钟前", "47 小时前", "3 天前", "刚刚"]

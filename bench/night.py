"""The lights of every item, each night: `python -m bench.county --parts fill night`."""

import resource
from datetime import timedelta
from time import perf_counter, process_time


def show() -> None:
    """Three nights: nothing new, the next day, and a day two weeks on; what each wrote is undone after it."""
    import django

    django.setup()
    from django.db import connection, transaction
    from django.utils.timezone import localdate, now

    from guatu.history.models import Event
    from guatu.ledgers.lights import nightly
    from guatu.ledgers.models import Item, LightSpan

    at = now()
    nightly.light_all(on=localdate(at), at=at)
    print(f"\n== Night: {Item.objects.count():,} items, {connection.vendor}")
    print(f"{'days on':<10}{'turned':>10}{'spans':>10}{'events':>10}{'s clock':>10}{'s cpu':>10}")
    for days in (0, 1, 14):
        spans, events = LightSpan.objects.count(), Event.objects.count()
        begun, worked = perf_counter(), process_time()
        with transaction.atomic():
            turned = nightly.light_all(on=localdate(at) + timedelta(days=days), at=at + timedelta(days=days))
            clock, cpu = perf_counter() - begun, process_time() - worked
            written = LightSpan.objects.count() - spans, Event.objects.count() - events
            transaction.set_rollback(True)
        figures = (turned, *written, f"{clock:.1f}", f"{cpu:.1f}")
        print(f"{days:<10}" + "".join(f"{one:>10}" for one in figures), flush=True)
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB")

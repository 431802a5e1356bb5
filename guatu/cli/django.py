"""Django for commands that need the database; those that only read files start without it."""

import os


def start(*, alone: bool = False) -> None:
    """Let Django read its settings and load the rooms; twice is as good as once.

    Who is not to have the data folder `alone` shares it with others until the process ends.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guatu.settings")
    import django

    django.setup()
    if not alone:
        from guatu.keeping import occupying

        occupying.share()

"""Django for commands that need the database; those that only read files start without it."""

import os


def start() -> None:
    """Let Django read its settings and load the rooms; twice is as good as once."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guatu.settings")
    import django

    django.setup()

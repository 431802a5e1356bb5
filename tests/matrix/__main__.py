"""`python -m tests.matrix` writes docs/permissions.md."""

import os

import django

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guatu.settings")
    os.environ.setdefault("GUATU_SECRET_KEY", "for a document alone")
    django.setup()
    from tests.matrix import document

    document.FILE.write_text(document.written(), encoding="utf-8")

"""A backup of this version, for later ones to restore: `python -m tests.keeping.releases.make`.

It holds the small county of `tests.keeping.places.fill` and is called by the program's version and the last
change of the ledgers' tables. Made once and then left as it is: `test_releases.py` restores each of them.
"""

import os
import sys
import tempfile
from pathlib import Path
from shutil import move
from typing import Final

HERE: Final = Path(__file__).parent


def main() -> None:
    """Prepare an empty folder, fill it, back it up, and lay the backup here."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"GUATU_DATA": folder, "GUATU_SECRET_KEY": "for tests alone"}
        os.environ.pop("DATABASE_URL", None)
        from guatu.cli.django import start
        from guatu.cli.prepare import prepare

        if prepare.callback is not None:
            prepare.callback()
        start()
        from django.db.migrations.recorder import MigrationRecorder

        from guatu import __version__
        from guatu.keeping import backing_up
        from tests.keeping.places import AT, fill

        fill()
        taken = backing_up.take(Path(folder) / "out", at=AT)
        last = MigrationRecorder.Migration.objects.filter(app="ledgers").order_by("name").last()
        target = HERE / f"guatu-{__version__}-ledgers-{last.name[:4] if last else ''}.tar"
        move(taken.path, target)
        sys.stdout.write(f"{target}\n")


if __name__ == "__main__":
    main()

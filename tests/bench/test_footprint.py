"""What an installation weighs: pinned packages, their files, no bytecode."""

from importlib.metadata import distribution
from pathlib import Path

from bench.footprint import installed_bytes, pinned
from bench.quality import seeds_of

REQUIREMENTS = """# comment with six==1.0
click==8.3.0 \\
    --hash=sha256:00
    # via guatu
markdown-it-py==4.0.0 ; python_version >= "3.11" \\
    --hash=sha256:01
"""


def test_pinned_packages_are_read_from_a_file_of_requirements() -> None:
    assert pinned(REQUIREMENTS) == ["click", "markdown-it-py"]


def test_a_package_weighs_its_sources_and_notes_without_bytecode() -> None:
    folder = Path(str(distribution("click").locate_file("click")))
    sources = sum(path.stat().st_size for path in folder.rglob("*") if path.suffix in (".py", ".typed"))

    assert sources <= installed_bytes("click") < sources + 60_000


def test_a_package_pinned_for_another_system_weighs_nothing() -> None:
    assert installed_bytes("no-such-package-of-ours") == 0


def test_documents_from_elsewhere_find_their_gold_by_number(tmp_path: Path) -> None:
    (tmp_path / "seed-007.json").write_text("{}", encoding="utf-8")
    documents = [Path("007_report.txt"), Path("008_plan.txt"), Path("readme.md")]

    assert seeds_of(tmp_path, documents) == [(Path("007_report.txt"), "seed-007")]

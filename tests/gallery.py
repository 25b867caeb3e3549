"""Make docs/gallery from its scripts: ``python -m tests.gallery``.

Each script is run as a reader would run it, in a folder that holds ``data``, and leaves its picture
there; the page shows them with what each is for.
"""

from __future__ import annotations

import ast
import os
import runpy
import shutil
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
GALLERY = ROOT / "docs" / "gallery"
NOTE = "<!-- Made by `python -m tests.gallery`; a test checks that it is current. -->"


def list_scripts() -> list[Path]:
    """Return the scripts, by name."""
    return sorted(GALLERY.glob("*.py"))


def draw(script: Path, folder: Path) -> Path:
    """Run a script in a folder of its own that holds the bundled data; return its picture."""
    (folder / "data").symlink_to(ROOT / "data")
    before = Path.cwd()
    os.chdir(folder)
    try:
        runpy.run_path(str(script))
    finally:
        os.chdir(before)
    return folder / f"{script.stem}.svg"


def make_page() -> str:
    """Return the gallery's page as Markdown."""
    parts = [NOTE, "", "# Gallery", ""]
    parts += [
        "Every figure of `outcomes.figures`, each by a script that runs as it stands in the folder",
        "of a project. A figure is Matplotlib's: change it, or draw it on axes of your own",
        "([take figures and tables along](../take-along.md)).",
        "",
    ]
    for script in list_scripts():
        about = ast.get_docstring(ast.parse(script.read_text(encoding="utf-8"))) or ""
        parts += [f"## {script.stem.replace('_', ' ').capitalize()}", "", about, ""]
        parts += [f"[{script.name}]({script.name})", ""]
        parts += [f"![{about}]({script.stem}.svg)", ""]
    return "\n".join(parts).rstrip() + "\n"


def main() -> None:
    """Draw every picture and write the page."""
    for script in list_scripts():
        with tempfile.TemporaryDirectory() as folder:
            shutil.copyfile(draw(script, Path(folder)), GALLERY / f"{script.stem}.svg")
    (GALLERY / "README.md").write_text(make_page(), encoding="utf-8")


if __name__ == "__main__":
    main()

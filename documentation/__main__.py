"""Make the documentation site, from `docs/`, the docstrings and the notebooks.

python -m documentation [FOLDER]

Nothing is fetched; a link that leads nowhere, or anything else that Sphinx warns of, is an error.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from sphinx.cmd.build import build_main

from documentation.examples import ROOT
from documentation.pictures import draw_tutorial
from documentation.reference import write_reference
from documentation.validation import write_validation

PAGES = ("index.md", "howto.md", "methods.md", "reference.md", "about.md", "decisions.md")
"""Pages of the site alone: they list others."""
INSTRUMENTS = """
:::{toctree}
:hidden:
:glob:

instruments/*
:::
"""


def build(to: Path, source: Path) -> int:
    """Make the site.

    Parameters
    ----------
    to : Path
        Where its pages go; what is there is replaced.
    source : Path
        An empty folder, in which all that the site is made from is laid out.

    Returns
    -------
    int
        0 if there was no fault and no warning.
    """
    shutil.copytree(ROOT / "docs", source, dirs_exist_ok=True)
    for name in PAGES:
        shutil.copyfile(ROOT / "documentation" / name, source / name)
    for name in ("CHANGELOG.md", "CONTRIBUTING.md"):
        text = (ROOT / name).read_text(encoding="utf-8").replace("](docs/", "](")
        (source / name.lower()).write_text(text, encoding="utf-8")
    with (source / "instruments.md").open("a", encoding="utf-8") as page:
        page.write(INSTRUMENTS)
    draw_tutorial(source)
    write_reference(source / "api", ROOT)
    shutil.rmtree(to, ignore_errors=True)
    configuration = str(ROOT / "documentation")
    quiet = ["--quiet", "--fail-on-warning", "--keep-going", "--jobs", "auto"]
    with tempfile.TemporaryDirectory() as doctrees:
        arguments = ["-c", configuration, "-d", doctrees, *quiet, str(source), str(to)]
        code = build_main(arguments)
    (to / ".buildinfo").unlink(missing_ok=True)  # for building on it, which nothing here does
    write_validation(to / "methods" / "validation" / "index.html")
    return code


def main(arguments: list[str]) -> int:
    """Make it in ``build/docs``, or in the folder named."""
    to = Path(arguments[0]) if arguments else ROOT / "build" / "docs"
    with tempfile.TemporaryDirectory() as folder:
        code = build(to, Path(folder))
    if not code:
        print(f"{to / 'index.html'}")
    return code


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))

"""List the packages that come along with their licences, in ``docs/licences.md``.

python -m documentation.licences
"""

from __future__ import annotations

import re
from importlib.metadata import Distribution, distribution
from pathlib import Path

from packaging.requirements import Requirement

from documentation.examples import ROOT

PAGE = ROOT / "docs" / "licences.md"
LOCK = "requirements.lock"
HEAD = """<!-- Made by `make licences`; a test checks that it names every package of the lock. -->

# Licences

outcomes-notebooks is under the MIT licence. These packages are installed with it, in the versions
of `requirements.lock`; each licence is the one that the package's own metadata state. Packages for
another system or another Python than the one that made this list are named without one. What only
tests and this site need is in `requirements-dev.lock` and comes along with nothing.

| Package | Version | Licence |
| --- | --- | --- |
"""
LONGEST = 60
"""Characters of a licence field: some packages write the whole text into it."""


def read_licence(found: Distribution) -> str:
    """Return a package's licence as its metadata name it: expression, classifiers, or field."""
    about = found.metadata
    expression = about.get("License-Expression")
    if expression:
        return str(expression)
    classifiers = [
        each.rpartition(" :: ")[2]
        for each in about.get_all("Classifier") or []
        if each.startswith("License :: ") and each != "License :: OSI Approved"
    ]
    field = (about.get("License") or "").strip().splitlines()
    if classifiers:
        return "; ".join(classifiers)
    return field[0] if field and len(field[0]) <= LONGEST else "see the package"


def list_packages(lock: str) -> list[tuple[str, str]]:
    """Return name and version of every package that a lock pins."""
    pins = map(Requirement, re.findall(r"^([a-z][^\\\n]*==[^\\\n]*?) ?\\$", lock, re.MULTILINE))
    return [(pin.name, next(iter(pin.specifier)).version) for pin in pins]


def make_page(root: Path) -> str:
    """Return the page, for the packages that this environment has."""
    lock = (root / LOCK).read_text(encoding="utf-8")
    rows = []
    for name, version in list_packages(lock):
        try:
            found = distribution(name)
            licence = read_licence(found) if found.version == version else ""
        except ModuleNotFoundError:
            licence = ""
        rows.append(f"| {name} | {version} | {licence} |")
    return HEAD + "\n".join(rows) + "\n"


if __name__ == "__main__":
    PAGE.write_text(make_page(ROOT), encoding="utf-8")

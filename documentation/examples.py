"""Where each public name is shown in use: its docstring, a page of the docs, or a notebook."""

from __future__ import annotations

import importlib
import inspect
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
"""Root folder of the project."""
PACKAGES = (
    "outcomes",
    "outcomes.study",
    "outcomes.instruments",
    "outcomes.evidence",
    "outcomes.analysis",
    "outcomes.analysis.mmrm",
    "outcomes.analysis.meta",
    "outcomes.analysis.synthesis",
    "outcomes.figures",
    "outcomes.tables",
    "outcomes.prose",
)
"""Packages whose ``__all__`` is public, in the order of the reference."""
MOST_LINES = 14
"""Lines of an example taken from a notebook's cell."""


@dataclass(frozen=True)
class Example:
    """A piece of code that runs and uses a name.

    Parameters
    ----------
    code : str
        What is run.
    place : str
        File that holds it, relative to the root, which is run by a test or by ``make reports``.
    """

    code: str
    place: str


def list_public() -> Iterator[tuple[str, str, Any]]:
    """List package, name and object of everything public, each object where it stands first."""
    seen: set[int] = set()
    for package in PACKAGES:
        module = importlib.import_module(package)
        for name in module.__all__:
            found = getattr(module, name)
            if name.startswith("__") or id(found) in seen:
                continue
            seen.add(id(found))
            yield package, name, found


def has_own_example(found: Any) -> bool:
    """Whether a docstring shows its object in use."""
    own = inspect.isclass(found) or inspect.isroutine(found)
    return own and ">>>" in (inspect.getdoc(found) or "")


def find_example(name: str, root: Path) -> Example | None:
    """Return the shortest piece of code in the docs or the notebooks that uses a name."""
    using = [each for each in _list_code(root) if re.search(rf"\b{name}\b", each.code)]
    return min(using, key=lambda each: len(each.code.splitlines()), default=None)


@cache
def _list_code(root: Path) -> tuple[Example, ...]:
    found = []
    for page in sorted((root / "docs").rglob("*.md")):
        place = page.relative_to(root).as_posix()
        for code in re.findall(
            r"```(?:python|pycon)\n(.*?)```", page.read_text("utf-8"), re.DOTALL
        ):
            found.append(Example(code.strip(), place))
    for script in sorted((root / "docs" / "gallery").glob("*.py")):
        found.append(Example(_body(script.read_text("utf-8")), script.relative_to(root).as_posix()))
    for notebook in sorted((root / "notebooks").glob("*.ipynb")):
        place = notebook.relative_to(root).as_posix()
        for cell in json.loads(notebook.read_text("utf-8"))["cells"]:
            if cell["cell_type"] == "code":
                found += [Example(part, place) for part in _split("".join(cell["source"]))]
    return tuple(found)


def _split(source: str) -> Iterator[str]:
    """Yield a cell whole if it is short, else part by part."""
    if len(source.splitlines()) <= MOST_LINES:
        yield source
    else:
        yield from source.split("\n\n")


def _body(script: str) -> str:
    """Return a script without its docstring."""
    return re.sub(r'^""".*?"""\s*', "", script, flags=re.DOTALL).strip()

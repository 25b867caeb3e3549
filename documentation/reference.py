"""The reference: a page a package, with every public name, its docstring and an example."""

from __future__ import annotations

import importlib
import inspect
from pathlib import Path
from typing import Any

from documentation.examples import PACKAGES, find_example, has_own_example, list_public


def write_reference(folder: Path, root: Path) -> None:
    """Write the pages of the reference.

    Parameters
    ----------
    folder : Path
        Where they go.
    root : Path
        Root folder of the project, whose docs and notebooks hold the examples.
    """
    folder.mkdir(parents=True)
    entries: dict[str, list[str]] = {package: [] for package in PACKAGES}
    for package, name, found in list_public():
        entries[package].append(_describe(package, name, found, root))
    for package, described in entries.items():
        module = importlib.import_module(package)
        about = (inspect.getdoc(module) or "").strip()
        heading = f"# `{package}`\n\n```{{eval-rst}}\n{about}\n```\n"
        text = "\n".join([heading, *described])
        (folder / f"{package}.md").write_text(text, encoding="utf-8")


def _describe(package: str, name: str, found: Any, root: Path) -> str:
    path = f"{package}.{name}"
    lines = [f"## {name}", "", "```{eval-rst}"]
    if inspect.isclass(found):
        lines += [f".. autoclass:: {path}", "   :members:"]
    elif inspect.isroutine(found):
        lines += [f".. autofunction:: {path}"]
    else:
        lines += [f".. autodata:: {path}", "   :no-value:"]
    lines += ["```", ""]
    if not has_own_example(found):
        example = find_example(name, root)
        if example is not None:
            language = "pycon" if example.code.startswith(">>>") else "python"
            lines += [f"From `{example.place}`:", "", f"```{language}", example.code, "```", ""]
    return "\n".join(lines)

"""Rules that have one place: who is favoured, how numbers become text, which colours there are."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

SHOWN = ("vocabulary", "drawing", "displays", "tables", "figures", "prose", "report")
"""Packages that show numbers."""

DRAWN = {"drawing/svg.py"}
"""They write coordinates and opacities into a drawing; those are no numbers that a reader reads."""

WORDED = {
    "vocabulary/sentences.py": "puts sides in place of signs, whoever is favoured",
    "prose/pooling.py": "puts from before an interval that reaches both sides",
}
"""Comparisons of an interval's ends with 0 that choose words and no side."""

ENDS = ("ci_low", "ci_high")


def list_sources(root: Path, *packages: str) -> Iterator[tuple[str, ast.Module]]:
    source = root / "src" / "outcomes"
    for package in packages:
        for path in sorted((source / package).rglob("*.py")):
            yield path.relative_to(source).as_posix(), ast.parse(path.read_text("utf-8"))


def names_an_end(node: ast.AST) -> bool:
    """Whether an expression is an end of an interval, by attribute, key or name."""
    if isinstance(node, ast.Subscript):
        return isinstance(node.slice, ast.Constant) and node.slice.value in ENDS
    name = node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")
    return name in ENDS


def is_zero(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and node.value in (0, 0.0) and node.value is not False


def judges(node: ast.AST) -> bool:
    """Whether a comparison holds an end of an interval against 0."""
    if not isinstance(node, ast.Compare):
        return False
    operands = [node.left, *node.comparators]
    return any(map(names_an_end, operands)) and any(map(is_zero, operands))


def writes_a_number(node: ast.AST) -> bool:
    """Whether a number becomes text, as by ``{x:.1f}``, ``{x:g}`` or ``format(x, ".2f")``."""
    spec: ast.AST | None = None
    if isinstance(node, ast.FormattedValue):
        spec = node.format_spec
    elif isinstance(node, ast.Call) and getattr(node.func, "id", "") == "format":
        spec = node.args[1] if len(node.args) > 1 else None
    if spec is None:
        return False
    text = "".join(str(part.value) for part in ast.walk(spec) if isinstance(part, ast.Constant))
    return bool(re.search(r"[efgn%d]$", text))


def test_whom_an_interval_favours_is_decided_in_one_place(root: Path) -> None:
    found = {
        f"{name}:{node.lineno}"
        for name, tree in list_sources(root, *SHOWN)
        for node in ast.walk(tree)
        if judges(node) and name not in WORDED
    }
    assert found == set()


def test_numbers_become_text_in_one_place(root: Path) -> None:
    found = {
        f"{name}:{node.lineno}"
        for name, tree in list_sources(root, *SHOWN)
        for node in ast.walk(tree)
        if writes_a_number(node) and name not in DRAWN
    }
    assert found == set()


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('row["ci_low"] > 0 or row["ci_high"] < 0', True),
        ("0 < contrast.ci_low", True),
        ("ci_low <= 0 <= ci_high", True),
        ("contrast.ci_low > threshold", False),
        ('row["ci_low"] != row["ci_low"]', False),
    ],
)
def test_the_look_for_verdicts_finds_them(source: str, found: bool) -> None:
    assert any(judges(node) for node in ast.walk(ast.parse(source))) is found


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('f"{x:.1f}"', True),
        ('f"{100 * level:g}%"', True),
        ('f"{n:.0f} of {m}"', True),
        ('f"{x:.{digits}f}"', True),
        ('format(x, ".2f")', True),
        ('f"{name:<12}"', False),
        ('f"{name}"', False),
        ("format_number(x, 1)", False),
    ],
)
def test_the_look_for_numbers_as_text_finds_them(source: str, found: bool) -> None:
    assert any(writes_a_number(node) for node in ast.walk(ast.parse(source))) is found


def test_nobody_reads_back_what_a_verdict_is_called(root: Path) -> None:
    """A verdict's words are for readers: no code compares them or looks for them in a text."""
    words = re.compile(r"undecided|not judged|estimate favours")
    found = set()
    for name, tree in list_sources(root, *SHOWN):
        if name == "vocabulary/verdicts.py":
            continue
        for node in ast.walk(tree):
            compared = isinstance(node, ast.Compare) or (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr in ("startswith", "endswith", "partition", "split", "find")
            )
            texts = [
                part.value
                for part in (ast.walk(node) if compared else ())
                if isinstance(part, ast.Constant) and isinstance(part.value, str)
            ]
            if any(words.search(text) for text in texts):
                found.add(f"{name}:{node.lineno}")
    assert found == set()


def test_colours_are_written_down_in_the_style_alone(root: Path) -> None:
    colour = re.compile(r"#[0-9a-fA-F]{6}\b")
    source = root / "src" / "outcomes"
    found = {
        path.relative_to(source).as_posix()
        for package in SHOWN
        for path in (source / package).rglob("*.py")
        if colour.search(path.read_text("utf-8"))
    }
    assert found <= {"drawing/palette.py"}

"""What an object says of itself in a console and in a notebook: a title and a line per value.

Numbers have four significant digits here: enough to know an object by. What readers of a report see
is rounded in `outcomes.rounding`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from html import escape
from itertools import islice
from typing import Any

from outcomes.style import dress

MOST_LINES = 25
WIDEST = 100
"""Letters of a value."""

_SOME = 6
"""How many of several values are shown."""

Rows = Iterable[tuple[str, str]]


class Overview:
    """Base of objects that are shown in at most 25 lines, whatever they hold.

    A dataclass gives ``repr=False``, or its own text would be used; its values are then those of
    the fields that are not ``repr=False`` themselves.
    """

    def _overview(self) -> tuple[str, Rows]:
        """Return the title, and name and text of each line."""
        named = ((each.name, getattr(self, each.name)) for each in fields(self) if each.repr)  # type: ignore[arg-type]
        return type(self).__name__, [(name, describe(value)) for name, value in named]

    def __repr__(self) -> str:
        title, rows = self._overview()
        shown = list(_limit(rows))
        width = max((len(name) for name, _ in shown), default=0)
        lines = [f"  {name:<{width}}  {text}".rstrip() for name, text in shown]
        return "\n".join([shorten(title), *lines])

    def _repr_html_(self) -> str:
        title, rows = self._overview()
        cells: list[tuple[str, list[str]]] = []
        for name, text in _limit(rows):
            if name or not cells:
                cells.append((name, []))
            cells[-1][1].append(escape(text))
        body = "\n".join(
            f'<tr><th scope="row">{escape(name)}</th><td>{"<br>".join(texts)}</td></tr>'
            for name, texts in cells
        )
        table = (
            f"<table>\n<caption>{escape(shorten(title))}</caption>\n<tbody>\n{body}\n"
            "</tbody>\n</table>"
        )
        return dress(f'<div class="table">{table}</div>', "tables")


def describe(value: Any) -> str:
    """Return a value in a few words.

    Examples
    --------
    >>> describe(0.123456), describe(None), describe([1, 2]), describe({"a": 1})
    ('0.1235', 'none', '1, 2', 'a')
    """
    if value is None:
        return "none"
    if isinstance(value, float):
        return f"{value:.4g}"
    if isinstance(value, Overview):
        return value._overview()[0]
    if hasattr(value, "columns") and hasattr(value, "index"):
        return f"{len(value)} rows, {len(value.columns)} columns"
    if isinstance(value, tuple) and hasattr(value, "low"):
        return " to ".join(map(describe, value))
    if hasattr(value, "tolist"):
        return describe(value.tolist())
    if isinstance(value, (Sequence, Mapping)) and not isinstance(value, str):
        return list_some(map(describe, value), len(value)) or "none"
    return str(value)


def list_some(texts: Iterable[str], number: int) -> str:
    """Return the first few of so many texts, and how many more there are."""
    more = [f"and {number - _SOME} more"] if number > _SOME else []
    return ", ".join([*islice(texts, _SOME), *more])


def list_under(name: str, texts: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield a line per text, the first of them named, and how many more there are."""
    shown = [*texts[:_SOME], *([f"and {len(texts) - _SOME} more"] if len(texts) > _SOME else [])]
    for place, text in enumerate(shown):
        yield ("" if place else name), text


def shorten(text: str) -> str:
    """Return a text on one line of bearable length."""
    text = " ".join(text.split())
    return text if len(text) <= WIDEST else f"{text[: WIDEST - 1]}\u2026"


def _limit(rows: Rows) -> Iterator[tuple[str, str]]:
    """Yield as many lines as there is room for under a title."""
    rows = list(rows)
    room = MOST_LINES - 1
    kept = rows if len(rows) <= room else rows[: room - 1]
    for name, text in kept:
        yield name, shorten(text)
    if len(kept) < len(rows):
        yield "", f"and {len(rows) - len(kept)} more"

"""A table as Markdown and as LaTeX, for manuscripts."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING

from outcomes.displays.downloads import SIMULATED
from outcomes.displays.frames import name_columns

if TYPE_CHECKING:
    from outcomes.displays.table import Table

_LATEX = {
    "\\": r"\textbackslash{}",
    **{character: f"\\{character}" for character in "&%$#_{}"},
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "\u2212": "$-$",
    "\u2013": "--",
    "\u2190": r"$\leftarrow$",
    "\u2192": r"$\rightarrow$",
    "\u00b2": r"\textsuperscript{2}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
}
_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#|])")


def list_remarks(table: Table) -> list[str]:
    """Return what stands under a table wherever it is taken: simulated data first, then notes."""
    return [*([SIMULATED] if table.simulated else []), *map(str, table.footnotes)]


def write_markdown(table: Table) -> str:
    """Return a table as Markdown with pipes: caption in bold, notes under it.

    Groups of columns stand in the headings. Characters that Markdown or HTML would read are
    escaped.
    """
    head = [_escape_markdown(name) for name in name_columns(table)]
    marks = ["---:" if column.numeric else ":---" for column in table.columns]
    rows = [[_escape_markdown(str(cell)) for cell in row] for row in table.rows]
    lines = [f"**{_escape_markdown(table.caption)}**", ""]
    lines += [f"| {' | '.join(cells)} |" for cells in (head, marks, *rows)]
    for remark in list_remarks(table):
        lines += ["", _escape_markdown(remark)]
    return "\n".join(lines) + "\n"


def write_latex(table: Table) -> str:
    r"""Return a table as LaTeX for the package ``booktabs``, notes as paragraphs under it.

    Groups of columns have a heading of their own over them.
    """
    layout = "".join("r" if column.numeric else "l" for column in table.columns)
    lines = [r"\begin{table}", rf"\caption{{{escape_latex(table.caption)}}}"]
    lines += [rf"\begin{{tabular}}{{{layout}}}", r"\toprule", *_group_headings(table)]
    lines += [_latex_row([column.title for column in table.columns]), r"\midrule"]
    lines += [_latex_row([str(cell) for cell in row]) for row in table.rows]
    lines += [r"\bottomrule", r"\end{tabular}"]
    lines += [rf"\par {escape_latex(remark)}" for remark in list_remarks(table)]
    return "\n".join([*lines, r"\end{table}"]) + "\n"


def escape_latex(text: str) -> str:
    """Return a text with every character that LaTeX would read made harmless."""
    return "".join(_LATEX.get(character, character) for character in _on_one_line(text))


def _group_headings(table: Table) -> list[str]:
    if not any(column.group for column in table.columns):
        return []
    cells, rules, place = [], [], 1
    for group, members in groupby(column.group for column in table.columns):
        width = len(list(members))
        if group:
            cells.append(rf"\multicolumn{{{width}}}{{c}}{{{escape_latex(group)}}}")
            rules.append(rf"\cmidrule(lr){{{place}-{place + width - 1}}}")
        else:
            cells += [""] * width
        place += width
    return [f"{' & '.join(cells)} \\\\", " ".join(rules)]


def _latex_row(cells: list[str]) -> str:
    return f"{' & '.join(escape_latex(cell) for cell in cells)} \\\\"


def _escape_markdown(text: str) -> str:
    return _MARKDOWN.sub(r"\\\1", _on_one_line(text))


def _on_one_line(text: str) -> str:
    """Return a text without line breaks and characters that no document may hold."""
    return "".join(c if c.isprintable() else " " for c in text)

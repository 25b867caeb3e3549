"""Headings of a page: one title, no skipped level, and the list of contents."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from outcomes.report.allow_list import FRAME_IDS

_TITLE = re.compile(r"\A\s*#[ \t]+(?P<title>[^\r\n]*?[^\s#][^\r\n]*?)[ \t#]*(?:\r?\n|\Z)")
_HEADING = re.compile(r"<h([1-6])\b[^>]*>(.*?)</h\1>", re.DOTALL | re.IGNORECASE)
_NAMED_HEADING = re.compile(r'<h([2-6]) id="([^"]*)">(.*?)</h\1>', re.DOTALL)
_TAG = re.compile(r"<[^>]+>")
_ID = re.compile(r"(<[A-Za-z][^<>]*?)\sid=\"([^\"]*)\"")
_NO_IDS: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True)
class Heading:
    """A heading of the page: ``level`` 2 to 6, ``anchor`` its id, ``text`` as plain text."""

    level: int
    anchor: str
    text: str


def read_title(notebook: Mapping[str, Any]) -> str | None:
    """Return the title of a notebook, the ``# heading`` that its first cell opens with."""
    title, _ = split_title(notebook)
    return title


def split_title(notebook: Mapping[str, Any]) -> tuple[str | None, str]:
    """Return a notebook's title, and what else its first cell says, as Markdown."""
    cells = notebook["cells"]
    if not cells or cells[0]["cell_type"] != "markdown":
        return None, ""
    source = "".join(cells[0]["source"])
    match = _TITLE.match(source)
    if match is None:
        return None, source
    return match["title"], source[match.end() :]


def set_outline(body: str, ids: Mapping[str, str] = _NO_IDS) -> tuple[str, tuple[Heading, ...]]:
    """Give the headings of a page's body ids and levels that fit under one ``h1``.

    Of several elements with one id, as where a figure is shown twice, the first keeps it; an id
    that is given to a heading is taken from any other element.

    A level is never more than one below the heading before it, so that a reader who steps through
    the headings misses none.

    Parameters
    ----------
    body : str
        HTML.
    ids : mapping of str to str
        The id of a heading by its text, where it is to have this one and no other. Of several
        headings of that text the first has it.

    Returns
    -------
    str
        The body with its headings from ``h2`` on.
    tuple of Heading
        In order.

    Examples
    --------
    >>> set_outline("<h1>Pain</h1><h4>Week 5</h4>")[0]
    '<h2 id="pain">Pain</h2><h3 id="week-5">Week 5</h3>'
    >>> set_outline("<h2>What was found</h2>", {"What was found": "answer"})[0]
    '<h2 id="answer">What was found</h2>'
    """
    headings: list[Heading] = []
    given = {
        text: ids[text]
        for text in dict.fromkeys(_text(found[2]) for found in _HEADING.finditer(body))
        if text in ids and ids[text] not in FRAME_IDS
    }
    body, there = _keep_first_ids(body, frozenset(given.values()))

    def replace(match: re.Match[str]) -> str:
        above = headings[-1].level if headings else 1
        level = min(max(int(match[1]), 2), above + 1)
        text = _text(match[2])
        anchor = given.pop(text, None) or _anchor(text, there)
        there.add(anchor)
        headings.append(Heading(level, anchor, text))
        return f'<h{level} id="{anchor}">{match[2]}</h{level}>'

    return _HEADING.sub(replace, body), tuple(headings)


def read_headings(page: str) -> tuple[Heading, ...]:
    """Return the headings of a finished page that have an id, in order.

    Parameters
    ----------
    page : str
        HTML, as a report's page is written.
    """
    found = _NAMED_HEADING.findall(page)
    return tuple(
        Heading(int(level), html.unescape(anchor), _text(text)) for level, anchor, text in found
    )


def _text(content: str) -> str:
    """Return the content of a heading as plain text, runs of white space as one space."""
    return " ".join(html.unescape(_TAG.sub("", content)).split())


def _keep_first_ids(body: str, given: frozenset[str]) -> tuple[str, set[str]]:
    """Return the body without repeated ids, and the ids that are used, the frame's among them.

    Those that are given to headings count as used.
    """
    there = set(given)

    def replace(match: re.Match[str]) -> str:
        if match[2] in there:
            return match[1]
        there.add(match[2])
        return match[0]

    body = _ID.sub(replace, _HEADING.sub(_without_id, body))
    return body, there | FRAME_IDS


def _without_id(heading: re.Match[str]) -> str:
    start, end = heading[0].split(">", 1)
    return f"{_ID.sub(lambda found: found[1], start + '>')[:-1]}>{end}"


def _anchor(text: str, taken: set[str]) -> str:
    base = re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-") or "section"
    anchor, number = base, 1
    while anchor in taken:
        number += 1
        anchor = f"{base}-{number}"
    return anchor

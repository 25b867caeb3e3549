"""Headings of a page: one title, no skipped level, and the list of contents."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass

from outcomes.report.allow_list import FRAME_IDS

_HEADING = re.compile(r"<h([1-6])\b[^>]*>(.*?)</h\1>", re.DOTALL | re.IGNORECASE)
_NAMED_HEADING = re.compile(r'<h([2-6]) id="([^"]*)">(.*?)</h\1>', re.DOTALL)
_TAG = re.compile(r"<[^>]+>")
_ID = re.compile(r"(<[A-Za-z][^<>]*?)\sid=\"([^\"]*)\"")


@dataclass(frozen=True)
class Heading:
    """A heading of the page: ``level`` 2 to 6, ``anchor`` its id, ``text`` as plain text."""

    level: int
    anchor: str
    text: str


def set_outline(body: str, ids: Mapping[str, str] | None = None) -> tuple[str, tuple[Heading, ...]]:
    """Give the headings of a page's body ids and levels that fit under one ``h1``.

    Of several elements with one id, as where a figure is shown twice, the first keeps it; an id
    that is given to a heading is taken from any other element.

    A level is never more than one below the heading before it, so that a reader who steps through
    the headings misses none.

    Parameters
    ----------
    body : str
        HTML.
    ids : mapping of str to str, optional
        By the text of a heading, the id that the first such heading gets; nothing else gets it.

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
    there_are = {
        plain_heading(html.unescape(_TAG.sub("", found[2]))) for found in _HEADING.finditer(body)
    }
    left = {
        heading: anchor
        for text, anchor in (ids or {}).items()
        if (heading := plain_heading(text)) in there_are and anchor not in FRAME_IDS
    }
    body, there = _keep_first_ids(body, set(left.values()))

    def replace(match: re.Match[str]) -> str:
        above = headings[-1].level if headings else 1
        level = min(max(int(match[1]), 2), above + 1)
        text = html.unescape(_TAG.sub("", match[2])).strip()
        anchor = left.pop(plain_heading(text), "") or _anchor(text, there)
        there.add(anchor)
        headings.append(Heading(level, anchor, text))
        return f'<h{level} id="{anchor}">{match[2]}</h{level}>'

    return _HEADING.sub(replace, body), tuple(headings)


def plain_heading(text: str) -> str:
    """Return a heading without marks of emphasis and needless blanks."""
    return " ".join(re.sub(r"[*_`]", "", text).split())


def read_headings(page: str) -> tuple[Heading, ...]:
    """Return the headings of a finished page that have an id, in order.

    Parameters
    ----------
    page : str
        HTML, as a report's page is written.
    """
    found = _NAMED_HEADING.findall(page)
    return tuple(
        Heading(int(level), html.unescape(anchor), html.unescape(_TAG.sub("", text)).strip())
        for level, anchor, text in found
    )


def _keep_first_ids(body: str, reserved: set[str]) -> tuple[str, set[str]]:
    """Return the body without repeated or reserved ids, and all ids that are used.

    Those of the frame and those reserved are among them.
    """
    there: set[str] = set()

    def replace(match: re.Match[str]) -> str:
        if match[2] in there or match[2] in reserved:
            return match[1]
        there.add(match[2])
        return match[0]

    body = _ID.sub(replace, _HEADING.sub(_without_id, body))
    return body, there | FRAME_IDS | reserved


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

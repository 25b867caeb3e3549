"""The page of words and methods: once a site, what reports lead to instead of repeating it."""

from __future__ import annotations

from outcomes.prose import list_described_methods
from outcomes.report.frame import render
from outcomes.report.glossary import TERMS

WORDS_PAGE = "words.html"
"""Beside the index; no study can bear this name."""


def render_words() -> str:
    """Render what words mean, how numbers are made, and the papers on methods in full.

    Returns
    -------
    str
        A whole HTML document: the same bytes whatever studies there are.
    """
    methods = list_described_methods()
    papers = {key: paper for method in methods for key, paper in method.papers.items()}
    ordered = dict(sorted(papers.items(), key=lambda each: each[1].text))
    return render("words.html.j2", terms=TERMS, methods=methods, papers=ordered)

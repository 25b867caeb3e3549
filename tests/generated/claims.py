"""What a page may only say if the study file does: randomised, blinded, per protocol, adjusted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from tests.generated.page import ReportPage
from tests.generated.page_rules import shorten

OF_OTHERS = {
    "methods",
    "sources",
    "glossary",
    "published",
    "thresholds",
    "references",
    "every-visit",
    "motion",
}
"""Sections that speak of other studies, or cite them."""
_RANDOMISED = re.compile(
    r"(?i)\brandomi[sz]ed|\bby lot\b|\blots were drawn|\bat random\b|by chance\b"
)
_NOT_SAID = re.compile(
    r"(?i)\b(?:not|non|nobody|no one|whether|if|how far|ideally|only|does not say|unless)\b[^.;]*$"
    r"|(?:in|of) (?:a|small|an ideal|other)[^.]{0,20}$|differs? $|easily arise $|exclude[^.]*$"
    r"|would[^.]*$|alone[^.]*$|intervals?[^.]*$|Chance did $"
)
_BLINDED = re.compile(r"(?i)\b(?:double-|single-)?blind(?:ed)?\b|did not know which treatment")
_EVERYBODY = re.compile(r"(?i)\b(?:all|everybody|every participant|whoever|nobody (?:is|was) left)")
_NOT_DONE = re.compile(r"(?i)not (?:checked|applied|carried out|selected|taken)|declared as")


def check_claims(page: ReportPage, file: dict[str, Any]) -> Iterator[str]:
    """Yield what a page says of a study that its file does not say.

    Parameters
    ----------
    page : ReportPage
        A page of the study's own numbers.
    file : dict
        The study file.
    """
    for section in page.sections:
        if section.name in OF_OTHERS:
            continue
        for text in section.words:
            if "Published for comparison" in text or text.startswith("Published"):
                continue
            yield from _check_random(text, file)
            yield from _check_blind(text, file)
            if "per protocol" in text and not (_NOT_DONE.search(text) or _EVERYBODY.search(text)):
                yield f"per protocol is claimed: {shorten(text, text.find('per protocol'))}"


def _check_random(text: str, file: dict[str, Any]) -> Iterator[str]:
    if file.get("allocation") == "randomised":
        return
    for found in _RANDOMISED.finditer(text):
        before = text[: found.start()]
        if not _NOT_SAID.search(before) and not _is_general(text):
            yield f"{found[0]!r} is claimed: {shorten(text, found.start())}"


def _is_general(text: str) -> bool:
    """Whether a text is about chance in intervals, or about what a randomised study would show."""
    return bool(re.search(r"(?i)a (?:small )?randomi[sz]ed (?:trial|study)|chance alone", text))


def _check_blind(text: str, file: dict[str, Any]) -> Iterator[str]:
    if file.get("blinding"):
        return
    for found in _BLINDED.finditer(text):
        before = text[: found.start()]
        after = text[found.end() :]
        said = re.search(r"(?i)\b(?:not|nobody|no|whether|who|open)\b[^.;]*$", before)
        if not said and not re.match(r"[^.;]*\b(?:not|nobody|none)\b", after):
            yield f"{found[0]!r} is claimed: {shorten(text, found.start())}"

"""The population as the study file declares it, which is not who was analysed."""

from __future__ import annotations

import re

from outcomes.study.plan import StudyFile

_ALLOCATED = re.compile(r"randomi[sz]", re.IGNORECASE)
_EVERYBODY = re.compile(
    r"(all|every|each)?\s*(the\s+)?((as\s+)?randomi[sz]ed|treated|enrolled|included|recruited)?\s*"
    r"(participants?|patients?|people|subjects?|persons?)?(,?\s*(as|who were) (randomi[sz]ed|"
    r"treated|enrolled))?|everybody|everyone|(full )?(intention|intent)[ -]to[ -]treat|itt|"
    r"full analysis set",
    re.IGNORECASE,
)


_DEFAULTS = ("all participants", "all treated", "randomised")
"""What stands in a study file that declares no population."""


def is_default(file: StudyFile) -> bool:
    """Whether the words for the population are those that stand where none are declared."""
    return file.plan.population in _DEFAULTS


def declared_population(file: StudyFile) -> str:
    """Return the study file's own words for the population; empty where they cannot be repeated.

    Words that say how participants were allocated are repeated only where the study file declares
    the same as its ``allocation``.
    """
    words = file.plan.population.strip()
    return "" if _ALLOCATED.search(words) and file.allocation != "randomised" else words


def names_a_part(file: StudyFile) -> bool:
    """Whether the words for the population may mean fewer than all participants."""
    return _EVERYBODY.fullmatch(file.plan.population.strip()) is None

"""Every method that reports can name, once, for the page of words and methods."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from outcomes.prose import responders
from outcomes.prose.method_references import REFERENCES, Reference
from outcomes.prose.methods import (
    BY_ADJUSTMENT,
    BY_DISTRIBUTION,
    BY_MODEL,
    BY_SMALL_SAMPLE,
    OF_A_COMPARISON,
    OF_PUBLISHED,
    QUANTITIES,
)
from outcomes.vocabulary.hypotheses import name_adjustment
from outcomes.vocabulary.intervals import name_distribution
from outcomes.vocabulary.sentences import capitalise

_MODELS = (
    (
        "Mixed model for repeated measures",
        "all scores of each participant after baseline together, by restricted maximum likelihood; "
        "standard errors and degrees of freedom allow for small samples",
        (*OF_A_COMPARISON, *BY_MODEL["mmrm"], *BY_SMALL_SAMPLE["kenward-roger"]),
    ),
    (
        "Analysis of covariance",
        "scores at one visit, adjusted for what each participant scored at baseline",
        (*OF_A_COMPARISON, *BY_MODEL["ancova"]),
    ),
)
_INTERVALS = {
    "wilson": "of a share",
    "clopper-pearson": "of a share of participants with an adverse event",
    "newcombe": "of a difference between two shares",
    "fieller": "of a ratio of two estimates",
    "garwood": "of a rate",
    "mover": "of a difference between two rates",
    "graham": "of a ratio of two rates",
}


@dataclass(frozen=True)
class DescribedMethod:
    """A method as the page of words and methods describes it.

    Parameters
    ----------
    name : str
        As a heading.
    how : str
        What is done, without a full stop.
    papers : mapping of str to Reference
        Who described it, by key.
    """

    name: str
    how: str
    papers: Mapping[str, Reference]


def list_described_methods() -> tuple[DescribedMethod, ...]:
    """Return every method that a report can name: models, quantities, intervals, adjustments.

    Examples
    --------
    >>> first = list_described_methods()[0]
    >>> first.name, [paper.short for paper in first.papers.values()][1:]
    ('Mixed model for repeated measures', ['Mallinckrodt 2008', 'Kenward 1997'])
    """
    return tuple(
        DescribedMethod(name, how, {key: REFERENCES[key] for key in dict.fromkeys(keys)})
        for name, how, keys in _list_all()
    )


def _list_all() -> Iterator[tuple[str, str, Iterable[str]]]:
    yield from _MODELS
    yield from QUANTITIES.values()
    for name, how, keys in responders.METHODS.values():
        yield f"Responders, {name[0].lower()}{name[1:]}", how, keys
    yield "Certainty of published trials", "judged by the steps of GRADE", OF_PUBLISHED
    for distribution, of in _INTERVALS.items():
        yield (
            f"{capitalise(name_distribution(distribution))} interval",
            of,
            BY_DISTRIBUTION[distribution],
        )
    for adjustment, key in BY_ADJUSTMENT.items():
        yield capitalise(name_adjustment(adjustment)), "when several hypotheses are tested", (key,)

"""Outcomes of musculoskeletal treatment studies: from a study file to a report.

The names below, and those of the packages ``analysis``, ``figures``, ``prose`` and ``tables``, are
all that most notebooks and scripts need. They are imported when first used, so ``import outcomes``
itself costs next to nothing.

>>> import outcomes
>>> "load_study" in dir(outcomes)
True
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from outcomes.lazy import load_when_used

if TYPE_CHECKING:
    from outcomes.estimates import (
        combine_estimates,
        read_results,
        write_results,
        write_topic_results,
    )
    from outcomes.instruments import get_instrument
    from outcomes.study import check_study, load_evidence, load_study

    __version__: str

__all__ = [
    "__version__",
    "check_study",
    "combine_estimates",
    "get_instrument",
    "load_evidence",
    "load_study",
    "read_results",
    "write_results",
    "write_topic_results",
]

_HOMES = {
    "check_study": ".study",
    "combine_estimates": ".estimates",
    "get_instrument": ".instruments",
    "load_evidence": ".study",
    "load_study": ".study",
    "read_results": ".estimates",
    "write_results": ".estimates",
    "write_topic_results": ".estimates",
}


_get, _names = load_when_used(__name__, _HOMES)


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used."""
    if name == "__version__":
        from importlib.metadata import version

        return version("outcomes-notebooks")
    return _get(name)


def __dir__() -> list[str]:
    return sorted({*_names(), *__all__})

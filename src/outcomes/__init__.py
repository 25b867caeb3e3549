"""Outcomes of musculoskeletal treatment studies: from a study file to a report.

The names below, and those of the packages ``analysis``, ``figures``, ``prose`` and ``tables``, are
all that most notebooks and scripts need. They are imported when first used, so ``import outcomes``
itself costs next to nothing.

>>> import outcomes
>>> "load_study" in dir(outcomes)
True
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from outcomes.estimates import combine_estimates, read_results, write_results
    from outcomes.instruments import get_instrument
    from outcomes.study import check_study, load_study

    __version__: str

__all__ = [
    "__version__",
    "check_study",
    "combine_estimates",
    "get_instrument",
    "load_study",
    "read_results",
    "write_results",
]

_HOMES = {
    "check_study": "outcomes.study",
    "combine_estimates": "outcomes.estimates",
    "get_instrument": "outcomes.instruments",
    "load_study": "outcomes.study",
    "read_results": "outcomes.estimates",
    "write_results": "outcomes.estimates",
}


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used."""
    if name == "__version__":
        from importlib.metadata import version

        return version("outcomes-notebooks")
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'outcomes' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})

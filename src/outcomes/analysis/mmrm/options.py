"""How a model is fitted and tested: the choices, and which do not go together."""

from __future__ import annotations

from dataclasses import dataclass

from outcomes.errors import AnalysisError

METHODS = ("reml", "ml")
DF = ("satterthwaite", "kenward-roger", "kenward-roger-linear", "between-within", "residual")
VCOV = ("model", "empirical", "jackknife", "bias-reduced")


@dataclass(frozen=True)
class Options:
    """How a model is fitted and tested; refuses what does not go together."""

    covariance: str = "unstructured"
    method: str = "reml"
    df: str = "kenward-roger-linear"
    vcov: str = "model"

    def __post_init__(self) -> None:
        for name, allowed in (("method", METHODS), ("df", DF), ("vcov", VCOV)):
            if getattr(self, name) not in allowed:
                raise AnalysisError(
                    f"{name} may be {', '.join(allowed)}, not {getattr(self, name)!r}"
                )
        if self.df.startswith("kenward-roger"):
            if self.vcov != "model":
                raise AnalysisError(
                    f"Kenward-Roger adjusts the model's variance and cannot go with vcov="
                    f'{self.vcov!r}; take df="satterthwaite"'
                )
            if self.method == "ml":
                raise AnalysisError(
                    'Kenward-Roger is defined for REML; with method="ml" take df="satterthwaite"'
                )

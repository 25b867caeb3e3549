"""What a generated study is: frozen, one field a feature, so that a failing one can be reduced."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any

OWN_KINDS = ("continuous", "ordinal", "binary")


@dataclass(frozen=True)
class ArmSpec:
    """One arm; ``code`` is what the tables hold, the name if None."""

    name: str
    label: str
    role: str
    size: int
    code: str | None = None


@dataclass(frozen=True)
class MeasureSpec:
    """One measure: an instrument's, or one of its own kind.

    ``at`` says when it is recorded: ``all``, ``baseline``, ``follow-up`` or ``last``;
    ``thresholds`` names entries of `THRESHOLDS`; ``sides`` is ``""``, ``mean`` or ``separate``.
    """

    name: str
    kind: str = "continuous"
    low: float = 0.0
    high: float = 100.0
    higher: str = "worse"
    label: str | None = None
    unit: str | None = None
    domain: str | None = None
    thresholds: tuple[str, ...] = ()
    sides: str = ""
    at: str = "all"
    items: bool = False
    blank_items: bool = False
    decimals: int = 1
    partial_sides: bool = False

    @property
    def is_instrument(self) -> bool:
        return self.kind not in OWN_KINDS


@dataclass(frozen=True)
class Spec:
    """A study: what is left at its default is the plainest that there is.

    ``values`` and ``missing`` name patterns of `values.PATTERNS` and `missing.PATTERNS`; numbers
    that point at a measure, visit or arm are taken modulo how many there are, so that taking one
    away leaves a study.
    """

    seed: int
    design: str
    arms: tuple[ArmSpec, ...]
    measures: tuple[MeasureSpec, ...]
    unit: str = "week"
    times: tuple[float, ...] = (12,)
    visit_names: str = "unit"
    visit_codes: bool = False
    baseline: str = "visit"
    primary_measure: int = 0
    primary_endpoint: int = 0
    primary_visit: int = 0
    primary_arm: int = 0
    primary_comparator: int = 0
    method: str | None = None
    values: str = "ordinary"
    effect: float = 0.1
    missing: str = "none"
    missing_rate: float = 0.2
    missing_arm: int = 0
    missing_visit: int = 0
    layout: str = "wide"
    participants: bool = True
    arm_column: bool = True
    absent_rows: bool = False
    own_columns: bool = False
    covariates: tuple[str, ...] = ()
    secondary: int = 0
    intercurrent: tuple[tuple[str, str], ...] = ()
    multiplicity: str | None = None
    population: str | None = None
    alpha: float | None = None
    flow: str = ""
    events: str = ""
    certainty: tuple[str, ...] = ()
    summary: str | None = None
    sources: int = 0
    assumptions: int = 0
    provenance: str = "collected"
    calibrated: bool = False
    joint: str = "knee"
    condition: str | None = None
    title: str = "A generated study"
    allocation: str | None = None
    reporting: str = ""

    @property
    def id(self) -> str:
        return f"generated-{self.seed}"

    @property
    def size(self) -> int:
        return sum(arm.size for arm in self.arms)

    def features(self) -> dict[str, Any]:
        """Return what differs from the plainest study, to be read by people."""
        plain = {field.name: field.default for field in fields(self)}
        shown = {
            name: getattr(self, name)
            for name, default in plain.items()
            if getattr(self, name) != default and name not in ("arms", "measures")
        }
        shown["arms"] = [f"{arm.role} {arm.label!r} n={arm.size}" for arm in self.arms]
        shown["measures"] = [_features(measure) for measure in self.measures]
        return shown

    def but(self, **changes: Any) -> Spec:
        return replace(self, **changes)


def _features(measure: MeasureSpec) -> dict[str, Any]:
    plain = {field.name: field.default for field in fields(measure)}
    names = [name for name in plain if getattr(measure, name) != plain[name]]
    return {"kind": measure.kind} | {name: getattr(measure, name) for name in names}

"""What a page calls arms, endpoints and visits, and how they are found in its texts."""

from __future__ import annotations

import re
from dataclasses import dataclass

from outcomes.study.study import Study


@dataclass(frozen=True)
class Names:
    """How a page calls arms, endpoints and visits; all that is taken from the package."""

    arms: dict[str, str]
    endpoints: dict[str, str]
    visits: tuple[str, ...]

    @property
    def any_arm(self) -> str:
        """A pattern of any arm's label, the longest first, its first letter large or small."""
        labels = sorted(self.arms.values(), key=len, reverse=True)
        return "(?:" + "|".join(_either_case(label) for label in labels) + ")"

    def arm(self, text: str) -> str:
        return next(name for name, label in self.arms.items() if label.lower() == text.lower())

    def endpoint_in(self, text: str) -> set[str]:
        """Return the endpoints whose label stands in a text, the longest label of those."""
        found = [
            (len(label), name)
            for name, label in self.endpoints.items()
            if label.lower() in text.lower()
        ]
        return {name for size, name in found if size == max(found)[0]}

    def endpoint_before(self, text: str) -> set[str]:
        """Return the endpoints whose label a text opens with, the longest label of those."""
        found = [
            (len(label), name)
            for name, label in self.endpoints.items()
            if text.lower().startswith(label.lower())
        ]
        return {name for size, name in found if size == max(found)[0]}

    def visit_in(self, text: str) -> set[str]:
        found = [
            (len(name), name)
            for name in self.visits
            if re.search(rf"(?<![\w.]){re.escape(name)}(?!\w|\.\d)", text, re.IGNORECASE)
        ]
        return {name for size, name in found if size == max(found)[0]}


def names_of(study: Study) -> Names:
    return Names(
        {name: arm.label for name, arm in study.arms.items()},
        {name: endpoint.label for name, endpoint in study.endpoints.items()},
        tuple(visit.name for visit in study.visits),
    )


def _either_case(label: str) -> str:
    return f"[{re.escape(label[0].upper())}{re.escape(label[0].lower())}]{re.escape(label[1:])}"

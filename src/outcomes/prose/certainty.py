"""How certain the published evidence on a question is, in a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from outcomes.vocabulary.certainty import rate_finding

if TYPE_CHECKING:
    from outcomes.analysis.findings import Finding
    from outcomes.evidence import Pack


def say_certainty(findings: Sequence[Finding], pack: Pack) -> str:
    """Say how certain the first finding of a summary is.

    Parameters
    ----------
    findings : sequence of Finding
        From `outcomes.analysis.findings.summarise_findings`.
    pack : Pack
        The evidence.
    """
    return f"Certainty: {rate_finding(findings[0], pack)}."

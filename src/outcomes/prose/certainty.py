"""How certain the published evidence on a question is, in a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from outcomes.vocabulary.certainty import rate_finding

if TYPE_CHECKING:
    from outcomes.analysis.findings import Finding
    from outcomes.evidence import Pack


def say_certainty(findings: Sequence[Finding], pack: Pack) -> str:
    """Say how certain the first finding of a summary is that has a number of its own trials.

    Parameters
    ----------
    findings : sequence of Finding
        From `outcomes.analysis.findings.summarise_findings`.
    pack : Pack
        The evidence.
    """
    shown = next((each for each in findings if each.pool is not None), findings[0])
    return f"Certainty: {rate_finding(shown, pack)}."

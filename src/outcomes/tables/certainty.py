"""The table of how certain the evidence is, by the domains of GRADE."""

from __future__ import annotations

from outcomes.displays.table import Column, Table
from outcomes.study.judgement import GRADE_DOMAINS
from outcomes.study.study import Study

NOT_ASSESSED = "not assessed"
ABOUT = {
    "risk-of-bias": "how the trials were designed, run and reported",
    "inconsistency": "whether the trials agree",
    "indirectness": "whether they are about these patients, treatments and outcomes",
    "imprecision": "how wide the intervals are",
    "publication-bias": "whether trials were left unpublished",
}
"""What each domain asks."""


def table_certainty(study: Study) -> Table | None:
    """Table the certainty of the evidence as the study file states it.

    Parameters
    ----------
    study : Study
        Its ``certainty`` gives a rating and a reason a domain.

    Returns
    -------
    Table or None
        One row a domain; ``not assessed`` where the study file says nothing of it, and None where
        it says nothing of any. Nothing is judged here: a judgement takes a reader of the trials.
    """
    if not study.file.certainty:
        return None
    rows = []
    for domain in GRADE_DOMAINS:
        stated = study.file.certainty.get(domain)
        rating, reason = (stated.rating, stated.reason) if stated else (NOT_ASSESSED, "")
        rows.append((domain.replace("-", " ").capitalize(), ABOUT[domain], rating, reason))
    return Table(
        caption="Certainty of the evidence, by the domains of GRADE",
        columns=(Column("Domain"), Column("Asks"), Column("Rating"), Column("Reason")),
        rows=tuple(rows),
        notes=("As stated in the study file under certainty; nobody else has judged it here.",),
    )

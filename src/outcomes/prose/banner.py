"""The banner over every report that is blinded, or whose numbers are not of a study's patients."""

from __future__ import annotations

from dataclasses import replace

from outcomes.displays.passage import Paragraph, Passage
from outcomes.study.blinding import BLINDED
from outcomes.study.study import Study
from outcomes.vocabulary.sentences import join_words

BY_CONSTRUCTION = (
    "Where a number in this report agrees with the publications that the data were made from, it "
    "agrees by construction and adds nothing."
)
FOLD = "What that means"


def write_banner(study: Study) -> Passage | None:
    """Write what readers must know before they read a number; None where that is nothing.

    Parameters
    ----------
    study : Study
        A loaded study; its provenance, calibration and assumptions are stated.

    Returns
    -------
    Passage or None
        Of kind ``banner`` for simulated, published and open data, and for blinded studies.
    """
    passage = _write_provenance(study)
    if not study.is_blinded:
        return passage
    if passage is None:
        return Passage("banner", "Blinded", (BLINDED,))
    return replace(passage, paragraphs=(BLINDED, *passage.paragraphs))


def _write_provenance(study: Study) -> Passage | None:
    if study.file.provenance == "simulated":
        return _simulated(study)
    if study.file.provenance == "published":
        return _published(study)
    if study.file.provenance == "open":
        return _open(study)
    return None


def cite_calibration(study: Study) -> str:
    """Return the trials that simulated data were made to meet, ``Rabago 2013 and Ryan 2010``."""
    keys = study.file.calibrated_to
    return join_words([study.beside.name_citation(key) for key in keys])


def _simulated(study: Study) -> Passage:
    trials = cite_calibration(study)
    origin = f" from published summaries of {trials}" if trials else " by assumption"
    origin = "" if study.is_blinded else origin
    paragraphs: tuple[Paragraph, ...] = (
        f"Simulated data. Nobody was treated and nobody was measured: a program made these scores"
        f"{origin}. They are not evidence that any treatment works, fails or is safe.",
    )
    if trials:
        paragraphs += (BY_CONSTRUCTION,)
    return Passage("banner", "Simulated data", paragraphs, FOLD, _calibration(study))


def _published(study: Study) -> Passage:
    paragraphs = (
        "Published summaries. These scores were made from means, counts and figures in print, not "
        "from patients' records; the report restates them and adds no evidence of its own.",
    )
    return Passage("banner", "Published summaries", paragraphs, FOLD, _calibration(study))


def _open(study: Study) -> Passage:
    sources = tuple(source.citation for source in study.file.sources)
    paragraphs: tuple[Paragraph, ...] = (
        "Open data. These patients were measured by others, who let their data be used; this "
        "report analyses them anew. Its result and the one that was published of the same "
        "patients are one piece of evidence, not two.",
        *(() if study.is_blinded else ("The data are from:", sources)),
    )
    return Passage("banner", "Open data", paragraphs, FOLD, _calibration(study))


def _calibration(study: Study) -> tuple[Paragraph, ...]:
    """Return what the data were made to meet, and what was assumed."""
    citations = study.evidence.citations if study.evidence else {}
    keys = study.file.calibrated_to
    met = tuple(citations[key].text if key in citations else key for key in keys)
    parts: list[Paragraph] = ["Made to meet:", met] if met else []
    if study.file.assumptions:
        parts += ["Met, derived and assumed:", study.file.assumptions]
    return tuple(parts)

"""The table of where a study's data come from, and of what was assumed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from outcomes.displays.table import Column, Table
from outcomes.study.part import Source
from outcomes.study.study import Study

ABOVE = (
    "What the data were made to meet, and what was derived or assumed, stands once on this page, "
    "where its top says what that means."
)


def table_sources(study: Study) -> Table:
    """Table a study's sources, the trials its data were made to meet, and what was assumed.

    Parameters
    ----------
    study : Study
        A loaded study.

    Returns
    -------
    Table
        One row a source, calibration or assumption, as the study file words it, and one for each
        thing that was done to the tables because the study file declares it. Calibration and
        assumptions only where no banner opens the page with them: of collected data.
    """
    citations = study.evidence.citations if study.evidence else {}
    rows = [("Source", _cite(source)) for source in study.file.sources]
    made = [("Calibrated to", _calibration(key, citations)) for key in study.file.calibrated_to]
    made += [("Assumed or derived", text) for text in study.file.assumptions]
    above = bool(made) and study.file.provenance != "collected"
    rows += [] if above else made
    rows += [(note.part, note.text) for note in study.notes]
    return Table(
        caption="Sources, calibration and assumptions",
        columns=(Column("Part"), Column("As stated in the study file")),
        rows=tuple(rows),
        notes=(ABOVE,) if above else (),
        empty="The study file names no source and no assumption.",
    )


def _cite(source: Source) -> str:
    parts = [source.citation.rstrip(".")]
    if source.doi:
        parts.append(f"doi:{source.doi}")
    if source.url:
        parts.append(source.url)
    return ". ".join(parts)


def _calibration(key: str, citations: Mapping[str, Any]) -> str:
    known = citations.get(key)
    return key if known is None else f"{known.text} ({key})"

"""Checking a study file in which sites of one participant are compared."""

from __future__ import annotations

from collections.abc import Iterator

from outcomes.errors import Fault
from outcomes.study.read_study_file import Draft
from outcomes.study.source import KeyPath


def check_sites(draft: Draft) -> Iterator[Fault]:
    """Yield what cannot be where each row of scores is of a site with its own treatment.

    Parameters
    ----------
    draft : Draft
        The study file as far as it could be read.
    """
    file, say = draft.file, draft.source.fault
    if not draft.is_valid("design"):
        return
    if not file.is_within_person:
        if "treatment" in file.columns.model_fields_set:
            yield say(
                ("columns", "treatment"),
                f"This is of a comparison of sites, and this study is {file.design}.",
                "Remove it, or say `design: within-person`.",
            )
        return
    if "arm" in file.columns.model_fields_set:
        yield say(
            ("columns", "arm"),
            "Where sites are compared, a participant has no arm of their own.",
            "Name the column of the scores table that says which treatment a site had: "
            "`columns: {treatment: ...}`.",
        )
    if file.tables.layout == "participant":
        yield say(
            ("tables", "scores"),
            "One row holds all scores of a participant, and not which treatment each site had.",
            "Give a row for each participant, site and visit.",
        )
    for name, measure in file.measures.items():
        for key in ("side", "baseline"):
            path: KeyPath = ("measures", name, key)
            if getattr(measure, key) is not None and draft.is_valid(*path):
                yield say(
                    path,
                    "The sites of a participant are told apart by their treatment.",
                    "Remove it; the baseline of a site is its score at a visit at time 0.",
                )

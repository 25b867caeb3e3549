"""The treatment of each row of scores, where sites of one participant are compared."""

from __future__ import annotations

import pandas as pd

from outcomes.errors import Fault
from outcomes.reading.table import Table, shown
from outcomes.study.codes import arm_codes, did_you_mean, match_codes
from outcomes.study.fault_list import FaultList
from outcomes.study.read_study_file import Draft
from outcomes.study.study_tables import missing_column


def read_treatments(draft: Draft, table: Table, faults: FaultList) -> pd.Series:
    """Return the arm id of each row, ``""`` where it is not known.

    Parameters
    ----------
    draft : Draft
        The study file; ``columns.treatment`` names the column.
    table : Table
        The scores table.
    faults : FaultList
        Receives a missing column, codes of no arm, and arms that no row is of.
    """
    column, arms = draft.file.columns.treatment, draft.file.arms
    if not table.has(column):
        faults.add(missing_column(table, column, "columns.treatment"))
        return pd.Series("", index=table.rows.index, dtype="str")
    found, codes = table.rows[column], arm_codes(arms)
    ids = match_codes(found, codes)
    if len(codes) < len(arms) or not draft.is_valid("arms"):
        return ids
    for line in found.index[(found != "") & (ids == "")]:
        faults.add(
            Fault(
                "There is no such treatment.",
                f"{did_you_mean(found[line], codes)}The tables may hold: {', '.join(codes)}. "
                "Correct it, or add the arm to study.yaml.",
                table.file,
                int(line),
                column,
                shown(found[line]),
            ),
            "unknown treatment",
        )
    for name in arms:
        if len(ids) and not (ids == name).any():
            faults.add(
                draft.source.fault(
                    ("arms", name),
                    f"No row of {table.file} is of this treatment.",
                    "Check the arm's `code` (what the tables hold for it), or remove the arm.",
                    name,
                )
            )
    return ids


def check_given(
    draft: Draft, table: Table, given: pd.Series, scored: pd.Index, faults: FaultList
) -> None:
    """Check that the treatment is given wherever there is a score.

    Parameters
    ----------
    draft, table, faults
        As in `read_treatments`.
    given : pandas.Series
        From `read_treatments`.
    scored : pandas.Index
        Lines with a score.
    """
    column = draft.file.columns.treatment
    if not table.has(column):
        return
    texts = table.rows.loc[scored, column]
    for line in scored[(given.loc[scored] == "") & (texts == "")]:
        faults.add(
            Fault(
                "The treatment is missing.",
                "Fill in the treatment that this site had, or delete the row.",
                table.file,
                int(line),
                column,
            ),
            "no treatment",
        )

"""The analysis set: which participants the plan analyses, by a column of their table."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import pandas as pd

from outcomes.errors import Fault
from outcomes.study.codes import plain_code
from outcomes.study.fault_list import FaultList
from outcomes.study.plan import AnalysisSet
from outcomes.study.spelling import spelling_key


def in_set(
    chosen: AnalysisSet, cells: pd.Series, levels: Mapping[str, str] = MappingProxyType({})
) -> pd.Series:
    """Whether each cell is one of the values, or its label, whatever the capitals.

    Parameters
    ----------
    chosen : AnalysisSet
        Its values.
    cells : pandas.Series
        Of the column.
    levels : mapping of str to str
        Labels by code, where they may stand in place of the codes.
    """
    values = chosen.values  # noqa: PD011
    known = {_key(value) for value in (*values, *(levels.get(value, value) for value in values))}
    return cells.map({cell: _key(cell) in known for cell in cells.unique()}).astype(bool)


def check_analysis_set(
    chosen: AnalysisSet, key: str, people: pd.DataFrame, file: str, faults: FaultList
) -> None:
    """Check that the column of an analysis set has its values, and says of everybody.

    Parameters
    ----------
    chosen : AnalysisSet
        As the plan declares it; that the column is there was checked.
    key : str
        Where in the plan.
    people : pandas.DataFrame
        One row a participant, columns as text, ``""`` where empty; the index is the row in the
        file.
    file : str
        The table they come from.
    faults : FaultList
        Receives empty cells, and values that nobody has.
    """
    cells = people[chosen.column]
    for line in cells.index[cells == ""]:
        faults.add(
            Fault(
                "It is not said whether this participant is in the analysis set.",
                "Fill in the cell.",
                file,
                int(line),
                chosen.column,
            ),
            "analysis set",
        )
    for value in chosen.values:  # noqa: PD011
        one = chosen.model_copy(update={"values": (value,)})
        if not in_set(one, cells).any():
            found = ", ".join(f"`{cell}`" for cell in sorted(set(cells) - {""})[:10])
            faults.add(
                Fault(
                    f"Nobody has the value of the analysis set \u201c{chosen.name}\u201d.",
                    f"Correct `plan.{key}.values` in study.yaml. The column holds: {found}.",
                    file,
                    1,
                    chosen.column,
                    value,
                )
            )


def _key(value: object) -> str:
    return spelling_key(plain_code(value))

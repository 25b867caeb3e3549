"""Checking what stands in the cells of the scores table: whose it is, and its value."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from outcomes.errors import Fault
from outcomes.instruments import permits
from outcomes.reading import Table, shown
from outcomes.study.cells import Cells
from outcomes.study.codes import arm_codes, match_codes
from outcomes.study.enrolled import Participants
from outcomes.study.fault_list import FaultList
from outcomes.study.identify import ID, ask_about_sites
from outcomes.study.measures import Cell
from outcomes.study.numbers import not_a_number_fix, to_numbers
from outcomes.study.read_study_file import Draft
from outcomes.study.scores import score_measure
from outcomes.study.text_columns import are_among, repeat_texts

CHECKED = ["participant", "visit", "side", "measure", "item", "name", "value", "file"]
"""Columns of the checked cells."""

_KEY = ["participant", "visit", "side", "name"]


def check_people(
    draft: Draft, table: Table, enrolled: Participants | None, faults: FaultList
) -> None:
    """Check that everybody in a table is known, and in the same arm as elsewhere.

    Parameters
    ----------
    draft : Draft
        The study file.
    table : Table
        The scores or events table.
    enrolled : Participants or None
        Who took part; None if that is not known.
    faults : FaultList
        Receives what is wrong.
    """
    column = draft.file.columns.id_name
    if enrolled is None or table.file == enrolled.file or not table.has(ID):
        return
    people = table.rows[ID]
    known = ["", *enrolled.people["participant"].tolist()]
    for line in people.index[people == ""]:
        faults.add(
            Fault(
                "The participant is missing.",
                "Fill the participant in, or delete the row.",
                table.file,
                int(line),
                column,
            ),
            "no participant",
        )
    if not enrolled.complete:
        return
    for line in people.index[~are_among(people, known)]:
        faults.add(
            Fault(
                f"This participant is not in {enrolled.file}.",
                f"Add the participant to {enrolled.file} with their {draft.file.group_word}, or "
                "correct the name.",
                table.file,
                int(line),
                column,
                shown(people[line]),
            ),
            "unknown participant",
        )
    if draft.names_arms and table.has(draft.file.group_column):
        _check_same_arm(draft, table, enrolled, faults)


def _check_same_arm(draft: Draft, table: Table, enrolled: Participants, faults: FaultList) -> None:
    column, word = draft.file.group_column, draft.file.group_word
    arm_of = dict(zip(enrolled.people["participant"], enrolled.people["arm"], strict=True))
    found = table.rows[column]
    here = match_codes(found, arm_codes(draft.file.groups))
    people = table.rows[ID]
    there = people.map({person: arm_of.get(person, "") for person in people.unique()})
    for line in found.index[(found != "") & (here != there) & (there != "")]:
        faults.add(
            Fault(
                f"In {enrolled.file} this participant is in the {word} `{there[line]}`.",
                f"Give the {word} they were assigned to in both tables.",
                table.file,
                int(line),
                column,
                shown(found[line]),
            ),
            "other arm",
        )


def check_values(draft: Draft, found: Iterable[Cells], faults: FaultList) -> pd.DataFrame:
    """Check every cell's value, and return those that are sound.

    Parameters
    ----------
    draft : Draft
        The study file.
    found : iterable of Cells
        The filled-in cells.
    faults : FaultList
        Receives what is wrong.

    Returns
    -------
    pandas.DataFrame
        One row a cell, nothing twice; columns `CHECKED`: ``item`` is the instrument's item code or
        ``""``; the index is the line in the file.
    """
    found = list(found)
    if not found:
        return pd.DataFrame(columns=CHECKED)
    values = [_check_values(cells, faults) for cells in found]
    sizes = [len(cells.rows) for cells in found]
    together = pd.concat([cells.rows[["participant", "visit", "side"]] for cells in found]).assign(
        measure=repeat_texts([cells.reading.name for cells in found], sizes),
        item=repeat_texts([cells.cell.item.code for cells in found], sizes),
        name=repeat_texts([cells.name for cells in found], sizes),
        value=np.concatenate(values),
        file=repeat_texts([cells.file for cells in found], sizes),
    )
    is_placed = (together["participant"] != "") & (together["visit"] != "")
    if is_placed.all() and together["value"].notna().all() and not together.duplicated(_KEY).any():
        return together
    placed = together[is_placed]
    for file, cells_of_file in placed.groupby("file", sort=False):
        if draft.names_visits:
            _check_duplicates(draft, cells_of_file, str(file), faults)
    return placed[placed["value"].notna()].drop_duplicates(_KEY)


def _check_values(cells: Cells, faults: FaultList) -> NDArray[np.float64]:
    texts = cells.rows["text"]
    values = to_numbers(texts, binary=cells.cell.binary).to_numpy()
    label = f" of `{cells.name}`" if cells.column != cells.name else ""
    for line in texts.index[np.isnan(values)]:
        text = texts[line]
        fix = f"Write {cells.cell.allowed}." if cells.cell.binary else not_a_number_fix(text)
        message = f"The value{label} is not a number."
        faults.add(
            Fault(message, fix, cells.file, int(line), cells.column, shown(text)),
            f"text{cells.name}",
        )
    if cells.cell.conversion is not None:
        values = cells.cell.conversion.apply(values)
    allowed = permits(cells.cell.item, values)
    for line, value in zip(texts.index[~allowed], values[~allowed], strict=True):
        message = f"The value{label} {_what_is_wrong(cells.cell, value)}."
        fix = f"Correct it (allowed: {cells.cell.allowed}), or leave the cell empty."
        faults.add(
            Fault(message, fix, cells.file, int(line), cells.column, shown(texts[line])),
            f"range{cells.name}",
        )
    return np.where(allowed, values, np.nan)


def _what_is_wrong(cell: Cell, value: float) -> str:
    item = cell.item
    if not item.low <= value <= item.high:
        return f"is outside its range, {cell.limits}"
    return (
        "is not a whole number" if not item.allowed_values else "is not one of the possible answers"
    )


def _check_duplicates(draft: Draft, cells: pd.DataFrame, file: str, faults: FaultList) -> None:
    """Report each line that repeats an earlier one; a line may repeat many items at once."""
    repeated = cells[cells.duplicated(_KEY)]
    if repeated.empty:
        return
    # the first line of each key, wherever a repetition of it stands
    lines = pd.Series(cells.index, index=cells.index).groupby([cells[key] for key in _KEY])
    first = pd.Series(lines.transform("min").to_numpy(), index=cells.index)[
        cells.duplicated(_KEY).to_numpy()
    ]
    entries = repeated.assign(first=first.to_numpy()).sort_index(kind="stable")
    for line, rows in entries.groupby(level=0, sort=True):
        row = rows.iloc[0]
        what = f"`{row['name']}`" if len(rows) == 1 else f"{len(rows)} scores"
        who = ", ".join(text for text in (row["participant"], row["visit"], row["side"]) if text)
        faults.add(
            Fault(
                f"This row repeats {what} of line {row['first']}: the same participant and visit"
                f"{' and side' if row['side'] else ''}.",
                f"{ask_about_sites(draft.file.columns)}Keep one of the two; for scores of two "
                "sides, name the measure's `side` column.",
                file,
                int(line),
                value=shown(who),
            ),
            "repeated",
        )


def check_one_baseline(
    draft: Draft, baselines: Iterable[Cells], scores: Iterable[Cells], faults: FaultList
) -> None:
    """Check that a measure whose baseline is a column has no scores at a baseline visit as well."""
    visits = {visit.name for visit in draft.file.visits if visit.weeks == 0}
    from_column = {cells.reading.name for cells in baselines}
    for cells in scores:
        name = cells.reading.name
        if name not in from_column:
            continue
        number = int(cells.rows["visit"].isin(visits).sum())
        if number:
            faults.add(
                draft.source.fault(
                    ("measures", name, "baseline"),
                    f"There are two baselines: this column, and {number} scores at a visit at "
                    "time 0.",
                    "Keep one of the two.",
                    cells.reading.measure.baseline,
                )
            )


def check_presence(
    draft: Draft, cells: pd.DataFrame, found: list[Cells], faults: FaultList
) -> None:
    """Check that every measure has scores, and the primary endpoint its at the primary visit.

    Parameters
    ----------
    draft : Draft
        The study file.
    cells : pandas.DataFrame
        From `check_values`.
    found : list of Cells
        The cells they were made from: a measure with faults in its values is not empty.
    faults : FaultList
        Receives what is wrong.
    """
    filled = {one.reading.name for one in found if len(one.rows)}
    plan = draft.file.plan.primary
    primary = plan.endpoint.split(".", maxsplit=1)[0]
    for name in dict.fromkeys(one.reading.name for one in found):
        if name not in filled:
            faults.add(
                draft.source.fault(
                    ("measures", name),
                    "The tables hold no score of this measure.",
                    "Fill the scores in, or remove the measure.",
                    name,
                )
            )
    visits = {visit.name for visit in draft.file.visits}
    if not (draft.names_visits and draft.is_valid("plan", "primary") and plan.visit in visits):
        return
    reading = next((one.reading for one in found if one.reading.name == primary), None)
    if reading is None or primary not in filled:
        return
    mine = cells[(cells["measure"] == primary) & (cells["visit"] == plan.visit)]
    given = [
        one.rows["visit"].isin([plan.visit, ""]).sum() for one in found if one.reading is reading
    ]
    if sum(given) > len(mine):  # what is wrong with the others has been said
        return
    scores = score_measure(mine, reading)
    if plan.endpoint not in {endpoint.name for endpoint in reading.endpoints.values()}:
        return
    if not scores.loc[scores["endpoint"] == plan.endpoint, "value"].notna().any():
        faults.add(
            draft.source.fault(
                ("plan", "primary", "visit"),
                f"No participant has a score of {plan.endpoint} at this visit.",
                "Fill the scores in, or name another visit.",
                plan.visit,
            )
        )

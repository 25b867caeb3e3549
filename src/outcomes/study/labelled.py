"""What the labels of codes, as a statistical program or REDCap keeps them, mean for the cells."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

import pandas as pd

from outcomes.errors import Fault
from outcomes.reading import Table, shown
from outcomes.study.codes import arm_codes, plain_code, visit_codes
from outcomes.study.fault_list import FaultList
from outcomes.study.query import Query
from outcomes.study.read_study_file import Draft
from outcomes.study.spelling import spelling_key


def apply_labels(draft: Draft, table: Table, numbers: Collection[str], faults: FaultList) -> Table:
    """Put labels in the place of codes where they say more, and codes in the place of labels.

    An arm or a visit may be named in the study file by its code or by its label. A column of scores
    keeps its codes. Any other column, as sex, shows labels if every code in it has one.

    Parameters
    ----------
    draft : Draft
        The study file.
    table : Table
        As read, with its labels.
    numbers : collection of str
        Columns of scores and items.
    faults : FaultList
        Receives codes that the file and the study file give to different arms or visits.
    """
    columns = draft.file.columns
    names = {
        draft.file.group_column: _Names(
            draft.file.group_word, arm_codes(draft.file.groups), _arm_names(draft)
        ),
        **_treatment_names(draft),
        columns.visit: _Names("visit", visit_codes(draft.file.visits), _visit_names(draft)),
    }
    changed: dict[str, pd.Series] = {}
    for column, labels in table.labels.items():
        if not table.has(column) or column in columns.id_columns:
            continue
        cells = table.rows[column]
        if column in names:
            for fault in _contradictions(names[column], labels, table.file, column):
                faults.add(fault)
            changed[column] = _name(cells, labels, names[column].by_code)
        elif column in numbers:
            changed[column] = _encode(cells, labels)
        elif set(cells.unique()) <= {*labels, ""}:
            changed[column] = cells.map({**labels, "": ""}).astype("str")
        elif column in draft.file.described and draft.file.described[column].kind != "number":
            for query in _ask_about_codes(table, column, labels):
                faults.ask(query)
    return replace(table, rows=table.rows.assign(**changed)) if changed else table


def _ask_about_codes(table: Table, column: str, labels: Mapping[str, str]) -> Iterator[Query]:
    """Ask about a column some of whose codes, and not most of its values, have no label."""
    filled = table.rows[column][table.rows[column] != ""]
    without = filled[~filled.isin([*labels, *labels.values()])]
    if without.empty or without.nunique() > len(labels):
        return  # labels throughout; or amounts, and labels of a few codes for a missing value
    unused = [f"`{code}`" for code in labels if code not in set(filled)]
    nobody = f", and no cell holds {' or '.join(unused)}" if unused else ""
    yield Query(
        "codebook-against-data",
        f"{len(without)} of {len(filled)} cells hold a code to which the codebook gives no "
        f"label{nobody}.",
        "Ask which coding was used; say what the codes mean under `characteristics`, as "
        f"`{{column: {column}, levels: {{...}}}}`.",
        table.file,
        int(without.index[0]),
        column,
        ", ".join(shown(text) for text in without.unique()),
    )


class _Names:
    """What the study file calls the arms, or the visits."""

    def __init__(self, kind: str, by_code: Mapping[str, str], by_word: Mapping[str, str]) -> None:
        self.kind = kind
        self.by_code = by_code
        self.by_word = by_word


def _treatment_names(draft: Draft) -> dict[str, _Names]:
    """Return what the treatments of sites are called, by their column; nothing elsewhere."""
    if not draft.file.is_within_person:
        return {}
    arms = draft.file.arms
    by_word = {spelling_key(text): name for name, arm in arms.items() for text in (name, arm.label)}
    return {draft.file.columns.treatment: _Names("arm", arm_codes(arms), by_word)}


def _arm_names(draft: Draft) -> dict[str, str]:
    arms = draft.file.groups
    words = {spelling_key(arm.label): name for name, arm in arms.items()}
    return words | {spelling_key(name): name for name in arms}


def _visit_names(draft: Draft) -> dict[str, str]:
    return {spelling_key(visit.name): visit.name for visit in draft.file.visits}


def _name(cells: pd.Series, labels: Mapping[str, str], by_code: Mapping[str, str]) -> pd.Series:
    """Write the code or the label of a cell, whichever the study file names."""
    code_of = {label: code for code, label in labels.items()}
    new = {}
    for cell in cells.unique():
        others = (cell, labels.get(cell, cell), code_of.get(cell, cell))
        new[cell] = next((one for one in others if plain_code(one) in by_code), cell)
    return cells.map(new).astype("str")


def _encode(cells: pd.Series, labels: Mapping[str, str]) -> pd.Series:
    """Write the code of each label, as answers of a labelled export have to be."""
    code_of = {label: code for code, label in reversed([*labels.items()])}
    present = set(cells.unique())
    if present <= {*labels, ""} or not present & set(code_of):
        return cells
    return cells.map({cell: code_of.get(cell, cell) for cell in present}).astype("str")


def _contradictions(
    names: _Names, labels: Mapping[str, str], file: str, column: str
) -> Iterator[Fault]:
    for code, label in labels.items():
        by_code = names.by_code.get(plain_code(code))
        by_label = names.by_word.get(spelling_key(label))
        if by_code is not None and by_label is not None and by_code != by_label:
            yield Fault(
                f"In this file {code} stands for `{label}`, in study.yaml for the {names.kind} "
                f"`{by_code}`.",
                f"Correct the `code` of the {names.kind}s in study.yaml, or the labels.",
                file,
                column=column,
                value=code,
            )

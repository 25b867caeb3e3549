"""REDCap's data dictionary: which fields there are, and what their codes stand for."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

import pandas as pd

from outcomes.errors import Fault
from outcomes.reading.table import Faults, Table

_HEADERS = {
    "name": ("Variable / Field Name", "field_name"),
    "form": ("Form Name", "form_name"),
    "kind": ("Field Type", "field_type"),
    "label": ("Field Label", "field_label"),
    "choices": (
        "Choices, Calculations, OR Slider Labels",
        "Choices OR Calculations",
        "select_choices_or_calculations",
    ),
    "validation": (
        "Text Validation Type OR Show Slider Number",
        "text_validation_type_or_show_slider_number",
    ),
}
"""Columns of a dictionary as the designer exports it, and as the interface for programs does."""

_OWN_COLUMNS = {
    "Event Name": "redcap_event_name",
    "Repeat Instrument": "redcap_repeat_instrument",
    "Repeat Instance": "redcap_repeat_instance",
    "Data Access Group": "redcap_data_access_group",
}
"""What a labelled export calls the columns that REDCap adds."""

_FIXED = {"yesno": {"1": "Yes", "0": "No"}, "truefalse": {"1": "True", "0": "False"}}


@dataclass(frozen=True)
class Dictionary:
    """What a data dictionary says of the columns of an export.

    Parameters
    ----------
    names : mapping of str to str
        Field by label, of labels that one field alone has.
    labels : mapping of str to mapping of str to str
        Label of each code, by field.
    with_comma : frozenset of str
        Fields whose numbers have a decimal comma.
    """

    names: Mapping[str, str]
    labels: Mapping[str, Mapping[str, str]]
    with_comma: frozenset[str]

    def apply(self, table: Table) -> Table:
        """Name the columns of a labelled export, and give every table its labels."""
        fields = {*self.names.values()}
        new = {
            name: self.names[_plain(name)]
            for name in table.rows.columns
            if name not in fields and _plain(name) in self.names
        }
        rows = table.rows.rename(columns=new)
        rows = rows.loc[:, ~rows.columns.duplicated()]
        commas = [name for name in rows.columns if name in self.with_comma]
        for name in commas:
            rows[name] = rows[name].str.replace(r"^([+-]?\d*),(\d+)$", r"\1.\2", regex=True)
        labels = {name: self.labels[name] for name in rows.columns if name in self.labels}
        how = f"{table.how}, labelled" if new else table.how
        return replace(table, rows=rows, labels={**table.labels, **labels}, how=how)


def read_dictionary(table: Table, faults: Faults) -> Dictionary | None:
    """Read a data dictionary from its table, None if it is not one."""
    columns = {
        key: next((name for name in names if table.has(name)), None)
        for key, names in _HEADERS.items()
    }
    name, kind = columns["name"], columns["kind"]
    if name is None or kind is None:
        message = "This is not a data dictionary of REDCap: it names no fields and their types."
        fix = "Download it from the project's `Data Dictionary`, as CSV."
        faults.add(Fault(message, fix, table.file, table.header_row))
        return None
    empty = pd.Series("", index=table.rows.index)
    label, choices, validation = (
        table.rows.get(columns[key] or "", empty) for key in ("label", "choices", "validation")
    )
    by_label: dict[str, list[str]] = {}
    labels: dict[str, dict[str, str]] = {}
    for field, of_field, its_kind, its_choices in zip(
        table.rows[name], label, table.rows[kind], choices, strict=True
    ):
        by_label.setdefault(_plain(of_field), []).append(field)
        if its_kind in _FIXED:
            labels[field] = dict(_FIXED[its_kind])
        elif its_kind in ("radio", "dropdown"):
            labels[field] = _read_choices(its_choices)
    names = {one: fields[0] for one, fields in by_label.items() if one and len(fields) == 1}
    with_comma = table.rows[name][validation.str.contains("comma_decimal", regex=False)]
    return Dictionary(_OWN_COLUMNS | names, labels, frozenset(with_comma))


def _read_choices(text: str) -> dict[str, str]:
    """Read ``1, Drug | 2, Placebo``; a label may hold commas."""
    choices = {}
    for choice in text.split("|"):
        code, _, label = choice.partition(",")
        if code.strip():
            choices[code.strip()] = _plain(label)
    return choices


def _plain(text: str) -> str:
    """Return a label without the markup that a designer may put into it, and exports leave out."""
    return " ".join(html.unescape(re.sub(r"<[^>]*>", "", text)).split())

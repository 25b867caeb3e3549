"""What describes participants, as the study file says: numbers, or the labels of codes."""

from __future__ import annotations

import pandas as pd

from outcomes.study.characteristic import Characteristic
from outcomes.study.check_characteristics import is_number
from outcomes.study.codes import plain_code
from outcomes.study.numbers import to_numbers
from outcomes.study.plan import StudyFile


def type_columns(file: StudyFile, people: pd.DataFrame) -> pd.DataFrame:
    """Make numbers of what describes participants in numbers, and labels of declared codes."""
    typed = {}
    for name in people.columns:
        column = people[name]
        described = file.described.get(name)
        filled = column[column != ""]
        if described is None and name not in ("participant", "arm"):  # a baseline, a score
            described = Characteristic(column=name, kind="number")
        if described is not None and len(filled) and is_number(described, filled):
            typed[name] = to_numbers(filled).reindex(people.index)
            continue
        texts = column.where(column != "").astype("str")
        if described is not None and described.levels is not None:
            labels = {plain_code(code): label for code, label in described.levels.items()}
            codes = texts.map(plain_code, na_action="ignore")
            texts = codes.map(labels).where(codes.isin(labels), texts).astype("str")
        typed[name] = texts
    return pd.DataFrame(typed).reset_index(drop=True)

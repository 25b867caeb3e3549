"""From items to scores."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from outcomes.errors import InstrumentError
from outcomes.instruments.consistency import range_of
from outcomes.instruments.instrument import Instrument, Item, Subscale

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]
    Flags = NDArray[np.bool_]


def score_items(instrument: Instrument, items: pd.DataFrame) -> pd.DataFrame:
    """Score questionnaires, one a row.

    Parameters
    ----------
    instrument : Instrument
        From `get_instrument`.
    items : pandas.DataFrame
        One column an item, named by its code, all of them, in any order; one row a questionnaire.
        Numbers; an unanswered item is NaN or None.

    Returns
    -------
    pandas.DataFrame
        One column a score, named and in the order of ``instrument.endpoints``; the rows and index
        of `items`. NaN where more items are empty than the instrument's rule allows.

    Raises
    ------
    InstrumentError
        For a column that is absent, unknown or there twice, and for an answer that is no number or
        not one that the item allows (the message names item, row label and value).

    Notes
    -----
    Full precision: nothing is rounded. Each row is scored by itself.

    Examples
    --------
    >>> import pandas as pd
    >>> from outcomes.instruments import get_instrument, score_items
    >>> visa = get_instrument("visa-a")
    >>> answers = pd.DataFrame([[7, 6, 8, 5, 6, 7, 4, 14]], columns=list(visa.codes))
    >>> score_items(visa, answers).loc[0, "total"].item()
    57.0
    """
    import pandas as pd

    _check_columns(instrument, items)
    answers = {
        item.code: _read_answers(instrument, item, items[item.code]) for item in instrument.items
    }
    scores: dict[str, Numbers] = {}
    for subscale in instrument.subscales:
        scores[subscale.endpoint.name] = _score(instrument, subscale, answers, scores)
    return pd.DataFrame(scores, index=items.index)


def permits(item: Item, values: Numbers) -> Flags:
    """Return which values are answers that an item allows; NaN, an unanswered item, is allowed.

    Parameters
    ----------
    item : Item
        The item.
    values : numpy.ndarray
        Numbers of any shape.

    Returns
    -------
    numpy.ndarray
        True where the value is allowed; the shape of `values`.
    """
    import numpy as np

    allowed = (values >= item.low) & (values <= item.high)
    if item.allowed_values:
        allowed &= np.isin(values, item.allowed_values)
    elif item.whole:
        allowed &= values == np.floor(values)
    return allowed | np.isnan(values)


def _check_columns(instrument: Instrument, items: pd.DataFrame) -> None:
    columns = list(items.columns)
    twice = [code for code in instrument.codes if columns.count(code) > 1]
    absent = [code for code in instrument.codes if code not in columns]
    unknown = [str(column) for column in columns if column not in instrument.codes]
    problems = [
        f"{what} {', '.join(names)}"
        for what, names in (
            ("no column for", absent),
            ("no such item:", unknown),
            ("more than one column for", twice),
        )
        if names
    ]
    if problems:
        raise InstrumentError(
            f"{instrument.name}: {'; '.join(problems)}. Give one column for each item and no "
            f"other: {', '.join(instrument.codes)}; leave the cells of an unanswered item empty."
        )


def _read_answers(instrument: Instrument, item: Item, column: pd.Series) -> Numbers:
    """Return a column as numbers, having checked each."""
    import numpy as np
    import pandas as pd

    numbers: Numbers = pd.to_numeric(column, errors="coerce").to_numpy(dtype=float, na_value=np.nan)
    wrong = (np.isnan(numbers) & column.notna().to_numpy()) | ~permits(item, numbers)
    if wrong.any():
        raise InstrumentError(_describe_wrong_answers(instrument, item, column, wrong))
    return numbers


def _describe_wrong_answers(
    instrument: Instrument, item: Item, column: pd.Series, wrong: Flags
) -> str:
    first = int(wrong.argmax())
    label: Any = column.index[first]
    value: Any = column.iloc[first]
    number = int(wrong.sum())
    count = "" if number == 1 else f" ({number} such values in this column)"
    return (
        f"{instrument.name}: item {item.code}, row {label}: {value} is not an answer{count}. "
        f"Allowed are {item.allowed}; correct it, or leave the cell empty."
    )


def _score(
    instrument: Instrument,
    subscale: Subscale,
    answers: dict[str, Numbers],
    scores: dict[str, Numbers],
) -> Numbers:
    import numpy as np

    if instrument.single:
        return answers[subscale.items[0]]
    if subscale.components:
        weighted = [weight * scores[name] for name, weight in subscale.components]
        mean: Numbers = np.sum(weighted, axis=0) / sum(weight for _, weight in subscale.components)
        return mean
    items = [item for item in instrument.items if item.code in subscale.items]
    gained, reachable, empty = _add_up(subscale, items, answers)
    enough = (empty <= subscale.missing.max_missing) & (reachable > 0)
    share = np.where(reachable > 0, reachable, 1.0)
    score: Numbers
    if subscale.conversion:
        table = np.asarray(subscale.conversion)
        score = table[np.clip(np.rint(gained), 0, len(table) - 1).astype(int)]
    elif subscale.scoring == "percent":
        score = 100 * gained / share
    else:
        low, high = range_of(subscale, items)
        score = low + gained * ((high - low) / share)
    return np.where(enough, score, np.nan)


def _add_up(
    subscale: Subscale, items: list[Item], answers: dict[str, Numbers]
) -> tuple[Numbers, Numbers, NDArray[np.int16]]:
    """Return what the answers count from the low end, the most they could, and how many are empty.

    Sums grow item by item in the order of the form, so that a score is the same on any machine.
    """
    import numpy as np

    rows = len(answers[items[0].code])
    gained, reachable = np.zeros(rows), np.zeros(rows)
    empty = np.zeros(rows, dtype=np.int16)
    for item in items:
        counted = _count(item, answers[item.code], turned=subscale.turns_round(item))
        missing = np.isnan(counted)
        if missing.any():
            gained += np.where(missing, 0.0, counted)
            reachable += np.where(missing, 0.0, item.span)
            empty += missing
        else:
            gained += counted
            reachable += item.span
    return gained, reachable, empty


def _count(item: Item, answers: Numbers, *, turned: bool) -> Numbers:
    """Return what answers count from the low end of the score on; NaN where there is none."""
    import numpy as np

    if item.points:
        order = np.argsort(item.allowed_values)
        at = np.searchsorted(np.asarray(item.allowed_values)[order], answers)
        points = np.append(np.asarray(item.points)[order] - item.floor, np.nan)
        return np.where(np.isnan(answers), np.nan, points[at])
    return item.high - answers if turned else answers - item.low

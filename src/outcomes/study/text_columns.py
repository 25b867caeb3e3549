"""Columns of text, many rows at a time: each distinct text is looked at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray


def to_arrow(texts: pd.Series | Sequence[str]) -> pa.Array:
    """Return texts as an Arrow array; a missing one is null."""
    array = pa.array(texts, from_pandas=True)
    if isinstance(array, pa.ChunkedArray):
        array = array.combine_chunks()
    return array.cast(pa.large_string())


def number_distinct(texts: pd.Series, function: Callable[[str], float]) -> NDArray[np.float64]:
    """Return the number of each text, calling the function once for each distinct one."""
    codes, distinct = pd.factorize(texts)
    numbers = np.array([function(text) for text in distinct.tolist()], dtype=np.float64)
    return np.asarray(numbers[codes], dtype=np.float64)


def name_distinct(texts: pd.Series, function: Callable[[str], str]) -> pd.Series:
    """Return a text for each text, calling the function once for each distinct one."""
    codes, distinct = pd.factorize(texts)
    names = pd.array([function(text) for text in distinct.tolist()], dtype="str")
    return pd.Series(names.take(codes), index=texts.index, name=texts.name)


def repeat_texts(texts: Sequence[str], sizes: Sequence[int]) -> pd.api.extensions.ExtensionArray:
    """Return each text as many times as its size says."""
    return pd.array(texts, dtype="str").take(np.repeat(np.arange(len(texts)), sizes))


def find_positions(texts: pd.Series, order: pd.Series | Sequence[str]) -> NDArray[np.int64]:
    """Return where each text first stands in a list, -1 where it does not."""
    found = pc.index_in(to_arrow(texts), value_set=to_arrow(order))
    return np.asarray(found.fill_null(-1), dtype=np.int64)


def are_among(texts: pd.Series, known: pd.Series | Sequence[str]) -> pd.Series:
    """Whether each text is one of those known."""
    return pd.Series(find_positions(texts, known) >= 0, index=texts.index)

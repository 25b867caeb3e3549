"""How a page prints numbers and intervals, and whether they are those of an estimate."""

from __future__ import annotations

import re

from tests.generated.raw import RawStudy
from tests.generated.rows import Row

NUMBER = r"[\u2212+]?\d[\d,]*(?:\.\d+)?"


def to_float(text: str) -> float:
    return float(text.replace("\u2212", "-").replace(",", "").replace("+", ""))


def primary_rows(raw: RawStudy, rows: list[Row]) -> list[Row]:
    """Return the rows of the plan's primary difference, one a side."""
    primary = raw.file["plan"]["primary"]
    return [
        row
        for row in rows
        if row["quantity"] == "difference"
        and row["endpoint"] == primary["endpoint"]
        and row["visit"] == primary["visit"]
        and [row["arm"], row["comparator"]] == list(primary.get("comparison", ()))
        and row["estimate"] is not None
    ]


def scale_of(row: Row) -> float:
    """Return what a share is multiplied with to be shown: they are printed in percent."""
    return 100 if row["unit"] == "share" else 1


def interval_fits(text: str, row: Row, scale: float) -> bool:
    """Whether an interval in words is that of a row, as far as its decimals go."""
    if row["ci_low"] is None:
        return False
    small = re.search(rf"less than ({NUMBER})", text)
    ends = read_interval(re.sub(rf"less than {NUMBER}", "0", text))
    if ends is None:
        return False
    wanted = (scale * row["ci_low"], scale * row["ci_high"])
    slack = 0.5 * 10.0 ** -count_decimals(text) + 1e-9
    slack = max(slack, to_float(small[1])) if small else slack
    return all(abs(a - b) <= slack for a, b in zip(sorted(ends), wanted, strict=True))


def read_interval(text: str) -> tuple[float, float] | None:
    """Read an interval in words: ``from 3.3 lower to 2 higher``, ``1.0 to 2.5 lower``."""
    text = text.replace("no difference", "0 lower")
    numbers = re.findall(NUMBER, text)
    ways = re.findall(r"lower|higher|fall|rise|fewer|more", text)
    if len(numbers) != 2 or not ways:
        return None
    signs = [-1 if way in ("lower", "fall", "fewer") else 1 for way in (ways[0], ways[-1])]
    low, high = (sign * to_float(number) for sign, number in zip(signs, numbers, strict=True))
    return low, high


def count_decimals(text: str) -> int:
    """Return how many decimals the first number of a text has."""
    first = re.search(NUMBER, text)
    return len(first[0].partition(".")[2]) if first else 0

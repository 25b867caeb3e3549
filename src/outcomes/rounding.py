"""The one place where numbers become text.

Numbers stay at full precision until here. Displayed minus signs are typographic (U+2212), so a
negative number never breaks across lines nor reads as a hyphen; an absent number is an en dash.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable

MINUS = "\u2212"
ABSENT = "\u2013"
"""What stands for a number that is not there."""


def choose_digits(low: float, high: float) -> int:
    """Return how many decimals a mean, difference or interval of a scale is given with.

    One decimal on scales about 10 points wide or wider (a tenth of a millimetre or of a degree is
    already finer than the measurement), two on shorter ones such as 0 to 4, three within 0 to 1.

    Parameters
    ----------
    low, high : float
        Range of the scale, in its own unit; may be infinite.

    Examples
    --------
    >>> choose_digits(0, 100), choose_digits(0, 4), choose_digits(0, 1)
    (1, 2, 3)
    """
    width = high - low
    if width <= 1:
        return 3
    return 2 if width < 9 else 1


def format_number(value: float, digits: int = 1, *, absent: str = ABSENT) -> str:
    """Format a number with a fixed number of decimals.

    Parameters
    ----------
    value : float
        NaN if absent.
    digits : int
        Decimals. ``0.04`` with one decimal is ``0.0``, never ``-0.0``.
    absent : str
        What to write for NaN, as ``not estimated``.

    Examples
    --------
    >>> format_number(12.345), format_number(-0.04), format_number(float("nan"))
    ('12.3', '0.0', '–')
    """
    if math.isnan(value):
        return absent
    if math.isinf(value):
        return "\u221e" if value > 0 else f"{MINUS}\u221e"
    separator = "," if abs(value) >= 9999.5 else ""
    text = format(abs(value), f"{separator}.{digits}f")
    return f"{MINUS}{text}" if value < 0 and _is_not_zero(text) else text


def format_signed(value: float, digits: int = 1) -> str:
    """Format a change or difference: a plus sign too, and none on what rounds to zero.

    Examples
    --------
    >>> format_signed(3.21), format_signed(0.01)
    ('+3.2', '0.0')
    """
    text = format_number(value, digits)
    return f"+{text}" if value > 0 and _is_not_zero(text) else text


def format_interval(low: float, high: float, digits: int = 1, *, absent: str = ABSENT) -> str:
    """Format the two ends of an interval, with "to" between because a dash looks like a minus.

    An interval that excludes 0 is never shown as if it reached it, nor two ends as if they were
    one: there are more decimals where it takes them.

    Examples
    --------
    >>> format_interval(1.04, 3.96), format_interval(0.02, 3.96), format_interval(7.02, 7.04)
    ('1.0 to 4.0', '0.02 to 4.0', '7.02 to 7.04')
    """
    if math.isnan(low) or math.isnan(high):
        return absent
    if low < high and format_number(low, digits) == format_number(high, digits):
        digits = _decimals_that(
            lambda more: format_number(low, more) != format_number(high, more), digits
        )
    return " to ".join(
        format_number(end, _decimals_of_end(end, digits) if low * high > 0 else digits)
        for end in (low, high)
    )


def format_estimate(
    value: float,
    low: float,
    high: float,
    digits: int = 1,
    *,
    level: float = 0.95,
    signed: bool = False,
) -> str:
    """Format an estimate with its confidence interval, for running text.

    Examples
    --------
    >>> format_estimate(4.2, 1.04, 7.4)
    '4.2 (95% CI 1.0 to 7.4)'
    """
    if math.isnan(value):
        return "not estimated"
    number = format_signed(value, digits) if signed else format_number(value, digits)
    if math.isnan(low) or math.isnan(high):
        return f"{number} (no interval)"
    return f"{number} ({format_level(level)} CI {format_interval(low, high, digits)})"


def format_level(level: float) -> str:
    """Format a confidence level given as a share.

    Examples
    --------
    >>> format_level(0.95), format_level(0.975)
    ('95%', '97.5%')
    """
    return f"{round(100 * level, 6):g}%"


def format_p(p_value: float) -> str:
    """Format a p value: three decimals below 0.1, two above, never "0.000" and never "1.00".

    Examples
    --------
    >>> format_p(0.0004), format_p(0.0496), format_p(0.42), format_p(0.997)
    ('<0.001', '0.050', '0.42', '>0.99')
    """
    if math.isnan(p_value):
        return ABSENT
    if p_value < 0.001:
        return "<0.001"
    if p_value > 0.99:
        return ">0.99"
    return format(p_value, ".3f" if p_value < 0.0995 else ".2f")


def format_share(share: float, digits: int = 0) -> str:
    """Format a share, 0 to 1, as a percentage; only nobody is 0% and only everybody is 100%.

    Examples
    --------
    >>> format_share(0.812), format_share(0.999), format_share(1.0)
    ('81%', '>99%', '100%')
    """
    if math.isnan(share):
        return ABSENT
    step = 10.0**-digits
    text = format(100 * share, f".{digits}f")
    if share > 0 and not _is_not_zero(text):
        return f"<{step:.{digits}f}%"
    if share < 1 and float(text) >= 100:
        return f">{100 - step:.{digits}f}%"
    return f"{text}%"


def format_share_interval(low: float, high: float, *, absent: str = ABSENT) -> str:
    """Format the two ends of an interval of shares, 0 to 1, as percentages.

    Examples
    --------
    >>> format_share_interval(0.574, 0.846)
    '57% to 85%'
    """
    if math.isnan(low) or math.isnan(high):
        return absent
    return f"{format_share(low)} to {format_share(high)}"


def format_count(value: float, *, absent: str = ABSENT) -> str:
    """Format a number of participants: no decimals, thousands separated from 10,000.

    Examples
    --------
    >>> format_count(26.0), format_count(12345)
    ('26', '12,345')
    """
    return format_number(value, 0, absent=absent)


def format_df(df: float) -> str:
    """Format degrees of freedom: whole where they are whole, else with one decimal.

    Examples
    --------
    >>> format_df(50.0), format_df(77.53), format_df(23.04), format_df(float("nan"))
    ('50', '77.5', '23.0', '–')
    """
    whole = math.isfinite(df) and abs(df - round(df)) < 0.005
    return format_number(df, 0 if whole else 1)


def format_size(value: float, *, signed: bool = False) -> str:
    """Format a size that somebody chose, as a threshold or a shift: no zero that says nothing.

    Examples
    --------
    >>> format_size(12.0), format_size(19.9), format_size(13.3823), format_size(5, signed=True)
    ('12', '19.9', '13.38', '+5')
    """
    digits = next((places for places in range(4) if round(value, places) == value), 2)
    return (format_signed if signed else format_number)(value, digits)


def count_decimals(value: float) -> int:
    """Return how many decimals a published number was printed with."""
    return len(f"{abs(value):.6g}".partition(".")[2])


def format_printed(value: float, *, signed: bool = False) -> str:
    """Format a published or declared number with the digits it was given with.

    Examples
    --------
    >>> format_printed(0.05), format_printed(-9.65), format_printed(12.0, signed=True)
    ('0.05', '−9.65', '+12')
    """
    if math.isnan(value):
        return ABSENT
    return (format_signed if signed else format_number)(value, count_decimals(value))


def format_weeks(weeks: float) -> str:
    """Format a time in weeks: whole where it is whole, else with one decimal.

    Examples
    --------
    >>> format_weeks(52.0), format_weeks(1 / 7)
    ('52', '0.1')
    """
    whole = abs(weeks - round(weeks)) < 0.005
    return format_number(weeks, 0 if whole else 1)


def tell_apart(values: Iterable[float], mark: float, digits: int) -> int:
    """Return how many decimals show each value on its own side of a mark.

    Examples
    --------
    >>> tell_apart([0.3, 1.982], 2, 1)
    2
    >>> tell_apart([0.3, 2.0], 2, 1)
    1
    """
    shown = format_number(mark, digits)
    close = [
        value for value in values if value != mark and format_number(abs(value), digits) == shown
    ]
    return _decimals_that(
        lambda more: all(
            format_number(abs(one), more) != format_number(mark, more) for one in close
        ),
        digits,
    )


def _decimals_of_end(end: float, digits: int) -> int:
    return _decimals_that(lambda more: _is_not_zero(format_number(end, more)), digits)


def _decimals_that(show: Callable[[int], bool], digits: int) -> int:
    """Return the fewest decimals, at most four more than asked for, that show what is wanted."""
    return next((more for more in range(digits, digits + 5) if show(more)), digits)


def _is_not_zero(text: str) -> bool:
    return any(character in "123456789" for character in text)

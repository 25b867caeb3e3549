"""Which columns are scores: items of an instrument that is known, or measures of one's own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from outcomes.drafting.names import to_key
from outcomes.drafting.profile import Profile
from outcomes.drafting.quoting import in_quotes
from outcomes.drafting.words import DEGREES
from outcomes.instruments import INSTRUMENTS
from outcomes.instruments.instrument import Instrument
from outcomes.study.units import SPELLINGS, UNITS

_MOST_LEVELS = 7
_SCALES = ((0, 1), (0, 4), (1, 5), (0, 10), (0, 100))
"""Ranges that scores commonly have; the first that holds all values, and is used, is guessed."""

_SHOWN = 3
_SHORT = 12
_IN_BRACKETS = re.compile(r"(.*\S)\s*[(\[]([^()\[\]]+)[)\]]\s*")
_MERE_LETTERS = 2
"""Longest stem of codes that says nothing, as the sp of sp1."""

_USED = 0.4
"""Share of a range that scores must reach over before it is taken for theirs."""


@dataclass(frozen=True)
class GuessedMeasure:
    """One entry of ``measures``, with what in it was guessed.

    Parameters
    ----------
    name : str
        Its key.
    keys : mapping of str to str
        Keys and values as YAML.
    guesses : tuple of str
        What was guessed, and from what.
    """

    name: str
    keys: Mapping[str, str]
    guesses: tuple[str, ...]


def recognise_instruments(
    profiles: Mapping[str, Profile], known_as: Mapping[str, Sequence[Profile]]
) -> Iterator[tuple[GuessedMeasure, frozenset[str]]]:
    """Yield the instruments whose items are all there, with the columns that hold them.

    Parameters
    ----------
    profiles : mapping of str to Profile
        By name in the table (``womac_pain_1``, or a pattern ``womac_pain_1_{visit}``).
    known_as : mapping of str to sequence of Profile
        By the same names, the columns behind each.
    """
    taken: set[str] = set()
    by_codes: dict[tuple[str, ...], list[Instrument]] = {}
    for instrument in INSTRUMENTS.values():
        by_codes.setdefault(tuple(instrument.codes), []).append(instrument)
    for codes, forms in sorted(by_codes.items(), key=lambda entry: -len(entry[0])):
        if len(codes) == 1:
            continue
        template = _template(codes, [name for name in profiles if name not in taken])
        if template is None:
            continue
        forms = _named(forms, codes, template)
        if not forms:
            continue
        columns = frozenset(template.replace("{item}", code) for code in codes)
        taken |= columns
        numbers = [one.numbers for name in columns for one in known_as[name]]
        highest = max((float(n.max()) for n in numbers if n is not None), default=0.0)
        form = _form(forms, highest)
        why = f"all {len(codes)} items are there"
        if len(forms) > 1:
            why += f", and no answer is above {highest:g}; the form is told by that alone"
        name = form.name.split("-")[0]
        keys = {"instrument": form.name, "items": in_quotes(template)}
        yield GuessedMeasure(name, keys, (why,)), columns


def describe_own(name: str, column: str, profiles: Sequence[Profile]) -> GuessedMeasure:
    """Return the entry of a score that no instrument here is known by.

    Parameters
    ----------
    name : str
        What it is called in the table.
    column : str
        Its column, or the pattern of its columns.
    profiles : sequence of Profile
        What these columns hold.
    """
    label, given = split_unit(name)
    key = to_key(label, "measure")
    keys = {"label": in_quotes(label)}
    if all(profile.is_answer for profile in profiles):
        keys |= {"kind": "binary", "higher": "neither"}
        guesses = ["holds nothing but no and yes"]
    else:
        low, high = limits(profiles)
        levels = {value for one in profiles if one.numbers is not None for value in one.numbers}
        whole = all(profile.is_whole for profile in profiles)
        span = _range(low, high)
        is_ordinal = whole and len(levels) <= _MOST_LEVELS and ".inf" not in span
        kind = "ordinal" if is_ordinal else "continuous"
        keys |= {"kind": kind, "range": span, "higher": "neither"}
        keys |= {"unit": given} if given else {}
        guesses = [f"the range: values are {low:g} to {high:g}"]
    guesses.append("write better or worse if one of them is: nothing in the data says it")
    guesses += list_strays(profiles)
    if column != key:
        keys["column"] = in_quotes(column)
    return GuessedMeasure(key, keys, tuple(guesses))


def split_unit(name: str) -> tuple[str, str]:
    """Return a column's name without the unit in brackets behind it, and the unit.

    Examples
    --------
    >>> split_unit("Hüftflexion (°)"), split_unit("strength [kg]"), split_unit("pain (left)")
    (('Hüftflexion', 'degrees'), ('strength', 'kg'), ('pain (left)', ''))
    """
    parts = _IN_BRACKETS.fullmatch(name)
    if parts is None:
        return name, ""
    given = parts[2].casefold().strip()
    unit = "degrees" if given in DEGREES else SPELLINGS.get(given, given)
    return (parts[1], unit) if any(unit in known for known in UNITS.values()) else (name, "")


def limits(profiles: Sequence[Profile]) -> tuple[float, float]:
    """Return the lowest and the highest number in columns that hold numbers."""
    numbers = [one.numbers for one in profiles if one.numbers is not None]
    return min(float(n.min()) for n in numbers), max(float(n.max()) for n in numbers)


def list_strays(profiles: Sequence[Profile]) -> list[str]:
    """Return what is said of cells that are no numbers among those that are, if there are any."""
    strays = list(dict.fromkeys(text for one in profiles for text in one.strays))
    if not strays or all(profile.is_answer for profile in profiles):
        return []
    return [f"cells that are no numbers are to be corrected: {quote_some(strays)}"]


def quote_some(texts: Sequence[str]) -> str:
    """Return the first few of some texts, in quotes: short ones, for a remark may name somebody."""
    short = [text for text in texts if len(text) <= _SHORT][:_SHOWN]
    listed = [f'"{text}"' for text in short]
    return ", ".join([*listed, "..."] if len(short) < len(texts) else listed)


def _template(codes: Sequence[str], names: Sequence[str]) -> str | None:
    """Return how the columns are called that hold all items, None if they are not all there."""
    there = set(names)
    for name in names:
        for found in re.finditer(re.escape(codes[0]), name):
            template = name[: found.start()] + "{item}" + name[found.end() :]
            if all(template.replace("{item}", code) in there for code in codes):
                return template
    return None


def _named(forms: list[Instrument], codes: Sequence[str], template: str) -> list[Instrument]:
    """Return the forms that columns may be of, none where answers could not tell them apart.

    ``q1`` to ``q12`` are the items of many questionnaires: of one whose codes are but numbers the
    columns must hold the name, as ``koos_p1``.
    """
    stems = {code.rstrip("0123456789") for code in codes}
    families = {form.name.split("-")[0] for form in forms}
    if len(families) == 1 and len(stems) > 1 and max(map(len, stems)) > _MERE_LETTERS:
        named = forms
    else:
        named = [form for form in forms if form.name.split("-")[0] in template.lower()]
    highest = {max(item.high for item in form.items) for form in named}
    return named if len(highest) == len(named) else []


def _form(forms: Sequence[Instrument], highest: float) -> Instrument:
    """Return the form of the smallest range that holds every answer."""
    by_range = sorted(forms, key=lambda form: max(item.high for item in form.items))
    return next(
        (form for form in by_range if max(item.high for item in form.items) >= highest),
        by_range[-1],
    )


def _range(low: float, high: float) -> str:
    for bottom, top in _SCALES:
        if bottom <= low and high <= top and high - low >= _USED * (top - bottom):
            return f"[{bottom}, {top}]"
    return f"[{0 if low >= 0 else low:g}, .inf]"

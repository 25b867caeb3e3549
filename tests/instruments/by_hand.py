"""Scores worked out as the manuals say, one form at a time, without the package's definitions.

Each function takes the answers of a form and returns its scores in exact arithmetic, None where
the manual gives none. They are written from the formulas in the sources that the definitions name,
as `100 - mean x 100 / 4` for the KOOS, and know nothing of best answers or directions.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction

Answers = Mapping[str, int | float | None]
Scores = dict[str, Fraction | None]


def _take(answers: Answers, stem: str, count: int) -> list[Fraction]:
    """Return the answers given to items 1 to count."""
    found = [answers[f"{stem}{number}"] for number in range(1, count + 1)]
    return [Fraction(value) for value in found if value is not None]


def _mean(values: list[Fraction]) -> Fraction:
    return sum(values, Fraction()) / len(values)


def _average(*scores: Fraction | None) -> Fraction | None:
    there = [score for score in scores if score is not None]
    return _mean(there) if len(there) == len(scores) else None


def _koos_family(parts: Mapping[str, tuple[str, int, int]]) -> Callable[[Answers], Scores]:
    """100 - mean x 100 / 4, if as many items are answered as the guide's table asks for."""

    def score(answers: Answers) -> Scores:
        scores: Scores = {}
        for name, (stem, count, needed) in parts.items():
            given = _take(answers, stem, count)
            scores[name] = 100 - _mean(given) * 100 / 4 if len(given) >= needed else None
        return scores

    return score


def _koos_12(answers: Answers) -> Scores:
    parts = {"pain": "pain_", "function": "function_", "quality-of-life": "quality_of_life_"}
    scores = _koos_family({name: (stem, 4, 2) for name, stem in parts.items()})(answers)
    return scores | {"summary": _average(*scores.values())}


def _by_table(count: int, table: Mapping[int, str]) -> Callable[[Answers], Scores]:
    def score(answers: Answers) -> Scores:
        given = _take(answers, "item_", count)
        return {"function": Fraction(table[int(sum(given))]) if len(given) == count else None}

    return score


def _womac(stems: Mapping[str, list[str]]) -> Callable[[Answers], Scores]:
    """Sums of 20, 8 and 68 rescaled to 0-100; one, one and three may be empty."""

    def score(answers: Answers) -> Scores:
        scores: Scores = {}
        for (name, codes), spare in zip(stems.items(), (1, 1, 3), strict=True):
            given = [Fraction(answers[code]) for code in codes if answers[code] is not None]
            scores[name] = _mean(given) * 25 if len(codes) - len(given) <= spare else None
        three = (scores["pain"], scores["stiffness"], scores["function"])
        scores["total"] = scores["composite"] = None
        if all(part is not None for part in three):
            pain, stiffness, function = (part or Fraction() for part in three)
            scores["total"] = (pain * 20 + stiffness * 8 + function * 68) / 96
            scores["composite"] = (pain + stiffness + function) / 3
        return scores

    return score


def _faam(answers: Answers) -> Scores:
    adl, sport = _take(answers, "adl_", 21), _take(answers, "sport_", 8)
    return {
        "daily-living": sum(adl) / Fraction(4 * len(adl)) * 100 if len(adl) >= 19 else None,
        "sports": sum(sport) / Fraction(4 * len(sport)) * 100 if len(sport) >= 7 else None,
    }


def _fhsq(answers: Answers) -> Scores:
    scores: Scores = {}
    for name, count, needed in (
        ("pain", 4, 2), ("function", 4, 2), ("footwear", 3, 2), ("general", 2, 1)
    ):  # fmt: skip
        given = _take(answers, f"{name}_", count)
        worst, best = (1, 5) if name == "footwear" else (5, 1)
        share = [(value - worst) / Fraction(best - worst) for value in given]
        scores[name] = 100 * _mean(share) if len(given) >= needed else None
    return scores


def _plain_sum(answers: Answers) -> Scores:
    values = list(answers.values())
    if any(value is None for value in values):
        return {"total": None}
    return {"total": sum((Fraction(value) for value in values if value is not None), Fraction())}


def _oxford(answers: Answers) -> Scores:
    given = _take(answers, "q", 12)
    if len(given) < 10:
        return {"total": None}
    return {"total": sum(given, Fraction()) + (12 - len(given)) * _mean(given)}


def _spadi(answers: Answers) -> Scores:
    pain, disability = _take(answers, "pain_", 5), _take(answers, "disability_", 8)
    scores: Scores = {
        "pain": sum(pain) / Fraction(10 * len(pain)) * 100 if len(pain) >= 3 else None,
        "disability": (
            sum(disability) / Fraction(10 * len(disability)) * 100 if len(disability) >= 6 else None
        ),
    }
    return scores | {"total": _average(*scores.values())}


def _dash(count: int, needed: int) -> Callable[[Answers], Scores]:
    def score(answers: Answers) -> Scores:
        given = _take(answers, "item_", count)
        return {"total": (_mean(given) - 1) * 25 if len(given) >= needed else None}

    return score


def _oswestry(answers: Answers) -> Scores:
    given = _take(answers, "section_", 10)
    return {"total": sum(given) / Fraction(5 * len(given)) * 100 if len(given) >= 9 else None}


def _visa_a(answers: Answers) -> Scores:
    return _plain_sum(answers)


def _ffi(answers: Answers) -> Scores:
    """Sum over the highest sum of the applicable items; more than half must be there."""
    groups = {
        "pain": _take(answers, "pain_", 9),
        "disability": _take(answers, "disability_", 9),
        "activity-limitation": _take(answers, "activity_", 5),
    }
    groups["total"] = [answer for group in list(groups.values()) for answer in group]
    sizes = {"pain": 9, "disability": 9, "activity-limitation": 5, "total": 23}
    return {
        name: sum(given) / Fraction(10 * len(given)) * 100 if 2 * len(given) > sizes[name] else None
        for name, given in groups.items()
    }


def _renamed(name: str, score: Callable[[Answers], Scores]) -> Callable[[Answers], Scores]:
    return lambda answers: {name: score(answers)["total"]}


_KOOS = {
    "pain": ("p", 9, 5),
    "symptoms": ("s", 7, 4),
    "daily-living": ("a", 17, 9),
    "sport": ("sp", 5, 3),
    "quality-of-life": ("q", 4, 2),
}
_HOOS = {
    "pain": ("p", 10, 5),
    "symptoms": ("s", 5, 3),
    "daily-living": ("a", 17, 9),
    "sport": ("sp", 4, 2),
    "quality-of-life": ("q", 4, 2),
}
_KOOS_PS = (
    "100 94.4 89.5 85.2 81.4 78 75.1 72.5 70.3 68.2 66.4 64.7 63 61.4 59.7 58 56 53.9 51.5 48.8 "
    "45.6 42.1 38 33.4 28.2 22.3 15.7 8.2 0"
)
_HOOS_PS = (
    "100 95.4 91.2 87.3 83.6 80 76.6 73.1 69.6 66.1 62.3 58.3 53.9 49.2 44.1 38.4 32.1 25.2 17.6 "
    "9.2 0"
)
_WOMAC = {"pain": 5, "stiffness": 2, "function": 17}

MANUALS: dict[str, Callable[[Answers], Scores]] = {
    "koos": _koos_family(_KOOS),
    "koos-12": _koos_12,
    "koos-ps": _by_table(7, dict(enumerate(_KOOS_PS.split()))),
    "womac-likert": _womac(
        {name: [f"{name}_{i}" for i in range(1, n + 1)] for name, n in _WOMAC.items()}
    ),
    "koos-womac": _womac(
        {
            "pain": ["p5", "p6", "p7", "p8", "p9"],
            "stiffness": ["s6", "s7"],
            "function": [f"a{i}" for i in range(1, 18)],
        }
    ),
    "hoos": _koos_family(_HOOS),
    "hoos-ps": _by_table(5, dict(enumerate(_HOOS_PS.split()))),
    "faos": _koos_family(_KOOS),
    "faam": _faam,
    "aofas-hindfoot": _plain_sum,
    "fhsq": _fhsq,
    "oxford-knee": _oxford,
    "oxford-hip": _oxford,
    "lequesne-knee": _plain_sum,
    "lequesne-hip": _plain_sum,
    "lefs": _plain_sum,
    "spadi": _spadi,
    "dash": _dash(30, 27),
    "quickdash": _dash(11, 10),
    "oswestry": _oswestry,
    "roland-morris": _plain_sum,
    "promis-function-8b": _renamed("raw", _plain_sum),
    "promis-interference-6a": _renamed("raw", _plain_sum),
    "eq-5d-5l": _renamed("level-sum", _plain_sum),
    "visa-a": _visa_a,
    "ffi": _ffi,
}
"""How a manual scores a form, by instrument."""

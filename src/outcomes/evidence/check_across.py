"""Faults that show only when trials, designs, citations and the topic are read together."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping

import pandas as pd

from outcomes.errors import Fault
from outcomes.evidence.citations import SCHEMA as CITATIONS
from outcomes.evidence.citations import Citation
from outcomes.evidence.read_tables import words_of
from outcomes.evidence.schema import PUBLISHED
from outcomes.evidence.topic import Topic

OTHER_ROLES = {
    "control": ("exercise", "usual care", "waiting", "no treatment", "untreated", "physiotherapy"),
    "active-comparator": (
        "steroid",
        "triamcinolone",
        "methylprednisolone",
        "hyaluron",
        "platelet",
        "botulinum",
        "ozone",
    ),
}
"""Words by which an arm is known to be no placebo."""

ALIKE = 3
"""Equal rows of two trials from which they are taken for one trial entered twice."""

_LIKE_SE = 1 / 3
"""Part of the usual SD of an outcome below which an SD may be an SE."""


def check_across(
    topic: Topic | None,
    citations: Mapping[str, Citation],
    published: pd.DataFrame,
    claims: pd.DataFrame,
) -> list[Fault]:
    """Return what is wrong between the tables of a pack."""
    return [
        *_check_article(topic, citations, claims),
        *_check_dois(citations),
        *_check_placebos(topic, published),
        *_check_differences(published),
        *_check_copies(published),
        *_check_usual_spread(published),
    ]


def _check_article(
    topic: Topic | None, citations: Mapping[str, Citation], claims: pd.DataFrame
) -> Iterator[Fault]:
    if topic is not None and len(claims) and not topic.article:
        message = "There are claims, and not whose."
        yield Fault(message, "Name the citation of the article.", "pack.yaml", None, "article")
    if topic is not None and topic.article and topic.article not in citations:
        yield Fault(
            "There is no such citation.",
            "Add it to citations.csv.",
            "pack.yaml",
            None,
            "article",
            topic.article,
        )


def _check_dois(citations: Mapping[str, Citation]) -> Iterator[Fault]:
    first: dict[str, str] = {}
    for row, citation in enumerate(citations.values()):
        doi = citation.doi.lower()
        if doi and doi in first:
            yield CITATIONS.fault(
                row,
                "doi",
                f"{citation.key} and {first[doi]} have one DOI.",
                "Keep one key: a publication is counted once.",
                citation.doi,
            )
        first.setdefault(doi, citation.key)


def _check_placebos(topic: Topic | None, published: pd.DataFrame) -> Iterator[Fault]:
    """Arms called placebo whose words name a treatment, the pack's own or another."""
    known = {word: role for role, words in OTHER_ROLES.items() for word in words}
    if topic is not None:
        known[topic.arm.lower()] = "active"
    for row, cells in zip(published.index, published.to_dict("records"), strict=True):
        of_arm = cells["arm_role"] == "placebo"
        if not of_arm and cells["comparator_role"] != "placebo":
            continue
        column = "arm" if of_arm else "comparator"
        name = str(cells[column])
        told = f"{name} {cells['intervention'] if of_arm else ''}".lower()
        found = [role for word, role in known.items() if word in told and "placebo" not in told]
        if found:
            yield PUBLISHED.fault(
                row,
                f"{column}_role",
                f"{cells['trial']}: {name} is no placebo by its name.",
                f"Say {found[0]}, or name what was given so that it is a placebo.",
                "placebo",
            )


def _check_differences(published: pd.DataFrame) -> Iterator[Fault]:
    """Yield printed differences whose sign is not that of the arms that are printed too."""
    keys = ["trial", "outcome", "week", "arm"]
    moved = published["statistic"].isin(["mean", "change"])
    arms = published[moved].drop_duplicates([*keys, "statistic"])
    values = {
        (*(cells[key] for key in keys), cells["statistic"]): cells
        for cells in arms.to_dict("records")
    }
    printed = published[published["statistic"] == "difference"]
    for row, cells in zip(printed.index, printed.to_dict("records"), strict=True):
        place = (cells["trial"], cells["outcome"], cells["week"])
        for statistic in ("change", "mean"):
            one = values.get((*place, cells["arm"], statistic))
            other = values.get((*place, cells["comparator"], statistic))
            if one is None or other is None or one["higher"] != cells["higher"]:
                continue
            apart = one["value"] - other["value"]
            if apart * cells["value"] < 0 and abs(apart - cells["value"]) > 0.1 * abs(apart):
                yield PUBLISHED.fault(
                    row,
                    "value",
                    f"{cells['trial']}: the arms differ by {apart:.3g}, the other way.",
                    "A difference is arm minus comparator; turn its sign, or `higher`.",
                    f"{cells['value']:g}",
                )
                break


def _check_copies(published: pd.DataFrame) -> Iterator[Fault]:
    """Two trials with the same arms and numbers: one trial that is entered twice."""
    same = ["outcome", "week", "statistic", "n", "value", "sd"]
    rows = published[published["sd"].notna() & published["n"].notna()]
    shared: Counter[tuple[str, str]] = Counter()
    place: dict[tuple[str, str], int] = {}
    for _, alike in rows.groupby(same, sort=False):
        trials = list(dict.fromkeys(alike["trial"]))
        for number, one in enumerate(trials):
            for other in trials[number + 1 :]:
                shared[one, other] += 1
                place.setdefault((one, other), int(str(alike.index[-1])))
    for (one, other), count in shared.items():
        if count >= ALIKE:
            yield PUBLISHED.fault(
                place[one, other],
                "trial",
                f"{one} and {other} have {count} equal rows of numbers.",
                "If they are one trial, give it one key: it is counted once.",
                other,
            )


def _check_usual_spread(published: pd.DataFrame) -> Iterator[Fault]:
    """SDs far below those of other trials of an outcome, which as SE would be usual."""
    keys = ["unit", "scale_low", "scale_high", "statistic"]
    spread = published[
        published["statistic"].isin(["mean", "change"])
        & published["sd"].notna()
        & published["scale_high"].notna()
    ]
    for _, rows in spread.groupby(["outcome", *keys], sort=False):
        for trial, own in rows.groupby("trial", sort=False):
            others = rows.loc[rows["trial"] != trial, "sd"]
            if others.empty:
                continue
            usual = float(others.median())
            for row, cells in zip(own.index, own.to_dict("records"), strict=True):
                as_se = cells["sd"] * math.sqrt(cells["n"]) if cells["n"] > 0 else math.nan
                said = "sd" in words_of(cells["conversions"])
                if cells["sd"] < _LIKE_SE * usual and usual / 2 < as_se < usual * 2 and not said:
                    yield PUBLISHED.fault(
                        row,
                        "sd",
                        f"{trial}: a third or less of the {usual:.3g} of other trials of "
                        f"{cells['outcome']}; as an SE it would be usual.",
                        "If it is an SE, enter it under se; if it is printed as SD, say so under "
                        "conversions.",
                        f"{cells['sd']:g}",
                    )

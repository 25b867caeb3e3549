"""The reference pages of the instruments, written from their definitions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from pathlib import Path

from outcomes.instruments.definition import Threshold
from outcomes.instruments.instrument import Instrument, Item, Subscale
from outcomes.instruments.registry import INSTRUMENTS

_NOTE = "<!-- Made by `python -m outcomes.instruments`; a test checks that it is current. -->"
_OPENING = f"""\
{_NOTE}

# Instruments

One page for each, and `outcomes instruments NAME` shows the same. [How to add
one](how-to-add/instrument.md), or use one of your own in a study without adding it.

Item codes and scoring rules only: the wording of questionnaires is licensed, and none is kept here.

How far each rule and threshold can be relied on is its *level of evidence*: **primary**, read in
the source itself, most often in its abstract; **secondary**, quoted by another; **assumed**, not
read at all, wholly or in the part named, or used outside the setting it was found in. An abstract
shows a number and its setting, not the whole method. The first minimal important change of a score
is the one that responders are counted by.

In a study file an instrument is named under `measures`. A questionnaire is given by its items
(`items: "womac_{{item}}"`, where `{{item}}` stands for a code) or, where its page says so, by a
column of ready scores (`column:`); a measurement by its `column:`, and by a `side:` if both sides
were measured.
"""
_NOT_HERE = """\
Not here, and why:

- The items of the Knee Pain Scale (KPS): their number and coding were not read; its ready scores
  are `kps-severity` and `kps-frequency`.
- T scores of PROMIS: their tables were not read; only raw sums are given.
- The index of the EQ-5D: its value sets belong to countries; bring one as an instrument of your
  own.
- HOOS-12: its rules were not read.
"""


def render_index(instruments: Iterable[Instrument] = tuple(INSTRUMENTS.values())) -> str:
    """Write the page that lists all instruments, as Markdown.

    Parameters
    ----------
    instruments : iterable of Instrument
        In the order of the page.
    """
    rows = [
        (
            f"[`{instrument.name}`](instruments/{instrument.name}.md)",
            instrument.label,
            ", ".join(endpoint.name for endpoint in instrument.endpoints),
            describe_directions(instrument),
        )
        for instrument in instruments
    ]
    table = _render_table(("Name", "Instrument", "Scores", "Higher is"), rows)
    return "\n".join([_OPENING, table, _NOT_HERE])


def render_page(instrument: Instrument) -> str:
    """Write the page of one instrument, as Markdown.

    Parameters
    ----------
    instrument : Instrument
        The instrument.

    Returns
    -------
    str
        Its items by code with the best answer of each, its scores with range, direction and rule
        for empty items, and its thresholds of change with source and level of evidence.
    """
    parts = [
        f"# {instrument.name}",
        f"**{instrument.label}.** {instrument.about}",
        *([f"Version: {instrument.version}."] if instrument.version else []),
        _describe_ready_score(instrument),
        _render_items(instrument),
        _render_scores(instrument),
        *_render_missing(instrument),
        _render_thresholds(instrument),
        "Sources:",
        _render_list(instrument.sources),
        f"Wording: {instrument.licence}",
    ]
    return "\n\n".join(part.rstrip("\n") for part in parts) + "\n"


def describe_directions(instrument: Instrument) -> str:
    """Return which way is better, once if all scores agree: ``worse``, ``better``."""
    return ", ".join(dict.fromkeys(endpoint.higher for endpoint in instrument.endpoints))


def write_pages(docs: Path) -> None:
    """Write the list and the page of each instrument, and remove pages of those that are gone.

    Parameters
    ----------
    docs : Path
        The folder of documentation: ``instruments.md`` and ``instruments/`` in it.
    """
    folder = docs / "instruments"
    folder.mkdir(exist_ok=True)
    for page in folder.glob("*.md"):
        if page.stem not in INSTRUMENTS:
            page.unlink()
    (docs / "instruments.md").write_text(render_index(), encoding="utf-8")
    for instrument in INSTRUMENTS.values():
        text = f"{_NOTE}\n\n{render_page(instrument)}"
        (folder / f"{instrument.name}.md").write_text(text, encoding="utf-8")


def _describe_ready_score(instrument: Instrument) -> str:
    if instrument.single:
        return "One column is the score."
    if instrument.ready_score:
        return f"A column of ready scores is taken as `{instrument.ready_score.name}`."
    return "Given by its items; a column of ready scores is refused."


def _render_items(instrument: Instrument) -> str:
    rows = []
    alike = groupby(instrument.items, key=lambda item: (_stem(item), item.allowed, item.best))
    for (_, allowed, best), group in alike:
        items = list(group)
        codes = f"`{items[0].code}`"
        if len(items) > 1:
            codes += f" to `{items[-1].code}`"
        rows.append((codes, str(len(items)), allowed, _describe_best(instrument, best)))
    return _render_table(("Items", "Number", "Answers", "Best answer"), rows)


def _describe_best(instrument: Instrument, best: str | None) -> str:
    if best is None and instrument.single:
        best = {"better": "high", "worse": "low"}.get(instrument.endpoints[0].higher)
    return {"low": "the lowest", "high": "the highest", None: "neither end"}[best]


def _stem(item: Item) -> str:
    return item.code.rstrip("0123456789")


def _render_scores(instrument: Instrument) -> str:
    rows = [
        (
            f"`{endpoint.name}`",
            f"{endpoint.low:g} to {endpoint.high:g} {endpoint.unit}",
            endpoint.higher,
            endpoint.domain,
            _describe_rule(instrument, subscale),
        )
        for subscale in instrument.subscales
        for endpoint in (subscale.endpoint,)
    ]
    return _render_table(("Score", "Range", "Higher is", "Domain", "Scored as"), rows)


def _describe_rule(instrument: Instrument, subscale: Subscale) -> str:
    if instrument.single:
        return "the value itself, nothing is computed"
    items = [item for item in instrument.items if item.code in subscale.items]
    if subscale.components or not any(map(subscale.turns_round, items)):
        return subscale.rule
    which = "answers" if all(map(subscale.turns_round, items)) else "some answers"
    end = "most" if subscale.endpoint.higher == "better" else "least"
    return f"{subscale.rule}; {which} turned round first, so that the best counts {end}"


def _render_missing(instrument: Instrument) -> tuple[str, ...]:
    if instrument.single:
        return ()
    rules = (f"`{s.endpoint.name}`: {_describe_missing(s)}" for s in instrument.subscales)
    return ("Empty items:", _render_list(rules))


def _describe_missing(subscale: Subscale) -> str:
    missing = subscale.missing
    return f"{subscale.rule_for_empty_items}. *{missing.evidence_level}*: {missing.source}."


def _render_thresholds(instrument: Instrument) -> str:
    rows = [
        (
            f"`{endpoint.name}`",
            threshold.meaning,
            _describe_size(threshold),
            threshold.context,
            threshold.source,
            threshold.evidence_level,
        )
        for endpoint in instrument.endpoints
        for threshold in endpoint.thresholds
    ]
    table = _render_table(
        ("Score", "Meaning", "Size", "Found in", "Source", "Level of evidence"), rows
    )
    without = [f"`{e.name}`" for e in instrument.endpoints if e.important_change is None]
    if not without:
        return table
    sentence = f"No minimal important change is given for {', '.join(without)}."
    return f"{table}\n{sentence}" if rows else sentence


def _describe_size(threshold: Threshold) -> str:
    if threshold.unit == "percent of baseline":
        return f"{threshold.value:g} % of baseline"
    return f"{round(threshold.value, 1):g} {threshold.unit}"


def _render_list(entries: Iterable[str]) -> str:
    return "\n".join(f"- {entry}" for entry in entries)


def _render_table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)

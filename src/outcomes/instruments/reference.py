"""The reference page of all instruments, written from their definitions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from outcomes.instruments.definition import Threshold
from outcomes.instruments.instrument import Instrument, Item, Subscale
from outcomes.instruments.registry import INSTRUMENTS

_OPENING = """\
# Instruments

Written by `python -m outcomes.instruments > docs/instruments.md` from the definitions in
`src/outcomes/instruments/`; a test keeps the two alike. [How to add one](how-to-add/instrument.md).

Item codes and scoring rules only: the wording of questionnaires is licensed, and none is kept here.

How far each rule and threshold can be relied on is its *level of evidence*: **primary**, read in
the source itself, most often in its abstract; **secondary**, quoted by another; **assumed**, not
read at all, wholly or in the part named, or used outside the setting it was found in. An abstract
shows a number and its setting, not the whole method. The first minimal important change of a score
is the one that responders are counted by; a study file may give its own.

In a study file an instrument is named under `measures`. A questionnaire is given by its items
(`items: "womac_{item}"`, where `{item}` stands for a code below) or, where this page says so, by a
column of ready scores (`column:`); a measurement by its `column:`, and by a `side:` if both sides
were measured.
"""


def render_reference(instruments: Iterable[Instrument] = tuple(INSTRUMENTS.values())) -> str:
    """Write the reference page.

    Parameters
    ----------
    instruments : iterable of Instrument
        In the order of the page.

    Returns
    -------
    str
        Markdown: for each instrument its items by code, its scores with range, direction and rule
        for empty items, and its thresholds of change with source and level of evidence.
    """
    instruments = tuple(instruments)
    summary = _render_table(
        ("Name", "Instrument", "Scores"),
        [
            (
                f"[`{instrument.name}`](#{instrument.name})",
                instrument.label,
                ", ".join(endpoint.name for endpoint in instrument.endpoints),
            )
            for instrument in instruments
        ],
    )
    sections = [_render_instrument(instrument) for instrument in instruments]
    return "\n".join([_OPENING, summary, "\n".join(sections)])


def _render_instrument(instrument: Instrument) -> str:
    parts = [
        f"## {instrument.name}",
        f"**{instrument.label}.** {instrument.about}",
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


def _describe_ready_score(instrument: Instrument) -> str:
    if instrument.single:
        return "One column is the score."
    if instrument.ready_score:
        return f"A column of ready scores is taken as `{instrument.ready_score.name}`."
    return "Given by its items; a column of ready scores is refused."


def _render_items(instrument: Instrument) -> str:
    rows = []
    for _, group in groupby(instrument.items, key=lambda item: (_stem(item), item.allowed)):
        items = list(group)
        codes = f"`{items[0].code}`"
        if len(items) > 1:
            codes += f" to `{items[-1].code}`"
        rows.append((codes, str(len(items)), items[0].allowed))
    return _render_table(("Items", "Number", "Answers"), rows)


def _stem(item: Item) -> str:
    return item.code.rstrip("0123456789")


def _render_scores(instrument: Instrument) -> str:
    rows = [
        (
            f"`{endpoint.name}`",
            f"{endpoint.low:g} to {endpoint.high:g} {endpoint.unit}",
            endpoint.higher,
            endpoint.domain,
            subscale.rule,
        )
        for subscale in instrument.subscales
        for endpoint in (subscale.endpoint,)
    ]
    return _render_table(("Score", "Range", "Higher is", "Domain", "Scored as"), rows)


def _render_missing(instrument: Instrument) -> tuple[str, ...]:
    if instrument.single:
        return ()
    rules = (f"`{s.endpoint.name}`: {_describe_missing(s)}" for s in instrument.subscales)
    return ("Empty items:", _render_list(rules))


def _describe_missing(subscale: Subscale) -> str:
    missing = subscale.missing
    if missing.max_missing == 0:
        limit = "none may be empty"
    else:
        limit = f"up to {missing.max_missing} of {len(subscale.items)} may be empty"
    return f"{limit}; {missing.treatment}. *{missing.evidence_level}*: {missing.source}."


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
    sentence = f"No minimal important change was found for {', '.join(without)}."
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

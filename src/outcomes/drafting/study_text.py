"""The draft as text: a study file in which every guess is marked where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from outcomes.drafting.arm_roles import guess_roles
from outcomes.drafting.descriptions import Description
from outcomes.drafting.guessed_measures import GuessedMeasure
from outcomes.drafting.names import to_key
from outcomes.drafting.quoting import in_quotes, quote
from outcomes.drafting.read_files import FoundTable
from outcomes.drafting.roles import Roles
from outcomes.drafting.time_points import TimePoint
from outcomes.reading import Declared
from outcomes.study.event_words import is_called

_MARK = "# GUESSED"


def mark(line: str, why: str) -> str:
    """Return a line with a remark that something in it was guessed, and from what."""
    return f"{line}  {_MARK}: {why}" if why else line


def write_head(study: str, found: Sequence[FoundTable], joint: str | None) -> list[str]:
    """Return the first lines: what the study is, as far as data can say it."""
    title = study.replace("-", " ").capitalize()
    about = "named by the data" if joint else "write knee, ankle ... if it is about one"
    files = dict.fromkeys(one.file for one in found)
    return [
        f"# A draft, made from {', '.join(files)}. Look at every line marked GUESSED,",
        "# then fill in the plan. Every key is explained in docs/how-to-add/study.md.",
        *(f"# {line}" for one in found for line in _list_summaries(one)),
        "",
        f"id: {study}",
        mark(f"title: {quote(title)}", "the id; it stands above every report"),
        '# summary: "<one or two sentences: who was treated, with what, against what>"',
        mark("provenance: collected", "say simulated if nobody was measured"),
        "# allocation: randomised    # or not-randomised, observational; nothing is called "
        "randomised without it",
        mark(f"joint: {joint or 'none'}", about),
        '# condition: "<the diagnosis>"',
    ]


def _list_summaries(found: FoundTable) -> list[str]:
    """Return what has to be done about the rows that a spreadsheet computed."""
    if not found.summaries:
        return []
    rows = ", ".join(f"{row} ({word})" for row, word in found.summaries)
    return [f"TO DO: delete what the spreadsheet computed in {found.table.file}: row {rows}."]


def write_tables(found: Mapping[str, FoundTable], layout: str) -> list[str]:
    """Return the tables by kind, that of the scores with its layout."""
    lines = ["tables:"]
    for kind, one in found.items():
        keys = {"file": quote(one.file), **_write_declared(one.declared)}
        if kind == "scores" and layout != "wide":
            keys["layout"] = layout
        given = ", ".join(f"{key}: {value}" for key, value in keys.items())
        line = f"  {kind}: {f'{{{given}}}' if len(keys) > 1 else keys['file']}"
        titles = "the row of the header: what stands above it fills few columns"
        lines.append(mark(line, titles if "header_row" in keys else ""))
    return lines


def _write_declared(declared: Declared) -> dict[str, str]:
    """Return what has to be said of a file for its table to be read."""
    separator = "tab" if declared.separator == "\t" else declared.separator
    given = {
        "sheet": declared.sheet,
        "separator": separator,
        "decimal": declared.decimal,
        "encoding": declared.encoding,
    }
    keys = {key: quote(value) for key, value in given.items() if value is not None}
    return keys | ({"header_row": str(declared.header_row)} if declared.header_row > 1 else {})


def name_arms(codes: Sequence[str]) -> dict[str, str]:
    """Return by what the table holds for it the name of each arm."""
    named: dict[str, str] = {}
    for code in codes:
        named[code] = to_key(code.lower(), "arm", "-", taken=named.values())
    return named


def write_arms(codes: Sequence[str]) -> list[str]:
    """Return the design and its arms, from what the table holds for them, which may be nothing."""
    if not codes:
        return [
            mark("design: single-arm", "no column says who had what"),
            "arms:",
            mark("  treated: {label: Treated, role: active}", "the label"),
        ]
    lines = [mark("design: parallel", "nobody changes the arm"), "arms:"]
    names = name_arms(codes)
    for code, (role, why) in zip(codes, guess_roles(codes), strict=True):
        coded = "" if names[code] == code else f", code: {quote(code)}"
        shown = f"Arm {code}" if re.fullmatch(r"[\d.]+", code) else code
        lines.append(mark(f"  {names[code]}: {{label: {quote(shown)}, role: {role}{coded}}}", why))
    return lines


def write_visits(points: Iterable[TimePoint], column: str | None) -> list[str]:
    """Return the visits, those whose time the table does not say marked.

    Without a column of visits they are read from the names of the columns.
    """
    source = "the names of the columns" if column is None else f"`{column}`"
    lines = [mark("visits:", f"from {source}")]
    for point in points:
        coded = "" if point.code == point.name else f", code: {quote(point.code)}"
        line = f"  - {{name: {quote(point.name)}, {point.unit}: {point.time:g}{coded}}}"
        lines.append(mark(line, point.guess))
    return lines


def write_columns(roles: Roles) -> list[str]:
    """Return what the table calls the columns that every study has."""
    named = {
        key: name
        for key in ("participant", "visit", "arm", "measure", "value")
        if (name := getattr(roles, key)) is not None and name != key
    }
    if not named:
        return []
    given = ", ".join(f"{key}: {quote(name)}" for key, name in named.items())
    return [mark(f"columns: {{{given}}}", "from their names and what they hold")]


def write_missing(words: Mapping[str, str]) -> list[str]:
    """Return the words that stand for a missing value, by word the first column it stands in."""
    if not words:
        return []
    first = next(iter(words.values()))
    listed = ", ".join(map(quote, words))
    return [mark(f"missing: [{listed}]", f"they stand for no value, as in `{first}`")]


def write_events(columns: Mapping[str, str]) -> list[str]:
    """Return what the table of events calls its columns, and that terms are to be given."""
    named = {key: name for key, name in columns.items() if name != key}
    terms = "# terms: {<what reports call it>: [<texts of the table>]}    # no other text is shown"
    if not named:
        return []
    given = ", ".join(f"{key}: {quote(name)}" for key, name in named.items())
    why = "from their names"
    for key, other in (("serious", "severity"), ("severity", "serious")):
        if key in named and is_called(named[key], other):
            why += f", and `{named[key]}` from its words: it may be `{other}`"
    return ["events:", mark(f"  columns: {{{given}}}", why), f"  {terms}"]


def write_measures(measures: Sequence[GuessedMeasure], refused: Mapping[str, str]) -> list[str]:
    """Return the measures, one line each, and why columns that change over time are none."""
    lines = ["measures:" if measures else f"measures: {_NO_MEASURE}"]
    for measure in measures:
        keys = ", ".join(f"{key}: {value}" for key, value in measure.keys.items())
        lines.append(mark(f"  {measure.name}: {{{keys}}}", "; ".join(measure.guesses)))
    return lines + [f"  # no measure: `{name}` {why}" for name, why in refused.items()]


_NO_MEASURE = (
    '"<none was found: see why below; then as {pain: {instrument: pain-nrs, column: pain}}>"'
)


def write_characteristics(described: Sequence[Description]) -> list[str]:
    """Return what else is known of participants, if anything is."""
    if not described:
        return []
    listed = ", ".join(
        f"{{column: {quote(one.column)}, kind: {one.kind}}}" if one.kind else quote(one.column)
        for one in described
    )
    why = "the same in all rows of a participant"
    why += "; the kind, from the name" if any(one.kind for one in described) else ""
    return [mark(f"characteristics: [{listed}]", why)]


def write_plan(
    endpoints: Sequence[str], visits: Sequence[str], arms: Sequence[str], known: Sequence[str]
) -> list[str]:
    """Return the plan, to be filled in: no table says what was planned.

    Parameters
    ----------
    endpoints, visits, arms : sequence of str
        What may be named.
    known : sequence of str
        Columns that describe participants, which a model may be adjusted for.
    """
    named = ", ".join(endpoints) or "the measures"
    after_baseline = f"<one of: {', '.join(visits)}>"
    lines = [
        "plan:  # what was planned before the data were seen; nothing here can be guessed",
        "  primary:",
        f"    endpoint: {in_quotes(f'<one of: {named}>')}",
        f"    visit: {in_quotes(after_baseline)}",
    ]
    if arms:
        lines.append('    comparison: ["<the arm under study>", "<the arm beside it>"]')
    columns = ", ".join(map(quote, known)) or "age, sex"
    lines.append(f"  # covariates: [{columns}]    # those that the plan names")
    return lines


def write_reports(asked: Sequence[str], others: Sequence[str]) -> list[str]:
    """Return the reports that are asked for, and in remarks what hides counts and what else is."""
    lines = [
        "# disclosure: {minimum: 5}    # hides counts below 5; `outcomes check` names the reports "
        "that keep it",
        f"reports: [{', '.join(asked)}]",
    ]
    return [*lines, f"# if wanted: {', '.join(others)}"] if others else lines

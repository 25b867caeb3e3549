"""The draft as text: a study file in which every guess is marked where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from outcomes.drafting.guessed_measures import GuessedMeasure
from outcomes.drafting.roles import Roles
from outcomes.drafting.time_points import TimePoint

_MARK = "# GUESSED"
_PLACEBO = re.compile(r"placebo|sham|salin|kochsalz|dummy|vehicle|schein", re.IGNORECASE)
_CONTROL = re.compile(
    r"control|usual|waiting|wait|no treatment|untreated|standard|care|none|kontroll", re.IGNORECASE
)
_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9 ._-]*")


def mark(line: str, why: str) -> str:
    """Return a line with a remark that something in it was guessed, and from what."""
    return f"{line}  {_MARK}: {why}"


def quote(text: str) -> str:
    """Return a text as YAML, quoted unless it is plain words."""
    reserved = {"yes", "no", "true", "false", "on", "off", "null", "none", "y", "n"}
    if _PLAIN.fullmatch(text) and text.casefold() not in reserved:
        return text
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def write_head(study: str, files: Mapping[str, str], joint: str | None) -> list[str]:
    """Return the first lines: what the study is, as far as data can say it."""
    title = study.replace("-", " ").capitalize()
    about = "named by the data" if joint else "write knee, ankle ... if it is about one"
    return [
        f"# A draft, made from {', '.join(files.values())}. Look at every line marked GUESSED,",
        "# then fill in the plan. Every key is explained in docs/how-to-add/study.md.",
        "",
        f"id: {study}",
        mark(f"title: {quote(title)}", "the id; it stands above every report"),
        mark("provenance: collected", "say simulated if nobody was measured"),
        mark(f"joint: {joint or 'none'}", about),
    ]


def write_tables(files: Mapping[str, str], layout: str) -> list[str]:
    """Return the tables by kind, that of the scores with its layout."""
    lines = ["tables:"]
    for kind, file in files.items():
        told = layout if kind == "scores" and layout != "wide" else ""
        given = f"{{file: {quote(file)}, layout: {told}}}" if told else quote(file)
        lines.append(f"  {kind}: {given}")
    return lines


def write_arms(codes: Sequence[str], labels: Mapping[str, str]) -> list[str]:
    """Return the design and its arms.

    Parameters
    ----------
    codes : sequence of str
        What the table holds; empty where it has no arms.
    labels : mapping of str to str
        Labels by code, where the file gives them.
    """
    if not codes:
        return [
            mark("design: single-arm", "no column says who had what"),
            "arms:",
            mark("  treated: {label: Treated, role: active}", "the label"),
        ]
    lines = [mark("design: parallel", "nobody changes the arm"), "arms:"]
    roles = _roles([labels.get(code, code) for code in codes])
    for (role, why), code in zip(roles, codes, strict=True):
        label = labels.get(code, code)
        name = _arm_name(label)
        coded = "" if name == code else f", code: {quote(code)}"
        shown = f"Arm {label}" if re.fullmatch(r"[\d.]+", label) else label
        lines.append(mark(f"  {name}: {{label: {quote(shown)}, role: {role}{coded}}}", why))
    return lines


def _roles(labels: Sequence[str]) -> list[tuple[str, str]]:
    roles = []
    for label in labels:
        if _PLACEBO.search(label):
            roles.append(("placebo", "the role, from its name"))
        elif _CONTROL.search(label) or label == "0":
            roles.append(("control", "the role, from its name"))
        else:
            roles.append(("active", "the role: it is not called placebo or control"))
    if all(role == "active" for role, _ in roles):
        roles[0] = ("active-comparator", "the role: one arm must be what the others stand beside")
    if not any(role == "active" for role, _ in roles):
        roles[-1] = ("active", "the role: one arm must be under study")
    return roles


def _arm_name(label: str) -> str:
    name = re.sub(r"[^A-Za-z0-9_-]+", "-", label).strip("-").lower()[:64]
    return name if name[:1].isalpha() else f"arm-{name}"


def write_visits(points: Iterable[TimePoint], column: str) -> list[str]:
    """Return the visits, those whose time the table does not say marked."""
    lines = ["visits:"]
    for point in points:
        coded = "" if point.code == point.name else f", code: {quote(point.code)}"
        line = f"  - {{name: {quote(point.name)}, {point.unit}: {point.time:g}{coded}}}"
        lines.append(mark(line, point.guess) if point.guess else line)
    lines[0] = mark(lines[0], f"from `{column}`")
    return lines


def write_columns(roles: Roles) -> list[str]:
    """Return what the table calls the columns that every study has."""
    named = {
        key: name
        for key in ("participant", "visit", "arm", "side", "measure", "value")
        if (name := getattr(roles, key)) is not None and name != key and key != "side"
    }
    if not named:
        return []
    given = ", ".join(f"{key}: {quote(name)}" for key, name in named.items())
    return [mark(f"columns: {{{given}}}", "from their names and what they hold")]


def write_measures(measures: Iterable[GuessedMeasure]) -> list[str]:
    """Return the measures, one line each."""
    lines = ["measures:"]
    for measure in measures:
        keys = ", ".join(f"{key}: {value}" for key, value in measure.keys.items())
        lines.append(mark(f"  {measure.name}: {{{keys}}}", "; ".join(measure.guesses)))
    return lines


def write_characteristics(columns: Sequence[str]) -> list[str]:
    """Return what else is known of participants, if anything is."""
    if not columns:
        return []
    listed = ", ".join(quote(column) for column in columns)
    return [mark(f"characteristics: [{listed}]", "the same in all rows of a participant")]


def write_plan(endpoints: Sequence[str], visits: Sequence[str], arms: Sequence[str]) -> list[str]:
    """Return the plan, to be filled in: no table says what was planned."""
    lines = [
        "plan:  # what was planned before the data were seen; nothing here can be guessed",
        "  primary:",
        f'    endpoint: "<one of: {", ".join(endpoints)}>"',
        f'    visit: "<one of: {", ".join(visits)}>"',
    ]
    if arms:
        lines.append('    comparison: ["<the arm under study>", "<the arm beside it>"]')
    return lines

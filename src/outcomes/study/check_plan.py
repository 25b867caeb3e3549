"""Checking what a study file says against itself, and against what is there to analyse it."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath, PureWindowsPath

from outcomes.errors import Fault
from outcomes.reading import advise, is_read, unsuitable_keys
from outcomes.study.check_occasion import check_occasion
from outcomes.study.codes import plain_code, visit_code
from outcomes.study.judgement import OF_PUBLICATION
from outcomes.study.read_study_file import Draft
from outcomes.study.schema_faults import may_go
from outcomes.study.source import KeyPath
from outcomes.study.spelling import spelling_key
from outcomes.study.table_files import Tables

Rule = Callable[[Draft], Iterator[Fault]]

_OWN_CODE = "Give each a code of its own: what the tables hold for it."


def check_plan(draft: Draft, folder: Path) -> Iterator[Fault]:
    """Yield what is wrong with a study file apart from its measures, estimand and reports.

    Parameters
    ----------
    draft : Draft
        The study file as far as it could be read.
    folder : Path
        The study's folder.
    """
    rules: tuple[Rule, ...] = (
        _check_filled_in,
        _check_provenance,
        _check_design,
        _check_arm_codes,
        _check_arm_labels,
        _check_visit_names,
        _check_visit_times,
        _check_certainty,
    )
    yield from _check_id(draft, folder)
    yield from _check_table_names(draft, folder)
    for rule in rules:
        yield from rule(draft)


def table_names(tables: Tables) -> dict[KeyPath, str]:
    """Return the file name of each table given, by where it stands in the study file."""
    names: dict[KeyPath, str] = {}
    for key, table in tables.files.items():
        plain = isinstance(getattr(tables, key), str)
        names[("tables", key) if plain else ("tables", key, "file")] = table.file
    if tables.dictionary is not None:
        names["tables", "dictionary"] = tables.dictionary
    return names


def is_inside(name: str) -> bool:
    """Whether a file name stays in the study's folder, on any system."""
    if not name.isprintable():
        return False
    paths = (PurePosixPath(name), PureWindowsPath(name))
    return not any(path.anchor or ".." in path.parts for path in paths)


def leads_out(folder: Path, name: str) -> bool:
    """Whether a file of the study's folder is, by a link on the way to it, one from elsewhere."""
    return not (folder / name).resolve().is_relative_to(folder.resolve())


def _check_id(draft: Draft, folder: Path) -> Iterator[Fault]:
    name = folder.resolve().name
    if draft.is_valid("id") and draft.file.id != name:
        yield draft.source.fault(
            ("id",),
            f"The id is not the name of the study's folder, `{name}`.",
            "Give both the same name.",
            draft.file.id,
        )


def _check_filled_in(draft: Draft) -> Iterator[Fault]:
    for path, text in draft.source.unfilled():
        fix = "Replace it, or delete the line." if may_go(path) else "Replace it."
        yield draft.source.fault(path, "This is still to be filled in.", fix, text)


def _check_provenance(draft: Draft) -> Iterator[Fault]:
    file, say = draft.file, draft.source.fault
    if not draft.is_valid("provenance"):
        return
    if file.provenance == "simulated" and not (file.calibrated_to or file.sources):
        yield say(
            ("provenance",),
            "Simulated data must say what they were made from.",
            "Give `calibrated_to` (trials) or `sources`, and what was assumed under `assumptions`.",
        )
    if file.provenance in ("published", "open") and not file.sources:
        yield say(
            ("provenance",),
            f"Data that are {file.provenance} must say where they are from.",
            "Give the citation under `sources`.",
        )
    if file.provenance != "simulated" and file.calibrated_to:
        yield say(
            ("calibrated_to",),
            f"Only simulated data are calibrated to a trial, and these are {file.provenance}.",
            "Remove `calibrated_to`, or give the right provenance.",
        )


def _check_design(draft: Draft) -> Iterator[Fault]:
    design, arms, say = draft.file.design, draft.file.arms, draft.source.fault
    if not draft.is_valid("design"):
        return
    yield from check_occasion(draft)
    if not draft.is_valid("arms"):
        return
    if design == "single-arm" and len(arms) != 1:
        yield say(
            ("design",),
            f"A single-arm study has one arm, and here are {len(arms)}.",
            "Keep one arm, or say `parallel`.",
            design,
        )
    if draft.file.compares_arms:
        yield from _check_several_arms(draft)


def _check_several_arms(draft: Draft) -> Iterator[Fault]:
    arms, say = draft.file.arms, draft.source.fault
    roles = [arm.role for arm in arms.values()]
    if len(arms) < 2:
        yield say(
            ("design",),
            f"A {draft.file.design} study has at least two arms.",
            "Add the arm it is compared with, or say `single-arm`.",
            draft.file.design,
        )
        return
    if "active" not in roles:
        yield say(
            ("arms",),
            "No arm has the role `active`.",
            "Give it to the treatment that is under study.",
        )


def _check_arm_codes(draft: Draft) -> Iterator[Fault]:
    first: dict[str, str] = {}
    for name, arm in draft.file.arms.items():
        code = plain_code(name if arm.code is None else arm.code)
        key = spelling_key(code)
        if key in first and draft.is_valid("arms", name):
            yield draft.source.fault(
                ("arms", name),
                f"The arms `{first[key]}` and `{name}` have the same code.",
                f"{_OWN_CODE} Capitals, spaces and leading zeros do not tell them apart.",
                code,
            )
        first.setdefault(key, name)


def _check_arm_labels(draft: Draft) -> Iterator[Fault]:
    first: dict[str, str] = {}
    for name, arm in draft.file.arms.items():
        other = first.setdefault(spelling_key(arm.label), name)
        if other != name and draft.is_valid("arms", name):
            yield draft.source.fault(
                ("arms", name),
                f"The arms `{other}` and `{name}` have the same label.",
                "Give each arm a `label` of its own: pages name it by that.",
                arm.label,
            )


def _check_visit_names(draft: Draft) -> Iterator[Fault]:
    names: set[str] = set()
    codes: dict[str, str] = {}
    for number, visit in enumerate(draft.file.visits):
        path = ("visits", number)
        code = visit_code(visit)
        key = spelling_key(code)
        if visit.name in names and draft.is_valid(*path, "name"):
            yield draft.source.fault(
                (*path, "name"),
                "There are two visits of this name.",
                "Remove one, or rename it.",
                visit.name,
            )
        elif key in codes and draft.is_valid(*path, "code") and draft.is_valid(*path, "name"):
            yield draft.source.fault(
                (*path, "code"),
                f"The visits `{codes[key]}` and `{visit.name}` have the same code.",
                f"{_OWN_CODE} Capitals, spaces and leading zeros do not tell them apart.",
                code,
            )
        names.add(visit.name)
        codes.setdefault(key, visit.name)


def _check_visit_times(draft: Draft) -> Iterator[Fault]:
    file, say = draft.file, draft.source.fault
    first: dict[float, str] = {}
    for number, visit in enumerate(file.visits):
        if visit.once:
            continue
        ((unit, time),) = visit.given_times.items()
        path = ("visits", number, unit)
        if not math.isfinite(visit.weeks):
            yield say(path, "The time is not a number.", "Give a number.", time)
            continue
        weeks = round(visit.weeks, 6)
        if weeks in first and visit.name != first[weeks]:
            known = f"`{first[weeks]}` and `{visit.name}`"
            if weeks == 0:
                message = f"There are two baselines: {known} are both at time 0."
                fix = "Keep one at time 0; give the other its own time, or leave it out."
            else:
                message = f"The visits {known} are at the same time."
                fix = "Give every visit its own time since baseline."
            yield say(path, message, fix, time)
        first.setdefault(weeks, visit.name)
    follows = file.asks_once or any(visit.weeks > 0 for visit in file.visits)
    if draft.is_valid("visits") and not follows:
        yield say(
            ("visits",),
            "No visit is after baseline.",
            "Add the follow-up visits; if everybody was asked once, say `design: cross-sectional`.",
        )
    covariate = any(measure.baseline for measure in file.measures.values())
    late = [i for i, visit in enumerate(file.visits) if visit.name == "baseline" and visit.weeks]
    if covariate and late and 0 not in first:
        yield say(
            ("visits", late[0], "name"),
            "This visit is called baseline, but a measure takes its baseline from a column.",
            "Rename the visit, or put it at time 0.",
            "baseline",
        )


def _check_certainty(draft: Draft) -> Iterator[Fault]:
    """Only a bias of publication is undetected or suspected."""
    for domain, judgement in draft.file.certainty.items():
        path = ("certainty", domain, "rating")
        if domain == "publication-bias" or not draft.is_valid(*path):
            continue
        if judgement.rating in OF_PUBLICATION:
            yield draft.source.fault(
                path,
                "Only publication bias is rated so.",
                "Write not serious, serious or very serious.",
                judgement.rating,
            )


def _check_table_names(draft: Draft, folder: Path) -> Iterator[Fault]:
    for path, name in table_names(draft.file.tables).items():
        if not draft.is_valid(*path):
            continue
        if not is_inside(name):
            yield draft.source.fault(
                path,
                "The file name leads out of the study's folder.",
                "Put the table in the study's folder and give its plain name.",
                name,
            )
        elif leads_out(folder, name):
            yield draft.source.fault(
                path,
                "The file is a link that leads out of the study's folder.",
                "Put the table itself into the study's folder.",
                name,
            )
        elif not is_read(name):
            yield draft.source.fault(
                path, "Tables in files of this kind are not read.", advise(name), name
            )
        elif path[1] != "dictionary":
            yield from _check_table_keys(draft, str(path[1]))


def _check_table_keys(draft: Draft, table: str) -> Iterator[Fault]:
    file = draft.file.tables.files[table]
    given = sorted(file.model_fields_set - {"file", "layout", "repeat_instrument"})
    for key in unsuitable_keys(file.file, given):
        yield draft.source.fault(
            ("tables", table, key),
            f"`{key}` says nothing about a file of this kind.",
            "Remove it.",
            getattr(file, key),
        )

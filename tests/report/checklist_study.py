"""A study whose file says all that a checklist asks, one that says nothing, and their reports."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from outcomes.analysis.stages import ALLOCATED, ANALYSED, RECEIVED
from outcomes.estimates import COLUMNS, HARMS, TEXT_COLUMNS
from outcomes.report import Numbers, ReportPage
from outcomes.study import load_study
from outcomes.study.study import Study
from tests.small_project import write_study

PLAN = "allocation: randomised\n"
KEYS = """
framework: superiority
registration: {registry: ISRCTN, number: ISRCTN1, date: 2012-03, url: "https://example.org/1"}
protocol: {citation: The protocol, doi: 10.1000/1}
analysis_plan: {citation: The analysis plan}
data_access: In this folder.
funding: {by: A foundation, role: none}
interests: none
ethics: {committee: A committee, number: "7", consent: written}
background: Saline was never compared.
objectives: {benefits: to see whether pain falls, harms: to count bruises}
patient_involvement: Two patients chose the endpoint.
changes: [{what: A visit was dropped., why: Nobody came.}]
setting: {care: clinic, locations: Exampletown}
eligibility: {inclusion: [pain], exclusion: [surgery], sites: clinics, therapists: physicians}
harms_assessment: An open question at each visit.
sample_size: All who came in a year.
interim: none
sequence:
  {generated_by: a statistician, method: computer, type: permuted blocks, blocks: size 2,
   ratio: "1:1"}
concealment: sealed envelopes
enrolment: {enrolled_by: physicians, assigned_by: the pharmacy, access: Neither could see it.}
blinding: {participants: identical syringes, similarity: Both fluids are clear.}
dates: {recruitment_start: 2012-03, recruitment_end: 2012-09, follow_up_end: 2013-01}
ended: as planned
other_care: {dextrose: none, saline: physiotherapy}
flow:
  assessed: 8
  excluded: {declined: 2}
  arms: {dextrose: {received: 3, lost: {}}, saline: {received: 2, lost: {moved: 1}}}
certainty:
  risk-of-bias: {rating: serious, reason: Open.}
  publication-bias: {rating: suspected, reason: Few.}
"""
TREATMENT = (
    "treatment: {substance: fluid, dose: 25%, sessions: 3, given_by: a physician, as_given: all}"
)

PRIMARY = {"endpoint": "pain", "visit": "week 12", "week": 12.0}
BETWEEN = {**PRIMARY, "arm": "dextrose", "comparator": "saline"}


def load_bare(root: Path) -> Study:
    """Return a study that gives no optional key, but that its condition has no name either."""
    folder = write_study(root, "knee-small", ["report"], provenance="collected")
    return _load(root, folder, ("summary: Six participants, three visits.\n", ""))


def load_full(root: Path) -> Study:
    """Return a study whose file gives every key."""
    folder = write_study(root, "knee-small", ["report"], provenance="collected", more=PLAN + KEYS)
    return _load(
        root,
        folder,
        ("title: Dextrose against", "title: A randomised trial of dextrose against"),
        ("role: active}", f"role: active, {TREATMENT}}}"),
        ("role: placebo}", f"role: placebo, {TREATMENT}}}"),
        ("  scores: scores.csv", "  scores: scores.csv\n  events: events.csv"),
        (
            "     label: Pain, domain: pain}",
            "     label: Pain, domain: pain}\n"
            "  walk: {kind: continuous, range: [0, 9], higher: better, label: Walk, column: walk}",
        ),
        ("method: ancova}", "method: ancova}\n  secondary: [walk]"),
    )


def _load(root: Path, folder: Path, *edits: tuple[str, str]) -> Study:
    (root / "notebooks").mkdir(exist_ok=True)
    (root / "notebooks" / "10_report.ipynb").touch()
    file = folder / "study.yaml"
    text = file.read_text(encoding="utf-8")
    for old, new in edits:
        assert old in text, old
        text = text.replace(old, new)
    file.write_text(text, encoding="utf-8")
    scores = (folder / "scores.csv").read_text(encoding="utf-8").splitlines()[:-1]  # one moved
    wider = [f"{line},{'walk' if not number else 5}" for number, line in enumerate(scores)]
    (folder / "scores.csv").write_text("\n".join(wider) + "\n", encoding="utf-8")
    (folder / "events.csv").write_text("participant,event\n1,bruise\n", encoding="utf-8")
    return load_study(folder)


def split(words: str) -> frozenset[str]:
    """Return the words of a text."""
    return frozenset(words.split())


def make_pages() -> dict[str, ReportPage]:
    """Return one report on the study and one on published trials, with everything in them."""
    own = [
        {**BETWEEN, "quantity": "difference", "estimate": -8.0, "ci_low": -12.0, "ci_high": -4.0},
        {**BETWEEN, "endpoint": "walk", "quantity": "difference", "estimate": 1.0},
        {**BETWEEN, "quantity": "shifted difference", "threshold": 5.0, "estimate": -6.0},
        *(row for arm in ("dextrose", "saline") for row in _rows_of_arm(arm)),
    ]
    published = {"arm": "dextrose", "comparator": "placebo", "endpoint": "pain", "week": 12.0}
    evidence = [
        {**published, "subgroup": "rabago2013", "quantity": "difference", "estimate": 2.0},
        {**published, "subgroup": "sit2020", "quantity": "difference", "estimate": 3.0},
        {**published, "quantity": "pooled effect", "estimate": 2.5},
        {**published, "quantity": "between-trial variance", "estimate": 0.0},
    ]
    return {
        "mine": ReportPage(
            "mine",
            "My report",
            split(
                "question answer comparators harms limits participant-flow secondary every-visit "
                "published methods baseline seen missing made"
            ),
            _numbers(own),
        ),
        "trials": ReportPage(
            "trials",
            "The trials",
            split(
                "question answer domains harms certainty over-time sensitivity effects methods "
                "references study-added"
            ),
            _numbers(evidence),
        ),
    }


def _numbers(rows: Iterable[Mapping[str, Any]]) -> Numbers:
    blank = {name: "" if name in TEXT_COLUMNS else None for name in COLUMNS}
    return Numbers.of([{**blank, **row} for row in rows])


def _change(
    page: ReportPage, change: Callable[[Mapping[str, Any]], Mapping[str, Any]]
) -> ReportPage:
    rows = [change(row) for rows in page.numbers.rows.values() for row in rows]
    return dataclasses.replace(page, numbers=Numbers.of(rows))


def _rows_of_arm(arm: str) -> list[dict[str, Any]]:
    lost = 0.0 if arm == "dextrose" else 1.0
    stages = [
        {**PRIMARY, "arm": arm, "quantity": "stage", "subgroup": stage, "estimate": 3.0}
        for stage in (ALLOCATED, RECEIVED, ANALYSED)
    ]
    baseline = {"endpoint": "pain", "visit": "baseline", "week": 0.0, "arm": arm}
    return [
        *stages,
        {**PRIMARY, "arm": arm, "quantity": "n", "estimate": 3.0 - lost},
        {**PRIMARY, "arm": arm, "quantity": "missing", "estimate": lost},
        {**baseline, "quantity": "mean", "estimate": 60.0},
        {"endpoint": HARMS, "subgroup": "any event", "arm": arm, "quantity": "risk",
         "estimate": 0.3},
    ]  # fmt: skip


def say(study: Study, **changes: Any) -> Study:
    """Return a study whose file says other things under some keys."""
    return dataclasses.replace(study, file=study.file.model_copy(update=changes))


def of_another_treatment(
    study: Study, pages: Mapping[str, ReportPage]
) -> tuple[Study, dict[str, ReportPage]]:
    """Return a study that nobody has published on here: of lidocaine, in all its names."""
    arms = {
        "lidocaine": study.file.arms["dextrose"].model_copy(update={"label": "Lidocaine"}),
        "saline": study.file.arms["saline"],
    }
    primary = study.file.plan.primary.model_copy(update={"comparison": ("lidocaine", "saline")})
    plan = study.file.plan.model_copy(update={"primary": primary})

    def rename(row: Mapping[str, Any]) -> Mapping[str, Any]:
        return {**row, "arm": row["arm"].replace("dextrose", "lidocaine")}

    renamed = {name: _change(page, rename) for name, page in pages.items()}
    other = say(study, title="A trial", arms=arms, plan=plan, evidence=None)
    return dataclasses.replace(other, evidence=None), renamed


def without_rows(pages: Mapping[str, ReportPage], **values: str) -> dict[str, ReportPage]:
    """Return reports in which the rows that hold all of some values are not estimated."""

    def blank(row: Mapping[str, Any]) -> Mapping[str, Any]:
        chosen = all(row[column] == value for column, value in values.items())
        return {**row, "estimate": None} if chosen else row

    return {name: _change(page, blank) for name, page in pages.items()}


def without_sections(pages: Mapping[str, ReportPage], *names: str) -> dict[str, ReportPage]:
    """Return reports on whose pages some sections do not stand."""
    return {
        name: dataclasses.replace(page, sections=page.sections - set(names))
        for name, page in pages.items()
    }

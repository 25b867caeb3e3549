"""Faults planted in a sound study: each is found, located and explained; together, in one pass."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from outcomes.errors import Fault, StudyError
from outcomes.study import check_study, load_study

from .small_study import write_small_study

Edit = Callable[[Path], None]


@dataclass(frozen=True)
class Planted:
    """A fault, where it must be reported, and words that message and fix must hold."""

    name: str
    edit: Edit
    file: str
    row: int | str | None  # a line, or a text that stands on that line
    column: str | None
    value: str | None
    says: str
    advises: str
    alone: bool = False  # cannot stand beside the others
    others: int = 0  # faults that cannot but come with it


def swap(file: str, old: str, new: str) -> Edit:
    def edit(folder: Path) -> None:
        path = folder / file
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
        path.write_text(text.replace(old, new), encoding="utf-8")

    return edit


def in_cell(line: int, column: str, new: str, file: str = "scores.csv") -> Edit:
    def edit(folder: Path) -> None:
        path = folder / file
        lines = path.read_text(encoding="utf-8").splitlines()
        cells = lines[line - 1].split(",")
        cells[lines[0].split(",").index(column)] = new
        lines[line - 1] = ",".join(cells)
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")

    return edit


def also_named(change: Callable[[bytes], bytes]) -> Edit:
    """Change the participants, and name the body mass index among the characteristics."""

    def edit(folder: Path) -> None:
        with_bytes("participants.csv", change)(folder)
        swap("study.yaml", "characteristics: [sex]", "characteristics: [sex, bmi]")(folder)

    return edit


def with_bytes(file: str, change: Callable[[bytes], bytes]) -> Edit:
    def edit(folder: Path) -> None:
        path = folder / file
        path.write_bytes(change(path.read_bytes()))

    return edit


def both(*edits: Edit) -> Edit:
    def edit(folder: Path) -> None:
        for one in edits:
            one(folder)

    return edit


def _with_column(content: bytes, name: str, *cells: str) -> bytes:
    lines = content.decode().splitlines()
    added = zip(lines, [name, *cells], strict=True)
    return ("\n".join(f"{line},{cell}" for line, cell in added) + "\n").encode()


def _write(file: Path, text: str) -> None:
    file.write_text(text, encoding="utf-8")


YAML, PEOPLE, SCORES = "study.yaml", "participants.csv", "scores.csv"

PLANTED = [
    # the study file
    Planted(
        "unknown key",
        swap(YAML, "joint: ankle\n", "joint: ankle\nsponsor: somebody\n"),
        YAML, "sponsor:", "sponsor", None, "no key `sponsor`", "Remove it",
    ),
    Planted(
        "flow of an arm that is not there",
        swap(YAML, "joint: ankle\n", "joint: ankle\nflow: {arms: {salin: {received: 2}}}\n"),
        YAML, "flow:", "flow.arms.salin", "salin", "no such arm", "Did you mean `saline`?",
        alone=True,
    ),
    Planted(
        "more treated than allocated",
        swap(YAML, "joint: ankle\n", "joint: ankle\nflow: {arms: {saline: {received: 4}}}\n"),
        YAML, "flow:", "flow.arms.saline.received", "4", "more than the 3", "Correct", alone=True,
    ),
    Planted(
        "more left than allocated",
        swap(
            YAML, "joint: ankle\n",
            "joint: ankle\nflow: {arms: {saline: {lost: {moved: 2, tired: 2}}}}\n",
        ),
        YAML, "flow:", "flow.arms.saline.lost", "4", "more than the 3", "Correct", alone=True,
    ),
    Planted(
        "flow that does not add up",
        swap(
            YAML, "joint: ankle\n",
            "joint: ankle\nflow: {assessed: 9, excluded: {declined: 1, ineligible: 1}}\n",
        ),
        YAML, "flow:", "flow.assessed", "9", "9 assessed less 2 excluded are 7, but 6",
        "Correct the numbers", alone=True,
    ),
    Planted(
        "imprecision that is undetected",
        swap(
            YAML, "joint: ankle\n",
            "joint: ankle\ncertainty: {imprecision: {rating: undetected, reason: few}}\n",
        ),
        YAML, "certainty:", "certainty.imprecision.rating", "undetected",
        "Only publication bias", "not serious", alone=True,
    ),
    Planted(
        "domain that GRADE does not have",
        swap(
            YAML, "joint: ankle\n",
            "joint: ankle\ncertainty: {precision: {rating: serious, reason: few}}\n",
        ),
        YAML, "certainty:", "certainty.precision", "precision",
        "cannot be used as a name", "'imprecision'", alone=True,
    ),
    Planted(
        "table behind a link",
        lambda folder: (
            _write(folder.parent / "elsewhere.csv", (folder / SCORES).read_text("utf-8")),
            (folder / SCORES).unlink(),
            (folder / SCORES).symlink_to(folder.parent / "elsewhere.csv"),
        ),
        YAML, "scores:", "tables.scores", SCORES, "a link that leads out", "Put the table itself",
        alone=True,
    ),
    Planted(
        "misspelt key",
        swap(YAML, "  covariates: [age]", "  covariats: [age]"),
        YAML, "covariats", "plan.covariats", None, "no key", "Did you mean `covariates`?",
    ),
    Planted(
        "missing key",
        swap(YAML, "title: Dextrose against saline\n", ""),
        YAML, 1, "title", None, "`title` is missing", "Add",
    ),
    Planted(
        "key given twice",
        swap(YAML, "design: parallel\n", "design: parallel\ndesign: single-arm\n"),
        YAML, "design: single-arm", "design", None, "given twice", "Keep one",
    ),
    Planted(
        "negative week",
        swap(YAML, "{name: week 6, week: 6}", "{name: week 6, week: -6}"),
        YAML, "week: -6", "visits.2.week", "-6", "negative", "from baseline",
    ),
    Planted(
        "two baselines",
        swap(YAML, "{name: week 6, week: 6}", "{name: week 6, day: 0}"),
        YAML, "day: 0", "visits.2.day", "0", "two baselines", "Keep one", alone=True,
    ),
    Planted(
        "two visits of one name",
        swap(YAML, "{name: week 6, week: 6}", "{name: week 12, week: 6}"),
        YAML, "{name: week 12, week: 12}", "visits.3.name", "week 12", "two visits", "rename",
        alone=True,
    ),
    Planted(
        "two visits at one time",
        swap(YAML, "{name: week 6, week: 6}", "{name: week 6, year: 0.23076923076923078}"),
        YAML, "{name: week 12", "visits.3.week", "12", "at the same time", "own time", alone=True,
    ),
    Planted(
        "a visit with two times",
        swap(YAML, "{name: week 6, week: 6}", "{name: week 6, week: 6, day: 42}"),
        YAML, "day: 42", "visits.2", None, "exactly one of", "study.md", alone=True,
    ),
    Planted(
        "id with a path in it",
        swap(YAML, "id: small-study", "id: ../small-study"),
        YAML, 1, "id", "../small-study", "not written", "no path",
    ),
    Planted(
        "id that is not the folder's",
        swap(YAML, "id: small-study", "id: another-study"),
        YAML, 1, "id", "another-study", "`small-study`", "same name", alone=True,
    ),
    Planted(
        "provenance that does not exist",
        swap(YAML, "provenance: collected", "provenance: real"),
        YAML, "provenance:", "provenance", "real", "cannot be", "`simulated`",
    ),
    Planted(
        "simulated from nothing",
        swap(YAML, "provenance: collected", "provenance: simulated"),
        YAML, "provenance:", "provenance", None, "made from", "calibrated_to", alone=True,
    ),
    Planted(
        "calibrated to an unknown trial",
        swap(
            YAML,
            "provenance: collected",
            "provenance: simulated\nevidence: dextrose-prolotherapy\ncalibrated_to: [nobody1999]",
        ),
        YAML, "calibrated_to:", "calibrated_to.1", "nobody1999", "no such trial", "rabago2013",
        alone=True,
    ),
    Planted(
        "crossover",
        swap(YAML, "design: parallel", "design: crossover"),
        YAML, "design:", "design", None, "at least two sequences", "`sequences: {AB:",
        alone=True, others=5,
    ),
    Planted(
        "single-arm with two arms",
        swap(YAML, "design: parallel", "design: single-arm"),
        YAML, "design:", "design", "single-arm", "here are 2", "Keep one arm",
        alone=True, others=2,
    ),
    Planted(
        "no active arm",
        swap(YAML, "label: Dextrose, role: active", "label: Dextrose, role: control"),
        YAML, "arms:", "arms", None, "No arm has the role `active`", "under study",
        alone=True, others=1,
    ),
    Planted(
        "role to be filled in",
        swap(YAML, "role: placebo", 'role: "<placebo or control>"'),
        YAML, "<placebo", "arms.saline.role", "<placebo or control>", "to be filled in",
        "Replace it.", alone=True,
    ),
    Planted(
        "optional key to be filled in",
        swap(YAML, "joint: ankle", 'joint: ankle\nsummary: "<who and what>"'),
        YAML, "summary", "summary", "<who and what>", "to be filled in", "or delete the line",
        alone=True,
    ),
    Planted(
        "required key left empty",
        swap(YAML, "title: Dextrose against saline", "title:"),
        YAML, "title:", "title", None, "`title` is empty", "Fill it in. ", alone=True,
    ),
    Planted(
        "optional key left empty",
        swap(YAML, "joint: ankle", "joint: ankle\nsummary:"),
        YAML, "summary:", "summary", None, "`summary` is empty", "or remove the line", alone=True,
    ),
    Planted(
        "covariate described in the plan",
        swap(YAML, "covariates: [age]", "covariates: [{column: age, kind: number}]"),
        YAML, "  covariates", "plan.covariates.1", None, "list of the names of columns",
        "Write the name alone, `age`", alone=True,
    ),
    Planted(
        "role that does not exist",
        swap(YAML, "role: placebo", "role: plecebo"),
        YAML, "plecebo", "arms.saline.role", "plecebo", "cannot be", "`placebo`", alone=True,
    ),
    Planted(
        "impossible arm name",
        swap(YAML, "  dextrose: {label", "  10% dextrose: {label"),
        YAML, "10%", "arms.10% dextrose", "10% dextrose", "as a name", "starts with a letter",
        alone=True, others=1,
    ),
    Planted(
        "two arms of one code",
        swap(YAML, "code: 2}", "code: 1}"),
        YAML, "  saline:", "arms.saline", "1", "same code", "of its own", alone=True,
    ),
    Planted(
        "an arm nobody is in",
        swap(YAML, "visits:\n", "  exercise: {label: Exercise, role: control}\nvisits:\n"),
        YAML, "  exercise:", "arms.exercise", "exercise", "Nobody", "`code`",
    ),
    Planted(
        "a visit no row has",
        swap(YAML, "tables:\n", "  - {name: week 52, week: 52}\ntables:\n"),
        YAML, "week: 52", "visits.4", "week 52", "No row", "`code`",
    ),
    Planted(
        "unknown instrument",
        swap(YAML, "instrument: pain-vas", "instrument: pain-vss"),
        YAML, "pain-vss", "measures.pain.instrument", "pain-vss", "no such", "`pain-vas`",
        alone=True,
    ),
    Planted(
        "instrument and kind",
        swap(YAML, "{instrument: pain-vas}", "{instrument: pain-vas, kind: continuous}"),
        YAML, "  pain:", "measures.pain", None, "one of the two", "define", alone=True,
    ),
    Planted(
        "range of an instrument overridden",
        swap(YAML, "{instrument: pain-vas}", "{instrument: pain-vas, range: [0, 10]}"),
        YAML, "  pain:", "measures.pain.range", None, "given by the instrument", "Remove",
        alone=True,
    ),
    Planted(
        "items without a place for the code",
        swap(YAML, '"visa_{item}"', '"visa_item"'),
        YAML, "visa_item", "measures.visa.items", "visa_item", "item code", "{item}", alone=True,
    ),
    Planted(
        "range upside down",
        swap(YAML, "range: [0, 4]", "range: [4, 0]"),
        YAML, "stairs", "measures.stairs.range", "[4, 0]", "smaller to a larger", "first",
        alone=True,
    ),
    Planted(
        "the mean of two sides of yes and no",
        swap(YAML, "kind: binary, higher: better", "kind: binary, higher: better, side: side"),
        YAML, "  better:", "measures.better.side", None, "neither yes nor no", "separate",
        alone=True,
    ),
    Planted(
        "two measures of one name",
        swap(YAML, "label: Stairs", "label: Feels better"),
        YAML, "  better:", "measures.better", "Feels better", "same name", "`label`", alone=True,
    ),
    Planted(
        "direction not said",
        swap(YAML, "kind: binary, higher: better", "kind: binary"),
        YAML, "  better:", "measures.better.higher", None, "`higher` is missing", "`worse`",
    ),
    Planted(
        "threshold larger than the range",
        swap(YAML, "label: Stairs", "label: Stairs, thresholds: [{value: 9, source: none}]"),
        YAML, "stairs", "measures.stairs.thresholds.1.value", "9", "larger than", "at most 4",
        alone=True,
    ),
    Planted(
        "primary endpoint that no measure gives",
        swap(YAML, "endpoint: visa,", "endpoint: visa.pain,"),
        YAML, "visa.pain", "plan.primary.endpoint", "visa.pain", "No measure", "`visa`",
    ),
    Planted(
        "secondary endpoint that no measure gives",
        swap(YAML, "secondary: [pain, flexion]", "secondary: [pain, extension]"),
        YAML, "secondary", "plan.secondary.2", "extension", "No measure", "flexion",
    ),
    Planted(
        "primary visit that is not there",
        swap(YAML, "visit: week 12, comparison", "visit: week 13, comparison"),
        YAML, "week 13", "plan.primary.visit", "week 13", "no visit", "week 12",
    ),
    Planted(
        "primary visit at baseline",
        swap(YAML, "visit: week 12, comparison", "visit: baseline, comparison"),
        YAML, "visit: baseline", "plan.primary.visit", "baseline", "the baseline", "after",
        alone=True,
    ),
    Planted(
        "comparison with an unknown arm",
        swap(YAML, "comparison: [dextrose, saline]", "comparison: [dextrose, water]"),
        YAML, "water", "plan.primary.comparison", "water", "no such arm", "saline",
    ),
    Planted(
        "comparison the wrong way round",
        swap(YAML, "comparison: [dextrose, saline]", "comparison: [saline, dextrose]"),
        YAML, "comparison", "plan.primary.comparison", "[saline, dextrose]", "active arm", "first",
        alone=True,
    ),
    Planted(
        "comparison missing",
        swap(YAML, "comparison: [dextrose, saline], ", ""),
        YAML, "primary:", "plan.primary.comparison", None, "missing", "comparison: [",
        alone=True,
    ),
    Planted(
        "method that is not there",
        swap(YAML, "method: ancova", "method: bayes"),
        YAML, "bayes", "plan.primary.method", "bayes", "not there (yet)", "ancova",
    ),
    Planted(
        "covariate that is a column of roles",
        swap(YAML, "covariates: [age]", "covariates: [age, arm]"),
        YAML, "covariates", "plan.covariates.2", "arm", "cannot be", "Remove", alone=True,
    ),
    Planted(
        "file that leaves the study's folder",
        swap(YAML, "  scores: scores.csv", "  scores: ../small-study/scores.csv"),
        YAML, "../small", "tables.scores", "../small-study/scores.csv", "out of", "plain name",
        alone=True,
    ),
    Planted(
        "file at an absolute Windows path",
        swap(YAML, "  scores: scores.csv", "  scores: 'C:\\data\\scores.csv'"),
        YAML, "  scores:", "tables.scores", "C:\\data\\scores.csv", "out of", "plain name",
        alone=True,
    ),
    Planted(
        "a workbook",
        swap(YAML, "  scores: scores.csv", "  scores: scores.xls"),
        YAML, "xls", "tables.scores", "scores.xls", "not read", "Excel workbook (.xlsx)",
        alone=True,
    ),
    Planted(
        "text left from the template",
        swap(YAML, "label: Feels better", 'label: "<what readers see>"'),
        YAML, "<what", "measures.better.label", "<what readers see>", "still to be", "Replace",
    ),
    Planted(
        "not YAML",
        swap(YAML, "title: Dextrose against saline", "title: Dextrose: against saline"),
        YAML, "title:", None, None, "not YAML", "colon or quote", alone=True,
    ),
    Planted(
        "study file in another encoding",
        with_bytes(YAML, lambda b: b.replace(b"Stairs", "Tr\u00e4ppan".encode("latin-1"))),
        YAML, 20, None, None, "not in UTF-8", "Save it as UTF-8", alone=True,
    ),
    Planted(
        "empty study file",
        with_bytes(YAML, lambda _: b""),
        YAML, 1, None, None, "empty", "outcomes new", alone=True,
    ),
    # the participants
    Planted(
        "unknown arm",
        in_cell(3, "arm", "3", PEOPLE),
        PEOPLE, 3, "arm", "3", "no such arm", "1, 2",
    ),
    Planted(
        "participant without arm",
        in_cell(4, "arm", "", PEOPLE),
        PEOPLE, 4, "arm", None, "arm is missing", "assigned",
    ),
    Planted(
        "row without participant",
        swap(PEOPLE, "B3,2,66,m\n", "B3,2,66,m\n,2,66,m\n"),
        PEOPLE, "\n,2", "participant", None, "participant is missing", "delete the row",
    ),
    Planted(
        "participant twice",
        swap(PEOPLE, "B3,2,66,m\n", "B3,2,66,m\nB1,2,55,m\n"),
        PEOPLE, 8, "participant", "B1", "on line 5 already", "one row",
    ),
    Planted(
        "text in a number covariate",
        in_cell(5, "age", "fifty", PEOPLE),
        PEOPLE, 5, "age", "fifty", "not a number", "leave the cell empty",
    ),
    Planted(
        "text in a column of numbers that is no covariate",
        also_named(lambda b: _with_column(b, "bmi", "27.1", "31", "24", "NA", "", "25.5")),
        PEOPLE, 5, "bmi", "NA", "not a number", "leave the cell empty", alone=True,
    ),
    Planted(
        "decimal comma in a column that is no covariate",
        also_named(lambda b: _with_column(b, "bmi", '"27,1"', "31", "24", "", "", "25")),
        PEOPLE, 2, "bmi", "27,1", "not a number", "27.1", alone=True,
    ),
    Planted(
        "one level of a covariate written in two ways",
        both(
            swap(YAML, "covariates: [age]", "covariates: [age, sex]"),
            in_cell(6, "sex", "F", PEOPLE),
        ),
        PEOPLE, 6, "sex", "F", "`F` and `f` would be two levels", "Write `f`", alone=True,
    ),
    Planted(
        "visit with a slip",
        in_cell(13, "visit", "Week 12"),
        SCORES, 13, "visit", "Week 12", "no such visit", "Did you mean `week 12`?", alone=True,
    ),
    Planted(
        "primary visit with a slip",
        swap(YAML, "visit: week 12, comparison", "visit: week12, comparison"),
        YAML, "week12", "plan.primary.visit", "week12", "no visit", "Did you mean `week 12`?",
        alone=True,
    ),
    Planted(
        "arm with a slip",
        swap(YAML, "comparison: [dextrose, saline]", "comparison: [dextrose, salin]"),
        YAML, "salin]", "plan.primary.comparison", "salin", "no such arm",
        "Did you mean `saline`?", alone=True,
    ),
    Planted(
        "events that do not say whose they are",
        both(
            swap(YAML, "measures:\n", "  events: events.csv\nmeasures:\n"),
            lambda folder: _write(folder / "events.csv", "patient,event\nA1,bruise\n"),
        ),
        "events.csv", 1, "participant", None, "no column `participant`", "`columns.participant`",
        alone=True,
    ),
    Planted(
        "covariate that is not there",
        swap(PEOPLE, "participant,arm,age,sex", "participant,arm,Age,sex"),
        PEOPLE, 1, "age", None, "no column `age`", "Did you mean `Age`?", alone=True,
    ),
    Planted(
        "no such file",
        lambda folder: (folder / PEOPLE).unlink(),
        PEOPLE, None, None, None, "no such file", "scores.csv", alone=True,
    ),
    Planted(
        "empty file",
        with_bytes(PEOPLE, lambda _: b" \n"),
        PEOPLE, None, None, None, "empty", "header", alone=True,
    ),
    Planted(
        "header alone",
        with_bytes(PEOPLE, lambda b: b.splitlines()[0]),
        PEOPLE, 1, None, None, "no rows", "Add the data", alone=True,
    ),
    # the scores
    Planted(
        "an encoding that cannot be found out",
        with_bytes(SCORES, lambda b: b.replace(b"A2,week 12", b"A\x812,week 12")),
        SCORES, 7, None, "A\ufffd2", "cannot be found out", "CSV UTF-8", alone=True,
    ),
    Planted(
        "another encoding than the study file says",
        both(
            swap(YAML, "  scores: scores.csv", "  scores: {file: scores.csv, encoding: ascii}"),
            with_bytes(SCORES, lambda b: b.replace(b"A2,week 12", b"A\xe42,week 12")),
        ),
        SCORES, 7, None, "A\u00e42", "not in ascii", "`tables.scores.encoding`", alone=True,
    ),
    Planted(
        "NUL bytes",
        with_bytes(SCORES, lambda b: b.replace(b"A2,week 12", b"A2,week\x0012")),
        SCORES, 7, None, None, "NUL", "Export it again", alone=True,
    ),
    Planted(
        "a workbook called csv",
        with_bytes(SCORES, lambda b: b"PK\x03\x04" + b),
        SCORES, None, None, None, "Excel", "ending .xlsx", alone=True,
    ),
    Planted(
        "another separator than the study file says",
        both(
            swap(YAML, "  scores: scores.csv", '  scores: {file: scores.csv, separator: ","}'),
            with_bytes(SCORES, lambda b: b.replace(b",", b";")),
        ),
        SCORES, 1, None, "participant;visit;visa_q1;visa_q2;visa_q3;visa_q4;visa_q5;vi...",
        "by semicolons, not by commas", "`tables.scores.separator`", alone=True,
    ),
    Planted(
        "ragged row",
        swap(SCORES, "A2,week 12,", "A2,week 12,,,"),
        SCORES, 7, None, None, "has 16 cells, but the header has 14", "in quotes", alone=True,
    ),
    Planted(
        "unclosed quote",
        swap(SCORES, "A2,week 12,", 'A2,"week 12,'),
        SCORES, 7, None, None, "cannot be read", "quotation mark", alone=True,
    ),
    Planted(
        "column name twice",
        swap(SCORES, ",stairs,better\n", ",stairs,pain\n"),
        SCORES, 1, "pain", None, "`pain` 2 times", "own name", alone=True, others=1,
    ),
    Planted(
        "missing column",
        swap(SCORES, ",flexion_deg,", ",flexion,"),
        SCORES, 1, "flexion_deg", None, "no column `flexion_deg`", "`measures.flexion.column`",
    ),
    Planted(
        "participant who is not in the participants table",
        in_cell(12, "participant", "B9"),
        SCORES, 12, "participant", "B9", "not in participants.csv", "correct the name",
    ),
    Planted(
        "duplicate visit",
        in_cell(15, "visit", "baseline"),
        SCORES, 15, None, "B2, baseline", "of line 14", "Keep one of the two",
    ),
    Planted(
        "unknown visit",
        in_cell(13, "visit", "week 24"),
        SCORES, 13, "visit", "week 24", "no such visit", "week 12",
    ),
    Planted(
        "no visit",
        in_cell(16, "visit", ""),
        SCORES, 16, "visit", None, "visit is missing", "week 12",
    ),
    Planted(
        "item out of range",
        in_cell(2, "visa_q1", "10.5"),
        SCORES, 2, "visa_q1", "10.5", "outside its range, 0 to 10", "leave the cell empty",
    ),
    Planted(
        "answer that is not possible",
        in_cell(3, "visa_q7", "6"),
        SCORES, 3, "visa_q7", "6", "not one of the possible answers", "0, 4, 7 or 10",
    ),
    Planted(
        "level that is not whole",
        in_cell(3, "stairs", "1.5"),
        SCORES, 3, "stairs", "1.5", "not a whole number", "whole numbers 0 to 4",
    ),
    Planted(
        "value out of range",
        in_cell(4, "pain", "120"),
        SCORES, 4, "pain", "120", "outside its range, 0 to 100", "Correct it",
    ),
    Planted(
        "text in a score",
        in_cell(5, "pain", "a lot"),
        SCORES, 5, "pain", "a lot", "not a number", "plain number",
    ),
    Planted(
        "decimal comma",
        in_cell(6, "pain", '"5,5"'),
        SCORES, 6, "pain", "5,5", "not a number", "5.5",
    ),
    Planted(
        "missing as a word",
        in_cell(8, "pain", "NA"),
        SCORES, 8, "pain", "NA", "not a number", "leave the cell empty",
    ),
    Planted(
        "infinity",
        in_cell(8, "visa_q2", "inf"),
        SCORES, 8, "visa_q2", "inf", "not a number", "plain number",
    ),
    Planted(
        "neither yes nor no",
        in_cell(9, "better", "perhaps"),
        SCORES, 9, "better", "perhaps", "not a number", "yes", alone=True,
    ),
    Planted(
        "a measure without a score",
        with_bytes(SCORES, lambda b: b.replace(b",no\n", b",\n").replace(b",yes\n", b",\n")),
        YAML, "  better:", "measures.better", "better", "no score", "Fill the scores in",
        alone=True,
    ),
    Planted(
        "no primary score",
        both(*(in_cell(line, "visa_q1", "") for line in (4, 7, 10, 13, 16, 19))),
        YAML, "primary:", "plan.primary.visit", "week 12", "No participant", "another visit",
        alone=True,
    ),
]  # fmt: skip

TOGETHER = [planted for planted in PLANTED if not planted.alone]


def expected_row(planted: Planted, folder: Path) -> int | None:
    if not isinstance(planted.row, str):
        return planted.row
    text = (folder / planted.file).read_text(encoding="utf-8")
    assert planted.row in text
    return text[: text.index(planted.row)].count("\n") + 1 + (planted.row[0] == "\n")


def find(planted: Planted, folder: Path, faults: tuple[Fault, ...]) -> Fault:
    row = expected_row(planted, folder)
    place = (planted.file, row, planted.column, planted.value)
    found = [
        fault
        for fault in faults
        if (fault.file, fault.row, fault.column, fault.value) == place
        and planted.says in fault.message
    ]
    told = "\n".join(map(str, faults))
    assert len(found) == 1, f"{planted.name}: not once at {place}\n{told}"
    assert planted.advises in found[0].fix, found[0]
    return found[0]


@pytest.mark.parametrize("planted", PLANTED, ids=lambda planted: planted.name)
def test_each_fault_is_found_located_and_explained(planted: Planted, tmp_path: Path) -> None:
    folder = write_small_study(tmp_path)
    planted.edit(folder)
    faults = check_study(folder)
    find(planted, folder, faults)
    # one slip is one fault: what follows from it is not held against the researcher
    assert len(faults) == 1 + planted.others, "\n".join(map(str, faults))
    with pytest.raises(StudyError) as raised:
        load_study(folder)
    assert raised.value.faults == faults
    if not planted.alone:
        for fault in faults:
            check_is_for_researchers(fault.message)
            check_is_for_researchers(fault.fix)


def check_is_for_researchers(text: str) -> None:
    assert text[0].isupper() or text[0] == "`"
    assert text[-1] in ".?!"
    assert not any(word in text for word in ("dtype", "pydantic", "NaN", "Traceback"))


def test_at_least_twenty_faults_are_planted_together() -> None:
    assert len(TOGETHER) >= 20
    assert len({planted.name for planted in PLANTED}) == len(PLANTED)


def test_all_faults_that_can_stand_together_are_found_in_one_pass(tmp_path: Path) -> None:
    folder = write_small_study(tmp_path)
    for planted in TOGETHER:
        planted.edit(folder)
    faults = check_study(folder)
    found = {id(find(planted, folder, faults)) for planted in TOGETHER}
    assert len(found) == len(TOGETHER)
    others = [str(fault) for fault in faults if id(fault) not in found]
    assert others == []


def test_faults_come_by_file_and_row(tmp_path: Path) -> None:
    folder = write_small_study(tmp_path)
    for planted in TOGETHER:
        planted.edit(folder)
    faults = check_study(folder)
    order = ["study.yaml", "participants.csv", "scores.csv"]
    places = [(order.index(fault.file), fault.row or 0) for fault in faults]
    assert places == sorted(places)


def test_a_sound_study_has_no_fault(tmp_path: Path) -> None:
    assert check_study(write_small_study(tmp_path)) == ()

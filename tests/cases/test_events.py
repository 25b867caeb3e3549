"""A table of adverse events as forms and exports write it: read as declared, or a fault."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from outcomes.analysis import summarise_harms
from outcomes.analysis.covariates import list_baseline_covariates
from outcomes.analysis.follow_up import measure_follow_up
from outcomes.analysis.harm_events import tidy_events
from outcomes.errors import Fault
from outcomes.study import Study, check_study

from .meaning_study import PEOPLE, add_lines, change, copy_case, load_sound, scores_of, write_study

TABLES = "  scores: scores.csv"
CRF_WORDS = """\
events:
  values:
    serious: {yes: Yes - hospitalised}
    severity: {mild: Grade 1, severe: [Grade 3]}
    related: {yes: [Possibly related, Probably related, Definitely related]}
"""


def with_events(parent: Path, events: pd.DataFrame, *lines: str) -> Path:
    """Write the made-up study with a table of events."""
    folder = write_study(parent, "{instrument: pain-vas, column: score}", scores_of([40, 50]))
    change(folder / "study.yaml", (TABLES, f"{TABLES}\n  events: events.csv"))
    events.to_csv(folder / "events.csv", index=False)
    return add_lines(folder, *lines)


def one_event(**cells: object) -> pd.DataFrame:
    """Return a table with an event of d1; columns as named."""
    return pd.DataFrame({"participant": ["d1"], **{name: [cell] for name, cell in cells.items()}})


def only_fault(folder: Path) -> Fault:
    (fault,) = check_study(folder)
    return fault


def counted(study: Study, arm: str, kind: str = "any event") -> tuple[int, int]:
    """Return how many participants of an arm had an event of a kind, and of how many."""
    rows = summarise_harms(study)
    risks = rows[(rows["quantity"] == "risk") & (rows["endpoint"] == "harms")]
    (row,) = risks[(risks["arm"] == arm) & (risks["subgroup"] == kind)].to_dict("records")
    return round(row["estimate"] * row["n_arm"]), int(row["n_arm"])


def test_words_of_a_form_are_a_fault_until_they_are_declared(shared: Path, tmp_path: Path) -> None:
    """Ten with placebo were hospitalised: 10 of 20, and not none."""
    name = "events-crf-wording"
    undeclared = check_study(copy_case(shared, tmp_path / "undeclared", name))
    assert [(fault.column, fault.value) for fault in undeclared] == [
        ("severity", "Grade 1, Grade 3"),
        ("related", "Probably related, Definitely related, Possibly related"),
        ("serious", "Yes - hospitalised"),
    ]
    study = load_sound(add_lines(copy_case(shared, tmp_path / "declared", name), CRF_WORDS))
    assert counted(study, "placebo", "serious event") == (10, 20)
    assert counted(study, "drug", "serious event") == (0, 20)
    assert counted(study, "placebo", "severe event") == (10, 20)


@pytest.mark.parametrize(
    ("column", "word", "declared", "kind"),
    [
        ("serious", "Igen", "serious: {yes: igen}", "serious event"),
        ("serious", "2", "serious: {yes: 2, no: 1}", "serious event"),
        ("severity", "3", "severity: {severe: [3, 4, 5]}", "severe event"),
        ("severity", "Ciężki ", "severity: {severe: ciężki}", "severe event"),
        ("related", "Suspected", "related: {yes: suspected}", "related event"),
        ("related", "Definitely related", "related: {yes: definitely related}", "related event"),
    ],
)
def test_a_word_that_is_not_known_is_a_fault_and_can_be_declared(
    tmp_path: Path, column: str, word: str, declared: str, kind: str
) -> None:
    events = one_event(event="fall", **{column: word})
    fault = only_fault(with_events(tmp_path / "undeclared", events))
    assert (fault.file, fault.row, fault.column) == ("events.csv", 2, column)
    assert fault.value == word.strip()
    assert f"`events.values.{column}`" in fault.fix
    values = f"events: {{values: {{{declared}}}}}"
    study = load_sound(with_events(tmp_path / "declared", events, values))
    assert counted(study, "d", kind) == (1, 6)


def test_a_declared_word_wins_over_its_usual_meaning(tmp_path: Path) -> None:
    events = one_event(event="fall", related="Possible")
    assert counted(load_sound(with_events(tmp_path / "a", events)), "d", "related event")[0] == 1
    folder = with_events(tmp_path / "b", events, "events: {values: {related: {no: possible}}}")
    assert counted(load_sound(folder), "d", "related event")[0] == 0


@pytest.mark.parametrize("people", [[], ["d1", "d1", "p2"]])
def test_a_table_may_tell_of_events_no_more_than_whose_they_were(
    tmp_path: Path, people: list[str]
) -> None:
    study = load_sound(with_events(tmp_path, pd.DataFrame({"participant": people})))
    assert counted(study, "d") == (len(set(people) & {"d1"}), 6)
    assert counted(study, "p") == (len(set(people) & {"p2"}), 6)


@pytest.mark.parametrize("word", ["", "unknown", "Not assessed"])
def test_what_states_nothing_is_no_fault_and_no_yes(tmp_path: Path, word: str) -> None:
    study = load_sound(with_events(tmp_path, one_event(event="fall", serious=word)))
    assert study.events is not None
    assert study.events["serious"].tolist() == [""]


def test_headers_in_capitals_are_one_fault_that_names_what_was_meant(
    shared: Path, tmp_path: Path
) -> None:
    """All five columns, and five cases of septic arthritis with the drug, would be dropped."""
    name = "events-header-capitals"
    fault = only_fault(copy_case(shared, tmp_path / "undeclared", name))
    assert (fault.file, fault.row, fault.column) == ("events.csv", 1, "Event")
    assert fault.value == "Event, Serious, Severity, Related, Week"
    assert "Did you mean `event` or `serious` or `severity` or `related` or `week`?" in fault.fix
    declared = fault.fix[fault.fix.index("`events: ") + 1 :].partition("`")[0]
    folder = copy_case(shared, tmp_path / "declared", name)
    study = load_sound(add_lines(folder, declared))
    assert counted(study, "drug", "serious event")[0] > 0
    assert study.events is not None
    assert list(study.events) == ["participant", "week", "serious", "severity", "related"]


@pytest.mark.parametrize(
    ("header", "meant"),
    [
        ("SERIOUS", "serious"), ("Serious (Y/N)", "serious"), ("AESER", "serious"),
        ("serious_event", "serious"), ("Severity grade", "severity"), ("Relationship", "related"),
        ("relatedToTreatment", "related"), ("Week of onset", "week"), ("Study Day", "day"),
        ("AE term", "event"), ("Adverse event", "event"),
    ],
)  # fmt: skip
def test_a_header_written_otherwise_is_asked_for(tmp_path: Path, header: str, meant: str) -> None:
    fault = only_fault(with_events(tmp_path, one_event(**{header: ""})))
    assert (fault.column, fault.value) == (header, header)
    assert f"Did you mean `{meant}`?" in fault.fix


@pytest.mark.parametrize(
    "header", ["duration_days", "event_id", "remark", "seriously", "outcome", "date", "weekday"]
)
def test_a_header_of_something_else_is_no_fault(tmp_path: Path, header: str) -> None:
    load_sound(with_events(tmp_path, one_event(event="fall", **{header: "x"})))


def test_rows_that_say_nothing_happened_are_a_fault_until_they_are_declared(
    shared: Path, tmp_path: Path
) -> None:
    name = "events-none-rows"
    fault = only_fault(copy_case(shared, tmp_path / "undeclared", name))
    assert (fault.file, fault.row, fault.column, fault.value) == ("events.csv", 2, "event", "none")
    assert "40 rows read as if nothing had happened" in fault.message
    folder = copy_case(shared, tmp_path / "declared", name)
    study = load_sound(add_lines(folder, 'events: {values: {none: ["none"]}}'))
    assert (counted(study, "drug"), counted(study, "placebo")) == ((0, 20), (0, 20))
    assert [note.text for note in study.notes] == [
        "40 rows of events.csv say that nothing happened."
    ]


@pytest.mark.parametrize(
    "word",
    ["None", "no adverse events", "No AE", "n/a", "nil", "None reported", "no side effects", ""],
)
def test_ways_to_say_that_nothing_happened(tmp_path: Path, word: str) -> None:
    rows = [{"participant": person, "event": word, "serious": "no"} for person in PEOPLE]
    rows[0] |= {"event": "fall"}
    table = pd.DataFrame(rows)
    fault = only_fault(with_events(tmp_path / "undeclared", table))
    assert (fault.row, fault.column) == (3, "event")
    declared = fault.fix[fault.fix.index("`events: ") + 1 :].partition("`")[0]
    study = load_sound(with_events(tmp_path / "declared", table, declared))
    assert (counted(study, "d"), counted(study, "p")) == ((1, 6), (0, 6))


@pytest.mark.parametrize("event", ["No sleep", "nonunion", "nausea", "noise in the ear"])
def test_an_event_that_begins_alike_is_one(tmp_path: Path, event: str) -> None:
    study = load_sound(with_events(tmp_path, one_event(event=event, serious="no")))
    assert counted(study, "d") == (1, 6)


def test_nothing_that_was_serious_is_a_fault(tmp_path: Path) -> None:
    folder = with_events(
        tmp_path, one_event(event="none", serious="yes"), "events: {values: {none: none}}"
    )
    assert "nothing happened, and that it was" in only_fault(folder).message


def test_what_an_event_was_holds_no_missing_code(tmp_path: Path) -> None:
    declared = "{columns: {event: term}, values: {none: none}, terms: [Fall, X]}"
    lines = ("missing: [none, x]", f"events: {declared}")
    rows = [("d1", "fall", "x"), ("d2", "x", "no"), ("p1", "none", "no")]
    table = pd.DataFrame(rows, columns=["participant", "term", "serious"])
    study = load_sound(with_events(tmp_path, table, *lines))
    assert study.events is not None
    assert study.events["event"].tolist() == ["Fall", "X"]
    assert study.events["serious"].tolist() == ["", "no"]


def test_times_with_a_unit_are_faults(shared: Path, tmp_path: Path) -> None:
    faults = check_study(copy_case(shared, tmp_path, "events-week-with-unit"))
    assert {(fault.file, fault.column) for fault in faults} == {("events.csv", "week")}
    assert [fault.row for fault in faults] == list(range(2, 22))
    assert faults[0].value == "-2 weeks"


@pytest.mark.parametrize(
    ("time", "fix"),
    [
        ("3 weeks", "without unit"), ("\u22123", "plain hyphen"), ("2,5", "with a point: 2.5"),
        ("NA", "leave the cell empty"), ("2024-03-01", "plain number"), ("ongoing", "number"),
    ],
)  # fmt: skip
def test_a_time_is_checked_as_a_score_is(tmp_path: Path, time: str, fix: str) -> None:
    fault = only_fault(with_events(tmp_path, one_event(event="fall", week=time)))
    assert (fault.row, fault.column, fault.value) == (2, "week", time)
    assert fix in fault.fix


@pytest.mark.parametrize("code", ["-9", "-99", "999"])
def test_a_time_that_reads_like_a_code_is_asked_about(tmp_path: Path, code: str) -> None:
    events = one_event(week=code)
    (query,) = load_sound(with_events(tmp_path / "undeclared", events)).queries
    assert (query.kind, query.row, query.column) == ("code-like-value", 2, "week")
    study = load_sound(with_events(tmp_path / "declared", events, f"missing: [{code}]"))
    assert study.queries == ()
    assert counted(study, "d") == (1, 6)


@pytest.mark.parametrize(
    ("header", "declared", "time", "weeks"),
    [
        ("week", "", "-3", -3),
        ("day", "", "14", 2),
        ("ASTDY", "events: {columns: {day: ASTDY}}", "-7", -1),
        ("onset", "events: {columns: {month: onset}}", "3", 13),
        ("when", "events: {columns: {hour: when}}", "84", 0.5),
        ("days", "events: {columns: {day: days}}", "", float("nan")),
    ],
)
def test_a_time_is_in_the_unit_that_its_column_is_declared_by(
    tmp_path: Path, header: str, declared: str, time: str, weeks: float
) -> None:
    study = load_sound(with_events(tmp_path, one_event(event="fall", **{header: time}), declared))
    assert study.events is not None
    assert study.events["week"].tolist() == pytest.approx([weeks], nan_ok=True)
    assert counted(study, "d") == (0 if weeks < 0 else 1, 6)


@pytest.mark.parametrize(
    ("declared", "column"),
    [
        ("{columns: {day: a, week: b}}", "events.columns"),
        ("{columns: {serious: a, severity: a}}", "events.columns.severity"),
        ("{columns: {gravity: a}}", "events.columns.gravity"),
        ("{values: {serious: {yes: x, no: X}}}", "events.values.serious.no"),
        ("{values: {severity: {strong: x}}}", "events.values.severity.strong"),
        ("{columns: {week: 3}}", "events.columns.week"),
    ],
)
def test_what_the_study_file_says_of_events_is_checked(
    tmp_path: Path, declared: str, column: str
) -> None:
    folder = with_events(tmp_path, one_event(event="fall", a="", b=""), f"events: {declared}")
    assert column in [fault.column for fault in check_study(folder)]


def test_a_column_that_is_declared_and_not_there_is_a_fault(tmp_path: Path) -> None:
    folder = with_events(
        tmp_path, one_event(event="fall", Sae="no"), "events: {columns: {serious: sae}}"
    )
    fault = only_fault(folder)
    assert (fault.file, fault.column) == ("events.csv", "sae")
    assert "Did you mean `Sae`?" in fault.fix


def test_what_is_said_of_events_needs_a_table_of_them(tmp_path: Path) -> None:
    folder = write_study(tmp_path, "{instrument: pain-vas, column: score}", scores_of([40, 50]))
    fault = only_fault(add_lines(folder, "events: {values: {none: none}}"))
    assert fault.column == "events"


def test_how_long_participants_were_followed_can_stand_in_their_table(tmp_path: Path) -> None:
    """Where it does not say, the last visit with a score does."""
    folder = with_events(
        tmp_path, one_event(event="fall", day=14), "events: {followed: {day: days}}"
    )
    people = pd.read_csv(folder / "participants.csv", dtype=str)
    days = ["28", "70", "", *["84"] * (len(people) - 3)]
    people.assign(days=days).to_csv(folder / "participants.csv", index=False)
    study = load_sound(folder)
    followed = measure_follow_up(study, tidy_events(study))["weeks"]
    last = study.scores.loc[study.scores["participant"] == followed.index[2], "week"].max()
    assert followed.tolist()[:4] == pytest.approx([4, 10, last, 12])
    assert list_baseline_covariates(study) == (), "times after the baseline describe nobody at it"


@pytest.mark.parametrize(
    ("cell", "said"), [("-7", "for a time below 0"), ("long", "not a number"), (None, "no column")]
)
def test_a_time_followed_that_is_none_is_a_fault(
    tmp_path: Path, cell: str | None, said: str
) -> None:
    folder = with_events(tmp_path, one_event(event="fall"), "events: {followed: {day: days}}")
    people = pd.read_csv(folder / "participants.csv", dtype=str)
    if cell is not None:
        people["days"] = [cell, *["84"] * (len(people) - 1)]
    people.to_csv(folder / "participants.csv", index=False)
    fault = only_fault(folder)
    assert said in fault.message
    assert (fault.file, fault.column) == ("participants.csv", "days")

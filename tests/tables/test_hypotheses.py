"""The table of hypotheses: cells written out, order, and what was not estimated."""

from __future__ import annotations

from outcomes.analysis_record import Reason
from outcomes.tables import table_hypotheses, table_plan
from tests.tables.examples import adjusted_p_value, difference, frame, make_labels, make_study

LABELS = make_labels()
NAN = float("nan")
TESTED = (adjusted_p_value("flexion", 0.3, 0.3), adjusted_p_value("womac.pain", 0.01, 0.02))
ROWS = (difference(), difference(2.0, -1.0, 5.0, endpoint="flexion"), *TESTED)


def test_each_hypothesis_has_a_row_in_the_order_of_the_plan() -> None:
    table = table_hypotheses(frame(*ROWS), LABELS)
    assert table is not None
    assert [column.title for column in table.columns] == [
        "Endpoint", "Visit", "difference", "95% CI", "p", "adjusted p", "May be claimed", "Favours",
    ]  # fmt: skip
    assert table.columns[2].group == "Dextrose minus Saline injection"
    assert [row[1:] for row in table.rows] == [
        (
            "week 52",
            "+2.0",
            "\u22121.0 to 5.0",
            "0.30",
            "0.30",
            "no",
            "undecided (estimate favours Dextrose)",
        ),
        ("week 52", "\u22127.7", "\u221215.3 to \u22120.2", "0.010", "0.020", "yes", "Dextrose"),
    ]
    assert table.rows[0][0].startswith("Knee flexion")
    assert table.notes[0] == (
        "Adjustment: Holm's method. A difference may be claimed where the adjusted p is at most "
        "0.05, the plan's two-sided alpha."
    )
    assert table.notes[1].endswith("; not adjusted.")


def test_several_comparisons_have_a_column() -> None:
    other = {"comparator": "exercise"}
    table = table_hypotheses(
        frame(*ROWS, difference(**other), adjusted_p_value("womac.pain", 0.1, 0.2, **other)), LABELS
    )
    assert table is not None
    assert table.columns[2].title == "Comparison"
    assert table.rows[2][2] == "Dextrose against Home exercise"
    assert table.columns[3].group == "First arm minus second"


def test_what_was_not_estimated_keeps_its_row_and_says_why() -> None:
    why = Reason("no-scores", arms=("saline",), visits=("week 52",))
    table = table_hypotheses(frame(adjusted_p_value("flexion", NAN, 1.0, reason=why)), LABELS)
    assert table is not None
    assert table.rows[0][2:] == ("\u2013", "\u2013", "\u2013", ">0.99", "no", "not estimated")
    assert table.notes[-1] == (
        "Knee flexion, week 52: no p value, which counts as 1: nobody with saline injection has a "
        "score at week 52."
    )


def test_without_an_adjustment_there_is_no_table() -> None:
    assert table_hypotheses(frame(difference()), LABELS) is None


def planned(multiplicity: object) -> dict[str, str]:
    primary = {"endpoint": "womac.pain", "visit": "week 52", "comparison": ["dextrose", "saline"]}
    plan = {"primary": primary, "secondary": ["flexion"], "multiplicity": multiplicity}
    return {row[1]: row[2] for row in table_plan(make_study(plan=plan)).rows}


def test_the_plan_says_what_is_tested_together_and_how() -> None:
    assert "Hypotheses" not in planned("none")
    rows = planned("fixed-sequence")
    assert rows["Multiplicity"] == "Fixed sequence"
    assert rows["Hypotheses"] == "1. WOMAC pain, week 52; 2. Knee flexion, week 52"


def test_the_plan_says_the_weights_of_a_graph_and_where_they_go() -> None:
    graph = {"method": "graphical", "weights": [1, 0], "transitions": [[0, 0.75], [0, 0]]}
    assert planned(graph)["Hypotheses"] == (
        "1. WOMAC pain, week 52 (weight 1, passes on 0.75 to 2); "
        "2. Knee flexion, week 52 (weight 0)"
    )
    other = {"endpoint": "flexion", "comparison": ["dextrose", "exercise"]}
    listed = {"method": "holm", "hypotheses": ["flexion", other]}
    assert planned(listed)["Hypotheses"].endswith(
        "2. Knee flexion, week 52, Dextrose against Home exercise"
    )

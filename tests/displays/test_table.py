from __future__ import annotations

import pytest

from outcomes.rounding import ABSENT
from outcomes.tables import Column, Table
from tests.tables.reading import lay_out, read_grid, read_html

HOSTILE = """<script>alert("1")</script> & 'x' {{ 7 * 7 }}"""


def make_table(**changes: object) -> Table:
    content: dict[str, object] = {
        "caption": "Scores",
        "columns": (
            Column("Endpoint"),
            Column("Visit"),
            Column("n", group="Dextrose", numeric=True),
            Column("mean", unit="points", group="Dextrose", numeric=True),
            Column("Remark"),
        ),
        "rows": (
            ("Pain", "week 12", "30", "42.1", ""),
            ("Pain", "week 52", "28", "40.0", "late"),
            ("Stiffness", "week 12", "30", ABSENT, ""),
        ),
        "row_headers": 2,
    }
    return Table(**{**content, **changes})  # type: ignore[arg-type]


def test_the_body_is_drawn_as_the_rows_say() -> None:
    table = make_table()
    assert read_grid(table) == [list(row) for row in table.rows]


def test_headings_span_their_group_and_nothing_overlaps() -> None:
    page = read_html(make_table().write_html())
    heads = [row for row in page.rows if row[0].section == "thead"]
    top, under = ([cell.text for cell in row] for row in lay_out(heads))
    assert top == ["Endpoint", "Visit", "Dextrose", "Dextrose", "Remark"]
    assert under == ["Endpoint", "Visit", "n", "mean (points)", "Remark"]
    scopes = {cell.text: cell.attributes["scope"] for row in heads for cell in row}
    assert scopes["Dextrose"] == "colgroup"
    assert scopes["n"] == scopes["Endpoint"] == "col"


def test_column_groups_cover_every_column() -> None:
    page = read_html(make_table().write_html())
    spans = [int(attributes.get("span") or 1) for tag, attributes in page.tags if tag == "colgroup"]
    assert spans == [1, 1, 2, 1]


def test_row_headers_carry_their_scope_and_repeat_once() -> None:
    page = read_html(make_table().write_html())
    heads = [
        cell for row in page.rows for cell in row if cell.section == "tbody" and cell.tag == "th"
    ]
    found = [(cell.text, cell.attributes["scope"], cell.span("rowspan")) for cell in heads]
    assert found == [
        ("Pain", "rowgroup", 2),
        ("week 12", "row", 1),
        ("week 52", "row", 1),
        ("Stiffness", "row", 1),
        ("week 12", "row", 1),
    ]
    assert [tag for tag, _ in page.tags].count("tbody") == 2


def test_a_lone_row_header_that_repeats_spans_its_rows() -> None:
    columns = (Column("Part"), Column("Text"))
    rows = (("Assumed", "one"), ("Assumed", "two"), ("Source", "three"))
    table = Table("Sources", columns, rows)
    assert read_grid(table) == [list(row) for row in rows]
    assert table.write_html().count(">Assumed<") == 1


def test_a_middle_header_spans_only_under_the_same_first_header() -> None:
    columns = (Column("A"), Column("B"), Column("C"), Column("D"))
    rows = (("a", "x", "1", ""), ("a", "x", "2", ""), ("b", "x", "1", ""), ("a", "x", "1", ""))
    assert read_grid(Table("T", columns, rows, row_headers=3)) == [list(row) for row in rows]


def test_numbers_line_up_and_words_do_not() -> None:
    page = read_html(make_table().write_html())
    cells = [cell for row in page.rows for cell in row if cell.tag == "td"]
    assert {cell.text for cell in cells if cell.attributes.get("class") == "number"} == {
        "30", "28", "42.1", "40.0", ABSENT,
    }  # fmt: skip


def test_the_region_can_be_reached_and_is_named() -> None:
    page = read_html(make_table(caption='A "quoted" caption').write_html())
    tag, attributes = page.tags[1]
    assert tag == "div"
    assert attributes["class"] == "table-scroll"
    # A landmark for each table would be too many, and two tables may have one caption.
    assert attributes["role"] == "group"
    assert attributes["tabindex"] == "0"
    assert attributes["aria-label"] == 'A "quoted" caption'
    assert page.texts["caption"] == ['A "quoted" caption']


def test_the_dash_is_explained_only_where_it_stands() -> None:
    assert make_table().footnotes == (f"{ABSENT} not available",)
    assert make_table(rows=make_table().rows[:2], notes=("n: participants",)).footnotes == (
        "n: participants",
    )


def test_an_empty_table_says_so_and_has_no_notes() -> None:
    page = read_html(make_table(rows=(), notes=("x",), empty="Nobody came.").write_html())
    assert [[cell.text for cell in row] for row in page.rows] == [["Nobody came."]]
    assert "p" not in page.texts
    assert page.texts["caption"] == ["Scores"]


def test_everything_is_escaped() -> None:
    table = Table(
        HOSTILE,
        (Column(HOSTILE, HOSTILE, HOSTILE), Column("b")),
        ((HOSTILE, HOSTILE),),
        notes=(HOSTILE,),
    )
    html = table.write_html()
    page = read_html(html)
    assert "script" not in [tag for tag, _ in page.tags]
    assert "<script" not in html
    assert "49" not in html
    assert page.texts["p"] == [HOSTILE, "Download:"]
    assert read_grid(table) == [[HOSTILE, HOSTILE]]


@pytest.mark.parametrize("row_headers", [0, 6])
def test_row_headers_must_be_columns(row_headers: int) -> None:
    with pytest.raises(ValueError, match="row_headers"):
        make_table(row_headers=row_headers)


def test_a_row_of_another_length_is_refused() -> None:
    with pytest.raises(ValueError, match="row 2 has 1 cells and the table 5 columns"):
        make_table(rows=(make_table().rows[0], ("Pain",)))


def test_a_long_header_of_several_rows_stands_across_them() -> None:
    against = "Dextrose against saline"
    rows = tuple((against, f"week {week}", "30", "42.1", "") for week in (12, 52))
    table = make_table(rows=rows)
    assert [len(row) for row in read_grid(table)] == [4, 4, 4]
    band, *under = read_grid(table)
    assert band == [against] * 4
    assert under == [list(row[1:]) for row in rows]
    (head,) = (cell for cell in read_html(table.write_html()).rows[2] if cell.text == against)
    assert head.attributes["scope"] == "rowgroup"
    assert head.attributes["aria-label"] == f"Endpoint: {against}"
    spans = [cell.columns for cell in table.heading_rows[0]]
    assert sum(spans) == 4
    assert table.to_frame().shape == (2, 5), "what is taken along keeps its column"


def test_short_headers_and_those_of_one_row_stand_beside_it() -> None:
    assert not make_table().is_banded
    assert not make_table(rows=(("Dextrose against saline", "week 12", "30", "1", ""),)).is_banded

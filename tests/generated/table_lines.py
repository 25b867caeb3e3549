"""The lines of a page's tables, held to the estimates and to the files."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tests.generated.models import participants_of
from tests.generated.names import Names
from tests.generated.page import Grid
from tests.generated.raw import RawStudy
from tests.generated.rows import Row
from tests.generated.shown import NUMBER, count_decimals, primary_rows, scale_of, to_float


def check_difference_table(table: Grid, names: Names, rows: list[Row]) -> Iterator[str]:
    """Check a table of differences, cell by cell."""
    for cells, fitting in find_rows_of_table(table, names, rows):
        if not fitting:
            yield f"no such row: {cells}"


def find_rows_of_table(
    table: Grid, names: Names, rows: list[Row]
) -> Iterator[tuple[dict[str, str], list[Row]]]:
    """Yield each line of a table of differences with the estimates that it agrees with.

    A figure's numbers are such a table too.
    """
    if not re.search(r"differences? between arms (?:at each|by) visit", table.caption):
        return
    caption = table.caption.removeprefix("Numbers in the figure: ")
    for cells in map(_name_cells, table.records()):
        if not re.search(r"\d", cells.get("difference", "")):
            continue
        endpoints = names.endpoint_before(cells.get("Endpoint", caption))
        yield (
            cells,
            [
                row
                for row in rows
                if row["quantity"] == "difference" and row["estimate"] is not None
                if row["endpoint"] in endpoints
                # what is the same in every line has no column
                if f"{cells.get('Visit', row['visit'])} (".startswith(f"{row['visit']} (")
                if row["side"] == cells.get("Side", row["side"])
                if "Comparison" not in cells
                or cells["Comparison"]
                == f"{names.arms[row['arm']]} against {names.arms[row['comparator']]}"
                if _cells_fit(cells, cells["difference"], row, scale_of(row))
            ],
        )


def _name_cells(cells: dict[str, str]) -> dict[str, str]:
    """Call the columns of a figure's numbers as those of a table of differences are called."""
    named = {re.sub(r" \(.*\)$", "", name): text for name, text in cells.items()}
    if "Difference" in named:
        named["difference"] = named.pop("Difference")
    if "Arm" in named and "Compared with" in named:
        named["Comparison"] = f"{named['Arm']} against {named['Compared with']}"
    return named


def _cells_fit(cells: dict[str, str], shown: str, row: Row, scale: float) -> bool:
    slack = 0.5 * 10.0 ** -count_decimals(shown) + 1e-9
    if abs(to_float(shown.rstrip("%")) - scale * row["estimate"]) > slack:
        return False
    interval = next((text for name, text in cells.items() if name.endswith("CI")), "")
    ends = re.findall(NUMBER, interval)
    if len(ends) != 2:
        return row["ci_low"] is None
    wanted = (scale * row["ci_low"], scale * row["ci_high"])
    return all(abs(to_float(a) - b) <= slack for a, b in zip(ends, wanted, strict=True))


def check_flow(table: Grid, names: Names, raw: RawStudy, rows: list[Row]) -> Iterator[str]:
    """Check who the flow says was allocated and analysed."""
    if not table.caption.endswith("Participant flow") or "Stage" not in table.headings:
        return
    for cells in table.records():
        if cells["Arm"] not in names.arms.values() or not cells["n"].isdigit():
            continue
        arm = names.arm(cells["Arm"])
        if cells["Stage"] in ("allocated", "enrolled") and int(cells["n"]) != raw.sizes[arm]:
            yield f"{raw.sizes[arm]} in the files: {cells}"
        in_models = [participants_of(raw, row)[arm] for row in primary_rows(raw, rows)]
        if cells["Stage"] == "analysed" and in_models and int(cells["n"]) not in in_models:
            yield f"{in_models} in the model: {cells}"

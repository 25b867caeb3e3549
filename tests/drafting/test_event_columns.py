"""Tables of events by their headers and words."""

from __future__ import annotations

import pandas as pd
import pytest

from outcomes.drafting.event_columns import find_event_columns, is_of_events


def table(**columns: str) -> pd.DataFrame:
    """Return a table of two events."""
    return pd.DataFrame(
        {name.replace("_", " "): text.split() for name, text in columns.items()}, dtype="str"
    )


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        (table(id="1 2", Woche="3 5", Ereignis="Sturz Sturz", schwer="ja nein"),
         {"event": "Ereignis", "serious": "schwer", "week": "Woche"}),
        (table(id="1 2", Tag="3 5", Nebenwirkung="Sturz Sturz", Schweregrad="leicht schwer"),
         {"event": "Nebenwirkung", "severity": "Schweregrad", "day": "Tag"}),
        (table(id="1 2", Événement_indésirable="chute chute", Grave="oui non", Jour="3 4"),
         {"event": "Événement indésirable", "serious": "Grave", "day": "Jour"}),
        (table(id="1 2", Evento="caída caída", Grave="leve moderado"),
         {"event": "Evento", "severity": "Grave"}),
        (table(id="1 2", Evento_avverso="x y", Gravità="lieve grave"),
         {"event": "Evento avverso", "severity": "Gravità"}),
        (table(id="1 2", Bijwerking="x y", Ernstig="ja nee", Verband="zeker mogelijk"),
         {"event": "Bijwerking", "serious": "Ernstig", "related": "Verband"}),
        (table(id="1 2", event="x y", onset_week="1 2"), {"event": "event", "week": "onset week"}),
    ],
)  # fmt: skip
def test_columns_are_known_by_their_names_and_words(
    rows: pd.DataFrame, found: dict[str, str]
) -> None:
    assert find_event_columns(rows) == found
    assert is_of_events(rows, "id")


@pytest.mark.parametrize(
    "rows",
    [
        table(id="1 1", event="baseline month_3", pain="3 5"),
        table(id="1 1", redcap_event_name="a b", severity="3 5"),
        table(id="1 2", event="x y", pain="3 5"),
        table(id="1 1", Woche="0 6", Schmerz="3 5"),
    ],
)
def test_a_table_of_visits_is_none_of_events(rows: pd.DataFrame) -> None:
    assert not is_of_events(rows, "id")

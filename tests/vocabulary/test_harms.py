from __future__ import annotations

import pytest

from outcomes.estimates import make_estimates
from outcomes.vocabulary.harms import choose_kinds, has_repeated, list_kinds, name_kind


def test_kinds_come_before_serious_events_and_names_whatever_the_order() -> None:
    places = [
        ("harms by event", "pain"),
        ("serious harms by event", "pain"),
        ("harms", "any event"),
    ]
    rows = make_estimates(
        {"endpoint": endpoint, "subgroup": kind, "quantity": "risk", "estimate": 0.5}
        for endpoint, kind in places
    )
    assert list_kinds(rows) == places[::-1]
    assert choose_kinds(rows) == places[::-1]
    assert [name_kind(kind) for kind in places] == ["Pain", "Serious: pain", "Any event"]


@pytest.mark.parametrize(("each", "repeated"), [(0.4, False), (0.5, True)])
def test_events_are_repeated_where_there_are_more_than_participants(
    each: float, repeated: bool
) -> None:
    place = {"endpoint": "harms", "subgroup": "any event", "arm": "a"}
    rows = make_estimates(
        [
            {**place, "quantity": "risk", "estimate": 0.4},
            {**place, "quantity": "events per participant", "estimate": each},
        ]
    )
    assert has_repeated(rows) is repeated

"""Faults and queries as they are found; one mistake in every row of a file stays readable."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from outcomes.errors import Fault
from outcomes.study.query import Query

SHOWN = 20
"""Rows shown of one kind of fault in one column; the rest are counted."""


class FaultList:
    """Collects what is found; of one kind in one column `SHOWN` faults are kept, the rest counted.

    ``queries`` holds what was asked, in the order in which it was found.
    """

    def __init__(self) -> None:
        self._faults: list[Fault] = []
        self._found: Counter[tuple[str, str, str | None]] = Counter()
        self._last: dict[tuple[str, str, str | None], Fault] = {}
        self.queries: list[Query] = []

    def __len__(self) -> int:
        return len(self._faults)

    def add(self, fault: Fault, kind: str = "") -> None:
        """Add one fault; faults of an empty kind are never counted together."""
        key = (kind, fault.file, fault.column)
        self._found[key] += 1
        if not kind or self._found[key] <= SHOWN:
            self._faults.append(fault)
        self._last[key] = fault

    def ask(self, query: Query) -> None:
        """Add a query."""
        self.queries.append(query)

    def extend(self, faults: Iterable[Fault]) -> None:
        """Add faults that are each of their own kind."""
        for fault in faults:
            self.add(fault)

    def in_order(self, files: Sequence[str]) -> tuple[Fault, ...]:
        """Return every fault, by file in the order given, then by row.

        Parameters
        ----------
        files : sequence of str
            File names; a file that is not named here comes last.
        """
        rank = {name: number for number, name in enumerate(files)}
        found = [(fault, False) for fault in self._faults]
        counted = [(fault, True) for fault in self._rest()]

        def place(entry: tuple[Fault, bool]) -> tuple[int, bool, int]:
            fault, is_count = entry
            return rank.get(fault.file, len(rank)), is_count, fault.row or 0

        return tuple(fault for fault, _ in sorted([*found, *counted], key=place))

    def _rest(self) -> Iterable[Fault]:
        for key, number in self._found.items():
            if key[0] and number > SHOWN:
                last = self._last[key]
                more = number - SHOWN
                rows = "row has" if more == 1 else "rows have"
                yield Fault(
                    f"and {more} more {rows} a fault of the same kind: {last.message}",
                    last.fix,
                    last.file,
                    column=last.column,
                )

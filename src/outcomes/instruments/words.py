"""The words that the parts of a definition may use, held to when a part is made."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from types import NoneType
from typing import Any, Literal, get_args, get_origin, get_type_hints

from outcomes.errors import InstrumentError


class Worded:
    """A dataclass each of whose `Literal` fields is one of its words.

    Raises
    ------
    InstrumentError
        If a field is another word; the message lists those there are.
    """

    def __post_init__(self) -> None:
        """Refuse a word that there is not."""
        kind: type = type(self)
        for field, allowed in _list_words(kind):
            given = getattr(self, field)
            if given not in allowed:
                words = ", ".join(str(word) for word in allowed if word is not None)
                raise InstrumentError(
                    f"{self}: `{field}` is {given!r}, which is none of its words. There are: "
                    f"{words}."
                )


@cache
def _list_words(kind: type) -> tuple[tuple[str, tuple[Any, ...]], ...]:
    hints = get_type_hints(kind)
    found = ((name, tuple(_words_of(hint))) for name, hint in hints.items())
    return tuple((name, words) for name, words in found if any(word for word in words))


def _words_of(hint: Any) -> Iterator[Any]:
    """Yield the words of a `Literal`, and None where the field may be that."""
    if get_origin(hint) is Literal:
        yield from get_args(hint)
    elif NoneType in get_args(hint):
        for part in get_args(hint):
            yield from [None] if part is NoneType else _words_of(part)

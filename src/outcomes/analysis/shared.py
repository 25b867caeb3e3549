"""What several analyses of one study need, worked out once."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from outcomes.study.study import Study

Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")


def shared(
    function: Callable[Concatenate[Study, Parameters], Result],
) -> Callable[Concatenate[Study, Parameters], Result]:
    """Keep what a function of a study gives, for as long as the study is there.

    Asked again with the same arguments, which must be hashable, it gives the same object: nobody
    may change that. An error is not kept.
    """

    @wraps(function)
    def ask(study: Study, /, *args: Parameters.args, **kwargs: Parameters.kwargs) -> Result:
        asked = (function, args, tuple(sorted(kwargs.items())))
        if asked not in study.shared:
            study.shared[asked] = function(study, *args, **kwargs)
        result: Result = study.shared[asked]
        return result

    return ask

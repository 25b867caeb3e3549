"""Call a function of this package in a process of its own, and bring back what it returns."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from dataclasses import replace
from multiprocessing.connection import Connection
from typing import Any, TypeVar

from outcomes.errors import ForkError
from outcomes.forking.exit_reasons import describe_excess
from outcomes.forking.guard import Guard
from outcomes.forking.limits import Limits, limit_this_process
from outcomes.forking.template import get_template

Returned = TypeVar("Returned")


def call_apart(
    function: Callable[..., Returned], *arguments: Any, limits: Limits | None = None
) -> Returned:
    """Call a function in a forked process; where nothing can be forked, call it here.

    Parameters
    ----------
    function : callable
        Importable by its name.
    *arguments
        Whatever can be pickled.
    limits : Limits, optional
        What the forked process may take; without, as much as it wants.

    Raises
    ------
    Exception
        What the function raises, or ChildProcessError if its process was killed.
    """
    try:
        process = get_template().fork("call")
    except ForkError:
        return function(*arguments)
    guard = None if limits is None else Guard(process, replace(limits, output=None))
    with process.connection as connection:
        try:
            connection.send((function, arguments, limits))
            succeeded, answer = connection.recv()
        except (EOFError, OSError) as error:
            code = process.wait()
            did = f"a forked process ended with {code} before it answered"
            if guard is not None and limits is not None and guard.excess is not None:
                did = f"making the page was given up: it {describe_excess(guard.excess, limits)}"
            raise ChildProcessError(did) from error
        finally:
            if guard is not None:
                guard.close()
    process.wait()
    if not succeeded:
        raise answer
    returned: Returned = answer
    return returned


def answer_call(connection: Connection) -> int:
    """Take one call from the connection and send back what came of it."""
    function, arguments, limits = connection.recv()
    if limits is not None:
        limit_this_process(limits)
    try:
        answer = (True, function(*arguments))
    except Exception as error:
        answer = (False, error)
    try:
        connection.send(answer)
    except (pickle.PicklingError, TypeError, AttributeError):
        connection.send((False, RuntimeError(repr(answer[1]))))
    return 0

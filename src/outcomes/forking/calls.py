"""Call a function of this package in a process of its own, and bring back what it returns."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any, TypeVar

from outcomes.errors import ForkError
from outcomes.forking.template import get_template

Returned = TypeVar("Returned")


def call_apart(function: Callable[..., Returned], *arguments: Any) -> Returned:
    """Call a function in a forked process; where nothing can be forked, call it here.

    Parameters
    ----------
    function : callable
        Importable by its name.
    *arguments
        Whatever can be pickled.

    Raises
    ------
    Exception
        What the function raises, or ChildProcessError if its process was killed.
    """
    try:
        process = get_template().fork("call")
    except ForkError:
        return function(*arguments)
    with process.connection as connection:
        try:
            connection.send((function, arguments))
            succeeded, answer = connection.recv()
        except (EOFError, OSError) as error:
            code = process.wait()
            raise ChildProcessError(
                f"a forked process ended with {code} before it answered"
            ) from error
    process.wait()
    if not succeeded:
        raise answer
    returned: Returned = answer
    return returned


def answer_call(connection: Connection) -> int:
    """Take one call from the connection and send back what came of it."""
    function, arguments = connection.recv()
    try:
        answer = (True, function(*arguments))
    except Exception as error:
        answer = (False, error)
    try:
        connection.send(answer)
    except (pickle.PicklingError, TypeError, AttributeError):
        connection.send((False, RuntimeError(repr(answer[1]))))
    return 0

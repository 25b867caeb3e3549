"""What a forked process can do, by name; each is given its connection and returns its exit code."""

from __future__ import annotations

from collections.abc import Callable
from multiprocessing.connection import Connection

from outcomes.forking.calls import answer_call
from outcomes.forking.cells import run_cells
from outcomes.forking.kernel import run_kernel

TASKS: dict[str, Callable[[Connection], int]] = {
    "call": answer_call,
    "cells": run_cells,
    "kernel": run_kernel,
}

"""Compile inner loops where that pays: numba is imported when the first one is asked for."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any, TypeVar

Function = TypeVar("Function", bound=Callable[..., Any])


@cache
def _machine_code(function: Callable[..., Any]) -> Any:
    import numba

    # without numba's own threads, which would double the time of the first call
    try:
        return numba.njit(function, cache=True, nogil=True, error_model="numpy")
    except RuntimeError:  # numba found no folder that it may write to
        return numba.njit(function, nogil=True, error_model="numpy")


def compiled(function: Function) -> Function:
    """Compile a function of numbers and arrays at its first call, and keep the machine code on disk.

    Compiled functions let go of the interpreter lock, so that
    :func:`netmap.analysis.network.threads.in_blocks` can run them side by side.

    Examples
    --------
    >>> def double(number):
    ...     return 2 * number
    >>> compiled(double) is compiled(double)
    True
    """
    machine_code: Function = _machine_code(function)
    return machine_code

"""What a command answers: one JSON document for programs, a readable table for people."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Answer:
    """The answer of one command.

    Attributes
    ----------
    data
        What ``--format json`` prints: keys as the contract names them.
    render
        Gives the readable form; called only when it is wanted.
    exit_status
        0 = done, 1 = ran, and the answer is no.
    """

    data: Mapping[str, Any]
    render: Callable[[], str]
    exit_status: int = 0


def to_plain(value: Any) -> Any:
    """Turn values into what JSON knows: undefined (NaN, infinite) becomes ``None``.

    Examples
    --------
    >>> to_plain({"a": float("nan"), "b": (1, 2)})
    {'a': None, 'b': [1, 2]}
    """
    if isinstance(value, bool) or value is None or isinstance(value, str):
        return value
    if isinstance(value, int):
        return int(value)
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {str(k): to_plain(v) for k, v in value.items()}
    if hasattr(value, "tolist"):  # numpy scalars and arrays
        return to_plain(value.tolist())
    if hasattr(value, "isoformat"):
        return value.isoformat()
    if isinstance(value, Iterable):
        return [to_plain(v) for v in value]
    return str(value)


def dump_json(value: Any) -> str:
    """Write one JSON document, numbers unrounded, letters as they are."""
    return json.dumps(to_plain(value), ensure_ascii=False, allow_nan=False, indent=2)


def cell(value: Any) -> str:
    """Give one table cell as a person reads it: undefined is a dash, lists are joined."""
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return "–"
    if isinstance(value, float):
        return f"{value:.4f}".rstrip("0").rstrip(".")
    if isinstance(value, (list, tuple, set, frozenset)):
        return ", ".join(cell(v) for v in value)
    return str(value)


def table(head: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """Lay out rows under a head, columns as wide as their widest cell.

    Examples
    --------
    >>> print(table(["area", "people"], [["A", 3], ["B", None]]))
    area  people
    ----  ------
    A     3
    B     –
    """
    body = [[cell(v) for v in row] for row in rows]
    widths = [max(len(line[i]) for line in [list(head), *body]) for i in range(len(head))]
    lines = [list(head), ["-" * w for w in widths], *body]
    return "\n".join("  ".join(text.ljust(w) for text, w in zip(line, widths, strict=True)).rstrip() for line in lines)

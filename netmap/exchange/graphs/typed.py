"""Attribute values between their text in a file and what they mean."""

from __future__ import annotations

import re
from collections.abc import Iterable

from netmap.exchange.graphs.safe_xml import number
from netmap.exchange.graphs.values import Value

_WHOLE = {"integer", "int", "long", "short", "byte", "biginteger"}
_BROKEN = {"float", "double", "bigdecimal"}
_BOOLEAN = {"true": True, "false": False, "1": True, "0": False}
#: an item between single quotes, between double quotes, or bare up to the next comma
_ITEM = re.compile(r"\s*(?:'((?:\\.|[^'\\])*)'|\"((?:\\.|[^\"\\])*)\"|([^,]*))\s*(?:,|$)")


def read_value(text: str, kind: str) -> Value | None:
    """Read the text of an attribute of a declared type; None if it is not of that type.

    Numbers that are written without a point stay whole whatever the type says: some programs call
    every number a double.

    Examples
    --------
    >>> read_value("2", "double"), read_value("true", "boolean"), read_value("a|b", "liststring")
    (2, True, ('a', 'b'))
    >>> read_value("ENCRYPTED", "int") is None
    True
    """
    kind = kind.lower()
    if kind.startswith("list"):
        items = [read_value(item, kind.removeprefix("list")) for item in split_list(text)]
        return None if None in items else tuple(item for item in items if not isinstance(item, tuple | None))
    if kind == "boolean":
        return _BOOLEAN.get(text.strip().lower())
    if kind in _WHOLE:
        value = number(text)
        return int(value) if value is not None and value == int(value) else None
    if kind in _BROKEN:
        return number(text)
    return text


def split_list(text: str) -> list[str]:
    r"""Split a list as its many writers do: ``a|b``, ``a, b``, ``[a, b]``, ``['a', "b"]``.

    Examples
    --------
    >>> split_list("a |b | c"), split_list("['a', '\\'b\\'', \"c, d\"]"), split_list("[]")
    (['a', 'b', 'c'], ['a', "'b'", 'c, d'], [])
    """
    plain = text.strip()
    if "|" in plain and not plain.startswith("["):
        return [item.strip() for item in plain.split("|")]
    if plain.startswith("[") and plain.endswith("]"):
        plain = plain[1:-1].strip()
    items: list[str] = []
    position = 0
    while position < len(plain):
        found = _ITEM.match(plain, position)
        if found is None or found.end() == position:
            break
        single, double, bare = found.groups()
        quoted = single if single is not None else double
        items.append(bare.strip() if quoted is None else re.sub(r"\\(.)", r"\1", quoted))
        position = found.end()
    return items


def common_type(values: Iterable[Value]) -> str:
    """Name the narrowest type that holds all values: boolean, long, double, liststring or string.

    Examples
    --------
    >>> common_type([1, 2]), common_type([1, 2.5]), common_type([True, 1]), common_type([("a",)])
    ('long', 'double', 'string', 'liststring')
    """
    kinds = {type(value) for value in values}
    if kinds == {bool}:
        return "boolean"
    if kinds == {int}:
        return "long"
    if kinds and kinds <= {int, float}:
        return "double"
    return "liststring" if kinds == {tuple} else "string"


def write_value(value: Value) -> str:
    """Write a value as both formats do; lists between bars, or quoted where that would be ambiguous.

    Examples
    --------
    >>> write_value(True), write_value(0.5), write_value(("a", "b")), write_value(("a, b", "c"))
    ('true', '0.5', 'a|b', '["a, b", "c"]')
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return _write_list([write_value(item) for item in value])
    return repr(value) if isinstance(value, float) else str(value)


def _write_list(items: list[str]) -> str:
    if items and not any(item != item.strip() or not item or re.search(r"[|,'\"\[\]\\]", item) for item in items):
        return "|".join(items)
    return "[" + ", ".join('"' + re.sub(r'(["\\])', r"\\\1", item) + '"' for item in items) + "]"

"""Numbers as Germans and machines write them."""

from __future__ import annotations

import math
import re

_SPACES = re.compile("[\\s\\u00a0\\u2007\\u2009\\u202f]+")
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(\.\d{3})+")


def parse_number(text: str, *, decimal_comma: bool = False, whole: bool = False) -> float:
    """Read a number as Germans and machines write it.

    Parameters
    ----------
    text
        ``1 675``, ``-  23``, ``.829``, ``1.012,5``, ``1.675`` …
    decimal_comma
        The file writes a decimal comma.
    whole
        A whole number is wanted: ``1.675`` is then one thousand six hundred seventy-five.

    Raises
    ------
    ValueError
        It is no finite number.

    Examples
    --------
    >>> parse_number(" 1 675 ", whole=True), parse_number(".829"), parse_number("1.012,5", decimal_comma=True)
    (1675.0, 0.829, 1012.5)
    """
    plain = _SPACES.sub("", text).replace("\u2212", "-").replace("\u2013", "-")
    if "," in plain:
        if plain.count(",") > 1:
            raise ValueError(text)
        if not decimal_comma and re.fullmatch(r"[+-]?\d{1,3},\d{3}", plain) and whole:
            plain = plain.replace(",", "")
        else:
            plain = plain.replace(".", "").replace(",", ".")
    elif whole and _THOUSANDS.fullmatch(plain):
        plain = plain.replace(".", "")
    if not re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", plain):
        raise ValueError(text)
    value = float(plain)
    if not math.isfinite(value):
        raise ValueError(text)
    return value

"""Words and numbers as they stand on a page: what people wrote is never markup, decimals follow the language."""

from __future__ import annotations

import math

from netmap.messages import language, text

_SPECIAL = str.maketrans({c: "\\" + c for c in "\\`*_[]<>#$:~|"})


def plain(value: str) -> str:
    r"""Give a text for Streamlit's Markdown in which no letter has a meaning.

    Examples
    --------
    >>> plain("a*b:c")
    'a\\*b\\:c'
    """
    return value.translate(_SPECIAL)


def decimal(value: float, *, digits: int) -> str:
    """Write a number with so many digits behind the decimal sign of the language; NaN is *undefined*.

    Examples
    --------
    >>> from netmap.messages import speaking
    >>> with speaking("de"):
    ...     decimal(0.6667, digits=2)
    '0,67'
    """
    if math.isnan(value):
        return text("undefined")
    written = f"{value:.{digits}f}"
    return written.replace(".", ",") if language() == "de" else written

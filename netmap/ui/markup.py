"""Keeping what people wrote from being read as markup."""

from __future__ import annotations

_SPECIAL = str.maketrans({c: "\\" + c for c in "\\`*_[]<>#$:~|"})


def plain(value: str) -> str:
    r"""Give a text for Streamlit's Markdown in which no letter has a meaning.

    Examples
    --------
    >>> plain("a*b:c")
    'a\\*b\\:c'
    """
    return value.translate(_SPECIAL)

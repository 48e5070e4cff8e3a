"""XML from strangers: parsed without entities, without network, and not without end."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from netmap.errors import Fault, FormatError
from netmap.messages import message

MAX_MB = 64

#: what XML 1.0 cannot hold
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def parse_xml(data: bytes, *, name: str) -> Any:
    """Parse a document and return its root.

    Entities are refused rather than expanded, so that no small file grows without bounds; nothing
    is fetched; elements nest at most 256 deep.

    Raises
    ------
    FormatError
        It is too large, no XML, damaged, or declares entities; line and column are named.
    """
    if len(data) > MAX_MB * 1024 * 1024:
        raise FormatError("{name} is larger than {size} MB.", name=name, size=MAX_MB)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as exc:
        line, column = exc.position
        fault = Fault(f"{name}:{line}:{column}", message("damaged here: {reason}", reason=_reason(exc)))
        raise FormatError("{name} is not proper XML.", name=name, faults=[fault]) from exc
    declared = root.getroottree().docinfo.internalDTD
    entities = [*(declared.iterentities() if declared is not None else ()), *root.iter(etree.Entity)]
    if entities:
        raise FormatError("{name} declares entities of its own; such files are not read.", name=name)
    return root


def _reason(exc: etree.XMLSyntaxError) -> str:
    return re.sub(r", line \d+, column \d+( \(.*\))?$", "", exc.msg or "")


def local(element: Any) -> str:
    """Give an element's name without its namespace, which differs between versions of a format."""
    return str(etree.QName(element).localname)


def children(element: Any, *names: str) -> Iterator[Any]:
    """Iterate over the children with one of some local names."""
    for child in element:
        if local(child) in names:
            yield child


def first_child(element: Any, name: str) -> Any | None:
    """Give the first child with a local name, or None."""
    return next(children(element, name), None)


def place(element: Any, *, name: str) -> str:
    """Say where an element stands: file, line, element."""
    return f"{name}:{element.sourceline}:{local(element)}"


def number(text: str) -> int | float | None:
    """Read a finite number as machines write it; a whole one without point stays whole.

    Examples
    --------
    >>> number("2"), number("2.0"), number("1e3"), number("NaN"), number("two")
    (2, 2.0, 1000.0, None, None)
    """
    plain = text.strip()
    if re.fullmatch(r"[+-]?\d{1,18}", plain):
        return int(plain)
    if not re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", plain):
        return None
    value = float(plain)
    return value if math.isfinite(value) else None


def hex_colour(text: str) -> str | None:
    """Read ``#rgb``, ``#rrggbb`` or ``#rrggbbaa``, with or without ``#``; None for anything else.

    Examples
    --------
    >>> hex_colour("#FC0"), hex_colour("ff00ff"), hex_colour("green")
    ('#ffcc00', '#ff00ff', None)
    """
    found = re.fullmatch(r"#?([0-9a-fA-F]{3}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})", text.strip())
    if not found:
        return None
    digits = found[1].lower()
    return "#" + ("".join(2 * digit for digit in digits) if len(digits) == 3 else digits[:6])


def rgb_colour(red: str | None, green: str | None, blue: str | None) -> str | None:
    """Put a colour together from three numbers 0 to 255; None if one is missing or no such number.

    Examples
    --------
    >>> rgb_colour("255", "204", "0.0")
    '#ffcc00'
    """
    parts = [number(part) if part is not None else None for part in (red, green, blue)]
    shades = [round(part) for part in parts if part is not None and 0 <= part <= 255]
    return "#" + "".join(f"{shade:02x}" for shade in shades) if len(shades) == 3 else None


def writable(text: str) -> str:
    """Replace what XML cannot hold (control characters).

    Examples
    --------
    >>> writable("a" + chr(0) + "b") == "a" + chr(0xFFFD) + "b"
    True
    """
    return _FORBIDDEN.sub("\ufffd", text)


def to_bytes(root: Any) -> bytes:
    """Write a document out, indented, as UTF-8."""
    etree.indent(root)
    data: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return data + b"\n"

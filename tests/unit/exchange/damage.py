"""Damage to card files, as it happens and as somebody may do it on purpose."""

from __future__ import annotations

import json
import random
from typing import Any

STRANGE: list[Any] = [None, True, -1, 0, 3, 1e308, 10**40, 0.5, "", "x", "\u0000", "😀" * 50, [], {}, [[]], {"a": 1}]


def strange(value: Any, chance: random.Random) -> Any:
    """Put something strange at one place of a document."""
    if isinstance(value, dict) and value and chance.random() < 0.9:
        key = chance.choice(list(value))
        what = chance.random()
        if what < 0.15:
            return {k: v for k, v in value.items() if k != key}
        return value | {key: strange(value[key], chance)}
    if isinstance(value, list) and value and chance.random() < 0.9:
        place = chance.randrange(len(value))
        if chance.random() < 0.15:
            return [*value, value[place]]
        return [*value[:place], strange(value[place], chance), *value[place + 1 :]]
    return chance.choice(STRANGE)


def damaged(data: bytes, chance: random.Random) -> bytes:
    kind = chance.randrange(6)
    if kind == 0:
        return data[: chance.randrange(len(data))]
    if kind == 1:
        cut = chance.randrange(len(data))
        return data[:cut] + data[cut + chance.randrange(1, 20) :]
    if kind == 2:
        broken = bytearray(data)
        for _ in range(chance.randrange(1, 4)):
            broken[chance.randrange(len(broken))] ^= 1 << chance.randrange(8)
        return bytes(broken)
    if kind == 3:
        place = chance.randrange(len(data))
        word = chance.choice([b"NaN", b"1e400", b"-", b"\\u0000", b"\\udc00", b"[" * 300, b"9" * 5000, b"\xff", b";"])
        return data[:place] + word + data[place:]
    try:
        document = json.loads(data.decode("utf-8-sig"))
    except ValueError:
        return data.replace(b";", chance.choice([b";;", b"", b";-", b",", b"\n"]), chance.randrange(1, 9))
    for _ in range(chance.randrange(1, 4)):
        document = strange(document, chance)
    return json.dumps(document).encode()

"""Words as sets of up to 64 members: the two instructions that Python has no name for."""

from __future__ import annotations

from typing import Any

from llvmlite import ir  # type: ignore[import-untyped]
from numba import types
from numba.extending import intrinsic


def _popcount(typingctx: Any, word: Any) -> Any:
    def build(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        return builder.ctpop(args[0])

    return types.int64(types.uint64), build


def _lowest(typingctx: Any, word: Any) -> Any:
    def build(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        return builder.cttz(args[0], ir.Constant(ir.IntType(1), 1))

    return types.uint64(types.uint64), build


#: ``popcount(word)`` counts the members
popcount: Any = intrinsic(_popcount)
#: ``lowest(word)`` gives the smallest member; the word must not be 0
lowest: Any = intrinsic(_lowest)

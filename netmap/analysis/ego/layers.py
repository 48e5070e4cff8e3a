"""Shortest ways in a small network, a layer at a time: all numbers of a layer in one instruction each.

For the compiled engine. Sets are words (see :mod:`netmap.analysis.ego.bits`), and numbers stand in
*rows*: one place for each possible member, as many as the tuple ``lanes`` says, which the compiler
knows by its type. A processor adds to eight places at once where its registers are wide enough; a
loop would have to foresee, for each member, how many neighbours it has.
"""

from __future__ import annotations

from typing import Any, Final

from llvmlite import ir  # type: ignore[import-untyped]
from numba import types
from numba.extending import intrinsic

#: places of a row for each entry of ``lanes``
PLACES: Final = 8

_WORD, _NUMBER, _PLACE = ir.IntType(64), ir.DoubleType(), ir.IntType(32)


class _Build:
    """What is written for one call: the builder, its arguments, the width of a row."""

    def __init__(self, context: Any, builder: Any, signature: Any, args: Any) -> None:
        self._context, self.builder, self._kinds, self.args = context, builder, signature.args, args
        self.row = ir.VectorType(_NUMBER, PLACES * signature.args[-1].count)

    def constant(self, number: float) -> Any:
        """Give a row of one number."""
        return ir.Constant(self.row, [number] * self.row.count)

    def everywhere(self, number: Any) -> Any:
        """Write one number into all places of a row."""
        first = self.builder.insert_element(self.constant(0.0), number, _PLACE(0))
        same = ir.Constant(ir.VectorType(_PLACE, self.row.count), [0] * self.row.count)
        return self.builder.shuffle_vector(first, first, same)

    def where(self, members: Any, numbers: Any, others: Any) -> Any:
        """Take numbers where a set has a member, others elsewhere."""
        bits = self.builder.trunc(members, ir.IntType(self.row.count))
        mask = self.builder.bitcast(bits, ir.VectorType(ir.IntType(1), self.row.count))
        return self.builder.select(mask, numbers, others)

    def load(self, argument: int) -> Any:
        """Read the row that an argument holds."""
        return self.builder.load(self._at(argument), align=8)

    def store(self, numbers: Any, argument: int) -> None:
        """Write the row that an argument holds."""
        self.builder.store(numbers, self._at(argument), align=8)

    def _at(self, argument: int) -> Any:
        return self.builder.bitcast(self._first(argument), self.row.as_pointer())

    def _first(self, argument: int) -> Any:
        return self._context.make_array(self._kinds[argument])(self._context, self.builder, self.args[argument]).data

    def hand_out(self, numbers: int, members: int, near: int) -> tuple[Any, Any]:
        """Let each member hand its number to its neighbours: give these as a set, and what each got.

        The members are taken in order, so that what each gets is added in that order. There is one at least.
        """
        builder, nothing = self.builder, self.constant(0.0)
        values, sets = self._first(numbers), self._first(near)
        before, body, end = builder.block, builder.append_basic_block("member"), builder.append_basic_block("end")
        builder.branch(body)
        builder.position_at_end(body)
        rest, reached, got = (builder.phi(kind) for kind in (_WORD, _WORD, self.row))
        place = [builder.cttz(rest, ir.IntType(1)(1))]
        neighbours = builder.load(builder.gep(sets, place))
        number = self.everywhere(builder.load(builder.gep(values, place)))
        left = builder.and_(rest, builder.sub(rest, _WORD(1)))
        wider = builder.or_(reached, neighbours)
        more = builder.fadd(got, self.where(neighbours, number, nothing))
        for value, start, later in (
            (rest, self.args[members], left),
            (reached, _WORD(0), wider),
            (got, nothing, more),
        ):
            value.add_incoming(start, before)
            value.add_incoming(later, body)
        builder.cbranch(builder.icmp_unsigned("!=", left, _WORD(0)), body, end)
        builder.position_at_end(end)
        return wider, more


def _step(typingctx: Any, paths: Any, layer: Any, near: Any, seen: Any, lanes: Any) -> Any:
    def build(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        here = _Build(context, builder, signature, args)
        union, ways = here.hand_out(0, 1, 2)
        reached = builder.and_(union, builder.not_(args[3]))
        here.store(here.where(reached, ways, here.load(0)), 0)
        return reached

    return types.uint64(paths, types.uint64, near, types.uint64, lanes), build


def _share_first(typingctx: Any, shares: Any, paths: Any, lanes: Any) -> Any:
    def build(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        here = _Build(context, builder, signature, args)
        here.store(builder.fdiv(here.constant(1.0), here.load(1)), 0)
        return context.get_dummy_value()

    return types.void(shares, paths, lanes), build


def _step_back(
    typingctx: Any, total: Any, shares: Any, paths: Any, layer: Any, near: Any, before: Any, weight: Any, lanes: Any
) -> Any:
    def build(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        here = _Build(context, builder, signature, args)
        _, owed = here.hand_out(1, 3, 4)
        ways = here.load(2)
        behind = builder.fmul(owed, ways)
        weighted = builder.fmul(here.everywhere(args[6]), behind)
        here.store(builder.fadd(here.load(0), here.where(args[5], weighted, here.constant(0.0))), 0)
        here.store(builder.fdiv(builder.fadd(here.constant(1.0), behind), ways), 1)
        return context.get_dummy_value()

    return types.void(total, shares, paths, types.uint64, near, types.uint64, types.float64, lanes), build


#: ``step(paths, layer, near, seen, lanes)`` goes from a layer to those nearby who are not seen yet: gives them as
#: a set, and writes for each in how many ways they are reached
step: Any = intrinsic(_step)
#: ``share_first(shares, paths, lanes)`` writes 1 / paths, the shares of those with nobody behind
share_first: Any = intrinsic(_share_first)
#: ``step_back(total, shares, paths, layer, near, before, weight, lanes)`` hands the shares of a layer to the one
#: before: what each gets, times its paths, lies behind it; weighted it is added to its total, and its own share is
#: (1 + behind) / paths. Shares of all others mean nothing afterwards
step_back: Any = intrinsic(_step_back)

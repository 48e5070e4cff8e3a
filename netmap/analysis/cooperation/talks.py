"""Who must talk to whom, and why: one list of pairs, each row with its reason."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from itertools import combinations, pairwise
from typing import Final

from netmap.analysis.cooperation.chains import NO_PROVIDER, chains_of
from netmap.analysis.cooperation.detours import providers
from netmap.analysis.cooperation.pairs import CONTRADICTED, Pair, pairs_of
from netmap.analysis.day import Day
from netmap.analysis.gaps.ways import Ways
from netmap.model.partners import DEFAULT_SCALE

DIFFERENT, BROKEN_CHAIN, NO_FEEDBACK = "contradicted", "chain", "feedback"
NEEDS_TOGETHER, NEVER_REPORTED, OLD = "needs", "unknown", "old"
#: in the order of the list
REASONS: Final = (DIFFERENT, BROKEN_CHAIN, NO_FEEDBACK, NEEDS_TOGETHER, NEVER_REPORTED, OLD)
#: a report older than this is worth asking again
OLD_AFTER: Final = timedelta(days=365)
#: so many common partners in referrals make a pair of frequent co-referrers
FREQUENT: Final = 2

Pairs = Mapping[tuple[str, str], Pair]


@dataclass(frozen=True, slots=True)
class TalkReason:
    """Two organisations (a < b) that should talk.

    Attributes
    ----------
    reason
        One of ``REASONS``.
    about
        What it is about: the chains that break, the services without feedback, the two needs; else nothing.
    """

    a: str
    b: str
    reason: str
    about: tuple[str, ...] = ()


def talks_of(
    day: Day, *, scale: str = DEFAULT_SCALE, together: Iterable[tuple[str, str]] = ()
) -> tuple[TalkReason, ...]:
    """Give who must talk to whom, in the order of ``REASONS`` and of ids; a pair once for each reason.

    - ``contradicted``: both sides see their cooperation differently
    - ``chain``: a service chain breaks between them; of all pairs of the two steps, any of which would mend
      it, the likeliest
    - ``feedback``: a Jobcenter refers to a provider of services under § 16a that never tells back
    - ``needs``: needs that often come together, and a provider of one who works with no provider of the
      other; of those, the likeliest
    - ``unknown``: both refer to (or are referred to by) at least two common partners, and nobody ever reported
    - ``old``: the newest report is more than 365 days old

    The likeliest pair has the most common partners by ties; of equal ones the first by ids.

    Parameters
    ----------
    together
        Needs that come together, as they were released.
    """
    known = pairs_of(day, scale=scale)
    about: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for a, b, reason in worth_asking(day, scale=scale):
        about[a, b, reason] = []
    likely = _Likely(known)
    for reason, found in (
        (BROKEN_CHAIN, _broken(day, scale, likely)),
        (NO_FEEDBACK, _without_feedback(day)),
        (NEEDS_TOGETHER, _needs_apart(day, likely, together)),
    ):
        for (a, b), subjects in found:
            about[a, b, reason] += [s for s in subjects if s not in about[a, b, reason]]
    talks = (TalkReason(a, b, reason, tuple(s)) for (a, b, reason), s in about.items())
    return tuple(sorted(talks, key=lambda t: (REASONS.index(t.reason), t.a, t.b)))


def worth_asking(day: Day, *, scale: str = DEFAULT_SCALE) -> list[tuple[str, str, str]]:
    """Give the pairs worth asking (a, b, reason): contradicted, unknown between frequent co-referrers, old."""
    pairs = pairs_of(day, scale=scale)
    found = {key: DIFFERENT for key, pair in pairs.items() if pair.state == CONTRADICTED}
    together: Counter[tuple[str, str]] = Counter()
    for partners in referral_partners(day).values():
        together.update(combinations(sorted(partners), 2))
    for key, count in sorted(together.items(), key=lambda item: (-item[1], item[0])):
        if count >= FREQUENT and key not in pairs:
            found.setdefault(key, NEVER_REPORTED)
    for key, pair in pairs.items():
        if day.day - pair.newest > OLD_AFTER:
            found.setdefault(key, OLD)
    return [(a, b, reason) for (a, b), reason in found.items()]


def referral_partners(day: Day) -> Mapping[str, set[str]]:
    """Give for each organisation those it refers to, or that refer to it."""
    found: dict[str, set[str]] = defaultdict(set)
    for relation in day.relations:
        if relation.kind == "refers" and relation.from_ != relation.to:
            found[relation.from_].add(relation.to)
            found[relation.to].add(relation.from_)
    return found


class _Likely:
    """Which of several pairs most likely comes to work together: the one with the most common partners."""

    def __init__(self, known: Pairs) -> None:
        self._partners: dict[str, set[str]] = defaultdict(set)
        for pair in known.values():
            if pair.is_tie:
                self._partners[pair.a].add(pair.b)
                self._partners[pair.b].add(pair.a)

    def of(self, first: Collection[str], second: Collection[str]) -> tuple[str, str]:
        """Choose one of each side (they have nobody in common)."""
        wanted = {(min(a, b), max(a, b)) for a in first for b in second}
        return min(wanted, key=lambda p: (-len(self._partners[p[0]] & self._partners[p[1]]), p))

    def works_with(self, one: str, others: Collection[str]) -> bool:
        """Tell whether an organisation has a tie to any of others."""
        return not self._partners[one].isdisjoint(others)


_Found = Iterator[tuple[tuple[str, str], tuple[str, ...]]]


def _broken(day: Day, scale: str, likely: _Likely) -> _Found:
    for chain in chains_of(day, scale=scale):
        broken = {b.after for b in chain.breaks if b.reason != NO_PROVIDER}
        for first, second in pairwise(chain.steps):
            if first.position in broken and first.services and second.services:
                ours, theirs = providers(day, first), providers(day, second)
                if ours.isdisjoint(theirs):
                    yield likely.of(ours, theirs), (chain.id,)


def _without_feedback(day: Day) -> _Found:
    ways = Ways(day)
    for relation in day.relations:
        if relation.kind != "refers" or relation.from_ not in day.jobcenters or relation.to in day.jobcenters:
            continue
        silent = tuple(
            i
            for i, s in sorted(day.services.items())
            if s.organisation == relation.to
            and relation.service in (None, i)
            and any(ways.owes_feedback(s, n) for n in s.needs)
            and not ways.tells_back(s)
        )
        if silent:
            yield (min(relation.from_, relation.to), max(relation.from_, relation.to)), silent


def _needs_apart(day: Day, likely: _Likely, together: Iterable[tuple[str, str]]) -> _Found:
    offering: dict[str, set[str]] = defaultdict(set)
    for service in day.services.values():
        for need in service.needs:
            offering[need].add(service.organisation)
    for needs in sorted(tuple(sorted(pair)) for pair in together):
        first, second = (offering[n] for n in needs)
        for ours, theirs in ((first, second), (second, first)):
            for alone in sorted(ours - theirs):
                if theirs and not likely.works_with(alone, theirs):
                    yield likely.of((alone,), theirs), needs

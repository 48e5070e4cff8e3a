"""What was found in the network, as sentences: shapes of chains, grounds of functions, reasons to talk. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from netmap.analysis.cooperation.chains import Chain
from netmap.analysis.cooperation.detours import ChainShape
from netmap.analysis.cooperation.functions import Ground
from netmap.analysis.cooperation.pairs import Pair
from netmap.analysis.day import Day
from netmap.messages import plural, text
from netmap.usecases.networking import Talk

#: so many names stand in a sentence; how many more there are is said
_MOST_NAMES = 4


def named(day: Day, organisation: str) -> str:
    """Give the name of an organisation, also of one that no longer runs."""
    found = day.district.organisations.get(organisation)
    return found.name if found else organisation


def listed(names: Sequence[str], *, most: int = _MOST_NAMES) -> str:
    """Put names in a row; of many, the first and how many more.

    Examples
    --------
    >>> from netmap.messages import speaking
    >>> with speaking("en"):
    ...     listed(["a", "b", "c"], most=2)
    'a, b and 1 more'
    """
    shown = ", ".join(names[:most])
    more = len(names) - most
    return text("{names} and {count} more", names=shown, count=more) if more > 0 else shown


def shape_sentences(day: Day, chain: Chain, shape: ChainShape) -> list[str]:
    """Say the detours, ways back and services side by side of a chain, in the order of its steps."""
    types = day.vocabulary["service_types"]
    title = {s.position: f"{n} · {types.label_of(s.service_type)}" for n, s in enumerate(chain.steps, start=1)}
    following = dict(zip([s.position for s in chain.steps], [s.position for s in chain.steps[1:]], strict=False))
    said = [
        (
            d.after,
            text(
                "Detour from {first} to {second}: {way}. Nobody is known to join the two steps directly.",
                first=title[d.after],
                second=title[following[d.after]],
                way=" → ".join(named(day, o) for o in d.way),
            ),
        )
        for d in shape.detours
    ]
    said += [
        (
            w.leaves,
            text(
                "Way back: after {first}, {second} leads to {name} again, who is not part of the steps between.",
                first=title[w.leaves],
                second=title[w.returns],
                name=named(day, w.organisation),
            ),
        )
        for w in shape.ways_back
    ]
    said += [
        (
            p.position,
            text(
                "Side by side at {step}: {names}. A choice, or work done twice – the providers know.",
                step=title[p.position],
                names=listed([named(day, o) for o in p.organisations]),
            ),
        )
        for p in shape.parallel
    ]
    return [sentence for _, sentence in sorted(said, key=lambda s: s[0])]


def ground_said(ground: Ground) -> str:
    """Say what was counted for (or is not known of) a function of the network."""
    n = ground.count
    return {
        "ties": lambda: plural("{count} pair works together", "{count} pairs work together", count=n),
        "informs": lambda: plural("{count} pair informs each other", "{count} pairs inform each other", count=n),
        "bodies": lambda: plural("{count} body that meets", "{count} bodies that meet", count=n),
        "side_by_side": lambda: plural(
            "{count} pair trains together or shares a building",
            "{count} pairs train together or share a building",
            count=n,
        ),
        "confirmed_coordination": lambda: plural(
            "{count} pair of which both say: level 2 or more",
            "{count} pairs of which both say: level 2 or more",
            count=n,
        ),
        "ending_agreements": lambda: plural(
            "{count} agreement with a last day", "{count} agreements with a last day", count=n
        ),
        "ending_relations": lambda: plural(
            "{count} relation with a last day", "{count} relations with a last day", count=n
        ),
        "ending_services": lambda: plural(
            "{count} service with a last day", "{count} services with a last day", count=n
        ),
        "referrals_without_agreement": lambda: plural(
            "{count} pair refers without an agreement", "{count} pairs refer without an agreement", count=n
        ),
        "coordination_without_agreement": lambda: plural(
            "{count} pair at level 2 or more without an agreement",
            "{count} pairs at level 2 or more without an agreement",
            count=n,
        ),
        "lasting_agreements": lambda: plural(
            "{count} agreement without a last day", "{count} agreements without a last day", count=n
        ),
        "holding_chains": lambda: plural(
            "{count} service chain without a break", "{count} service chains without a break", count=n
        ),
        "unknown_pairs": lambda: plural(
            "{count} pair of which nobody has said anything",
            "{count} pairs of which nobody has said anything",
            count=n,
        ),
        "unanswered_coordination": lambda: plural(
            "{count} pair at level 2 or more of which one side has not answered",
            "{count} pairs at level 2 or more of which one side has not answered",
            count=n,
        ),
        "bodies_without_members": lambda: plural(
            "{count} body of which fewer than two members are recorded",
            "{count} bodies of which fewer than two members are recorded",
            count=n,
        ),
        "agreements_without_end": lambda: plural(
            "{count} agreement without a last day: lasting, or not written down?",
            "{count} agreements without a last day: lasting, or not written down?",
            count=n,
        ),
        "services_without_end": lambda: plural(
            "{count} service without a last day: lasting, or not written down?",
            "{count} services without a last day: lasting, or not written down?",
            count=n,
        ),
        "referrals_unreported": lambda: plural(
            "{count} pair refers, but nobody has said how far they work together",
            "{count} pairs refer, but nobody has said how far they work together",
            count=n,
        ),
        "chains_unknown": lambda: plural(
            "{count} service chain with a joint that nobody knows",
            "{count} service chains with a joint that nobody knows",
            count=n,
        ),
    }[ground.code]()


def reason_said(day: Day, talk: Talk, pairs: Mapping[tuple[str, str], Pair]) -> str:
    """Say why two should talk, with what it is about."""
    return next(_reasons(day, talk, pairs), str(talk.text))


def _reasons(day: Day, talk: Talk, pairs: Mapping[tuple[str, str], Pair]) -> Iterator[str]:
    a, b = named(day, talk.a), named(day, talk.b)
    pair = pairs.get((talk.a, talk.b))
    if talk.reason == "contradicted" and pair and pair.says_a and pair.says_b:
        levels = day.vocabulary
        says = [
            f"{r.level}" + (f" ({entry.label})" if (entry := levels.level(r.level, scale=r.scale)) else "")
            for r in (pair.says_a, pair.says_b)
        ]
        yield text(
            "They see it differently: {a} says {first}, {b} says {second}.", a=a, first=says[0], b=b, second=says[1]
        )
    elif talk.reason == "chain":
        names = {c.chain: c.name for c in day.district.chains if c.name}
        chains = listed([names.get(c) or c for c in talk.about])
        yield text("Between them breaks: {chains}. If these two work together, this joint holds.", chains=chains)
    elif talk.reason == "feedback":
        sender, helper = (a, b) if talk.a in day.jobcenters else (b, a)
        services = listed([day.services[s].name for s in talk.about if s in day.services])
        yield text(
            "{sender} refers to {helper}, and no feedback is recorded for: {services}.",
            sender=sender,
            helper=helper,
            services=services,
        )
    elif talk.reason == "needs" and len(talk.about) == 2:
        yield _needs_said(day, talk)
    elif talk.reason == "unknown":
        common = listed([named(day, o) for o in common_partners(day, talk.a, talk.b)])
        yield text("Both refer to or from {names}; nobody has said how far the two work together.", names=common)
    elif talk.reason == "old" and pair:
        yield text("The newest report is of {day}, more than a year ago.", day=f"{pair.newest:%d.%m.%Y}")


def _needs_said(day: Day, talk: Talk) -> str:
    label = day.vocabulary["needs"].label_of
    helps = {n: {s.organisation for s in day.services.values() if n in s.needs} for n in talk.about}
    first, second = talk.about
    ours, theirs = (talk.a, talk.b) if talk.a in helps[first] and talk.b in helps[second] else (talk.b, talk.a)
    return text(
        "{first} and {second} often come together. {a} helps with {first}, {b} with {second}; nothing is "
        "known of the two working together.",
        first=label(first),
        second=label(second),
        a=named(day, ours),
        b=named(day, theirs),
    )


def common_partners(day: Day, a: str, b: str) -> list[str]:
    """Give with whom two organisations both exchange referrals, in order of names."""
    beside: dict[str, set[str]] = {a: set(), b: set()}
    for relation in day.relations:
        if relation.kind == "refers":
            for one, other in ((relation.from_, relation.to), (relation.to, relation.from_)):
                if one in beside:
                    beside[one].add(other)
    return sorted(beside[a] & beside[b] - {a, b}, key=lambda o: named(day, o).casefold())

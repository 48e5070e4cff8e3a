"""Referral ways: whether a Jobcenter's clients are led to a service, and whether it tells back."""

from __future__ import annotations

from collections import defaultdict

from netmap.analysis.day import Day
from netmap.model.partners import Service


class Ways:
    """The referral and feedback relations in force on a day."""

    def __init__(self, day: Day) -> None:
        self._day = day
        self._refers: dict[str, list[tuple[str, str | None]]] = defaultdict(list)
        self._tells: dict[str, list[str | None]] = defaultdict(list)
        for relation in day.relations:
            if relation.kind == "refers":
                self._refers[relation.to].append((relation.from_, relation.service))
            elif relation.kind == "feeds_back" and relation.to in day.jobcenters:
                self._tells[relation.from_].append(relation.service)

    def connected(self, service: Service) -> bool:
        """Tell whether the service is a Jobcenter's own, or ``refers`` leads there in at most two steps.

        A relation that names a service counts on ways to that service alone.
        """
        if service.organisation in self._day.jobcenters:
            return True
        first = [f for f, named in self._refers[service.organisation] if named in (None, service.id)]
        if any(f in self._day.jobcenters for f in first):
            return True
        return any(
            g in self._day.jobcenters
            for f in first
            for g, named in self._refers.get(f, ())
            if named in (None, service.id)
        )

    def tells_back(self, service: Service) -> bool:
        """Tell whether a Jobcenter hears back from the service (or it is its own)."""
        return service.organisation in self._day.jobcenters or any(
            named in (None, service.id) for named in self._tells.get(service.organisation, ())
        )

    def owes_feedback(self, service: Service, need: str) -> bool:
        """Tell whether feedback is to be expected: § 16a, not anonymous, never for child care."""
        return need != "child_care" and "anonymous" not in service.features and self._is_16a(service)

    def _is_16a(self, service: Service) -> bool:
        for word in service.legal_bases:
            entry = self._day.vocabulary["legal_bases"].recognise(word)
            for said in (word, entry.de if entry else ""):
                if "".join(said.split()).startswith("§16a"):
                    return True
        return False

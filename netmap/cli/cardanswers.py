"""``netmap card figures`` and ``netmap card compare``: what a card file says, without a store.

People are shown by their label; everything is matched by the file's ids. Lists of labels are sorted
by code point.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from netmap.analysis.ego import GROUPS, CardFigures, Comparison, GroupFigures, card_figures, compare_cards
from netmap.cli.output import Answer, table
from netmap.errors import CallError, Fault
from netmap.exchange.cardfile import CardFile, CardVersion, find_version, label_of, read_card_file
from netmap.messages import message, text

if TYPE_CHECKING:
    import argparse

_STRUCTURE = (
    "components",
    "effective_size",
    "efficiency",
    "constraint",
    "hierarchy",
    "betweenness",
    "brokers",
)


def run_figures(arguments: argparse.Namespace) -> Answer:
    """Answer ``netmap card figures FILE``."""
    file = read_card_file(arguments.file)
    measured = [(version, card_figures(version.alters, version.ties)) for version in file.versions]
    losses = [*file.losses, *_too_many_cliques(measured)]
    data = {
        "source_format": file.source_format,
        "versions": [_version_data(version, figures) for version, figures in measured],
        "losses": [{"where": loss.where, "what": str(loss.message)} for loss in losses],
    }
    return Answer(data, lambda: _render_figures(file, measured, losses))


def _too_many_cliques(measured: Iterable[tuple[CardVersion, CardFigures]]) -> list[Fault]:
    found = []
    for version, figures in measured:
        if figures.cliques is None:
            what = message("too many groups in which everybody knows everybody; they are not listed")
            found.append(Fault(version.label or version.id, what))
    for fault in found:
        print(str(fault), file=sys.stderr)
    return found


def _version_data(version: CardVersion, figures: CardFigures) -> dict[str, Any]:
    return {
        "label": version.label,
        "date": version.date,
        "figures": _groups_data(version, figures),
        "cliques": None if figures.cliques is None else sorted(_labels(version, c) for c in figures.cliques),
        "structure": _structure_data(version, figures),
    }


def _labels(version: CardVersion, positions: Iterable[int]) -> list[str]:
    return sorted(label_of(version.alters[p]) for p in positions)


def _groups_data(version: CardVersion, figures: CardFigures) -> dict[str, dict[str, Any]]:
    return {name: _group_data(version, figures.groups[name]) for name in GROUPS}


def _group_data(version: CardVersion, group: GroupFigures) -> dict[str, Any]:
    return {
        "size": group.size,
        "connectable": group.connectable,
        "ties": group.ties,
        "closeness_mean": group.closeness_mean,
        "closeness_sd": group.closeness_sd,
        "density": group.density,
        "degree_mean": group.degree_mean,
        "degree_sd": group.degree_sd,
        "degree_max": group.degree_max,
        "stars": _labels(version, group.stars),
        "isolated": _labels(version, group.isolated),
        "no_ego_tie": _labels(version, group.no_ego_tie),
        "horizons": list(group.horizons),
        "horizons_connectable": list(group.horizons_connectable),
    }


def _structure_data(version: CardVersion, figures: CardFigures) -> dict[str, Any]:
    found = figures.structure
    if found is None:
        return dict.fromkeys(_STRUCTURE)
    data = {name: getattr(found, name) for name in _STRUCTURE if name != "brokers"}
    brokers = [{"label": label_of(version.alters[p]), "brokerage": value} for p, value in found.brokerage]
    return {**data, "brokers": sorted(brokers, key=lambda b: (b["label"], b["brokerage"]))}


def _group_titles() -> list[str]:
    return [text("all"), text("family"), text("friends"), text("colleagues"), text("professionals")]


def _figure_titles() -> dict[str, str]:
    return {
        "size": text("people tied to the client"),
        "connectable": text("people who could be tied"),
        "ties": text("ties among them"),
        "closeness_mean": text("closeness (0–9), mean"),
        "closeness_sd": text("closeness, standard deviation"),
        "density": text("density (ties of all possible)"),
        "degree_mean": text("ties of each, mean"),
        "degree_sd": text("ties of each, standard deviation"),
        "degree_max": text("ties of each, most"),
        "stars": text("most ties"),
        "isolated": text("tied to the client alone"),
        "no_ego_tie": text("without tie to the client"),
        "horizons": text("near, middle, far"),
        "horizons_connectable": text("near, middle, far (who could be tied)"),
    }


def _structure_titles() -> dict[str, str]:
    return {
        "components": text("parts without the client"),
        "effective_size": text("effective size (Burt)"),
        "efficiency": text("efficiency (Burt)"),
        "constraint": text("constraint (Burt)"),
        "hierarchy": text("hierarchy (Burt)"),
        "betweenness": text("betweenness of the client"),
        "brokers": text("betweenness of the others"),
    }


def _title(version: CardVersion) -> str:
    parts = [
        version.label or text("version {id}", id=version.id),
        *([version.date.isoformat()] if version.date else []),
    ]
    return ", ".join(parts)


def _render_figures(
    file: CardFile, measured: Sequence[tuple[CardVersion, CardFigures]], losses: Sequence[Fault]
) -> str:
    parts = []
    for version, figures in measured:
        data = _version_data(version, figures)
        rows = [[title, *(data["figures"][group][key] for group in GROUPS)] for key, title in _figure_titles().items()]
        parts += [_title(version), table(["", *_group_titles()], rows), ""]
        parts += [table([text("the client among them"), ""], _structure_rows(data)), ""]
    if losses:
        parts += [text("Not carried, or read another way than it stands:"), *(f"  {loss}" for loss in losses)]
    return "\n".join(parts).rstrip()


def _structure_rows(data: dict[str, Any]) -> list[list[Any]]:
    rows = []
    for key, title in _structure_titles().items():
        value = data["structure"][key]
        if key == "brokers" and value is not None:
            ranked = sorted(value, key=lambda b: (-b["brokerage"], b["label"]))
            value = [f"{b['label']} ({b['brokerage']:g})" for b in ranked if b["brokerage"] > 0] or None
        rows.append([title, value])
    cliques = [" – ".join(clique) for clique in data["cliques"] or ()]
    return [*rows, [text("all know each other"), "; ".join(cliques) or None]]


# --- card compare ----------------------------------------------------------------------------------


def run_compare(arguments: argparse.Namespace) -> Answer:
    """Answer ``netmap card compare FILE --from LABEL --to LABEL``."""
    file = read_card_file(arguments.file)
    earlier = _chosen(file, arguments.earlier, 0)
    later = _chosen(file, arguments.later, -1)
    if earlier is later and (arguments.earlier is None or arguments.later is None):
        raise CallError(
            "There is nothing to compare '{version}' with; the file holds: {known}.",
            version=_title(earlier),
            known=_known(file),
        )
    comparison = compare_cards(earlier.alters, earlier.ties, later_alters=later.alters, later_ties=later.ties)
    data = _comparison_data(earlier, later, comparison)
    return Answer(data, lambda: _render_comparison(earlier, later, comparison, data))


def _chosen(file: CardFile, name: str | None, default: int) -> CardVersion:
    if name is None:
        return file.versions[default]
    found = find_version(file.versions, name)
    if not found:
        raise CallError("There is no version '{name}'; the file holds: {known}.", name=name, known=_known(file))
    if len(found) > 1:
        raise CallError(
            "'{name}' names {count} versions; name one by its id: {known}.",
            name=name,
            count=len(found),
            known=_known(file),
        )
    return found[0]


def _known(file: CardFile) -> str:
    return "; ".join(text("{version} (id {id})", version=_title(version), id=version.id) for version in file.versions)


def _comparison_data(earlier: CardVersion, later: CardVersion, comparison: Comparison) -> dict[str, Any]:
    old = {alter.entry: label_of(alter) for alter in earlier.alters}
    new = {alter.entry: label_of(alter) for alter in later.alters}
    return {
        "from": earlier.label,
        "to": later.label,
        "came": sorted(new[entry] for entry in comparison.came),
        "left": sorted(old[entry] for entry in comparison.left),
        "moved": _by_label(
            {"label": new[move.entry], "closeness": list(move.closeness), "sector": list(move.sector)}
            for move in comparison.moved
        ),
        "ties_gained": sorted(sorted((new[a], new[b])) for a, b in comparison.ties_gained),
        "ties_lost": sorted(sorted((old[a], old[b])) for a, b in comparison.ties_lost),
        "support_changed": _by_label(
            {
                "label": new[change.entry],
                "support": {kind: list(pair) for kind, pair in change.support.items()},
            }
            for change in comparison.support_changed
        ),
        "ego_tie_changed": _by_label(
            {"label": new[change.entry], "tie": list(change.tie)} for change in comparison.ego_tie_changed
        ),
        "figures": _figures_side_by_side(earlier, later),
    }


def _by_label(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Sort by label; rows of the same label stay in the order of their ids."""
    return sorted(rows, key=lambda row: str(row["label"]))


def _figures_side_by_side(earlier: CardVersion, later: CardVersion) -> dict[str, dict[str, list[Any]]]:
    before = _groups_data(earlier, card_figures(earlier.alters, earlier.ties))
    after = _groups_data(later, card_figures(later.alters, later.ties))
    return {group: {key: [before[group][key], after[group][key]] for key in before[group]} for group in GROUPS}


def _render_comparison(earlier: CardVersion, later: CardVersion, comparison: Comparison, data: dict[str, Any]) -> str:
    from netmap.usecases.card_changes import comparison_sentences

    sayings = comparison_sentences(comparison, earlier=earlier.alters, later=later.alters)
    figures = data["figures"]["all"]
    rows = [[title, *figures[key]] for key, title in _figure_titles().items() if not _same(*figures[key])]
    heads = ["", _title(earlier), _title(later)]
    lines = [f"{_title(earlier)} → {_title(later)}", "", *(str(saying.sentence) for saying in sayings)]
    return "\n".join([*lines, "", table(heads, rows)] if rows else lines)


def _same(before: Any, after: Any) -> bool:
    if isinstance(before, float) and isinstance(after, float) and math.isnan(before) and math.isnan(after):
        return True
    return bool(before == after)

"""Words of the frame that several pages share."""

from __future__ import annotations

from datetime import datetime
from pathlib import PurePath

from netmap.messages import N_, text
from netmap.model.changes import CHANGES
from netmap.usecases.desk import RULES, Role

#: what the tables of both rooms hold
_TABLES = {
    "codes": N_("Own words of the municipality"),
    "areas": N_("Areas"),
    "organisations": N_("Organisations"),
    "places": N_("Places"),
    "services": N_("Services"),
    "resources": N_("Neighbourhood resources"),
    "reports": N_("Cooperation reports"),
    "relations": N_("Relations"),
    "agreements": N_("Agreements"),
    "demand": N_("Demand"),
    "chains": N_("Steps of chains"),
    "travel": N_("Travel times"),
    "bodies": N_("Bodies"),
    "members": N_("Members of bodies"),
    "meetings": N_("Meetings"),
    "decisions": N_("Decisions"),
    "remarks": N_("Notes on quality and tension"),
    "publications": N_("Publications"),
    "links": N_("Partner links"),
    "answers": N_("Answers by partner link"),
    "positions": N_("Positions in the picture"),
    "accounts": N_("Accounts"),
    "sessions": N_("Open sign-ins"),
    "cases": N_("Cases"),
    "cards": N_("Cards"),
    "alters": N_("Entries on cards"),
    "ties": N_("Lines between entries"),
    "words": N_("Clients' own words"),
    "needs": N_("Needs of cases"),
    "steps": N_("Next steps"),
    "contacts": N_("Contacts"),
    "referrals": N_("Referrals"),
    "feedback": N_("Feedback"),
    "releases": N_("Releases"),
    "conferences": N_("Case conferences"),
}


def table_label(table: str) -> str:
    """Give what a table of a room holds, in the reader's language."""
    return text(_TABLES[table])


def store_line(uri: str, *, schema: int, last_change: str | None) -> str:
    """Say where a room is kept, in words: never a folder of the machine, nor who signs in at a server.

    Examples
    --------
    >>> store_line("sqlite:////srv/netmap/cases.sqlite", schema=2, last_change=None)
    'Datei cases.sqlite auf diesem Server (SQLite) · Aufbau in Fassung 2 · noch nichts geändert'
    >>> store_line("neo4j://netmap@graph.example:7687", schema=1, last_change=None)
    'Neo4j-Server graph.example:7687 · Aufbau in Fassung 1 · noch nichts geändert'
    """
    kind, _, where = uri.partition("://")
    if kind == "sqlite":
        place = text("File {name} on this server (SQLite)", name=PurePath(where).name)
    else:
        place = text("Neo4j server {host}", host=where.rpartition("@")[2].partition("/")[0])
    if last_change is None:
        when = text("nothing has been changed yet")
    else:
        at = datetime.fromisoformat(last_change).astimezone()
        when = text("last changed {day} at {time}", day=f"{at:%d.%m.%Y}", time=f"{at:%H:%M}")
    return " · ".join([place, text("schema version {number}", number=schema), when])


def role_label(role: Role) -> str:
    """Give a role's name in the reader's language."""
    return {
        Role.CASE_MANAGEMENT: text("Case management"),
        Role.COORDINATION: text("Network coordination"),
        Role.PLANNING: text("Planning"),
        Role.ADMINISTRATION: text("Administration"),
        Role.DATA_PROTECTION: text("Data protection"),
    }[role]


def action_label(action: str) -> str:
    """Give what the log says somebody did, in the reader's language."""
    words = {
        "read": text("case read"),
        "list": text("cases listed"),
        "sign_in": text("signed in"),
        "sign_out": text("signed out"),
        "backup": text("backup made"),
        "restore": text("backup restored"),
        "repair": text("what is kept beside the entries made anew"),
        "export": text("district exported"),
        "export:protected": text("district exported with protected places"),
        "key.rotate": text("master key changed"),
        "refused:sign_in": text("sign-in refused"),
    }
    if action in words:
        return words[action]
    if action.startswith("refused:"):
        rule = RULES.get(action.removeprefix("refused:"))
        return text("refused: {action}", action=text(rule.says) if rule else action)
    change = CHANGES.get(action)
    return text(change.SAYS) if change else action


def reason_label(why: str) -> str:
    """Give what the log says something was done for, in the reader's language; what somebody wrote stays as it is.

    Examples
    --------
    >>> reason_label("conversation"), reason_label("import easynwk"), reason_label("Vertretung")
    ('im Gespräch', 'aus einer Datei (easynwk)', 'Vertretung')
    """
    words = {
        "conversation": text("in a conversation"),
        "demo": text("for the demo"),
        "export": text("for a file"),
        "import network": text("a network from a file"),
        "import replace": text("a district from a file"),
        "import merge": text("a district from a file, added to what was there"),
    }
    if why not in words and why.startswith("import "):
        return text("from a file ({kind})", kind=why.removeprefix("import "))
    return words.get(why, why)


def column_label(column: str) -> str:
    """Give what a column of the directory is called, in the reader's language."""
    return {
        "name": text("Name"),
        "kind": text("Kind"),
        "phone": text("Phone"),
        "email": text("E-mail"),
        "website": text("Website"),
        "verified_on": text("Last verified"),
        "needs": text("Helps with"),
        "target_groups": text("For"),
        "languages": text("Languages"),
        "places": text("Where"),
        "place": text("Where"),
        "areas": text("Serves"),
        "area": text("Area"),
        "features": text("Good to know"),
        "access": text("Access"),
        "conditions": text("Conditions"),
        "capacity": text("Places in all"),
        "capacity_sgb2": text("Places for SGB II"),
        "free": text("Free now"),
        "wait_days": text("Waiting time in days"),
        "funding": text("Funding"),
        "since": text("Since"),
        "until": text("Until"),
        "legal_bases": text("Legal basis"),
        "service_type": text("Type"),
        "organisation": text("Offered by"),
        "pillars": text("Pillars"),
        "parent": text("Belongs to"),
        "street": text("Street"),
        "postcode": text("Postcode"),
        "town": text("Town"),
        "lat": text("Latitude"),
        "lon": text("Longitude"),
        "barrier_free": text("Barrier-free"),
        "protected": text("Protected"),
        "contact": text("Contact"),
        "note": text("Note"),
    }.get(column, column)

"""Two years of reports: who says how far it works with whom, from both sides, with silences.

A history is written as ``when:level``; *when* is a meeting (``n3`` = third Sozialraumkonferenz
Nordviertel) or a month, whose day is drawn. Pairs that no line names stay unknown.
"""
# ruff: noqa: E501, S311 - one history is one line; chance is wanted to be the same each time

from __future__ import annotations

import calendar
import random
from datetime import date

from seeds.demo_generator.network import BODIES
from seeds.demo_generator.written import SEED, Row, rows

COLUMNS = ("from", "to", "level", "on", "by", "scale", "evidence")

#: days of the bodies' meetings up to the demo day
MEETINGS = {
    "n": [
        "2024-11-14",
        "2025-02-13",
        "2025-05-15",
        "2025-09-11",
        "2025-11-20",
        "2026-02-12",
        "2026-05-21",
        "2026-09-10",
    ],
    "p": ["2024-11-27", "2025-05-22", "2025-11-26", "2026-05-27"],
    "k": [
        "2024-11-06",
        "2024-12-18",
        "2025-02-05",
        "2025-03-12",
        "2025-06-18",
        "2025-09-24",
        "2025-12-10",
        "2026-02-25",
    ],
}
BODY_OF = {"n": "g-nordviertel", "p": "g-planung", "k": "g-kuechentalk"}
_BODY_NAMES = {body["id"]: body["name"] for body in BODIES}

_PAIRS = rows("""
a | b | a says | b says
# the Küchen-Talk: three offices, one kitchen, one corridor, one agency
jobcenter | arbeitsagentur | k1:1 k3:2 k6:3 k8:3 2026-06:4 | k1:1 k3:2 k6:2 k8:3 2026-06:4
jobcenter | jugendamt | k1:0 k2:1 k4:2 k6:2 k8:3 2026-06:3 | k1:0 k2:1 k4:1 k6:2 k8:3 2026-07:3
arbeitsagentur | jugendamt | k1:0 k3:1 k5:2 2026-04:3 | k1:0 k3:1 k5:2 2026-05:3
jobcenter | schulsozialarbeit | k4:1 k7:2 | k4:1 k7:2 2026-09:2
arbeitsagentur | berufskolleg | k5:2 2026-03:2 | k5:1 2026-03:2
jugendamt | horizont | k4:3 2026-05:3 | k4:3 2026-05:3
jugendamt | schulsozialarbeit | 2024-12:2 k7:3 | 2024-12:2 k7:3
jugendberufsagentur | jobcenter | 2026-06:4 | 2026-06:4
jugendberufsagentur | arbeitsagentur | 2026-06:4 | 2026-06:3
jugendberufsagentur | jugendamt | 2026-06:3 | 2026-07:3
jugendberufsagentur | schulsozialarbeit | 2026-06:2 | 2026-09:2
jugendberufsagentur | berufskolleg | 2026-06:2 | -
jugendberufsagentur | kreishandwerkerschaft | 2026-06:1 | 2026-07:2
jugendberufsagentur | horizont | 2026-06:1 | 2026-07:1
jugendberufsagentur | werkstatt-zukunft | 2026-10:0 | -
# Nordviertel
jobcenter | gwa-nordviertel | 2025-03:1 | n3:2 n7:3
jobcenter-nord | gwa-nordviertel | n1:1 n4:2 n7:2 | n1:2 n4:2 n7:2
jobcenter-nord | familienzentrum-lindenhof | n2:1 n6:2 | n2:1 n6:2
jobcenter-nord | asd-stadt | n3:1 n7:1 | n3:1 n7:2
jobcenter-nord | sv-nordviertel | n5:0 | n5:1
jobcenter-nord | schulsozialarbeit | n4:1 | -
gwa-nordviertel | familienzentrum-lindenhof | n1:3 n5:3 | n1:2 n5:3
gwa-nordviertel | asd-stadt | n2:2 n6:2 | n2:1 n6:1
gwa-nordviertel | sv-nordviertel | n2:1 n7:1 | n2:1 n7:1
gwa-nordviertel | bruecken-der-kulturen | n3:1 n8:2 | n3:1 n8:2
gwa-nordviertel | schuldnerberatung | n4:1 n8:1 | n4:1 n8:1
gwa-nordviertel | schulsozialarbeit | n1:2 n6:3 | n1:2 n6:3
gwa-nordviertel | gesamtschule-am-kanal | n3:1 | n3:1 2025-12:0
gwa-nordviertel | migrationsberatung | n5:2 | n5:1
gwa-nordviertel | integrationslotsen | n2:3 n5:3 | n2:3 n5:3
gwa-nordviertel | wohnungsgenossenschaft | n2:1 | n2:1
gwa-nordviertel | auenstadt | 2025-01:2 2026-01:2 | 2025-01:2 2026-01:3
gwa-nordviertel | stadtteilbuero-hafen | 2025-04:2 2026-04:3 | 2025-04:2 2026-04:3
gwa-nordviertel | vhs | n6:1 | -
gwa-nordviertel | suchthilfe | - | n8:0
gwa-nordviertel | fruehe-hilfen | n7:1 | n7:1
familienzentrum-lindenhof | jugendamt | n1:3 n5:4 | n1:3 n5:4
familienzentrum-lindenhof | asd-stadt | n3:2 n8:2 | n3:2 n8:2
familienzentrum-lindenhof | schulsozialarbeit | n6:2 | -
familienzentrum-lindenhof | fruehe-hilfen | n4:2 n7:3 | n4:2 n7:3
familienzentrum-lindenhof | vhs | n6:2 2026-06:2 | n6:2 2026-06:2
familienzentrum-lindenhof | gesamtschule-am-kanal | n3:0 | n3:0
familienzentrum-lindenhof | kita-uferkinder | 2025-06:2 2026-06:2 | 2025-06:2 2026-06:2
familienzentrum-lindenhof | bruecken-der-kulturen | n8:2 | n8:1
schulsozialarbeit | gesamtschule-am-kanal | n1:3 n5:3 | n1:2 n5:3
schulsozialarbeit | asd-stadt | n2:2 n7:2 | n2:2 n7:2
schulsozialarbeit | berufskolleg | 2025-02:2 2026-02:3 | 2025-02:2 2026-02:2
schulsozialarbeit | jugendhaus-ankerplatz | 2025-05:2 2026-05:3 | 2025-05:2 2026-05:3
schuldnerberatung | migrationsberatung | n6:3 | n6:3
suchthilfe | asd-stadt | n7:1 | n7:0
vhs | migrationsberatung | n5:2 2026-09:2 | n5:2 2026-09:2
integrationslotsen | migrationsberatung | n3:2 | n3:2
wohnungsgenossenschaft | asd-stadt | n2:0 | n2:0
# social services of the Kreis
jobcenter | sozialamt | p1:1 p2:2 p4:2 | p1:1 p2:2 p4:2
jobcenter | schuldnerberatung | 2025-02:2 2026-02:2 | 2025-02:2 2026-03:1
jobcenter | suchthilfe | 2024-12:2 2025-12:3 | 2024-12:2 2025-12:3
jobcenter | wohlfahrtswerk | p1:2 p3:2 | p1:2 p3:2
jobcenter | gesundheitsamt | p1:0 p2:1 p4:1 | p1:1 p2:1 p4:1
jobcenter | vhs | 2025-01:2 2026-01:2 | 2025-01:1 2026-01:2
jobcenter | bildungswerk | 2025-03:2 2026-03:2 | 2025-03:2 2026-03:2
jobcenter | werkstatt-zukunft | 2025-03:3 2026-03:3 | 2025-03:3 2026-03:2
jobcenter | neuer-anlauf | 2025-06:3 2026-06:3 | 2025-06:3 2026-06:3
jobcenter | migrationsberatung | 2025-02:2 2026-02:2 | 2025-02:2 2026-02:2
jobcenter | sozialplanung | p1:1 p2:2 p4:2 | p1:1 p2:2 p4:3
jobcenter | wirtschaftsfoerderung | 2026-03:1 | -
jobcenter | auslaenderbehoerde | 2024-11-12:1 | 2024-11-12:0
jobcenter | integrationszentrum | p2:1 p4:2 | p2:1 p4:2
jobcenter | fachstelle-wohnen | 2025-07:2 2026-07:2 | 2025-07:1 2026-07:2
jobcenter | frauenberatung | 2025-11:1 | 2025-11:1
jobcenter | pflegestuetzpunkt | p3:0 | p3:0
jobcenter | tagesklinik | - | 2025-12:0
jobcenter | auenstadt | p1:1 p4:2 | p1:1 p4:2
jobcenter | gemeinde-lindow | p2:1 p4:2 | p2:1 p4:1
jobcenter | gemeinde-moorkamp | p4:1 | p4:1
jobcenter | gemeinde-brettach | p3:0 | -
jobcenter | integrationslotsen | 2025-03:2 | 2025-03:3
jobcenter | kreishandwerkerschaft | 2024-11-18:1 | 2024-11-18:1
jobcenter-lindow | gemeinde-lindow | 2025-04:2 2026-04:3 | 2025-04:2 2026-04:3
jobcenter-lindow | kita-seesterne | 2025-09:1 | 2026-02:1
jobcenter-lindow | pflegedienst-seenland | 2025-07:0 | -
jobcenter-lindow | asd-land | 2025-08:1 2026-08:1 | 2025-08:2 2026-08:2
sozialamt | gesundheitsamt | p1:1 p3:1 | p1:1 p3:1
sozialamt | schuldnerberatung | 2025-09:2 | 2025-09:2
sozialamt | pflegestuetzpunkt | p2:2 p4:2 | p2:2 p4:2
sozialamt | fachstelle-wohnen | 2025-10:2 | 2025-11:1
sozialamt | jugendamt | p1:1 p4:1 | p1:1 p4:1
sozialamt | wohlfahrtswerk | p2:2 | p2:2
sozialamt | auslaenderbehoerde | 2025-06:1 | -
gesundheitsamt | suchthilfe | 2025-02:2 2026-02:2 | 2025-02:2 2026-02:2
gesundheitsamt | tagesklinik | 2025-01:2 2025-12:2 | 2025-01:3 2025-12:3
gesundheitsamt | selbsthilfe | 2025-05:1 2026-05:2 | 2025-05:1 2026-05:2
gesundheitsamt | fruehe-hilfen | 2025-06:2 2026-06:2 | 2025-06:2 2026-06:2
gesundheitsamt | landarztpraxis-moorkamp | 2024-12:1 | -
fachstelle-wohnen | schuldnerberatung | 2026-02:0 | 2026-03:0
fachstelle-wohnen | suchthilfe | 2025-04:3 2026-04:4 | 2025-04:3 2026-04:4
fachstelle-wohnen | wohnungsgenossenschaft | 2025-10:1 | 2025-10:2
fachstelle-wohnen | frauenhaus | 2025-09:1 | 2025-09:1
fachstelle-wohnen | auenstadt | 2025-06:2 2026-06:2 | 2025-06:2 2026-06:2
suchthilfe | neuer-anlauf | 2025-06:3 2026-06:3 | 2025-06:3 2026-06:3
suchthilfe | tagesklinik | 2025-03:2 2026-01:2 | 2025-03:2 2025-12:1
suchthilfe | selbsthilfe | 2025-05:2 2026-05:3 | 2025-05:2 2026-05:3
suchthilfe | fachstelle-brettach | 2025-10:1 | 2025-10:0
fachstelle-brettach | frauenberatung | 2025-10:2 | 2025-11:2
frauenhaus | frauenberatung | 2025-01:4 2026-01:4 | 2025-01:4 2026-01:4
frauenhaus | asd-stadt | 2025-09:2 | 2025-09:2
frauenhaus | jobcenter | 2025-11:1 | 2025-11:1
wohlfahrtswerk | schuldnerberatung | 2025-01:3 2026-01:3 | 2025-01:3 2026-01:3
wohlfahrtswerk | migrationsberatung | 2025-01:3 2026-01:3 | 2025-01:3 2026-01:3
wohlfahrtswerk | selbsthilfe | 2025-01:2 2026-01:2 | 2025-01:2 2026-01:2
wohlfahrtswerk | freiwilligenagentur | 2025-02:1 | -
wohlfahrtswerk | pflegestuetzpunkt | p2:1 p4:1 | p2:1 p4:2
wohlfahrtswerk | gesundheitsamt | p2:1 | p2:1
brueckenschlag | suchthilfe | 2025-01:4 2026-01:4 | 2025-01:4 2026-01:4
brueckenschlag | fachstelle-wohnen | 2025-01:4 2026-01:4 | 2025-01:4 2026-01:4
brueckenschlag | jobcenter | p1:1 p4:1 | p1:2 p4:2
# Hafen, language, integration
stadtteilbuero-hafen | kirchengemeinde-hafen | 2025-03:2 2026-03:2 | 2025-03:2 2026-03:2
stadtteilbuero-hafen | bruecken-der-kulturen | 2025-03:2 2026-03:3 | 2025-03:2 2026-03:3
stadtteilbuero-hafen | jugendhaus-ankerplatz | 2025-03:1 2026-03:2 | 2025-03:1 2026-03:1
stadtteilbuero-hafen | schuldnerberatung | 2025-08:1 | 2025-08:1
stadtteilbuero-hafen | jobcenter | 2026-06:0 | 2026-06:1
stadtteilbuero-hafen | kita-uferkinder | 2026-06:1 | 2026-06:1
bruecken-der-kulturen | migrationsberatung | 2025-05:2 2026-05:3 | 2025-05:2 2026-05:2
bruecken-der-kulturen | integrationszentrum | 2025-05:1 2026-05:1 | 2025-05:2 2026-05:2
bruecken-der-kulturen | jobcenter | 2026-05:0 | -
integrationszentrum | migrationsberatung | 2025-05:2 2026-05:2 | 2025-05:2 2026-05:2
integrationszentrum | auslaenderbehoerde | 2025-05:1 | 2025-06:1
integrationszentrum | vhs | 2025-05:2 2026-05:2 | 2025-05:2 2026-05:2
integrationszentrum | schulamt | 2025-05:1 | -
vhs | bildungswerk | 2025-09:2 | 2025-09:2
vhs | arbeitsagentur | 2025-09:1 | 2025-09:1
bildungswerk | werkstatt-zukunft | 2025-11:1 | 2025-11:0
bildungswerk | kreishandwerkerschaft | 2025-11:1 2026-11-05:1 | 2025-11:1 2026-11-05:1
kreishandwerkerschaft | berufskolleg | 2025-03:2 2026-03:2 | 2025-03:2 2026-03:2
kreishandwerkerschaft | wirtschaftsfoerderung | 2025-03:2 | 2025-03:2
arbeitsagentur | wirtschaftsfoerderung | 2025-06:1 | 2025-06:1
werkstatt-zukunft | neuer-anlauf | 2025-01:4 2026-01:4 | 2025-01:4 2026-01:4
# country and care
asd-land | gemeinde-lindow | 2025-08:1 | 2025-09:1
asd-land | gemeinde-auheim | 2025-08:2 | 2025-09:0
asd-land | gemeinde-moorkamp | 2025-08:1 | 2026-04:2
asd-land | kita-seesterne | 2025-08:2 | 2026-02:2
gemeinde-lindow | kita-seesterne | 2025-02:4 2026-02:4 | 2025-02:4 2026-02:4
gemeinde-lindow | pflegedienst-seenland | 2025-07:1 | 2025-07:1
pflegestuetzpunkt | pflegedienst-seenland | 2025-04:2 | 2025-07:2
pflegestuetzpunkt | krankenkasse | 2025-04:2 2026-02:2 | 2025-04:2 2026-02:2
pflegestuetzpunkt | selbsthilfe | 2025-04:1 2026-04:1 | 2025-04:1 2026-04:1
krankenkasse | selbsthilfe | 2025-02:2 2026-02:2 | 2025-02:2 2026-02:2
fruehe-hilfen | hebammenpraxis | 2025-06:3 2026-06:3 | 2025-06:3 2026-06:3
fruehe-hilfen | jugendamt | 2025-06:3 2026-06:3 | 2025-06:3 2026-06:3
horizont | jugendhaus-ankerplatz | 2025-05:4 2026-05:4 | 2025-05:4 2026-05:4
horizont | asd-stadt | 2025-05:3 2026-05:3 | 2025-05:2 2026-05:3
horizont | asd-land | 2025-05:2 2026-05:2 | 2025-08:2
sozialplanung | kreis-auental | p1:3 p3:3 | p1:3 p3:3
sozialplanung | jugendamt | p2:2 p4:2 | p2:1 p4:2
sozialplanung | gesundheitsamt | p4:1 | p4:1
freiwilligenagentur | gesamtschule-am-kanal | - | 2025-11:1
kirchengemeinde-hafen | fachstelle-wohnen | 2026-07:1 | 2026-08:1
""")

_OTHER_SCALES = rows("""
scale | by | on | reports
levels_of_collaboration | Netzwerktreffen Frühe Hilfen | 2025-10-08 | fruehe-hilfen>hebammenpraxis:4 hebammenpraxis>fruehe-hilfen:4 fruehe-hilfen>gesundheitsamt:3 gesundheitsamt>fruehe-hilfen:2 fruehe-hilfen>familienzentrum-lindenhof:3 familienzentrum-lindenhof>fruehe-hilfen:3 fruehe-hilfen>asd-land:1 hebammenpraxis>familienzentrum-lindenhof:2
levels_of_collaboration | Netzwerktreffen Frühe Hilfen | 2026-10-07 | fruehe-hilfen>hebammenpraxis:5 hebammenpraxis>fruehe-hilfen:4 fruehe-hilfen>asd-land:2 asd-land>fruehe-hilfen:1
partner | Befragung der Gesundheitskonferenz | 2026-03-11 | gesundheitsamt>tagesklinik:3 tagesklinik>gesundheitsamt:3 gesundheitsamt>suchthilfe:3 suchthilfe>gesundheitsamt:2 krankenkasse>selbsthilfe:2 selbsthilfe>krankenkasse:2 gesundheitsamt>krankenkasse:1 pflegestuetzpunkt>krankenkasse:3
""")

_EVIDENCE = {
    0: [
        "kein Kontakt im letzten Jahr",
        "wir kennen uns nur vom Namen",
        "seit dem Wechsel der Leitung nichts mehr",
        "",
    ],
    1: [
        "gemeinsamer Verteiler",
        "Flyer liegen aus",
        "man ruft an, wenn es brennt",
        "gegenseitig auf der Webseite",
        "",
    ],
    2: [
        "gemeinsame Sprechstunde einmal im Monat",
        "feste Ansprechperson",
        "Fallbesprechung ohne Namen alle sechs Wochen",
        "gemeinsamer Infotag",
        "",
    ],
    3: [
        "gemeinsames Konzept, abgestimmte Öffnungszeiten",
        "Personal geht stundenweise hinüber",
        "gemeinsame Antragswege",
        "",
    ],
    4: ["ein Team, eine Leitung", "gemeinsamer Haushalt und Plan", "unter einem Dach, eine Anmeldung"],
}
_ASKED_BY = ["Netzwerkkoordination", "Partnerlink", "Partnerlink", "Telefonat der Netzwerkkoordination"]


def _day(when: str, rng: random.Random) -> tuple[str, str]:
    """Give the day of a *when*, and who asked."""
    if when[0] in BODY_OF:
        return MEETINGS[when[0]][int(when[1:]) - 1], _BODY_NAMES[BODY_OF[when[0]]]
    parts = [int(p) for p in when.split("-")]
    if len(parts) == 3:
        return when, rng.choice(_ASKED_BY)
    latest = min(date(parts[0], parts[1], calendar.monthrange(*parts)[1]), date(2026, 11, 19))
    return date(parts[0], parts[1], rng.randint(1, latest.day)).isoformat(), rng.choice(_ASKED_BY)


def _side(a: str, b: str, history: str) -> list[Row]:
    rng = random.Random(f"{SEED}:report:{a}:{b}")
    found = []
    for told in history.split():
        when, _, level = told.rpartition(":")
        on, by = _day(when, rng)
        evidence = rng.choice(_EVIDENCE[int(level)])
        found.append({"from": a, "to": b, "level": level, "on": on, "by": by, "scale": "", "evidence": evidence})
    return found


def reports() -> list[Row]:
    """Give all reports, oldest first."""
    table: list[Row] = []
    for pair in _PAIRS:
        table += _side(pair["a"], pair["b"], pair["a says"])
        table += _side(pair["b"], pair["a"], pair["b says"])
    for asked in _OTHER_SCALES:
        for told in asked["reports"].split():
            ends, _, level = told.partition(":")
            a, _, b = ends.partition(">")
            table.append(
                {
                    "from": a,
                    "to": b,
                    "level": level,
                    "on": asked["on"],
                    "by": asked["by"],
                    "scale": asked["scale"],
                    "evidence": "",
                }
            )
    return sorted(table, key=lambda r: (r["on"], r["from"], r["to"], r["scale"]))

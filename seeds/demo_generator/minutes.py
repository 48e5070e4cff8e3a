"""Minutes of the three bodies: who was there, what was agreed, who does it until when."""
# ruff: noqa: E501 - one decision is one line

from __future__ import annotations

from typing import Any

import yaml

from seeds.demo_generator.cooperation import BODY_OF, MEETINGS, reports
from seeds.demo_generator.network import BODIES, MEMBERS
from seeds.demo_generator.written import rows

#: meetings that are still to come
_PLANNED = {"n": "2026-11-20", "p": "2026-12-02"}

_MEETINGS = rows("""
when | absent | success_factors | obstacles | minutes
n1 | sv-nordviertel;vhs;wohnungsgenossenschaft | coordination | turnover;no_time | Erste Runde mit der neuen Kollegin der Frühen Hilfen. Das Elterncafé ist voll, der Treff sucht einen zweiten Nachmittag.
n2 | suchthilfe | fixed_contacts | no_time | Aus der Nordparksiedlung kommen Räumungsklagen. Die Wohnungsgenossenschaft meldet sich künftig früher.
n3 | wohnungsgenossenschaft;schuldnerberatung | trust;common_goal | different_language | Brücken der Kulturen ist neu dabei. Alle sagen in einem Satz, was sie tun; das wird wiederholt.
n4 | gesamtschule-am-kanal;sv-nordviertel | fixed_contacts;written_down | data_protection_unclear | Was mit Einwilligung gesagt werden darf, hängt jetzt als Blatt aus.
n5 | suchthilfe;jugendamt | visible_success | short_projects | Elternkurs mit Kinderbetreuung ist gestartet. Die Lotsen wissen nicht, wie es nach Juni weitergeht.
n6 | integrationslotsen;gesamtschule-am-kanal | coordination;time | turnover | Die Wohnungsgenossenschaft nimmt nicht mehr teil. Schulden und Sucht kommen oft zusammen, die beiden Stellen kennen sich kaum.
n7 | vhs;migrationsberatung | common_goal | short_projects;unequal_weight | Ende der Städtebauförderung im März 2027 ist Thema. Das Jobcenter will mit der GWA gemeinsam planen.
n8 | gesamtschule-am-kanal;jugendamt;vhs | written_down;visible_success | no_time | Babysitter-Börse läuft. Für die Konferenz im November werden alle Paare noch einmal gefragt.
p1 | gemeinde-brettach;gemeinde-auheim | common_goal | different_areas | Kreis und Gemeinden legen Bedarfe nebeneinander. Zahlen bleiben Spannen mit Quelle.
p2 | gemeinde-brettach | backing | competition;different_areas | Der Beratungsbus fährt seit April. Auheim liegt nicht auf der Strecke.
p3 | gemeinde-moorkamp;arbeitsagentur | backing;written_down | short_projects | Sucht auf dem Land: die Busberatung ist bis September 2026 bezahlt, danach ist nichts geklärt.
p4 | gemeinde-brettach;gemeinde-auheim | visible_success | competition | Pflege: der Stützpunkt ist gut, aber weit. Rufbus Moorkamp endet im Dezember.
k1 | - | benefit_for_each | unclear_mandate | Drei Menschen, eine Kanne Kaffee: Wer schickt Jugendliche eigentlich wohin?
k2 | arbeitsagentur | trust | unclear_mandate | Eine Liste der Ansprechpersonen entsteht.
k3 | - | trust;written_down | data_protection_unclear | Eckpunkte auf zwei Seiten. Ein gemeinsamer Einwilligungsbogen wird entworfen.
k4 | - | common_goal | different_language | Schulsozialarbeit und Horizont kommen dazu. Ein Fall wird, mit Einwilligung, gemeinsam besprochen.
k5 | horizont | fixed_contacts;common_goal | no_time | Das Berufskolleg meldet Abbrüche jetzt früher.
k6 | - | backing | old_conflict | Die Leitungen sind dabei. Ein gemeinsamer Flur im Postgang wäre frei.
k7 | berufskolleg | backing;visible_success | - | Der Flur ist bezogen: drei Türen, eine Anmeldung.
k8 | - | visible_success;written_down | - | Letzter Küchen-Talk. Ab dem 2. März heißt die Tür Jugendberufsagentur.
""")

_DECISIONS = rows("""
when | what | who | until | status
n1 | Zweiter Nachmittag für den Treff, Räume im Bürgerhaus anfragen | gwa-nordviertel | 2025-01-31 | done
n2 | Bei drohender Räumung sofort die Fachstelle Wohnen anrufen | wohnungsgenossenschaft;asd-stadt | 2025-03-31 | done
n2 | Liste der Ansprechpersonen mit Vertretung anlegen | gwa-nordviertel | 2025-05-15 | done
n3 | Vorstellungsrunde bei Brücken der Kulturen am Hafen | bruecken-der-kulturen;gwa-nordviertel | 2025-07-10 | done
n4 | Blatt „Was darf ich sagen?“ an alle Teams geben | jobcenter-nord;asd-stadt | 2025-10-31 | done
n5 | Integrationskurs für Eltern mit Kinderbetreuung verlängern | vhs;familienzentrum-lindenhof | 2026-08-31 | done
n5 | Nachfolge der Integrationslotsen klären | integrationszentrum;migrationsberatung | 2026-05-31 | postponed
n6 | Schuldnerberatung und Suchthilfe treffen sich zu einem ersten Gespräch | schuldnerberatung;suchthilfe | 2026-05-31 | open
n6 | Babysitter-Börse im Bürgerhaus erproben | familienzentrum-lindenhof | 2026-06-30 | done
n7 | Fortführung des Treffs nach März 2027: Antrag an die Stadt | gwa-nordviertel;jobcenter-nord | 2026-12-15 | open
n7 | Gemeinsame Planung von GWA und Jobcenter, zwei Termine | gwa-nordviertel;jobcenter | 2026-10-31 | open
n8 | Alle Paare vor der Konferenz im November noch einmal fragen | gwa-nordviertel | 2026-11-20 | open
n8 | Rollstuhlgerechten Zugang zum Stadtteilladen prüfen | gwa-nordviertel | 2027-01-31 | open
p1 | Bedarfe als Spanne mit Quelle und Tag melden | sozialplanung;gemeinde-lindow;gemeinde-moorkamp | 2025-03-31 | done
p2 | Halt des Beratungsbusses in Auheim prüfen | kreis-auental;gemeinde-auheim | 2025-11-26 | postponed
p2 | Wartezeit der Schuldnerberatung in Lindow senken | wohlfahrtswerk;kreis-auental | 2026-03-31 | open
p3 | Suchtberatung auf dem Land ab Oktober 2026 sichern | brueckenschlag;kreis-auental;gesundheitsamt | 2026-09-30 | open
p3 | Vertretung für die Koordination Soziale Leistungen benennen | jobcenter | 2026-02-28 | open
p4 | Rufbus Moorkamp: Verlängerung in den Haushalt 2027 | kreis-auental;gemeinde-moorkamp | 2026-12-11 | open
p4 | Pflegeberatung an zwei Tagen im Monat nach Lindow | pflegestuetzpunkt;gemeinde-lindow | 2026-11-30 | open
k1 | Liste: wer ist wofür da | jobcenter;arbeitsagentur;jugendamt | 2024-12-18 | done
k3 | Gemeinsamer Einwilligungsbogen | jobcenter;jugendamt | 2025-03-12 | done
k4 | Fallbesprechung mit Einwilligung alle sechs Wochen | jobcenter;arbeitsagentur;jugendamt;horizont | 2025-06-18 | done
k6 | Räume im Postgang anmieten | jugendamt;jobcenter | 2025-12-01 | done
k7 | Satzung entwerfen | jugendamt;jobcenter;arbeitsagentur | 2026-02-15 | done
k8 | Nach einem halben Jahr ehrlich zurückschauen | jugendberufsagentur | 2026-09-30 | open
""")

_HEAD = """\
# Minutes of the three bodies of the demo district. Invented, as all of it is.
# Written by seeds/demo_generator; the fields are those of the records Meeting and Decision
# (netmap/model/partners.py). `reports` names what the meeting added to reports.csv.
"""


def _when(when: str) -> tuple[str, str, str]:
    letter, number = when[0], int(when[1:])
    return BODY_OF[letter], MEETINGS[letter][number - 1], f"m-{BODY_OF[letter][2:]}-{number:02}"


def _members(body: str, on: str) -> list[str]:
    return sorted(
        m["organisation"]
        for m in MEMBERS
        if m["body"] == body and m["since"] <= on and (not m["until"] or on <= m["until"])
    )


def minutes() -> dict[str, Any]:
    """Give meetings and decisions, oldest first."""
    names = {body["id"]: body["name"] for body in BODIES}
    told = reports()
    meetings: list[dict[str, Any]] = []
    for row in _MEETINGS:
        body, on, meeting = _when(row["when"])
        heard = [r for r in told if r["on"] == on and r["by"] == names[body]]
        absent = set(row["absent"].split(";")) - {r["from"] for r in heard}
        meetings.append(
            {
                "id": meeting,
                "body": body,
                "on": on,
                "status": "ended",
                "attendance": [o for o in _members(body, on) if o not in absent],
                "success_factors": [f for f in row["success_factors"].split(";") if f],
                "obstacles": [f for f in row["obstacles"].split(";") if f],
                "minutes": row["minutes"],
                "reports": [f"{r['from']} > {r['to']}: {r['level']}" for r in heard],
            }
        )
    for letter, on in _PLANNED.items():
        body = BODY_OF[letter]
        number = len(MEETINGS[letter]) + 1
        meetings.append({"id": f"m-{body[2:]}-{number:02}", "body": body, "on": on, "status": "planned"})
    decisions = []
    for number, row in enumerate(_DECISIONS, start=1):
        body, _, meeting = _when(row["when"])
        decisions.append(
            {
                "id": f"d-{number:02}",
                "body": body,
                "meeting": meeting,
                "what": row["what"],
                "who": row["who"].split(";"),
                "until": row["until"],
                "status": row["status"],
            }
        )
    return {"meetings": sorted(meetings, key=lambda m: (m["on"], m["id"])), "decisions": decisions}


def minutes_yaml() -> str:
    """Give ``minutes.yaml``."""
    return _HEAD + yaml.safe_dump(minutes(), allow_unicode=True, sort_keys=False, width=110)

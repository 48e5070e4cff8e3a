"""The sixty organisations of the district; names, numbers and addresses are invented."""
# One organisation is one line, however long.
# ruff: noqa: E501

from __future__ import annotations

from seeds.demo_generator.written import Row, rows

COLUMNS = ("id", "name", "kind", "pillars", "parent", "website", "email", "phone", "verified_on", "until")

_WRITTEN = rows("""
id                       | name                                     | kind                   | pillars                        | parent       | verified_on | until
kreis-auental            | Kreis Auental                            | district               | social_integration             | -            | 2026-10-01  | -
jugendamt                | Jugendamt Kreis Auental                  | youth_office           | children                       | kreis-auental | 2026-10-01 | -
asd-stadt                | ASD Auenstadt                            | general_social_service | children                       | jugendamt    | 2026-09-15  | -
asd-land                 | ASD Land                                 | general_social_service | children                       | jugendamt    | 2025-08-20  | -
fruehe-hilfen            | Koordination Frühe Hilfen                | office_unit            | children;health                | jugendamt    | 2026-06-10  | -
sozialamt                | Sozialamt Kreis Auental                  | social_office          | social_integration             | kreis-auental | 2026-10-01 | -
gesundheitsamt           | Gesundheitsamt Kreis Auental             | health_office          | health                         | kreis-auental | 2026-03-12 | -
auslaenderbehoerde       | Ausländerbehörde Kreis Auental           | foreigners_office      | social_integration             | kreis-auental | 2025-06-30 | -
schulamt                 | Schulamt Kreis Auental                   | school_office          | qualification;children         | kreis-auental | -          | -
sozialplanung            | Sozialplanung Kreis Auental              | social_planning        | social_integration             | kreis-auental | 2026-11-02 | -
integrationszentrum      | Kommunales Integrationszentrum Auental   | integration_centre     | social_integration;qualification | kreis-auental | 2026-05-18 | -
jobcenter                | Jobcenter Kreis Auental                  | jobcenter              | work;social_integration        | -            | 2026-11-02  | -
jobcenter-nord           | Jobcenter, Standort Nordviertel          | jobcenter              | work                           | jobcenter    | 2026-11-02  | -
jobcenter-lindow         | Jobcenter, Standort Lindow               | jobcenter              | work                           | jobcenter    | 2026-11-02  | -
arbeitsagentur           | Agentur für Arbeit Auenstadt             | employment_agency      | work;qualification             | -            | 2026-07-07  | -
auenstadt                | Stadt Auenstadt                          | municipality           | social_integration;children    | -            | 2026-08-24  | -
gemeinde-lindow          | Gemeinde Lindow                          | municipality           | social_integration             | -            | 2026-02-16  | -
gemeinde-auheim          | Gemeinde Auheim                          | municipality           | social_integration             | -            | 2025-09-01  | -
gemeinde-brettach        | Gemeinde Brettach                        | municipality           | social_integration             | -            | -           | -
gemeinde-moorkamp        | Gemeinde Moorkamp                        | municipality           | social_integration             | -            | 2026-04-20  | -
jugendberufsagentur      | Jugendberufsagentur Auental              | youth_career_agency    | work;qualification;children    | -            | 2026-10-19  | -
wohlfahrtswerk           | Auentaler Wohlfahrtswerk e. V.           | welfare_association    | social_integration;health      | -            | 2026-09-03  | -
schuldnerberatung        | Schuldnerberatung Altstadt               | debt_counselling       | social_integration             | wohlfahrtswerk | 2026-09-03 | -
migrationsberatung       | Migrationsberatung Auental               | counselling_centre     | social_integration             | wohlfahrtswerk | 2026-09-03 | -
brueckenschlag           | Brückenschlag e. V.                      | independent_provider   | social_integration;health      | -            | 2026-01-22  | -
suchthilfe               | Suchthilfe Altstadt                      | addiction_help         | health                         | brueckenschlag | 2026-08-11 | -
fachstelle-wohnen        | Fachstelle Wohnen                        | counselling_centre     | social_integration             | brueckenschlag | 2026-08-11 | -
fachstelle-brettach      | Fachstelle Frauen und Sucht Brettach     | addiction_help         | health                         | -            | 2025-10-06  | -
gwa-nordviertel          | GWA Nordviertel                          | community_work         | social_integration             | -            | 2026-11-03  | -
stadtteilbuero-hafen     | Stadtteilbüro Hafen                      | community_work         | social_integration             | auenstadt    | 2026-06-22  | -
familienzentrum-lindenhof | Familienzentrum Lindenhof               | family_centre          | children;social_integration    | -            | 2026-11-03  | -
kita-uferkinder          | Kita Uferkinder                          | day_care_centre        | children                       | auenstadt    | 2026-08-24  | -
kita-seesterne           | Kita Seesterne Lindow                    | day_care_centre        | children                       | gemeinde-lindow | 2026-02-16 | -
kita-bergspatzen         | Kita Bergspatzen Auheim                  | day_care_centre        | children                       | gemeinde-auheim | 2025-04-14 | -
horizont                 | Horizont Jugendhilfe gGmbH               | youth_welfare_provider | children                       | -            | 2026-05-05  | -
jugendhaus-ankerplatz    | Jugendhaus Ankerplatz                    | youth_welfare_provider | children                       | horizont     | 2026-05-05  | -
schulsozialarbeit        | Schulsozialarbeit Auental                | school_social_work     | children;qualification         | horizont     | 2026-09-21  | -
gesamtschule-am-kanal    | Gesamtschule am Kanal                    | school                 | qualification                  | -            | 2025-11-11  | -
berufskolleg             | Berufskolleg Auenstadt                   | school                 | qualification                  | -            | 2026-08-30  | -
vhs                      | Volkshochschule Auental                  | adult_education        | qualification                  | kreis-auental | 2026-09-10 | -
bildungswerk             | Bildungswerk Süd gGmbH                   | training_provider      | qualification;work             | -            | 2026-07-01  | -
werkstatt-zukunft        | Werkstatt Zukunft gGmbH                  | employment_provider    | work;qualification             | -            | 2026-10-12  | -
neuer-anlauf             | Projekt Neuer Anlauf                     | employment_provider    | work;social_integration        | werkstatt-zukunft | 2026-10-12 | 2027-03-31
integrationslotsen       | Projekt Integrationslotsen               | volunteers             | social_integration             | wohlfahrtswerk | 2026-01-15 | 2026-06-30
bruecken-der-kulturen    | Brücken der Kulturen e. V.               | migrant_organisation   | social_integration             | -            | 2026-10-25  | -
frauenhaus               | Frauenhaus Auental                       | women_shelter          | social_integration             | -            | 2026-09-29  | -
frauenberatung           | Frauenberatung Auental                   | counselling_centre     | social_integration;health      | frauenhaus   | 2026-09-29  | -
pflegestuetzpunkt        | Pflegestützpunkt Auental                 | care_support_centre    | health                         | -            | 2026-04-02  | -
pflegedienst-seenland    | Pflegedienst Seenland                    | care_service           | health                         | -            | 2025-07-15  | -
tagesklinik              | Tagesklinik Auenstadt                    | hospital               | health                         | -            | 2025-12-01  | -
landarztpraxis-moorkamp  | Landarztpraxis Moorkamp                  | medical_practice       | health                         | -            | 2024-10-10  | -
hebammenpraxis           | Hebammenpraxis Südstadt                  | midwife                | health;children                | -            | 2026-06-10  | -
krankenkasse             | Auentaler Gesundheitskasse               | health_insurer         | health                         | -            | 2026-02-02  | -
wirtschaftsfoerderung    | Wirtschaftsförderung Auental             | business_development   | work                           | kreis-auental | 2026-03-30 | -
kreishandwerkerschaft    | Kreishandwerkerschaft Auental            | chamber                | work;qualification             | -            | 2026-03-30  | -
wohnungsgenossenschaft   | Wohnungsgenossenschaft Auenblick         | housing_company        | social_integration             | -            | 2025-10-28  | -
sv-nordviertel           | SV Nordviertel 24                        | club                   | social_integration;health      | -            | 2026-05-30  | -
kirchengemeinde-hafen    | Kirchengemeinde am Hafen                 | parish                 | social_integration             | -            | 2026-07-19  | -
selbsthilfe              | Selbsthilfe-Kontaktstelle Auental        | self_help_group        | health                         | wohlfahrtswerk | 2026-09-03 | -
freiwilligenagentur      | Freiwilligenagentur Auental              | volunteers             | social_integration             | -            | -           | -
""")

#: not everybody has a web page or answers by e-mail
_NO_WEBSITE = {"landarztpraxis-moorkamp", "hebammenpraxis", "kita-bergspatzen", "fachstelle-brettach"}
_NO_EMAIL = {"landarztpraxis-moorkamp", "frauenhaus"}


def organisations() -> list[Row]:
    """Give the table; web pages and e-mail end in ``.example``, numbers are reserved for films."""
    table = []
    for number, row in enumerate(_WRITTEN):
        name = row["id"]
        table.append(
            row
            | {
                "website": "" if name in _NO_WEBSITE else f"https://{name}.example",
                "email": "" if name in _NO_EMAIL else f"kontakt@{name}.example",
                # 030 23125 000 to 999: numbers that the Bundesnetzagentur keeps free for films
                "phone": f"030 23125 {100 + number}",
            }
        )
    return table


IDS = [row["id"] for row in _WRITTEN]

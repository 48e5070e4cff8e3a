"""Forty neighbourhood resources, found before anybody knew which case would need them."""
# One resource is one line, however long.
# ruff: noqa: E501

from __future__ import annotations

from seeds.demo_generator.written import Row, rows

COLUMNS = ("id", "name", "kind", "area", "place", "contact", "needs", "note", "verified_on")

RESOURCES: list[Row] = rows("""
id | name | kind | area | place | contact | needs | note | verified_on
r-autowerkstatt-paul | Autowerkstatt Paul | business | 0010302 | p-autowerkstatt | über die GWA Nordviertel | work;qualification | Der Inhaber nimmt gern Lehrlinge, die anderswo gescheitert sind. | 2026-09-18
r-kiosk-kanal | Kiosk an der Schleuse | key_person | 0010102 | - | einfach hingehen | isolation;everyday_life | Die Betreiberin kennt jeden im Haus und merkt, wenn jemand fehlt. | 2026-11-03
r-garten-lindenhof | Gemeinschaftsgarten Lindenhof | green_space | 0010101 | p-garten-lindenhof | Aushang am Tor | isolation;illness | Freie Beete, gemeinsames Essen am Samstag. | 2026-06-20
r-leihladen | Leihladen im Stadtteilladen | equipment | 0010102 | p-stadtteilladen-nord | GWA Nordviertel | poverty | Bohrmaschine, Nähmaschine, Kinderwagen zum Leihen. | 2026-11-03
r-chor-treidelplatz | Chor am Treidelplatz | club | 00101 | p-buergerhaus-nord | Mo 19 Uhr, offen für alle | isolation | Singen ohne Vorsingen. | 2026-10-05
r-hausmeister-nordpark | Hausmeister in der Nordparksiedlung | key_person | 0010103 | - | über die GWA Nordviertel | homelessness;everyday_life | Sagt rechtzeitig Bescheid, wenn jemand die Miete nicht schafft. | 2026-04-14
r-sprachtandem | Sprachtandem in der Bibliothek | volunteer | 00102 | p-bibliothek | Liste an der Theke | language | Zwei Menschen, zwei Sprachen, eine Stunde. | 2026-08-24
r-lesepaten | Lesepatinnen Grundschule am Kanal | volunteer | 00101 | p-gesamtschule | Freiwilligenagentur | qualification | Lesen zu zweit, dienstags. | 2026-05-11
r-fahrradkueche | Fahrradküche Kanalsiedlung | equipment | 0010102 | - | Sa 11–15 Uhr | mobility;poverty | Gemeinsam reparieren, Räder für wenig Geld. | 2026-07-25
r-laufgruppe | Laufgruppe SV Nordviertel | club | 0010103 | p-sportheim-nord | Mi 18 Uhr | isolation;illness;addiction | Langsame Runde, viele laufen sich hier frei. | 2026-05-30
r-nachbarschaft-chat | Nachbarschaftsgruppe Nordviertel | digital | 00101 | - | Einladung über den Treff | isolation;everyday_life | Wer braucht was, wer hat was; rund 300 Haushalte. | 2026-09-01
r-spielplatz-oase | Spielplatz Lindenhof | meeting_place | 0010101 | - | - | child_care;isolation | Nachmittags sind immer Eltern da. | 2026-06-20
r-moschee-hafen | Gebetsraum und Teestube am Hafen | faith_group | 0010301 | p-kulturverein | Brücken der Kulturen | isolation;language | Teestube offen für alle, freitags Essen. | 2026-10-25
r-kirchencafe | Kirchencafé am Hafen | faith_group | 0010301 | p-gemeindezentrum-hafen | So nach elf | isolation;poverty | Niemand fragt, woher man kommt. | 2026-07-19
r-baeckerei-hafen | Bäckerei am Speicherkai | business | 0010301 | - | abends an der Hintertür | poverty | Gibt abends Brot ab, sucht Aushilfen. | 2025-12-10
r-boxclub | Boxkeller Ankerplatz | club | 0010302 | p-jugendhaus | Jugendhaus | isolation;addiction | Trainer nimmt Jugendliche ernst. | 2026-05-05
r-bootsverein | Bootsverein Alter Hafen | club | 0010301 | - | Steg 3, samstags | isolation;work | Alte Boote richten, auch ohne Beitrag. | 2026-03-21
r-umzugshelfer | Umzugshilfe Werftsiedlung | neighbourly_help | 0010302 | - | Stadtteilbüro Hafen | homelessness;poverty | Fünf Leute mit Transporter gegen Pizza. | 2026-06-22
r-uebersetzerin-hafen | Sprachkundige Nachbarin (Arabisch, Kurdisch) | key_person | 0010302 | - | über das Stadtteilbüro | language;residence_status | Begleitet zu Ämtern, wenn sie gefragt wird. | 2026-06-22
r-tauschschrank-hafen | Tauschschrank am Speicherkai | goods | 0010301 | p-stadtteilbuero-hafen | immer offen | poverty | Geben und nehmen. | 2026-06-22
r-lebensmittelretter | Verteiler für gerettete Lebensmittel | goods | 00104 | p-mgh-sued | täglich 18 Uhr | poverty | Ohne Nachweis. | 2026-09-09
r-repaircafe | Reparaturcafé Südstadt | equipment | 00104 | p-mgh-sued | 1. Samstag im Monat | poverty;isolation | Alte Handwerker suchen Nachwuchs. | 2026-10-03
r-schachrunde | Schachrunde im Park | meeting_place | 00104 | - | nachmittags am Südring | isolation | Wer kommt, spielt mit. | 2025-08-17
r-hebammencafe | Stillcafé der Hebammen | meeting_place | 00104 | p-hebammenpraxis | Fr 10 Uhr | child_care;isolation | Auch ohne Hebamme. | 2026-06-10
r-gaertnerei-sued | Gärtnerei am Südring | business | 00104 | - | Inhaberin | work;illness | Probearbeit ohne Lebenslauf, ruhige Arbeit. | 2026-02-18
r-leihoma | Leihgroßeltern Südstadt | volunteer | 00104 | p-mgh-sued | Freiwilligenagentur | child_care;isolation | Drei Paare suchen Familien. | 2026-04-28
r-westend-proberaum | Proberaum Westend | room | 00105 | - | Horizont Jugendhilfe | isolation | Schlagzeug und Verstärker stehen da. | 2026-05-05
r-lastenrad | Lastenrad zum Leihen | transport | 00102 | p-rathaus-auenstadt | Buchung am Empfang | mobility | Kostenlos, Ausweis genügt. | 2026-08-24
r-altstadt-buecherei | Bücherei mit Lernplätzen | culture | 00102 | p-bibliothek | - | qualification;digital;isolation | Warm, ruhig, Rechner und Drucker. | 2026-08-24
r-mitfahrbank-lindow | Mitfahrbank Lindow | transport | 00201 | p-bus-lindow | hinsetzen | mobility | Richtung Auenstadt klappt meist in zehn Minuten. | 2026-07-02
r-seechor | Seechor Lindow | club | 00201 | - | Do 19 Uhr | isolation | - | 2025-05-22
r-dorfladen-seedoerfer | Rollender Laden Seedörfer | business | 00202 | p-dorfhaus-seedoerfer | Di und Fr vormittags | everyday_life;isolation | Fahrer bringt auch Medikamente mit. | 2026-03-08
r-feuerwehr-berge | Jugendfeuerwehr Auheimer Berge | club | 00302 | p-feuerwehr-berge | Fr 17 Uhr | isolation;qualification | Nimmt alle, auch mit langem Weg. | 2026-06-12
r-buergermeisterin-berge | Ortsvorsteherin Auheimer Berge | key_person | 00302 | - | über die Gemeinde Auheim | mobility;everyday_life | Weiß, wer ein Auto hat und wer eins braucht. | 2026-06-12
r-hofladen-auheim | Hofladen Auheim | business | 00301 | - | Hofbüro | work | Saisonarbeit, stellt auch nach langer Pause ein. | 2026-04-19
r-frauenfruehstueck-brettach | Frauenfrühstück Brettach | meeting_place | 004 | p-gemeindehaus-brettach | 1. Mittwoch im Monat | isolation | - | -
r-muehlenverein | Mühlenverein Brettach | club | 004 | - | Sa 10 Uhr an der Mühle | isolation;work | Zimmerer im Ruhestand lernen gern an. | 2026-05-16
r-landfrauen-moorkamp | Landfrauen Moorkamp | club | 00501 | p-rathaus-moorkamp | über die Gemeinde | care_of_relatives;isolation | Springen ein, wenn jemand pflegt und weg muss. | 2026-04-20
r-fahrgemeinschaft-moorhoefe | Fahrgemeinschaft Moorhöfe | transport | 00502 | - | Chatgruppe der Höfe | mobility;work | Morgens nach Auenstadt, zwei Plätze frei. | 2026-09-30
r-vereinsheim-kranichbruch | Kranichtreff im Vereinsheim | Dorfwohnzimmer | 007 | p-vereinsheim-kranichbruch | Schlüssel nebenan | isolation | Strickrunde, Skat, einmal im Monat Kino. | 2025-10-30
""")

IDS = [row["id"] for row in RESOURCES]

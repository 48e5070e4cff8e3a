"""Words for the generated cases: roles with their labels, things, and what clients say."""

from __future__ import annotations

#: roles by sector, and whether they are human
ROLES: dict[str, dict[str, bool]] = {
    "family": dict.fromkeys(
        ("mother", "father", "partner", "sister", "brother", "grandmother", "aunt", "cousin", "former_partner",
         "parent_in_law", "daughter", "son"), True,
    ),
    "friends": {
        "female_friend": True, "male_friend": True, "female_neighbour": True, "male_neighbour": True,
        "acquaintance": True, "key_person": True, "meeting_place": False, "parish": False, "online_group": False,
    },
    "colleagues": {
        "female_colleague": True, "male_colleague": True, "former_boss": True, "fellow_pupil": True,
        "coach": True, "club": False, "school": False, "employer": False,
    },
    "professionals": {
        "female_family_doctor": True, "male_family_doctor": True, "therapist": True, "social_worker": True,
        "teacher": True, "lawyer": True, "jobcenter": False, "youth_office": False, "landlord": False,
        "hospital": False, "other_agency": False, "counselling_centre": False, "day_care_centre": False,
        "care_service": False,
    },
}  # fmt: skip

LABELS = {
    "mother": "Mutter", "father": "Vater", "partner": "Partner", "sister": "Schwester", "brother": "Bruder",
    "grandmother": "Oma", "aunt": "Tante", "cousin": "Cousine", "former_partner": "Früherer Partner",
    "parent_in_law": "Schwiegermutter", "daughter": "Tochter", "son": "Sohn", "female_friend": "Freundin",
    "male_friend": "Freund", "female_neighbour": "Nachbarin", "male_neighbour": "Nachbar",
    "acquaintance": "Bekannte", "key_person": "Frau vom Kiosk", "meeting_place": "Treffpunkt",
    "parish": "Gemeinde", "online_group": "Chatgruppe", "female_colleague": "Kollegin",
    "male_colleague": "Kollege", "former_boss": "Früherer Chef", "fellow_pupil": "Kurskollegin",
    "coach": "Trainer", "club": "Verein", "school": "Kurs", "employer": "Betrieb",
    "female_family_doctor": "Hausärztin", "male_family_doctor": "Hausarzt", "therapist": "Therapeutin",
    "social_worker": "Sozialarbeiterin", "teacher": "Lehrerin", "lawyer": "Anwältin",
    "jobcenter": "Jobcenter", "youth_office": "Jugendamt", "landlord": "Vermieter", "hospital": "Klinik",
    "other_agency": "Amt", "counselling_centre": "Beratungsstelle", "day_care_centre": "Kita",
    "care_service": "Pflegedienst",
}  # fmt: skip

#: which role a service of a type has on a card; all others are counselling centres
PROFESSIONALS = {
    "day_care_centre": ("day_care", "childminding", "all_day_school", "flexible_child_care"),
    "care_service": ("home_care", "respite_care", "day_care_for_elderly"),
    "jobcenter": ("benefits", "case_management", "measure_planning", "job_coaching"),
    "youth_office": ("general_social_service",),
    "hospital": ("Tagesklinische Behandlung", "psychotherapy_first_talk"),
}

THINGS = {
    "personal": [
        "kann gut kochen", "spricht zwei Sprachen", "ist geduldig", "Führerschein", "Ausbildung als Verkäuferin",
        "Erfahrung in der Pflege", "handwerklich geschickt", "kommt gut mit Kindern zurecht",
        "lässt sich nicht unterkriegen", "kann zuhören", "schläft schlecht", "Rückenschmerzen",
    ],
    "material": [
        "eigene Wohnung", "Fahrrad", "altes Auto", "Telefon mit wenig Guthaben", "Garten",
        "Nähmaschine", "Computer vom Bruder", "Schulden", "kleine Wohnung", "Werkzeug",
    ],
}  # fmt: skip

WORDS = {
    1: ["Es ist gerade viel auf einmal.", "Ich warte seit Wochen auf eine Antwort.", "Eigentlich geht es mir besser.",
        "Die Kündigung kam letzte Woche.", "Ich komme morgens nicht hoch."],
    2: ["Wieder arbeiten, aber nicht nachts.", "Ruhe und ein fester Tag in der Woche.",
        "Eine Ausbildung zu Ende bringen.",
        "Die Briefe loswerden.", "Mehr unter Leute kommen."],
    3: ["Ich kann gut mit Menschen.", "Ich habe schon Schlimmeres geschafft.", "Ich bin pünktlich.",
        "Ich kann anpacken."],
    4: ["Meine Schwester hilft, wenn sie kann.", "Die Nachbarin nimmt Pakete an.", "Im Moment eher niemand.",
        "Mein Bruder fährt mich."],
    5: ["Den Treff kenne ich vom Vorbeigehen.", "Die Bücherei ist warm.", "Im Dorf gibt es den Verein.",
        "Ich weiß gar nicht, was es hier gibt."],
    6: ["Jemand, der die Formulare versteht.", "Einen Platz, bei dem ich nicht ein Jahr warte.",
        "Dass die Stellen miteinander reden.", "Eine, die mir in Ruhe zuhört."],
    7: ["Ich passe auf die Kinder der Nachbarin auf.", "Ich könnte im Garten helfen.", "Kuchen backen kann ich immer.",
        "Erst einmal muss ich selbst auf die Beine."],
}  # fmt: skip

CLIENT_NOTES = [
    "Das sieht nach mehr aus, als ich dachte.", "Hängt jetzt am Kühlschrank.", "Nächstes Mal bringe ich Fotos mit.",
    "Da fehlt noch jemand.", "Gut, das einmal zu sehen.",
]  # fmt: skip

STEPS = [
    ("client", "Bei der Stelle anrufen"), ("client", "Unterlagen zusammensuchen"),
    ("client", "Im Treff vorbeigehen"), ("client", "Mit der Familie darüber sprechen"),
    ("client", "Zum Hausarzt gehen"), ("case_manager", "Termin vereinbaren"),
    ("case_manager", "Antrag gemeinsam ausfüllen"), ("case_manager", "Nach einem Platz fragen"),
    ("case_manager", "Kosten klären"), ("other", "Beim ersten Termin begleiten"),
]  # fmt: skip

FIRST_NAMES = [
    "Tanja", "Sven", "Nadine", "Marek", "Fatma", "Olena", "Yusuf", "Petra", "Kevin", "Leyla", "Horst", "Samira",
    "Denise", "Andrej", "Birgit", "Mehmet", "Sandra", "Tesfay", "Iwona", "Marvin", "Elke", "Rojda", "Dirk", "Anna",
    "Jamal", "Katrin", "Boris", "Melanie", "Reza", "Heike", "Luca", "Galina", "Timo", "Sevgi", "Uwe", "Mariam",
]  # fmt: skip

#: no such names are known to us; they are made of words of the landscape
SURNAMES = [
    "Kranichholz", "Seewinkler", "Torfkamp", "Auenried", "Bruchdamm", "Weidenfurt", "Moorhagen", "Schilfberg",
    "Uferlohe", "Erlenkolk", "Heidsieker", "Binsenau", "Wollgrasser", "Deichrode", "Fährholt", "Kolkmann-Ried",
    "Reetwarder", "Lachenau", "Sumpfdotter", "Marschlinde",
]  # fmt: skip

# SPDX-License-Identifier: EUPL-1.2
"""Tells of daily life with home care: plan, goals, measurements, daily notes, help and visits."""

from datetime import date, timedelta

from nabij.demo.generator import providers
from nabij.demo.generator.chance import Chance
from nabij.demo.generator.days import age, days_before, later
from nabij.demo.generator.names import full_name, words_for
from nabij.demo.generator.roster import PLANS_IN_RECORD, Slot, slots_of
from nabij.demo.generator.shapes import Client
from nabij.demo.generator.stories.health import known_at, main_specialty
from nabij.demo.generator.stories.shapes import (
    Aid,
    Alert,
    Answers,
    Care,
    Circle,
    Code,
    Diet,
    Finding,
    Goal,
    Help,
    Measurement,
    Meeting,
    Message,
    Report,
    Story,
    Todo,
)
from nabij.demo.generator.tables import table

OWN = providers.OWN
_REPORTS = {"light": (1, 2), "medium": (2, 4), "heavy": (5, 9), "very_heavy": (40, 70)}
_SERIES = {"light": 1, "medium": 2, "heavy": 4, "very_heavy": 9}
_NEEDS = {"light": 1, "medium": 3, "heavy": 5, "very_heavy": 6}
# Lowest and highest value of what is measured, and the number of decimals.
_RANGES: dict[str, tuple[tuple[float, float, int], ...]] = {
    "weight": ((48, 96, 1),),
    "blood_pressure": ((112, 172, 0), (58, 94, 0)),
    "pulse": ((54, 98, 0),),
    "temperature": ((36.1, 38.4, 1),),
    "saturation": ((89, 98, 0),),
    "glucose": ((4.2, 14.6, 1),),
    "pain": ((0, 8, 0),),
    "mmse": ((14, 27, 0),),
    "barthel": ((7, 20, 0),),
    "must": ((0, 3, 0),),
}
_OLD = 72
_SERIES_AS_SCORE = {"mmse", "barthel", "must"}
# Without help, with some help, not without help: where SNOMED CT has no plain code, text alone.
_ABLE = {
    "wash": (Code("", "Wast zich zelfstandig"), Code("", "Hulp nodig bij wassen"), Code("284787001", "Kan zich niet zelf wassen")),
    "dress": (Code("", "Kleedt zich zelfstandig"), Code("129039006", "Hulp nodig bij kleden"), Code("", "Kan zich niet zelf kleden")),
    "eat": (Code("", "Eet zelfstandig"), Code("129033007", "Hulp nodig bij eten"), Code("129033007", "Hulp nodig bij eten")),
    "manage_medication": (Code("", "Beheert medicatie zelf"), Code("27921000146103", "Hulp nodig bij medicatie"), Code("", "Medicatie geheel in beheer")),
    "walk": (Code("", "Loopt zelfstandig"), Code("16581000146103", "Hulp nodig bij lopen"), Code("", "Loopt niet zonder hulp van een ander")),
}  # fmt: skip
_AIDS = (
    ("rollator", Code("", "rollator"), 0.42),
    ("alarm", Code("", "persoonlijke alarmering"), 0.3),
    ("bed", Code("", "hoog-laagbed"), 0.12),
    ("wheelchair", Code("58938008", "rolstoel"), 0.1),
    ("hearing_aid", Code("6012004", "hoortoestel"), 0.16),
    ("glasses", Code("50121007", "bril"), 0.1),
    ("shower_chair", Code("", "douchestoel"), 0.12),
)


def plan(story: Story, today: date, chance: Chance) -> None:
    """Add the needs that the care answers: actions, goals and what they say about abilities."""
    client = story.client
    care = table("care")
    wanted = list(care["pattern"][client.pattern]["needs"])
    for item in story.problems:
        wanted += table("problems")["problem"][item.key].get("needs", ())
    keys = list(dict.fromkeys(wanted))[: _NEEDS[client.weight] + 1]
    words = words_for(client.person.gender)
    for key in keys:
        row = care["need"][key]
        since = max(client.starts_on, days_before(today, chance.number(20, 700)))
        story.cares.append(
            Care(OWN, key, row["action"], row.get("snomed", ""), row["often"], since)
        )
        if len(story.goals) < 3:
            due = since + timedelta(days=chance.pick((90, 180, 365)))
            status = (
                "on-target"
                if due > today
                else chance.pick(("achieved", "on-target", "in-progress"))
            )
            story.goals.append(
                Goal(OWN, key, row["area"], row["goal"].format_map(words), since, due, status)
            )
    _findings(story, keys, today, chance)


def _findings(story: Story, keys: list[str], today: date, chance: Chance) -> None:
    day = max(story.client.starts_on, days_before(today, chance.number(15, 300)))
    level = {
        "wash": "washing",
        "dress": "dressing",
        "eat": "meals",
        "manage_medication": "medication",
        "walk": "transfer",
    }
    count = {"light": 1, "medium": 2, "heavy": 3, "very_heavy": 5}[story.client.weight]
    for kind in list(level)[:count]:
        needs_help = level[kind] in keys
        options = _ABLE[kind]
        value = options[0] if not needs_help else options[2 if chance.happens(0.2) else 1]
        story.findings.append(Finding(OWN, kind, day, value))
    if chance.happens(0.3):
        text = chance.pick(
            ("Woont alleen in een eengezinswoning, slaapt boven.", "Gelijkvloerse seniorenwoning met lift.",
             "Aanleunwoning naast het verzorgingshuis.", "Boerderij aan de rand van het dorp, drempels in huis.")
        )  # fmt: skip
        story.findings.append(Finding(OWN, "living", day, Code("", text)))


def measure(story: Story, today: date, chance: Chance) -> None:
    """Add series of measurements that go with the problems; values drift, they do not jump."""
    client = story.client
    kinds = ["weight"] if chance.happens(0.5) else []
    for item in story.problems:
        kinds += table("problems")["problem"][item.key].get("measures", ())
    wanted = [kind for kind in dict.fromkeys(kinds) if kind in _RANGES]
    for kind in wanted[: _SERIES[client.weight]]:
        count = 1 if kind in _SERIES_AS_SCORE else _SERIES[client.weight]
        found = series(OWN, kind, count, today, chance)
        # Nothing was measured before the care began, but for the first time.
        story.measurements.extend(
            one for one in found if one is found[0] or one.day >= client.starts_on
        )


def series(source: str, kind: str, count: int, today: date, chance: Chance) -> list[Measurement]:
    """Return `count` measurements about three weeks apart, the last one a few days ago."""
    current = [
        low + (high - low) * (0.25 + 0.5 * chance.random()) for low, high, _ in _RANGES[kind]
    ]
    day = today - timedelta(days=chance.number(0, 12))
    clock = f"{chance.number(7, 10):02d}:{chance.number(0, 11) * 5:02d}"
    found = []
    for _ in range(count):
        values = []
        for place, (low, high, decimals) in enumerate(_RANGES[kind]):
            moved = current[place] + (high - low) * 0.16 * (chance.random() - 0.5)
            current[place] = min(high, max(low, moved))
            values.append(round(current[place], decimals) if decimals else round(current[place]))
        found.append(Measurement(source, kind, day, clock, tuple(values)))
        day -= timedelta(days=chance.number(9, 28))
    return found


def carer_words(circle: list[Circle]) -> str:
    """Return who is meant by the carer in a note: `Dochter Marja`, or `De buurvrouw`."""
    names = {
        "partner": ("Echtgenote", "Echtgenoot"),
        "child": ("Dochter", "Zoon"),
        "sibling": ("Zus", "Broer"),
        "neighbour": ("Buurvrouw", "Buurman"),
        "friend": ("Vriendin", "Vriend"),
        "niece_or_nephew": ("Nicht", "Neef"),
        "parent": ("Moeder", "Vader"),
    }
    for someone in circle:
        for kind in someone.kinds:
            if kind in names:
                word = names[kind][0 if someone.person.gender == "female" else 1]
                return f"{word} {someone.person.name.call_name}"
    return "De contactpersoon"


def report(story: Story, team: list[str], today: date, chance: Chance) -> None:
    """Add daily notes about visits of the last weeks, by the colleagues who were there."""
    client = story.client
    texts = table("reports")
    count = chance.number(*_REPORTS[client.weight])
    last = today if client.ends_on is None else client.ends_on
    first = last - timedelta(days=14 if count < 12 else 60)
    slots = list(slots_of(client, team, max(first, client.starts_on), last - timedelta(days=1)))
    words = {**words_for(client.person.gender), "carer": carer_words(story.circle)}
    needs = [care.need for care in story.cares if care.need in texts] or ["general"]
    is_old = age(client.person.birth, today) > _OLD
    general = [*texts["general"], *(texts["general_old"] if is_old else ())]
    said: set[str] = set()
    for slot in sorted(chance.sample(slots, count)):
        need = chance.pick(needs) if chance.happens(0.75) else "general"
        text = chance.pick(general if need == "general" else texts[need])
        if text in said and len(said) < 12:
            text = chance.pick(general)
        said.add(text)
        story.reports.append(
            Report(slot.day, slot.end, slot.colleague, need, _sentence(text, words))
        )


def _sentence(text: str, words: dict[str, str]) -> str:
    """Fill in a note; a carer's name in the middle of a sentence starts with a small letter."""
    small = words["carer"][0].lower() + words["carer"][1:]
    start, mark, rest = text.partition("{carer}")
    if mark and start and not start.rstrip().endswith((".", "!", "?")):
        text = f"{start}{small}{rest}"
    return text.format_map(words)


def surround(story: Story, today: date, chance: Chance) -> None:
    """Add help by others, devices, alerts, diet and the conversation about what matters."""
    client = story.client
    helpers = [person for person in story.circle if "informal_carer" in person.kinds]
    if helpers:
        what = chance.pick(("Boodschappen en administratie", "Warme maaltijd en gezelschap", "Was en medicijnen ophalen",
                            "Vervoer naar afspraken", "Kijkt elke dag even of alles goed gaat"))  # fmt: skip
        often = chance.pick(("dagelijks", "2 keer per week", "wekelijks", "in het weekend"))
        story.helps.append(Help(helpers[0].person.key, what, often))
    if client.has_wmo:
        story.helps.append(Help("Gemeente (Wmo)", "Hulp bij het huishouden", "wekelijks 2,5 uur"))
    most = {"light": 1, "medium": 1, "heavy": 2, "very_heavy": 4}[client.weight]
    for key, code, share in _AIDS:
        if len(story.aids) < most and chance.happens(share):
            since = days_before(today, chance.number(60, 2500)).isoformat()
            story.aids.append(Aid(OWN, key, code, since[:7]))
    if chance.happens(0.1):
        code = chance.pick((Code("432415000", "MRSA-drager"), Code("129839007", "Verhoogd valrisico"),
                            Code("", "Agressief gedrag van huisgenoot"), Code("", "Slikgevaar: verdikt drinken")))  # fmt: skip
        story.alerts.append(
            Alert(OWN, code, days_before(today, chance.number(20, 700)).isoformat(), "veiligheid")
        )
    if chance.happens(0.12):
        what, texture = chance.pick((("Energieverrijkt", ""), ("Zoutbeperkt", ""), ("Verdikt drinken", "dikvloeibaar"),
                                     ("Gemalen voeding", "gemalen"), ("Diabetesdieet", "")))  # fmt: skip
        story.diets.append(Diet(OWN, what, texture, days_before(today, chance.number(20, 400))))
    if client.weight != "light" and chance.happens(0.4):
        story.answers.append(
            what_matters(story, days_before(today, chance.number(20, 330)), chance)
        )


def what_matters(story: Story, day: date, chance: Chance) -> Answers:
    """Return the conversation about what a client finds important."""
    wishes = [
        "Zo lang mogelijk thuis wonen.",
        "Weer zelf naar de winkel kunnen.",
        "In de tuin kunnen zitten.",
        "Zelf beslissen wat er gebeurt.",
        "Bezoek kunnen ontvangen.",
    ]
    if age(story.client.person.birth, day) > _OLD:
        wishes += [
            "De kleinkinderen zien opgroeien.",
            "Niet tot last zijn voor de kinderen.",
            "Elke zondag naar de kerk.",
        ]
    wish = chance.pick(wishes)
    worry = chance.pick(("Dat ik val als er niemand is.", "Dat ik naar een verpleeghuis moet.", "Dat ik minder kan dan vroeger.",
                         "Niets bijzonders.", "Dat mijn partner het niet volhoudt."))  # fmt: skip
    return Answers(
        OWN,
        "wat-telt",
        "Wat telt voor u?",
        day,
        (("Wat vindt u belangrijk in uw leven?", wish), ("Waar maakt u zich zorgen over?", worry),
         ("Wie beslist met u mee?", carer_words(story.circle))),
    )  # fmt: skip


def arrange(story: Story, team: list[str], today: date, chance: Chance) -> None:
    """Add appointments, tasks and messages around today."""
    client = story.client
    if client.ends_on is not None:
        return
    if client.team == PLANS_IN_RECORD:
        last = today + timedelta(days=2)
        for slot in slots_of(client, team, today - timedelta(days=2), last):
            story.meetings.append(visit_as_meeting(slot, today))
    if chance.happens(0.22):
        day = today + timedelta(days=chance.number(-20, 40))
        status = "fulfilled" if day < today else "booked"
        story.meetings.append(
            Meeting(OWN, day, "14:00", "14:45", "Evaluatie zorgplan", client.coordinator, status)
        )
    if providers.HOSPITAL in known_at(client) and chance.happens(0.3):
        day = today + timedelta(days=chance.number(0, 60))
        start = f"{chance.number(9, 15):02d}:{chance.pick(('00', '20', '40'))}"
        specialty = main_specialty(story.problems)
        status = "cancelled" if chance.happens(0.06) else "booked"
        story.meetings.append(
            Meeting(
                providers.HOSPITAL,
                day,
                start,
                later(start, 20),
                f"Controle {specialty}",
                specialty,
                status,
                "Polikliniek",
            )
        )
    if chance.happens(0.18):
        title = chance.pick(("Nieuwe steunkousen bestellen", "Herindicatie voorbereiden", "Medicatie-overzicht opvragen bij apotheek",
                             "Mantelzorger bellen over belasting", "Valpreventie met ergotherapeut bespreken"))  # fmt: skip
        story.todos.append(
            Todo(
                OWN,
                title,
                "requested",
                days_before(today, chance.number(1, 10)),
                today + timedelta(days=chance.number(1, 14)),
            )
        )
    if chance.happens(0.15):
        carer = carer_words(story.circle)
        text = chance.pick((f"{carer} belt: graag woensdag iets later komen in verband met de kapper.",
                            f"{carer} vraagt of de nieuwe medicatie al binnen is.",
                            f"Aan {carer.lower()} doorgegeven dat de wond goed geneest.",
                            "Huisarts gevraagd mee te kijken naar dikke enkels; belt morgen terug."))  # fmt: skip
        day = days_before(today, chance.number(0, 20))
        story.messages.append(Message(OWN, day, "11:30", text, client.coordinator))


def visit_as_meeting(slot: Slot, today: date) -> Meeting:
    """Return a visit of the team that plans in its own record."""
    status = "fulfilled" if slot.day < today else "booked"
    kind = slot.kind[0].upper() + slot.kind[1:]
    return Meeting(OWN, slot.day, slot.start, slot.end, kind, slot.colleague, status, "thuis")


def pays(client: Client) -> list[str]:
    """Return which laws pay for the client's care: zvw always, wlz and wmo for some."""
    return ["zvw", *(["wlz"] if client.has_wlz else []), *(["wmo"] if client.has_wmo else [])]


def spends_days(story: Story, today: date, chance: Chance) -> None:
    """Add what the day centre tells: days, goals, messages to home, a list of habits."""
    client = story.client
    source = providers.DAY_CARE
    if source not in known_at(client) or client.ends_on is not None:
        return
    weekdays = chance.sample((0, 1, 2, 3, 4), 2)
    words = words_for(client.person.gender)
    since = max(client.starts_on, days_before(today, chance.number(40, 500)))
    for offset in range(-8, 9):
        day = today + timedelta(days=offset)
        if day.weekday() in weekdays:
            status = "fulfilled" if offset < 0 else "booked"
            story.meetings.append(
                Meeting(
                    source,
                    day,
                    "09:30",
                    "16:00",
                    "Dagbesteding met vervoer",
                    "",
                    status,
                    "De Veerpont",
                )
            )
    story.goals.append(
        Goal(
            source,
            "structure",
            "Dagbesteding",
            "{Mw} heeft twee dagen per week gezelschap en een zinvolle bezigheid.".format_map(
                words
            ),
            since,
            since + timedelta(days=365),
            "on-target",
        )
    )
    for action in ("Samen eten en bewegen", "Zingen, houtbewerking of tuin naar eigen keuze"):
        story.cares.append(
            Care(source, "day", action, "", "elke dag dat {zij} komt".format_map(words), since)
        )
    texts = ("{Mw} heeft vanmiddag volop meegezongen.", "Heeft goed gegeten, twee keer opgeschept.",
             "{Mw} was wat stil vandaag en wilde na de lunch rusten.", "Samen buiten gewandeld tot aan de IJssel.",
             "{Mw} heeft de jongste deelnemer geholpen met kaarten.")  # fmt: skip
    for text in chance.sample(texts, chance.number(1, 3)):
        story.messages.append(
            Message(
                source,
                days_before(today, chance.number(1, 25)),
                "16:10",
                text.format_map(words),
                "",
            )
        )
    if age(client.person.birth, today) > 70:
        story.measurements.extend(series(source, "weight", 2, today, chance))
    name = full_name(client.person.name)
    story.answers.append(
        Answers(source, "gewoonten", "Mijn gewoonten", since, (("Hoe wilt u genoemd worden?", client.person.form_of_address or name),
                ("Wat doet u graag?", chance.pick(("Kaarten", "Zingen", "Wandelen", "Handwerken", "Krant lezen"))),
                ("Wat eet u niet?", chance.pick(("Ik lust alles", "Geen vis", "Geen pittig eten")))))
    )  # fmt: skip

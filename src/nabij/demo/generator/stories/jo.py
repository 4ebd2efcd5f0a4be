# SPDX-License-Identifier: EUPL-1.2
"""The story of mevrouw Jo de Vries-van den Berg, as her tables tell it; the same for every seed."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from nabij.demo.generator import providers
from nabij.demo.generator.roster import slots_of
from nabij.demo.generator.stories import health, living
from nabij.demo.generator.stories.shapes import (
    Aid,
    Alert,
    Allergy,
    Answers,
    Care,
    Code,
    Consult,
    Diet,
    Directive,
    Finding,
    Goal,
    Help,
    Lab,
    Letter,
    Measurement,
    Medication,
    Meeting,
    Message,
    Operation,
    Problem,
    Report,
    Stay,
    Story,
    Todo,
    Use,
    Vaccine,
    Will,
)
from nabij.demo.generator.tables import table

OWN, HOSPITAL, DAY_CARE = providers.OWN, providers.HOSPITAL, providers.DAY_CARE


def story_of_jo(story: Story, team: list[str], today: date) -> Story:
    """Return her story, counted back from `today`."""
    told = _Telling(today)
    jo, care = table("jo"), table("jo_care")
    story.problems.extend(told.problems(jo["problems"]))
    story.medications.extend(told.medications(jo["medication"]))
    story.measurements.extend(told.measurements(jo["measurements"]))
    story.findings.extend(told.findings(jo["findings"]))
    story.consults.extend(told.consults(jo["consults"]["rows"]))
    vaccines = table("consults")["vaccine"]
    story.vaccines.extend(
        Vaccine(Code(*vaccines[key]), told.text(days)) for key, days in jo["consults"]["vaccines"]
    )
    told.hospital(story, care)
    told.reports(story, care["reports"], team)
    told.plan(story, care)
    told.answers(story, care["answers"])
    told.meetings(story, team)
    return story._replace(
        allergies=told.allergies(jo["allergy"]),
        directives=[
            Directive(Code(code, title), told.text(days), views, note)
            for code, title, days, note, views in jo["directives"]["rows"]
        ],
        wills=[
            Will(Code(code, title), told.text(days), OWN, note)
            for code, title, days, note in jo["directives"]["wills"]
        ],
        handoff=str(table("reports")["handoff"]),
    )


class _Telling:
    """Turns the rows of the tables into parts of a story, as seen on one day."""

    def __init__(self, today: date) -> None:
        self.today = today

    def day(self, days: int) -> date:
        return self.today - timedelta(days=days)

    def text(self, days: int | str) -> str:
        """Return a day as FHIR text; a text is a year and stays as it is."""
        return days if isinstance(days, str) else self.day(days).isoformat()

    def problems(self, rows: list[Any]) -> Iterator[Problem]:
        listed = table("problems")["problem"]
        for key, since, until, sources, note in rows:
            row = listed[key]
            yield Problem(
                key=key,
                title=row["title"],
                icpc=Code(*row["icpc"]),
                snomed=Code(*row["snomed"]),
                since=self.text(since),
                until=self.text(until) if until else "",
                sources=tuple(sources),
                specialty=row.get("specialty", ""),
                note=note,
                site="linker onderbeen, buitenzijde" if key == "leg_ulcer" else "",
                wrong_at=providers.GP if key == "diabetes" else "",
            )

    def medications(self, rows: dict[str, Any]) -> Iterator[Medication]:
        for key, views in rows.items():
            uses = {
                source: Use(
                    status,
                    times,
                    amount,
                    remark,
                    self.text(since),
                    self.text(until) if until else "",
                    note,
                )
                for source, (status, times, amount, remark, since, until, note) in views.items()
            }
            yield Medication(health.drug(key), "", uses)

    def allergies(self, rows: list[Any]) -> list[Allergy]:
        reactions = table("consults")["reaction"]
        found = []
        for row in rows:
            substance, category, _ = health.allergy_row(row["key"])
            reaction = Code(*reactions[row["reaction"]])
            found.append(
                Allergy(
                    row["key"],
                    substance,
                    category,
                    reaction,
                    row["severity"],
                    row["since"],
                    row["views"],
                    row["note"],
                )
            )
        return found

    def measurements(self, kinds: dict[str, Any]) -> Iterator[Measurement]:
        for kind, rows in kinds.items():
            for days, clock, values, note in rows:
                yield Measurement(OWN, kind, self.day(days), clock, tuple(values), note)

    def findings(self, sources: dict[str, Any]) -> Iterator[Finding]:
        for source, rows in sources.items():
            for kind, days, code, title in rows:
                yield Finding(source, kind, self.day(days), Code(code, title))

    def consults(self, rows: list[Any]) -> Iterator[Consult]:
        for days, mode, problem, lines in rows:
            yield Consult(self.day(days), mode, problem, tuple(lines))

    def hospital(self, story: Story, care: dict[str, Any]) -> None:
        story.stays.extend(
            Stay(key, kind, self.day(first), self.day(last), reason, specialty, problem)
            for key, kind, first, last, reason, specialty, problem in care["stays"]
        )
        story.operations.extend(
            Operation(HOSPITAL, self.text(days), Code(code, title), problem, note)
            for days, code, title, problem, note in care["operations"]
        )
        story.labs.extend(
            Lab(source, self.day(days), name, value) for source, days, name, value in care["labs"]
        )
        story.letters.extend(
            Letter(HOSPITAL, self.day(days), title, specialty, text)
            for days, title, specialty, text in care["letters"]
        )

    def reports(self, story: Story, rows: list[Any], team: list[str]) -> None:
        """Add the daily notes; two colleagues in turn, so that it is always a known face."""
        for number, (days, clock, need, text) in enumerate(rows):
            author = team[(number // 4) % len(team)]
            story.reports.append(Report(self.day(days), clock, author, need, text))

    def plan(self, story: Story, care: dict[str, Any]) -> None:
        story.goals.extend(
            Goal(source, need, area, text, self.day(days), self.day(-due), status)
            for source, need, area, text, days, due, status in care["goals"]
        )
        story.cares.extend(
            Care(source, need, action, code, often, self.day(days))
            for source, need, action, code, often, days in care["cares"]
        )
        keys = {one.person.name.call_name: one.person.key for one in story.circle}
        story.helps.extend(
            Help(keys.get(who, who), what, often) for who, what, often in care["helps"]
        )
        story.aids.extend(
            Aid(source, key, Code(code, title), since, note)
            for source, key, code, title, since, note in care["aids"]
        )
        story.alerts.extend(
            Alert(source, Code(code, title), self.text(days), "veiligheid")
            for source, code, title, days in care["alerts"]
        )
        story.todos.extend(
            Todo(OWN, title, status, self.day(days), self.day(-due))
            for title, status, days, due in care["todos"]
        )
        story.messages.extend(
            Message(source, self.day(days), clock, text, "")
            for source, days, clock, text in care["messages"]
        )
        story.diets.extend(
            Diet(OWN, what, texture, self.day(days)) for what, texture, days in care["diets"]
        )

    def answers(self, story: Story, lists: dict[str, Any]) -> None:
        for key, row in lists.items():
            pairs = tuple((question, answer) for question, answer in row["pairs"])
            story.answers.append(
                Answers(row["source"], key, row["title"], self.day(row["days"]), pairs)
            )

    def meetings(self, story: Story, team: list[str]) -> None:
        """Add visits, day care (never today: two visits come today), hospital and a talk."""
        for slot in slots_of(story.client, team, self.day(3), self.day(-3)):
            story.meetings.append(living.visit_as_meeting(slot, self.today))
        weekdays = [day for day in (1, 3, 0, 2) if day != self.today.weekday()][:2]
        for days in range(14, -15, -1):
            day = self.day(days)
            if day.weekday() in weekdays:
                status = "fulfilled" if days > 0 else "booked"
                story.meetings.append(
                    Meeting(
                        DAY_CARE,
                        day,
                        "11:30",
                        "16:00",
                        "Dagbesteding met vervoer",
                        "",
                        status,
                        "De Veerpont",
                    )
                )
        wound_nurse = self.workday(2)
        story.meetings.append(
            Meeting(
                OWN,
                wound_nurse,
                "11:00",
                "11:20",
                "Wondverpleegkundige kijkt mee",
                "els",
                "booked",
                "thuis",
            )
        )
        story.meetings.append(
            Meeting(
                OWN,
                self.workday(11),
                "14:00",
                "14:45",
                "Evaluatie zorgplan met Marja",
                "fatima",
                "booked",
                "thuis",
            )
        )
        for days, specialty in ((6, "cardiologie"), (34, "klinische geriatrie")):
            kind = f"Controle {specialty}"
            story.meetings.append(
                Meeting(
                    HOSPITAL,
                    self.workday(days),
                    "14:20",
                    "14:40",
                    kind,
                    specialty,
                    "booked",
                    "Polikliniek",
                )
            )

    def workday(self, days_ahead: int) -> date:
        """Return the first day from Monday to Friday at least so many days ahead."""
        day = self.day(-days_ahead)
        return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)

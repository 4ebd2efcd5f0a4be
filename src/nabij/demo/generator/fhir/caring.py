# SPDX-License-Identifier: EUPL-1.2
"""Care plans, goals, care teams, help, appointments, tasks, messages,
diets and lists of questions."""

from typing import Any

from nabij.demo.generator.days import moment
from nabij.demo.generator.fhir.clinical import Scope
from nabij.demo.generator.fhir.parts import (
    HL7,
    NICTIZ,
    NL_CORE,
    OWN_SYSTEM,
    SNOMED,
    Json,
    concept,
    extension,
    period,
    profile,
    reference,
    text_note,
)
from nabij.demo.generator.fhir.people import STU3
from nabij.demo.generator.stories.shapes import (
    Answers,
    Care,
    Diet,
    Goal,
    Help,
    Meeting,
    Message,
    Todo,
)

_NURSING = concept(SNOMED, "9632001", "Verpleegkundige verrichting")
_SUPPORT = [concept(SNOMED, "243114000", "Ondersteuning")]
_NURSING_PLAN = [concept(SNOMED, "773130005", "Verpleegkundig zorgplan")]
_GOAL_STU3 = {"on-target": "on-target", "achieved": "achieved", "in-progress": "in-progress"}
_APPOINTMENTS = OWN_SYSTEM + "afspraak"


def care_plan(
    scope: Scope,
    identifier: str,
    cares: list[Care],
    *,
    title: str,
    goals: dict[str, Json],
    author: Json | None = None,
    team: Json | None = None,
    addresses: list[Json] | None = None,
) -> Json:
    """Return a care plan; `goals` are references by the need that each of them answers."""
    is_stu3 = scope.version == STU3
    since = min(care.since for care in cares)
    found: Json = {
        "resourceType": "CarePlan",
        "id": identifier,
        "meta": profile(NL_CORE + "nl-core-careplan" if is_stu3 else NICTIZ + "nl-core-CarePlan"),
        "status": "active",
        "intent": "plan",
        "category": _NURSING_PLAN,
        "title": title,
        "subject": scope.subject,
        "period": period(since.isoformat()),
    }
    if author is not None:
        if is_stu3:
            found["author"] = [author]
        else:
            found["author"] = author
    if team is not None:
        found["careTeam"] = [team]
    if addresses:
        found["addresses"] = addresses
    if goals:
        found["goal"] = list(goals.values())
    found["activity"] = [_activity(care, goals.get(care.need), is_stu3=is_stu3) for care in cares]
    return found


def _activity(care: Care, goal: Json | None, *, is_stu3: bool) -> Json:
    detail: Json = {"category": _NURSING} if is_stu3 else {}
    detail["code"] = (
        concept(SNOMED, care.snomed, care.action) if care.snomed else {"text": care.action}
    )
    if goal is not None:
        detail["goal"] = [goal]
    detail["status"] = "in-progress"
    detail["scheduledString"] = care.often
    detail["description"] = care.action
    return {"detail": detail}


def help_from_others(
    scope: Scope, identifier: str, helps: list[tuple[Help, Json]], since: str
) -> Json:
    """Return help received, each with who gives it."""
    return {
        "resourceType": "CarePlan",
        "id": identifier,
        "meta": scope.zib("zib-HelpFromOthers", "nl-core-HelpFromOthers"),
        "status": "active",
        "intent": "plan",
        "category": _SUPPORT,
        "subject": scope.subject,
        "period": period(since),
        "activity": [
            {
                "detail": {
                    "code": {"text": found.what},
                    "status": "in-progress",
                    "scheduledString": found.often,
                    "performer": [performer],
                    "description": found.what,
                }
            }
            for found, performer in helps
        ],
    }


def goal(scope: Scope, identifier: str, found: Goal, addresses: list[Json]) -> Json:
    """Return a goal of a care plan with the day by which it should be reached."""
    resource: Json = {
        "resourceType": "Goal",
        "id": identifier,
        "meta": scope.zib("zib-TreatmentObjective", "nl-core-TreatmentObjective"),
    }
    measure: Json = {"text": found.area}
    if scope.version == STU3:
        resource["status"] = _GOAL_STU3[found.status]
    else:
        resource["lifecycleStatus"] = "completed" if found.status == "achieved" else "active"
    resource["category"] = [{"text": found.area}]
    resource["description"] = {"text": found.text}
    resource["subject"] = scope.subject
    resource["startDate"] = found.since.isoformat()
    target = {"measure": measure, "dueDate": found.due.isoformat()}
    resource["target"] = target if scope.version == STU3 else [target]
    if addresses:
        resource["addresses"] = addresses
    return resource


def care_team(
    scope: Scope,
    identifier: str,
    name: str,
    members: list[tuple[str, Json]],
    *,
    since: str,
    organisation: Json,
) -> Json:
    """Return a care team; `members` are (role, reference)."""
    is_stu3 = scope.version == STU3

    def participant(role: str, member: Json) -> Json:
        concept_ = {"text": role}
        return {"role": concept_ if is_stu3 else [concept_], "member": member}

    return {
        "resourceType": "CareTeam",
        "id": identifier,
        "meta": profile(NL_CORE + "nl-core-careteam" if is_stu3 else NICTIZ + "nl-core-CareTeam"),
        "status": "active",
        "name": name,
        "subject": scope.subject,
        "period": period(since),
        "participant": [participant(role, member) for role, member in members],
        "managingOrganization": [organisation],
    }


def appointment(scope: Scope, identifier: str, found: Meeting, who: Json | None) -> Json:
    """Return an appointment with its planned start and end."""
    participants: list[Json] = [{"actor": scope.subject, "status": "accepted"}]
    if who is not None:
        participants.append({"actor": who, "status": "accepted"})
    if found.place:
        participants.append({"actor": {"display": found.place}, "status": "accepted"})
    resource: Json = {
        "resourceType": "Appointment",
        "id": identifier,
        "meta": profile(
            NICTIZ + ("eAfspraak-Appointment" if scope.version == STU3 else "Appointment")
        ),
        "identifier": [{"system": _APPOINTMENTS, "value": identifier}],
        "status": found.status,
        "serviceType": [{"text": found.kind}],
        "description": found.kind,
        "start": moment(found.day, found.start),
        "end": moment(found.day, found.end),
        "participant": participants,
    }
    return resource


def task(scope: Scope, identifier: str, found: Todo, owner: Json | None) -> Json:
    """Return something that is to be done."""
    resource: Json = {
        "resourceType": "Task",
        "id": identifier,
        "status": found.status,
        "intent": "plan" if scope.version == STU3 else "order",
        "priority": "routine",
        "description": found.title,
        "for": scope.subject,
        "authoredOn": moment(found.since, "09:00"),
        "lastModified": moment(found.since, "09:00"),
    }
    if owner is not None:
        resource["owner"] = owner
    due = period(found.since.isoformat(), found.due.isoformat())
    resource["restriction"] = {"period": due}
    return resource


def communication(
    scope: Scope, identifier: str, found: Message, sender: Json | None, recipient: Json | None
) -> Json:
    """Return a message that was sent, or a conversation that was noted."""
    resource: Json = {
        "resourceType": "Communication",
        "id": identifier,
        "status": "completed",
        "subject": scope.subject,
    }
    sent = moment(found.day, found.clock)
    if scope.version != STU3:
        resource["sent"] = sent
    if recipient is not None:
        resource["recipient"] = [recipient]
    if scope.version == STU3:
        resource["sent"] = sent
    if sender is not None:
        resource["sender"] = sender
    resource["payload"] = [{"contentString": found.text}]
    return resource


def diet(scope: Scope, identifier: str, found: Diet) -> Json:
    """Return an advice about food and drink."""
    resource: Json = {
        "resourceType": "NutritionOrder",
        "id": identifier,
        "meta": scope.zib("zib-NutritionAdvice", "nl-core-NutritionAdvice"),
        "status": "active",
    }
    if scope.version != STU3:
        resource["intent"] = "order"
    resource["patient"] = scope.subject
    resource["dateTime"] = found.since.isoformat()
    oral: Json = {"type": [{"text": found.what}]}
    if found.texture:
        oral["texture"] = [{"modifier": {"text": found.texture}}]
    resource["oralDiet"] = oral
    if found.note and scope.version != STU3:
        resource["note"] = text_note(found.note)
    return resource


def questionnaire(
    scope: Scope, identifier: str, found: Answers, author: Json | None, base: str
) -> Json:
    """Return a filled-in list of questions; `base` is the address of who made the list."""
    form = f"{base}/Questionnaire/{found.key}"
    resource: Json = {"resourceType": "QuestionnaireResponse", "id": identifier}
    if scope.version == STU3:
        resource["questionnaire"] = reference(form, found.title)
    else:
        title = extension(HL7 + "display", "String", found.title)
        resource["questionnaire"], resource["_questionnaire"] = form, {"extension": [title]}
    resource["status"] = "completed"
    resource["subject"] = scope.subject
    resource["authored"] = moment(found.day, "14:20")
    if author is not None:
        resource["author"] = author
    resource["item"] = [
        {"linkId": str(number), "text": question, "answer": [{"valueString": answer}]}
        for number, (question, answer) in enumerate(found.pairs, 1)
    ]
    return resource


def coverage(
    scope: Scope,
    identifier: str,
    law: str,
    *,
    payor: Json,
    number: str,
    since: str,
    until: str = "",
) -> Json:
    """Return who pays for the care, under which law (zvw, wlz or wmo)."""
    types: dict[str, Any] = {
        "zvw": concept(
            "urn:oid:2.16.840.1.113883.2.4.3.11.60.101.5.1", "B", "Basisverzekering (Zvw)"
        ),
        "wlz": concept(OWN_SYSTEM + "financiering", "wlz", "Wet langdurige zorg (Wlz)"),
        "wmo": concept(
            OWN_SYSTEM + "financiering", "wmo", "Wet maatschappelijke ondersteuning (Wmo)"
        ),
    }
    found: Json = {
        "resourceType": "Coverage",
        "id": identifier,
        "meta": scope.zib("zib-Payer", "nl-core-Payer.InsuranceCompany"),
        "status": "active",
        "type": types[law],
    }
    if number:
        found["subscriberId"] = number
    found["beneficiary"] = scope.subject
    found["period"] = period(since, until)
    found["payor"] = [payor]
    return found

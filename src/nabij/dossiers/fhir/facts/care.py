# SPDX-License-Identifier: EUPL-1.2
"""The organisation of care: visits, episodes, teams, plans, goals, tasks, payers.

Facts of data class b are seen by the front office too. So their columns hold no reason,
diagnosis or note; where the only name of a fact is free text or a diagnosis, it becomes class c.
"""

from nabij.dossiers.fhir.codes import coded, concept, has_code, shown, value_of
from nabij.dossiers.fhir.dates import period, when
from nabij.dossiers.fhir.modifiers import DO_NOT_PERFORM
from nabij.dossiers.fhir.tree import (
    choice,
    element,
    extension,
    first,
    flag,
    joined,
    nodes,
    number,
    plain,
    text,
)

from .draft import Draft, attachments, clip, notes, participants, reference_text

_NICTIZ = "http://nictiz.nl/fhir/StructureDefinition/"
_TITLE = (
    _NICTIZ + "EpisodeOfCare-Title",
    _NICTIZ + "ext-EpisodeOfCare.EpisodeOfCareName",
)
_FIRST = (_NICTIZ + "EpisodeOfCare-DateFirstEncounter",)
_LAST = (_NICTIZ + "EpisodeOfCare-DateLastEncounter",)
_VOID = frozenset(("entered-in-error", "cancelled", "noshow", "rejected", "failed", "declined"))
_HELP = ("243114000",)
_PLAN_OVER = frozenset(
    ("completed", "revoked", "entered-in-error", "unknown", "draft", "cancelled", "suspended")
)
_GOAL_OVER = frozenset(
    ("completed", "achieved", "cancelled", "rejected", "entered-in-error", "proposed", "on-hold")
)


def encounter(draft: Draft) -> None:
    """Read an Encounter: a contact or admission, without its reason."""
    tree = draft.tree
    draft.data_class = "b"
    draft.code = coded(tree, "type")
    contact_class = concept(first(tree, "class"))
    if not draft.code.text:
        draft.code = contact_class
    draft.category = contact_class.text
    draft.status = text(tree, "status")
    draft.is_active = draft.status not in _VOID
    draft.starts, draft.ends = period(tree, "period")
    draft.author = draft.display("participant.individual", "serviceProvider")
    draft.put(
        class_code=contact_class.code,
        participants=participants(nodes(tree, "participant"), "individual", "type"),
        location=joined(draft.displays("location.location")),
        service_provider=draft.display("serviceProvider"),
        service_type=shown(tree, "serviceType"),
    )


def episode(draft: Draft) -> None:
    """Read an EpisodeOfCare. A titled episode names a problem and is care content."""
    tree = draft.tree
    title = plain(choice(extension(tree, *_TITLE))[1])
    draft.code = coded(tree, "type")
    draft.data_class = "b"
    if title:
        draft.data_class = "c"
        draft.code = draft.code._replace(text=title)
        draft.text = notes(tree)
        draft.put(diagnosis=draft.displays("diagnosis.condition"))
    draft.category = shown(tree, "type")
    draft.status = text(tree, "status")
    draft.is_active = draft.status in ("active", "planned", "waitlist", "onhold", "")
    draft.starts, draft.ends = period(tree, "period")
    draft.starts = draft.starts or when(extension(tree, *_FIRST), "valueDateTime")
    draft.author = draft.display("careManager", "managingOrganization")
    draft.put(
        last_contact=when(extension(tree, *_LAST), "valueDateTime") or "",
        organisation=draft.display("managingOrganization"),
        care_manager=draft.display("careManager"),
    )


def care_plan(draft: Draft) -> None:
    """Read a CarePlan with its activities and goals."""
    tree = draft.tree
    draft.code = coded(tree, "category")
    title = text(tree, "title")
    if title:
        draft.code = draft.code._replace(text=title)
    draft.category = shown(tree, "category")
    draft.status = text(tree, "status")
    is_help = has_code(tree, "category", *_HELP)
    # The zib "help from others" knows no status, so senders write draft for help that is there.
    draft.is_active = draft.status not in _PLAN_OVER or (is_help and draft.status == "draft")
    draft.starts, draft.ends = period(tree, "period")
    draft.recorded = draft.date("created", "modified")
    draft.author = draft.display("author")
    draft.text = notes(tree, "description")
    activities = []
    for item in nodes(tree, "activity"):
        detail = element(item, "detail")
        forbidden = flag(detail, "doNotPerform") is True or flag(detail, "prohibited") is True
        row = {
            "text": clip(
                joined((shown(detail, "code"), text(detail, "description")), ": ")
                or reference_text(item, "reference")
                or shown(item, "outcomeCodeableConcept")
            ),
            "status": text(detail, "status"),
            "is_forbidden": "yes" if forbidden else "",
            "when": text(detail, "scheduledString"),
        }
        if row["text"]:
            activities.append({name: value for name, value in row.items() if value})
    draft.put(
        activities=activities,
        goals=draft.displays("goal"),
        addresses=draft.displays("addresses"),
        intent=text(tree, "intent"),
        care_team=draft.displays("careTeam"),
        is_help=is_help or None,
    )


def goal(draft: Draft) -> None:
    """Read a Goal: what is aimed at, by when, and how far it is."""
    tree = draft.tree
    draft.take_code("description")
    draft.category = shown(tree, "category")
    draft.status = text(tree, "lifecycleStatus") or text(tree, "status")
    draft.is_active = draft.status not in _GOAL_OVER
    draft.starts = when(tree, "startDate")
    targets = nodes(tree, "target")
    due = [date for item in targets if (date := when(item, "dueDate"))]
    draft.ends = max(due) if due else None
    draft.recorded = draft.date("statusDate")
    draft.author = draft.display("expressedBy")
    draft.text = notes(tree, "statusReason")
    draft.value = shown(tree, "achievementStatus") or shown(tree, "outcomeCode")
    target_lines = []
    for item in targets:
        value, unit, _code = value_of(item, "detail")
        target_lines.append(joined((shown(item, "measure"), f"{value} {unit}".strip()), ": "))
    draft.put(
        targets=[line for line in target_lines if line],
        priority=shown(tree, "priority"),
        addresses=draft.displays("addresses"),
        outcome=draft.displays("outcomeReference"),
    )
    if not draft.code.text and target_lines:
        draft.code = draft.code._replace(text=target_lines[0])


def care_team(draft: Draft) -> None:
    """Read a CareTeam with its members and their roles."""
    tree = draft.tree
    draft.data_class = "b"
    draft.code = coded(tree, "category")
    name = text(tree, "name")
    if name:
        draft.code = draft.code._replace(text=name)
    draft.category = shown(tree, "category")
    draft.status = text(tree, "status")
    draft.is_active = draft.status in ("active", "")
    draft.starts, draft.ends = period(tree, "period")
    draft.author = draft.display("managingOrganization")
    draft.put(
        participants=participants(nodes(tree, "participant"), "member", "role"),
        organisation=draft.display("managingOrganization"),
    )


def appointment(draft: Draft) -> None:
    """Read an Appointment: when, who comes, where; without its reason."""
    tree = draft.tree
    draft.data_class = "b"
    draft.code = coded(tree, "serviceType")
    for name in ("appointmentType", "serviceCategory", "specialty"):
        if not draft.code.text:
            draft.code = coded(tree, name)
    if not draft.code.text:
        described = text(tree, "description")
        draft.data_class = "c" if described else "b"
        draft.code = draft.code._replace(text=clip(described))
    draft.category = shown(tree, "serviceCategory")
    draft.status = text(tree, "status")
    draft.is_active = draft.status not in _VOID
    draft.starts, draft.ends = draft.date("start"), draft.date("end")
    if draft.starts is None:
        draft.starts, draft.ends = period(tree, "requestedPeriod")
    draft.recorded = draft.date("created")
    people = [
        person
        for person in participants(nodes(tree, "participant"), "actor", "type")
        if not person.get("reference", "").startswith("Patient/")
    ]
    draft.author = joined(p.get("name", "") for p in people if not _is_place(p))
    draft.put(
        participants=people,
        location=joined(p.get("name", "") for p in people if _is_place(p)),
        minutes=number(tree, "minutesDuration"),
        specialty=shown(tree, "specialty"),
    )


def _is_place(person: dict[str, str]) -> bool:
    return "Location/" in person.get("reference", "")


def task(draft: Draft) -> None:
    """Read a Task. Named by a code it is organisation; by free text it is care content."""
    tree = draft.tree
    draft.take_code()
    draft.data_class = "b"
    described = text(tree, "description")
    if described:
        draft.data_class = "c"
        draft.text = clip(described)
    draft.category = text(tree, "intent")
    draft.status = text(tree, "status")
    forbidden = bool(draft.modifiers.get(DO_NOT_PERFORM))
    draft.is_active = draft.status in (
        "requested", "received", "accepted", "ready", "in-progress", "on-hold", "draft", "",
    ) and not forbidden  # fmt: skip
    draft.starts, draft.ends = period(tree, "executionPeriod")
    if draft.starts is None and draft.ends is None:
        draft.starts, draft.ends = period(tree, "restriction", "period")
    draft.recorded = draft.date("authoredOn", "lastModified")
    draft.author = draft.display("requester", "requester.agent")
    draft.put(
        owner=draft.display("owner"),
        priority=text(tree, "priority"),
        business_status=shown(tree, "businessStatus"),
        due=when(tree, "restriction", "period", "end") or "",
        focus=draft.display("focus"),
        is_forbidden=forbidden or None,
    )
    if not draft.code.text:
        draft.code = draft.code._replace(text=clip(described))


def coverage(draft: Draft) -> None:
    """Read a Coverage: who pays, for which law or package, from when until when."""
    tree = draft.tree
    draft.data_class = "b"
    draft.code = coded(tree, "type")
    draft.category = shown(tree, "type")
    draft.status = text(tree, "status")
    draft.is_active = draft.status in ("active", "")
    draft.starts, draft.ends = period(tree, "period")
    payers = draft.displays("payor", "issuer")
    draft.author = joined(payers)
    draft.value = text(tree, "subscriberId")
    draft.put(
        payers=payers,
        policy_holder=draft.display("policyHolder"),
        relationship=shown(tree, "relationship"),
        group=text(tree, "grouping", "groupDisplay"),
    )
    if not draft.code.text:
        draft.code = draft.code._replace(text=joined(payers))


def eligibility(draft: Draft) -> None:
    """Read a request for or answer about eligibility (STU3 and R4 names)."""
    tree = draft.tree
    draft.data_class = "b"
    draft.category = "eligibility"
    draft.code = coded(tree, "benefitCategory")
    draft.status = text(tree, "status")
    draft.is_active = draft.status in ("active", "")
    draft.starts, draft.ends = period(tree, "servicedPeriod")
    draft.starts = draft.starts or when(tree, "servicedDate")
    draft.recorded = draft.date("created")
    draft.author = draft.display("insurer", "requestor", "provider")
    draft.value = text(tree, "outcome") or shown(tree, "outcome")
    draft.put(purpose=shown(tree, "purpose"), disposition=text(tree, "disposition"))


def communication(draft: Draft) -> None:
    """Read a Communication or CommunicationRequest: what was said to whom."""
    tree = draft.tree
    draft.code = coded(tree, "topic")
    if not draft.code.text:
        draft.code = coded(tree, "category")
    draft.category = shown(tree, "category")
    draft.status = text(tree, "status")
    not_done = flag(tree, "notDone") is True or draft.status == "not-done"
    forbidden = flag(tree, "doNotPerform") is True
    draft.is_active = draft.status not in _VOID and not not_done and not forbidden
    draft.starts = draft.date("sent", "received", "occurrenceDateTime", "authoredOn")
    draft.recorded = draft.date("received", "authoredOn")
    draft.author = draft.display("sender", "requester", "requester.agent")
    payload = nodes(tree, "payload")
    draft.text = clip(
        joined((*(text(item, "contentString") for item in payload), notes(tree)), "\n"), 4000
    )
    draft.put(
        recipients=draft.displays("recipient"),
        medium=shown(tree, "medium"),
        reason=shown(tree, "reasonCode"),
        attachments=attachments(a for item in payload for a in nodes(item, "contentAttachment")),
        is_not_done=not_done or None,
        is_forbidden=forbidden or None,
    )


def nutrition(draft: Draft) -> None:
    """Read a NutritionOrder: diet, texture, tube feeding."""
    tree = draft.tree
    diet = element(tree, "oralDiet")
    draft.code = coded(diet, "type")
    for where, name in (("supplement", "type"), ("enteralFormula", "baseFormulaType")):
        if not draft.code.text:
            draft.code = coded(element(tree, where), name)
    draft.status = text(tree, "status")
    draft.is_active = draft.status in (
        "active", "on-hold", "requested", "planned", "proposed", "draft", "",
    )  # fmt: skip
    draft.recorded = draft.date("dateTime")
    draft.starts = draft.recorded
    draft.author = draft.display("orderer")
    draft.text = notes(tree)
    draft.put(
        texture=joined(shown(item, "modifier") for item in nodes(diet, "texture")),
        fluid=shown(diet, "fluidConsistencyType"),
        preferences=shown(tree, "foodPreferenceModifier"),
        avoid=shown(tree, "excludeFoodModifier"),
        instruction=text(diet, "instruction"),
        diets=shown(diet, "type"),
    )
    if not draft.code.text:
        draft.code = draft.code._replace(text=clip(text(diet, "instruction")))

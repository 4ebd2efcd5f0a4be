# SPDX-License-Identifier: EUPL-1.2
"""Documents, notes, questionnaires, devices, related persons, and every other kind."""

from typing import Any, Final

from nabij.dossiers.fhir import persons
from nabij.dossiers.fhir.codes import coded, concept, shown, system_of, value_of
from nabij.dossiers.fhir.dates import period, span, when
from nabij.dossiers.fhir.tree import (
    choice,
    element,
    every,
    extension,
    first,
    flag,
    joined,
    nodes,
    plain,
    text,
    texts,
)
from nabij.dossiers.fhir.types import Node

from .draft import Draft, attachments, clip, coded_or_reference, notes, participants

_NICTIZ = "http://nictiz.nl/fhir/StructureDefinition/"
_ROLE = ("http://fhir.nl/fhir/StructureDefinition/nl-core-relatedperson-role",)
_DECISION = (_NICTIZ + "iwlz-ext-Indicatie-Besluitnummer",)
_CONTACT_ROLES = ("urn:oid:2.16.840.1.113883.2.4.3.11.22.472",)
_VOID = frozenset(("entered-in-error", "cancelled", "superseded", "not-done", "aborted"))
_MOST_ANSWERS: Final = 60


def document(draft: Draft) -> None:
    """Read a DocumentReference or DocumentManifest: what it is, when, by whom; not its bytes."""
    tree = draft.tree
    draft.take_code("type")
    draft.category = shown(tree, "category") or shown(tree, "class")
    draft.status = text(tree, "status")
    draft.is_active = draft.status not in _VOID and text(tree, "docStatus") not in _VOID
    draft.recorded = draft.date("date", "created", "indexed")
    draft.starts, draft.ends = period(tree, "context", "period")
    draft.starts = draft.starts or draft.date("created", "date", "indexed")
    draft.author = draft.display("author", "custodian", "authenticator")
    found = attachments(a for item in nodes(tree, "content") for a in nodes(item, "attachment"))
    draft.text = notes(tree, "description")
    titles = joined(row.get("title", "") for row in found)
    if not draft.code.text:
        draft.code = draft.code._replace(text=clip(titles or text(tree, "description")))
    draft.value = clip(titles, 200)
    draft.put(
        attachments=found,
        doc_status=text(tree, "docStatus"),
        custodian=draft.display("custodian"),
        facility=shown(element(tree, "context"), "facilityType"),
        content=draft.displays("content.pReference", "content"),
    )


def binary(draft: Draft) -> None:
    """Read a Binary or Media: the content of a document, named by its media type."""
    tree = draft.tree
    media = element(tree, "content") if "resourceType" in tree and "subject" in tree else tree
    draft.take_code("type")
    draft.status = text(tree, "status")
    draft.is_active = draft.status not in _VOID
    draft.starts = span(tree, "created")[0] or draft.date("issued")
    draft.author = draft.display("operator")
    draft.value = text(media, "contentType")
    draft.text = notes(tree)
    if not draft.code.text:
        draft.code = draft.code._replace(text=text(media, "title") or draft.value)
    draft.put(attachments=attachments([media]) if media is not tree else [])


def composition(draft: Draft) -> None:
    """Read a Composition: a note or handoff, with its sections and what they refer to."""
    tree = draft.tree
    draft.take_code("type")
    title = text(tree, "title")
    draft.category = shown(tree, "category") or shown(tree, "class")
    draft.status = text(tree, "status")
    draft.is_active = draft.status not in _VOID
    draft.recorded = draft.date("date")
    starts, draft.ends = period(element(tree, "event"), "period")
    draft.starts = starts or draft.recorded
    draft.author = draft.display("author", "custodian")
    sections: list[str] = []
    _sections(tree, sections, 0)
    decision = plain(choice(extension(tree, *_DECISION))[1])
    draft.value = clip(title, 200)
    draft.put(sections=sections, decision_number=decision, custodian=draft.display("custodian"))
    if title:
        draft.code = draft.code._replace(text=clip(title))


def _sections(node: Node, found: list[str], level: int) -> None:
    for section in nodes(node, "section"):
        line = joined((text(section, "title"), shown(section, "code")), ": ")
        if line:
            found.append(clip(line))
        if level < 8:
            _sections(section, found, level + 1)


def questionnaire(draft: Draft) -> None:
    """Read a QuestionnaireResponse: questions with their answers, nested ones too."""
    tree = draft.tree
    form = tree.get("questionnaire")
    address = plain(form) or text(element(tree, "questionnaire"), "reference")
    draft.code = draft.code._replace(text=draft.display("questionnaire") or clip(address))
    draft.status = text(tree, "status")
    draft.is_active = draft.status not in _VOID
    draft.starts = draft.recorded = draft.date("authored")
    draft.author = draft.display("author", "source")
    answers: list[dict[str, str]] = []
    _answers(tree, answers, 0)
    draft.details["answers"] = answers[:_MOST_ANSWERS]
    draft.put(count=len(answers), questionnaire=address)


def _answers(node: Node, found: list[dict[str, str]], level: int) -> None:
    for item in nodes(node, "item"):
        for answer in nodes(item, "answer"):
            value, unit, code = value_of(answer)
            row = {
                "question": clip(text(item, "text") or text(item, "linkId")),
                "answer": clip(f"{value} {unit}".strip() or code.code),
            }
            found.append(row)
            if level < 12:
                _answers(answer, found, level + 1)
        if level < 12:
            _answers(item, found, level + 1)


def device(draft: Draft) -> None:
    """Read a Device of a person, or the use or request of one."""
    tree = draft.tree
    kind = text(tree, "resourceType")
    if kind == "Device":
        draft.take_code("type")
        named = element(tree, "deviceName")
        name = joined((text(named, "name"), text(tree, "manufacturer"), text(tree, "model")))
        if not draft.code.text:
            draft.code = draft.code._replace(text=name)
        draft.value = name
        draft.starts = draft.date("manufactureDate")
        draft.author = draft.display("owner")
    else:
        draft.code = coded_or_reference(draft, "device" if kind == "DeviceUseStatement" else "code")
        draft.starts, draft.ends = span(tree, "timing")
        if draft.starts is None and draft.ends is None:
            draft.starts, draft.ends = period(tree, "whenUsed")
        if kind == "DeviceRequest":
            draft.category = "requested"
            draft.starts, draft.ends = span(tree, "occurrence")
        draft.author = draft.display("source", "requester", "requester.agent")
    draft.status = text(tree, "status")
    draft.is_active = draft.status not in _VOID | {"completed", "stopped", "inactive"}
    draft.recorded = draft.date("recordedOn", "authoredOn")
    draft.text = notes(tree)
    reasons = (*draft.displays("reasonReference"), shown(tree, "reasonCode"))
    draft.put(
        body_site=shown(tree, "bodySite"),
        reason=joined((*reasons, shown(tree, "indication"), *draft.displays("indication"))),
        expires=when(tree, "expirationDate") or "",
        serial_number=text(tree, "serialNumber"),
        lot_number=text(tree, "lotNumber"),
    )


def related_person(draft: Draft) -> None:
    """Read a RelatedPerson: who, how related, which roles, how to reach. No identifiers."""
    tree = draft.tree
    draft.data_class = "b"
    name = persons.name_of(tree)
    stu3_role = element(extension(tree, *_ROLE), "valueCodeableConcept")
    relations = [*nodes(tree, "relationship"), *([stu3_role] if stu3_role else [])]
    codes = [concept(item) for item in relations]
    roles = [c for item, c in zip(relations, codes, strict=True) if _is_contact_role(item)]
    kin = [c for c in codes if c not in roles]
    shown_code = kin[0] if kin else (roles[0] if roles else draft.code)
    draft.code = shown_code._replace(text=persons.display(name) or shown_code.text)
    draft.category = joined(c.text for c in kin or roles)
    draft.value = joined(c.text for c in roles)
    is_current = flag(tree, "active")
    draft.status = {True: "active", False: "inactive", None: ""}[is_current]
    draft.is_active = is_current is not False
    draft.starts, draft.ends = period(tree, "period")
    draft.details["name"] = {
        part: value
        for part in ("given_names", "initials", "call_name", "own_prefix", "own_name",
                     "partner_prefix", "partner_name", "name_use")
        if (value := getattr(name, part))
    }  # fmt: skip
    draft.put(
        relationship_codes=[c.code for c in kin if c.code],
        role_codes=[c.code for c in roles if c.code],
        gender=text(tree, "gender"),
        birth=when(tree, "birthDate") or "",
        telecoms=[
            {"system": t.system, "value": t.value, "use": t.use} for t in persons.telecoms(tree)
        ],
        city=persons.city_of(tree),
        languages=shown(element(tree, "communication"), "language"),
    )


def _is_contact_role(item: Node) -> bool:
    return any(system_of(coding) in _CONTACT_ROLES for coding in nodes(item, "coding"))


def other(draft: Draft) -> None:
    """Read what every kind of resource tends to have: a code, a status, dates, a note."""
    tree = draft.tree
    for name in ("code", "type", "category", "relationship", "class", "kind"):
        if not draft.code.text and type(first(tree, name)) is dict:
            draft.code = coded(tree, name)
    if not draft.code.text:
        title = text(tree, "title") or text(tree, "name") or text(element(tree, "name"), "text")
        draft.code = draft.code._replace(text=clip(title or text(tree, "description")))
    draft.category = shown(tree, "category")
    draft.status = text(tree, "status")
    draft.is_active = draft.status not in _VOID
    for prefix in ("effective", "occurrence", "performed", "identified", "timing", "serviced"):
        if draft.starts is None:
            draft.starts, draft.ends = span(tree, prefix)
    for name in ("period", "billablePeriod", "occurredPeriod", "applies", "servicePeriod"):
        if draft.starts is None:
            draft.starts, draft.ends = period(tree, name)
    draft.recorded = draft.date(
        "recordedDate", "recorded", "authoredOn", "issued", "date", "created", "dateRecorded",
    )  # fmt: skip
    draft.starts = draft.starts or draft.recorded
    draft.author = draft.display(
        "author", "recorder", "asserter", "performer", "performer.actor", "requester", "provider",
        "assessor", "source", "sender", "agent.who", "enterer",
    )  # fmt: skip
    draft.text = notes(tree, "description", "summary")
    draft.put(
        outcome=_words(tree, "outcome"),
        use=_words(tree, "use"),
        participants=participants(nodes(tree, "participant"), "actor", "role"),
        names=[name for item in every(tree, "name") if (name := _name(item))][:5],
    )


def _words(tree: Node, name: str) -> str:
    value: Any = first(tree, name)
    return plain(value) if type(value) is str else shown(tree, name)


def _name(item: object) -> str:
    if type(item) is not dict:
        return ""
    return text(item, "text") or joined((*texts(item, "given"), *texts(item, "family")), " ")

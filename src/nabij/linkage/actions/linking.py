# SPDX-License-Identifier: EUPL-1.2
"""Say of new records who they are: join a known person, or make a new one and ask a colleague."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.db import connection, transaction
from django.utils.timezone import localdate

from nabij.access import actions as access_actions
from nabij.core import crypto, history
from nabij.core.dates import from_columns
from nabij.core.identifiers import is_bsn, is_email, normalise_email, normalise_phone
from nabij.core.viewer import Viewer
from nabij.linkage import rules
from nabij.linkage.actions.questions import ask_again
from nabij.linkage.choices import ACTIVE_LINK_STATES, LinkState
from nabij.linkage.models import PatientRecord, RecordLink, Source
from nabij.linkage.queries import candidates as reads
from nabij.linkage.queries.sources import SourceNotFound
from nabij.linkage.queries.use import without_bsn_of_commerce
from nabij.linkage.queries.weights import scale_in_force
from nabij.linkage.rules import Assignment, Candidate, Planner
from nabij.linkage.types import LinkCounts
from nabij.matching import Evidence, PersonRecord, ScoredPair, block, safety, score_pairs
from nabij.relations import rules as relations_rules
from nabij.relations.actions import ClientNumberTaken, drafts
from nabij.relations.choices import Gender, NameUse, PartyKind
from nabij.relations.queries import keys as relations_keys
from nabij.relations.types import (
    AddressFields,
    BsnCheckFields,
    ContactPointFields,
    PersonFields,
    PersonName,
)

BATCH = 500
NAMELESS = "N.N."
ONE_RUN_AT_A_TIME = 7_239_011  # advisory lock: two runs at once would make one person twice
StoredEvidence = dict[str, str | float]


def link_new_records(*, viewer: Viewer, source_id: int) -> LinkCounts:
    """Link the records of a source that are new or changed since the last run.

    Only a strong and unambiguous agreement joins a known person. In doubt, or with a conflict such
    as one BSN under two names, a record gets a person of its own and the likely persons are
    proposed to a colleague. What a colleague decided is never overturned: "not the same" bars
    until something new agrees, and then it is asked again; and a linked record that changed so that
    it contradicts its person is asked about, never moved.

    Each batch of 500 is one transaction with one line in the log, so a run that is cut off goes on
    where it was; a second run changes nothing. For the machine only.

    Raises:
        SourceNotFound: there is no such source, or a colleague asks.
        LogUnavailable: the line could not be written; the batch is not linked.

    Source: capability A-103; O-3 to O-8 in docs/known-odd-data.md.
    """
    source = Source.objects.filter(pk=source_id).first()
    if source is None or not viewer.is_machine:
        raise SourceNotFound
    counts, last = LinkCounts(), 0
    while ids := reads.records_to_examine(
        viewer=viewer, source_id=source_id, after=last, count=BATCH
    ):
        counts += _link_batch(viewer, source, ids)
        last = ids[-1]
    waiting = reads.count_waiting(viewer=viewer, source_id=source_id)
    return LinkCounts(counts.automatic, counts.proposed, counts.new, waiting)


@transaction.atomic
def _link_batch(viewer: Viewer, source: Source, ids: Sequence[int]) -> LinkCounts:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_RUN_AT_A_TIME])
    rows = {r.pk: r for r in PatientRecord.objects.select_for_update().filter(pk__in=ids)}
    records = [reads.engine_record(viewer=viewer, record=rows[pk]) for pk in sorted(rows)]
    linked = {
        link.patient_record_id: link
        for link in RecordLink.objects.filter(
            patient_record_id__in=ids, state__in=ACTIVE_LINK_STATES
        )
    }
    planner = _planner(viewer, source, rows, records, linked)
    found = (_assign(planner, rows[record.key], linked.get(record.key)) for record in records)
    done = [assignment for assignment in found if assignment is not None]
    with history.as_range(
        viewer=viewer, source="link", subject_ref=source.ref, first=min(ids), last=max(ids)
    ):
        made = make_persons(
            viewer=viewer, source=source, rows=[rows[a.record] for a in done if a.is_new]
        )
    links = [link for a in done for link in _new_links(a, made, is_linked=a.record in linked)]
    RecordLink.objects.bulk_create(links, batch_size=1000)
    flagged = [
        a
        for a in done
        if a.contradicted
        and flag(
            linked[a.record], score=a.contradicted.score, evidence=_stored(a.contradicted.evidence)
        )
    ]
    examined = [a.record for a in done]
    PatientRecord.objects.filter(pk__in=examined).update(examined_at=viewer.at)
    asked = ask_again(viewer=viewer, record_ids=[pk for pk in examined if pk in linked])
    if links or flagged or asked:
        persons = {link.person_id for link in [*links, *asked]}
        persons |= {linked[a.record].person_id for a in flagged}
        access_actions.record_list(viewer=viewer, event="link", object_ids=sorted(persons))
    return LinkCounts(
        automatic=sum(1 for a in done if a.joined is not None),
        proposed=sum(1 for a in done if a.proposals or a in flagged) + len(asked),
        new=len(made),
    )


def make_person(*, viewer: Viewer, record: PatientRecord) -> int:
    """Make a person of one record that belongs to nobody; return the person's key.

    For the machine only; the caller logs it for whoever asked.
    """
    source = Source.objects.get(pk=record.source_id)
    made = make_persons(viewer=viewer, source=source, rows=[record])
    assignment = Assignment(record.pk, -record.pk, None)
    RecordLink.objects.bulk_create(_new_links(assignment, made, is_linked=False))
    return made[record.pk]


def _assign(planner: Planner, row: PatientRecord, link: RecordLink | None) -> Assignment | None:
    """Return what becomes of a record; None when it has to wait for a name."""
    if link is None:
        has_person = _has_name(row) or row.pk in planner.by_number
        return planner.assign(row.pk) if has_person else None
    if row.pk not in planner.person_of:  # a colleague archived its person: nothing to ask
        return Assignment(row.pk, link.person_id, None)
    return planner.re_examine(row.pk)


def _planner(
    viewer: Viewer,
    source: Source,
    rows: dict[int, PatientRecord],
    records: Sequence[PersonRecord],
    linked: dict[int, RecordLink],
) -> Planner:
    """Read and score everything that these records may have to do with."""
    by_number = _by_client_number(viewer, source, rows.values())
    owners = {link.person_id for link in linked.values()} | set(by_number.values())
    members, person_of = reads.members_like(viewer=viewer, records=records, persons=owners)
    in_batch = {record.key for record in records}
    known = without_bsn_of_commerce(viewer=viewer, members=members)
    right = [*records, *(member for member in known if member.key not in in_batch)]
    wanted = set(block.pairs(records, right))
    members_of: dict[int, list[int]] = defaultdict(list)
    for member, person in person_of.items():
        members_of[person].append(member)
    belongs = {record: person_of[record] for record in linked if record in person_of} | by_number
    wanted |= {
        (record, member)
        for record, person in belongs.items()
        for member in members_of[person]
        if member != record
    }
    scale = scale_in_force(viewer=viewer)
    pairs: dict[int, list[ScoredPair]] = defaultdict(list)
    for pair in score_pairs(records, right, sorted(wanted), scale=scale):
        pairs[pair.left].append(pair)
    barred, asked = reads.settled(viewer=viewer, records=rows, persons=set(person_of.values()))
    return Planner(person_of, pairs, by_number, barred, asked)


def _by_client_number(
    viewer: Viewer, source: Source, rows: Iterable[PatientRecord]
) -> dict[int, int]:
    """Return per record of our own the person who carries its client number."""
    numbers = {row.pk: row.client_number for row in rows if row.client_number}
    if not source.is_own or not numbers:
        return {}
    known = relations_keys.persons_with_client_numbers(viewer=viewer, numbers=set(numbers.values()))
    return {record: known[number] for record, number in numbers.items() if number in known}


def make_persons(
    *, viewer: Viewer, source: Source, rows: Sequence[PatientRecord]
) -> dict[int, int]:
    """Make a person of each record of a source; return the person's key by record.

    For the machine only. The caller links and logs them.

    Raises:
        ClientNumberTaken: somebody got the client number of one of them just now.
    """
    if not rows:
        return {}
    taken = _by_client_number(viewer, source, rows)
    used: set[str] = set()
    persons, bsns = [], []
    for row in rows:
        number = row.client_number if source.is_own and row.pk not in taken else ""
        persons.append(_person_fields(row, client_number="" if number in used else number))
        bsns.append(_bsn_of(row))
        used.add(number)
    check = BsnCheckFields(source=source.title, checked_on=localdate(viewer.at))
    made = [
        drafts.encoded(drafts.draft_person(viewer=viewer, fields=fields, bsn=bsn, check=check))
        for fields, bsn in zip(persons, bsns, strict=True)
    ]
    keys = drafts.create_drafted(
        viewer=viewer, kind=PartyKind.PERSON, drafts=made, event="persons-recorded"
    )
    if not all(keys):  # a colleague gave the number to somebody since it was looked for
        raise ClientNumberTaken
    return {row.pk: key for row, key in zip(rows, keys, strict=True)}


def _person_fields(row: PatientRecord, *, client_number: str) -> PersonFields:
    """Return what is recorded of who is known by this record alone.

    Not that they died: the page asks a colleague to record that, since it stops what is planned.
    """
    name = PersonName(
        given_names=row.given_names,
        initials=row.initials,
        call_name=row.call_name,
        own_prefix=row.own_prefix,
        own_name=row.own_name,
        partner_prefix=row.partner_prefix,
        partner_name=row.partner_name,
        name_use=row.name_use if row.name_use in NameUse.values else NameUse.OWN,
    )
    if not relations_rules.short_name(name):
        name = PersonName(own_name=NAMELESS)
    address = AddressFields(
        street=row.street,
        house_number=row.house_number,
        suffix=row.house_number_suffix[:20],
        postcode=row.postcode,
        city=row.city,
    )
    phones = dict.fromkeys(filter(None, map(normalise_phone, row.phones)))
    emails = dict.fromkeys(filter(is_email, map(normalise_email, row.emails)))
    points = [ContactPointFields(system="phone", value=phone) for phone in phones]
    points += [ContactPointFields(system="email", value=email) for email in emails]
    return PersonFields(
        name=name,
        gender=row.gender if row.gender in Gender.values else Gender.UNKNOWN,
        birth=from_columns(row.birth_on, row.birth_precision),
        client_number=client_number[:20],
        addresses=() if address.is_empty else (address,),
        contact_points=tuple(points),
    )


def _bsn_of(row: PatientRecord) -> str:
    """Return the BSN that a source told, '' for none and for what is none."""
    if not row.bsn_sealed:
        return ""
    context = rules.bsn_context(source_id=row.source_id, source_key=row.source_key)
    bsn = crypto.unseal(bytes(row.bsn_sealed), context=context).decode()
    return bsn if is_bsn(bsn) else ""


def _new_links(
    assignment: Assignment, made: dict[int, int], *, is_linked: bool
) -> Iterable[RecordLink]:
    """Yield the rows that an assignment adds; what stands already is not written again."""
    joined = assignment.joined
    if not is_linked:
        yield RecordLink(
            patient_record_id=assignment.record,
            person_id=_person(assignment.person, made),
            state=LinkState.AUTOMATIC,
            score=joined.score if joined else 1,
            evidence=_evidence(joined) if joined else [],
            is_origin=assignment.is_new,
        )
    for candidate in assignment.proposals:
        yield RecordLink(
            patient_record_id=assignment.record,
            person_id=_person(candidate.person, made),
            state=LinkState.PROPOSED,
            needs_review=True,
            score=candidate.score,
            evidence=_evidence(candidate),
            has_conflict=bool(candidate.conflicts),
        )


def _has_name(row: PatientRecord) -> bool:
    return any([row.given_names, row.initials, row.call_name, row.own_name, row.partner_name])


def _person(key: int, made: dict[int, int]) -> int:
    return key if key > 0 else made[-key]


def _evidence(candidate: Candidate) -> list[StoredEvidence]:
    number: StoredEvidence = {"field": "client_number", "level": "same", "weight": 0}
    return [number] * candidate.by_number + _stored(candidate.evidence)


def _stored(evidence: Iterable[Evidence]) -> list[StoredEvidence]:
    return [{"field": e.field, "level": e.level, "weight": e.weight} for e in evidence]


def flag(link: RecordLink, *, score: float, evidence: Sequence[StoredEvidence]) -> bool:
    """Ask a colleague about an active link, unless this very contradiction was judged before."""
    if link.needs_review or _conflicts(evidence) <= _conflicts(link.evidence):
        return False
    link.needs_review, link.has_conflict = True, True
    link.score, link.evidence = score, list(evidence)
    link.save(update_fields=["needs_review", "has_conflict", "score", "evidence"])
    return True


def _conflicts(evidence: Sequence[StoredEvidence]) -> set[str]:
    return set(safety.conflicts({str(item["field"]): str(item["level"]) for item in evidence}))

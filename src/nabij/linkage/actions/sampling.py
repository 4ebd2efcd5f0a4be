# SPDX-License-Identifier: EUPL-1.2
"""Draw links and near misses at random, to be judged: what makes an estimate honest."""

from collections import defaultdict
from collections.abc import Sequence

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from nabij.access import actions as access_actions
from nabij.core.errors import DomainError
from nabij.core.viewer import Viewer
from nabij.linkage import rules
from nabij.linkage.actions.linking import ONE_RUN_AT_A_TIME
from nabij.linkage.choices import LinkState
from nabij.linkage.models import RecordLink, Sample
from nabij.linkage.queries.near_misses import near_misses
from nabij.linkage.queries.quality import linked_by_machine, linked_records
from nabij.linkage.queries.sight import links_within_sight

MOST = 500


class SampleNotValid(DomainError):
    code = "sample-not-valid"
    message = _("A sample has at least 1 and at most %(most)s links.")


class NothingToDraw(DomainError):
    code = "nothing-to-draw"
    message = _("Nothing is linked yet that could be drawn.")


@transaction.atomic
def draw_sample(*, viewer: Viewer, count: int) -> int:
    """Put as many links that linking made, and as many records, up for review; drawn at random.

    Of each record drawn the person who looks most alike and is not its own is asked about, if
    there is one about whom nobody was asked. Nothing is shown here: what is drawn waits in a queue
    of its own, where links and near misses cannot be told apart. Returns how many questions wait.

    Raises:
        LinkNotFound: the role reviews no links.
        SampleNotValid: `count` is not from 1 to 500.
        NothingToDraw: linking has made no link that is not judged or drawn yet.
        LogUnavailable: the log could not be written; nothing is drawn.
    """
    links_within_sight(viewer=viewer)
    if not 1 <= count <= MOST:
        raise SampleNotValid(most=MOST)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_RUN_AT_A_TIME])
    free = linked_by_machine(viewer=viewer).filter(needs_review=False)
    links = list(free.order_by("?").values_list("pk", "person_id")[:count])
    if not links:
        raise NothingToDraw
    drawn = list(linked_records(viewer=viewer).order_by("?")[:count])
    sample = Sample(links=len(links), drawn_by_id=viewer.user_id, drawn_at=viewer.at)
    asked = _near_misses(viewer, [record for record, _source in drawn])
    counts: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    near = {link.patient_record_id for link in asked}
    for record, source in drawn:
        counts[source][0] += 1
        counts[source][1] += record in near
    sample.drawn = {str(source): count for source, count in sorted(counts.items())}
    sample.save()
    for link in asked:
        link.sample = sample
    RecordLink.objects.bulk_create(asked)
    RecordLink.objects.filter(pk__in=[pk for pk, _person in links]).update(
        needs_review=True, sample=sample
    )
    persons = {person for _pk, person in links} | {link.person_id for link in asked}
    access_actions.record_list(viewer=viewer, event="link-sample", object_ids=sorted(persons))
    return len(links) + len(asked)


def _near_misses(viewer: Viewer, records: Sequence[int]) -> list[RecordLink]:
    return [
        RecordLink(
            patient_record_id=record,
            person_id=miss.person,
            state=LinkState.PROPOSED,
            needs_review=True,
            score=miss.score,
            evidence=rules.to_store(miss.evidence),
            has_conflict=bool(miss.conflicts),
        )
        for record, miss in near_misses(viewer=viewer, record_ids=records).items()
    ]

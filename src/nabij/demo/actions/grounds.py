# SPDX-License-Identifier: EUPL-1.2
"""What the invented clients allowed and refused, per source."""

from dataclasses import replace

from nabij.core import history
from nabij.core.viewer import Viewer
from nabij.demo.actions.colleagues import DEMO
from nabij.demo.generator import shapes
from nabij.linkage import queries as linkage_queries
from nabij.linkage.actions import bulk as linkage_bulk
from nabij.linkage.choices import Decision


def load_grounds(*, viewer: Viewer, institution: shapes.Institution) -> int:
    """Record, for every client and source, what the client decided. Returns how many."""
    loaded = 0
    for source in institution.sources:
        grounds = [
            fields
            for client in institution.clients
            for record in client.records
            if record.source == source.name and record.ground and not source.is_own
            for fields in _grounds(
                record.patient_id, record.ground, is_sensitive=source.data_class == "d"
            )
        ]
        stored = linkage_queries.source_named(viewer=viewer, name=source.name)
        with history.by(viewer, way=DEMO):
            loaded += linkage_bulk.add_grounds(viewer=viewer, source_id=stored.pk, grounds=grounds)
    return loaded


def _grounds(
    source_key: str, ground: shapes.Ground, *, is_sensitive: bool
) -> list[linkage_bulk.GroundFields]:
    fields = linkage_bulk.GroundFields(
        source_key=source_key,
        kind=ground.kind,
        decision=ground.decision,
        starts_on=ground.starts_on,
        ends_on=ground.ends_on,
        evidence=ground.evidence,
        includes_sensitive=is_sensitive,
    )
    if ground.decision != Decision.WITHDRAWN or ground.ends_on is None:
        return [fields]
    # Who withdraws a consent gave it before: the period is that of the consent.
    return [
        replace(fields, decision=Decision.GIVEN),
        replace(fields, starts_on=ground.ends_on, ends_on=None, includes_sensitive=False),
    ]

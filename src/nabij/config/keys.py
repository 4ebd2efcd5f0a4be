# SPDX-License-Identifier: EUPL-1.2
"""All places where something lies sealed, and how their keys are replaced while others work."""

from datetime import datetime
from pathlib import Path

from django.conf import settings

from nabij.access import queries as access_queries
from nabij.access.actions import sealed as access
from nabij.core import crypto, resealing
from nabij.core.crypto import Keyring
from nabij.desk.actions import drafts as desk
from nabij.dossiers.actions import sealing as dossiers
from nabij.imports.actions import sealing as imports
from nabij.linkage.actions import sealing as linkage
from nabij.lists.actions import sealing as lists
from nabij.privacy.actions import sealing as privacy
from nabij.relations.actions import sealing as relations

# What the web reads day by day; originals and uploads are too many to look through at every start.
DAILY = (*access.SEALED, *lists.SEALED, *relations.SEALED, *linkage.SEALED, *desk.SEALED)
PLACES = (*DAILY, *dossiers.SEALED, *imports.SEALED, *privacy.SEALED)


def rotate(*, at: datetime, report: resealing.Report) -> tuple[Keyring, dict[str, int]]:
    """Seal everything anew with a new key; return the ring in force and the rows done per place.

    A run that was cut off goes on with the key it had made. Works as `nabij_keys`.

    Raises:
        RotationGoesOn: another process is busy with it.
        KeysAreRotating: all is done already, and the key of before was not retired.
        RowsAreHeld, KeyMissing, SealBroken: see `resealing.reseal`.
    """
    resealing.take_turn()
    path = Path(settings.NABIJ_KEYS_FILE)
    ring = crypto.read_keyring(path)
    if set(resealing.rows_per_key(PLACES)) <= {ring.current}:
        if ring.previous_index is None:
            # A retirement that was cut off after the keyring had been written.
            _forget_previous_indexes()
        ring = ring.rotated(at=at)
        crypto.replace_keyring(ring, path)
    done = {place.name: resealing.reseal(place, ring=ring, report=report) for place in PLACES}
    return ring, done


def retire(*, at: datetime) -> tuple[Keyring, list[str]]:
    """Take the keys of before out of the keyring; return the ring in force and the names of them.

    Works as `nabij_keys`.

    Raises:
        NoOlderKey, KeyTooFresh: see `Keyring.retired`.
        KeyInUse: rows are sealed with it still.
        WorkGoesOn: a job is running that may use it still.
    """
    resealing.take_turn()
    path = Path(settings.NABIJ_KEYS_FILE)
    ring = crypto.read_keyring(path)
    after = ring.retired(at=at)
    resealing.refuse_running_work()
    resealing.refuse_keys_in_use(PLACES, ring=ring)
    viewer = access_queries.machine(at=at, command="keys")
    dossiers.rename_bsns_in_references(viewer=viewer, ring=ring, after=after)
    crypto.replace_keyring(after, path)
    _forget_previous_indexes()
    return after, sorted(ring.sealing.keys() - after.sealing.keys())


def _forget_previous_indexes() -> None:
    for place in PLACES:
        resealing.forget_previous_index(place)

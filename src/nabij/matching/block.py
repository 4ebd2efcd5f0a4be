# SPDX-License-Identifier: EUPL-1.2
"""Which records are worth comparing: those that share a key. The database finds by the same keys.

A key that more records share than fit in a block says nothing of who somebody is, and would make
the work grow with its square: it is left out, here and in the database alike.
"""

import logging
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from itertools import chain

from nabij.matching import keys
from nabij.matching.compare import Prepared
from nabij.matching.records import PersonRecord

logger = logging.getLogger(__name__)
Key = int | bytes


def pairs(left: Sequence[PersonRecord], right: Collection[PersonRecord]) -> list[tuple[int, int]]:
    """Return each pair (left key, right key) that shares a key once; nothing meets itself.

    How many keys were left out is written to the program's log.
    """
    found: dict[Key, list[int]] = defaultdict(list)
    for record in right:
        for key in chain(_bsn(record), keys.found_under(Prepared(record))):
            found[key].append(record.key)
    too_large = {key for key, others in found.items() if len(others) > keys.LARGEST_BLOCK}
    wanted: set[tuple[int, int]] = set()
    left_out: set[Key] = set()
    for record in left:
        for key in chain(_bsn(record), keys.looked_under(Prepared(record))):
            if key in too_large:
                left_out.add(key)
            else:
                wanted.update((record.key, other) for other in found.get(key, ()))
    if left_out:
        logger.info("%s keys left out: too many records share them", len(left_out))
    return sorted(pair for pair in wanted if pair[0] != pair[1])


def _bsn(record: PersonRecord) -> Iterable[Key]:
    is_known = record.bsn_index is not None and record.bsn_state == "present"
    return (record.bsn_index,) if is_known and record.bsn_index else ()

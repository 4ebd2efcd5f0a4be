# SPDX-License-Identifier: EUPL-1.2
"""A worker in the process of a test (that uses `committing_db`)."""

from django.db import connections

from nabij.core import jobs
from nabij.database.connection import ROLE_OF_QUEUE, ROLES


def work(queue="default"):
    """Do all jobs of a queue under the role that its worker has, in connections that it closes."""
    shared = connections.settings["default"]
    before = {"OPTIONS": shared["OPTIONS"], "CONN_MAX_AGE": shared["CONN_MAX_AGE"]}
    role = ROLES[ROLE_OF_QUEUE[queue]]
    shared["OPTIONS"] = shared["OPTIONS"] | {"options": f"-c role={role}"}
    shared["CONN_MAX_AGE"] = 0
    connections["default"].close()
    try:
        jobs.work([queue], wait=False)
    finally:
        connections["default"].close()
        shared.update(before)

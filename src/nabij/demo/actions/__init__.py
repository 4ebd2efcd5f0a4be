# SPDX-License-Identifier: EUPL-1.2
"""Load the invented institution through the same doors that real data takes."""

from nabij.demo.actions.appointments import load_appointments
from nabij.demo.actions.contacts import load_contacts
from nabij.demo.actions.grounds import load_grounds
from nabij.demo.actions.institution import load_institution, load_value_models
from nabij.demo.actions.statements import load_statements

__all__ = [
    "load_appointments",
    "load_contacts",
    "load_grounds",
    "load_institution",
    "load_statements",
    "load_value_models",
]

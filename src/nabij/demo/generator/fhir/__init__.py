# SPDX-License-Identifier: EUPL-1.2
"""Writes things in FHIR: STU3 on the zibs of 2017 and R4 on those of 2020, as JSON or XML.

Resources are plain dictionaries whose members stand in the order of the FHIR specification, so that
the same dictionary can be written as XML. Parts that many resources share are made once and must
not be changed.
"""

# SPDX-License-Identifier: EUPL-1.2
"""Invents a home-care institution with its clients and writes their dossiers as FHIR files.

Pure Python: no Django, no database, no clock. `institution.generate` gives the rows to load,
`roster.visits` and `roster.write_roster` the visits, `write.write_dossiers` the files of each
source.
"""

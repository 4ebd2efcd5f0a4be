# SPDX-License-Identifier: EUPL-1.2
"""What each source writes about a client: one module a source, each in its own dialect of FHIR."""

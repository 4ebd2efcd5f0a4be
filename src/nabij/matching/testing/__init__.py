# SPDX-License-Identifier: EUPL-1.2
"""Invented persons with the truth about them, for tests and benchmarks of the engine."""

# SPDX-License-Identifier: EUPL-1.2
"""Answering to the client and the law for what is known here: who looked, and proof of it."""

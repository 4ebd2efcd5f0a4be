# SPDX-License-Identifier: EUPL-1.2
"""What the value model needs to know, without Django: codes, checks, files, charts, papers."""

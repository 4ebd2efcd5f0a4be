# SPDX-License-Identifier: EUPL-1.2
"""The same model in the words of Splink, for records that no longer fit one machine."""

# SPDX-License-Identifier: EUPL-1.2
"""What commands share."""

from argparse import ArgumentParser


def ask_who_answers(parser: ArgumentParser, *, required: bool = False) -> None:
    """Let a command name the colleague who runs it.

    `access.queries.viewers.command_viewer` reads it.
    """
    parser.add_argument(
        "--as",
        dest="answers",
        default="",
        required=required,
        metavar="E-MAIL",
        help="the colleague who answers for this; it stands in the log",
    )

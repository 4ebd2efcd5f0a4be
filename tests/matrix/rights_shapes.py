# SPDX-License-Identifier: EUPL-1.2
"""Who sees what of consent, the log, histories and requests of persons.

The words are those of `table`.
"""

RIGHTS_SHAPES = {
    # What a client decided of a copy: for who records it, and of their clients for who gives care.
    # An emergency is no moment to record it.
    "ground": """
        care professional in an emergency  - - - - - - - - - - -
        carers   n -  - - n - - -  - - -
        offices  n nb - - n - n nb n - -
    """,
    # The same of all copies together, with the evidence of each.
    "consent": """
        care professional in an emergency  - - - - - - - - - - -
        carers   nb -  - - n - - -  - - -
        offices  nb nb - - n - n nb n - -
    """,
    # That somebody does not want to be approached: for whoever sees more than the card.
    "objection": """
        carers   > - - - > - > - > - -
        offices  > > - - > - > > > - -
        contact  > > - - > - - - > - -
    """,
    # To write down what a client states: for who opens them, and beside the whole for the officer.
    "statement form": """
        care professional standing in      n - - - - - - - - - -
        care professional in an emergency  n - - - - - - - - - -
        carers                     n - - n n - - - - - -
        front office on the phone  n - - - - - - - - - -
        privacy officer            n n n n n - n n n - -
    """,
    # To restrict the use of something: for who opens them, and of what is no care for the officer.
    "restriction form": """
        care professional standing in      n - - - - - - - - - -
        care professional in an emergency  n - - - - - - - - - -
        carers                     n - - n n - - - - - -
        front office on the phone  n - - - - - - - - - -
        privacy officer            n n n n n - n n n - -
    """,
    # One statement beside the whole dossier, for who gives care; its page has it in words.
    "statement": """
        carers  nc - - - - - - - - - -
    """,
    # Who looked at a person: above it stands the card.
    "log of a person": """
        officers  n n n - n n n n n > -
    """,
    # The log in sentences: for the officers, and who cares for the client shows it to them.
    "log for the client": """
        officers                           n n n - n n n n n > -
        care professional standing in      - - - - - - - - - > -
        care professional in an emergency  - - - - - - - - - > -
        care professional on duty          - - - - - - - - - > -
        care professional                  n - - - n - - - - > -
    """,
    "well known": """
        privacy officer  > > > - > > > > > - -
    """,
    # What changed of a relation: how care is organised only where that is open.
    "history": """
        carers                     nab -   - - nab - nab -   nab > na
        offices                    nab nab - - nab - nab nab nab > na
        contact                    na  na  - - na  - -   -   na  > na
    """,
    "task history": """
        carers                     n - - - - - - - - - n
        offices                    n - - - - - - - - - n
        complaints officer         n - - - - - - - - - n
        relations                  - - - - - - - - - - n
    """,
    "request recorded": """
        privacy officer  n n n - n n n n n - -
    """,
    "changes": """
        officers  na na n n na . n n na na na
    """,
}

# SPDX-License-Identifier: EUPL-1.2
"""Who sees what of contact, tasks and calls; the words are those of `table`."""

CONTACT_SHAPES = {
    # All contact with somebody: what was said only where they open.
    "contact": """
        carers                     nbc - - - nbc - n - n - na
        front office               n   n - - n   - n n n - na
        front office on the phone  nb  n - - n   - n n n - na
        contact                    n   n - - n   - - - n - na
    """,
    # The part of it that stands on the page of a party: their name is in a form, for who records.
    "contact beside": """
        carers                     nbc - - - nbc - n - n - na
        front office               n   n - - n   - n n n - na
        front office on the phone  nb  n - - n   - n n n - na
        account manager            .   . - - .   - - - n - na
        complaints officer         n   n - - n   - - - n - na
        contact                    .   . - - .   - - - . - a
    """,
    "contact recorded": """
        carers                     nbc - - - nbc - n - n - na
        front office               n   n - - n   - n n n - na
        front office on the phone  nb  n - - n   - n n n - na
        account manager            !   ! - - !  - - - n - na
        complaints officer         n   n - - n  - - - n - na
        contact                    !   ! - - !  - - - ! - !
    """,
    "task given": """
        carers              n - - - n - n - n - n
        offices             n n - - n - n n n - n
        account manager     - - - - - - - - n - n
        complaints officer  n n - - n - - - n - n
    """,
    "what was said": """
        carers                     nb - - - - - - - - - a
        front office on the phone  nb - - - - - - - - - a
        relations                  -  - - - - - - - - - a
    """,
    # The contact with who live together: as for each of them.
    "household": """
        carers                     nbc n - - nbc - - - - - -
        front office               n   n - - n   - - - - - -
        front office on the phone  nb  n - - n   - - - - - -
    """,
    # Who has a task sees for whom it is; what it is about only where its person opens.
    "task": """
        carers                     nb - - - - - - - - - na
        front office on the phone  nb - - - - - - - - - na
        front office               n  - - - - - - - - - na
        complaints officer         n  - - - - - - - - - na
        relations                  -  - - - - - - - - - na
    """,
    # Who else approaches somebody: for who sees the card, and nothing of the person is in it.
    "near": """
        relations  . . . - . - . . . - .
    """,
    # Whether one follows somebody: for who sees more than the card.
    "followed": """
        carers   . - - - . - . - . - .
        offices  . . - - . - . . . - .
        contact  . . - - . - - - . - .
    """,
    # A call rings at one colleague, and shows who may be calling.
    "incoming call": """
        front office on the phone  - - - - - - na - - - -
    """,
    "task changed": """
        carers                     nb - - - - - - - - - na
        front office on the phone  nb - - - - - - - - - na
        front office               n  - - - - - - - - - na
        complaints officer         n  - - - - - - - - - na
        account manager            -  - - - - - - - - - na
    """,
    # It is another version by now; or not theirs to close.
    "task ended": """
        registering         . - - - - - - - - - .
        complaints officer  . - - - - - - - - - .
        account manager     - - - - - - - - - - .
    """,
    # It opens the person, to who has it and whose role may read it.
    "task opened": """
        care professional standing in  . - - - - - - - - - .
        care professional in an emergency  . - - - - - - - - - .
        care professional on duty      . - - - - - - - - - .
        registering                    > - - - - - - - - - .
        complaints officer             . - - - - - - - - - .
        relations                      - - - - - - - - - - .
    """,
}

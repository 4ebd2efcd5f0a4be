# SPDX-License-Identifier: EUPL-1.2
"""The access matrix: every address by everybody, from one table, proven by canaries.

`canaries`  words that occur nowhere else, each saying whose it is and of which class
`people`    the persons of the world, with a canary in every field
`dossiers`  what sources say of them, as FHIR
`world`     one institution with these, made by the product's own actions
`table`     what everybody may see: read this one first
`routes`    what the walker fills in an address
`walker`    finds every address and asks it as everybody
`judge`     compares status, canaries and log with the table
"""

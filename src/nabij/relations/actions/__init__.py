# SPDX-License-Identifier: EUPL-1.2
"""What can be done with relations. Each is one transaction with one line in the access log."""

from nabij.relations.actions.contact import (
    InstructionEndsBeforeStart,
    NoWayIn,
    TooManyInstructions,
    end_contact_instruction,
    reveal_key_safe,
    set_contact_instruction,
    set_key_safe,
)
from nabij.relations.actions.gate import MayNotRegister, UnitNotYours
from nabij.relations.actions.identity import (
    BsnBelongsToAnother,
    BsnMissing,
    BsnNotForThisPerson,
    BsnShown,
    BsnWrong,
    record_bsn_check,
    reveal_bsn,
    set_bsn,
)
from nabij.relations.actions.merges import (
    LaterMergeFirst,
    MergeIsStale,
    NoSuchChoice,
    ReasonMissing,
    merge,
    unmerge,
)
from nabij.relations.actions.objections import (
    lift_objection,
    object_to_approach,
    record_objection,
)
from nabij.relations.actions.organisations import change_organisation, create_organisation
from nabij.relations.actions.persons import (
    ChangedMeanwhile,
    ClientNumberTaken,
    NameMissing,
    change_person,
    create_person,
    create_persons,
    restore_death,
    set_death,
)
from nabij.relations.actions.questions import answer_question, ask_whether_known
from nabij.relations.actions.restrictions import ToldFirst, lift_restrictions, restrict
from nabij.relations.actions.ties import (
    AlreadyRelated,
    EndsBeforeStart,
    ImpossibleRelationship,
    RelationshipChangedMeanwhile,
    add_relationship,
    change_relationship,
    join_household,
    leave_household,
)

__all__ = [
    "AlreadyRelated",
    "BsnBelongsToAnother",
    "BsnMissing",
    "BsnNotForThisPerson",
    "BsnShown",
    "BsnWrong",
    "ChangedMeanwhile",
    "ClientNumberTaken",
    "EndsBeforeStart",
    "ImpossibleRelationship",
    "InstructionEndsBeforeStart",
    "LaterMergeFirst",
    "MayNotRegister",
    "MergeIsStale",
    "NameMissing",
    "NoSuchChoice",
    "NoWayIn",
    "ReasonMissing",
    "RelationshipChangedMeanwhile",
    "ToldFirst",
    "TooManyInstructions",
    "UnitNotYours",
    "add_relationship",
    "answer_question",
    "ask_whether_known",
    "change_organisation",
    "change_person",
    "change_relationship",
    "create_organisation",
    "create_person",
    "create_persons",
    "end_contact_instruction",
    "join_household",
    "leave_household",
    "lift_objection",
    "lift_restrictions",
    "merge",
    "object_to_approach",
    "record_bsn_check",
    "record_objection",
    "restore_death",
    "restrict",
    "reveal_bsn",
    "reveal_key_safe",
    "set_bsn",
    "set_contact_instruction",
    "set_death",
    "set_key_safe",
    "unmerge",
]

# SPDX-License-Identifier: EUPL-1.2
"""Every write of linkage, one function per use case."""

from nabij.linkage.actions.grounds import GroundNotValid, record_ground, set_default_grounds
from nabij.linkage.actions.judging import (
    CannotBeTakenBack,
    NothingToTakeBack,
    open_question,
    take_back,
)
from nabij.linkage.actions.linking import link_new_records
from nabij.linkage.actions.questions import ask_whose
from nabij.linkage.actions.records import ensure_records, store_patient_records
from nabij.linkage.actions.review import (
    AlreadyJudged,
    DayHasPassed,
    DecisionIsStale,
    OnlyRecordOfPerson,
    confirm_link,
    put_off_link,
    reconsider,
    reject_link,
    unlink,
)
from nabij.linkage.actions.sampling import NothingToDraw, SampleNotValid, draw_sample
from nabij.linkage.actions.sources import SourceNameNotValid, SourceNameTaken, add_source
from nabij.linkage.actions.splitting import (
    NobodyLeft,
    NothingChosen,
    WhyMissing,
    split,
    undo_split,
)

__all__ = [
    "AlreadyJudged",
    "CannotBeTakenBack",
    "DayHasPassed",
    "DecisionIsStale",
    "GroundNotValid",
    "NobodyLeft",
    "NothingChosen",
    "NothingToDraw",
    "NothingToTakeBack",
    "OnlyRecordOfPerson",
    "SampleNotValid",
    "SourceNameNotValid",
    "SourceNameTaken",
    "WhyMissing",
    "add_source",
    "ask_whose",
    "confirm_link",
    "draw_sample",
    "ensure_records",
    "link_new_records",
    "open_question",
    "put_off_link",
    "reconsider",
    "record_ground",
    "reject_link",
    "set_default_grounds",
    "split",
    "store_patient_records",
    "take_back",
    "undo_split",
    "unlink",
]

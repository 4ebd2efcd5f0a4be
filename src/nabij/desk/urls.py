# SPDX-License-Identifier: EUPL-1.2
from django.urls import path

from nabij.desk.views import drafts, notices, start

app_name = "desk"
urlpatterns = [
    path("", start.start, name="start"),
    path("find/", start.find, name="find"),
    path("pulse/", notices.pulse, name="pulse"),
    path("notices/", notices.notices, name="notices"),
    path("notices/read/", notices.notice_read, name="notice_read"),
    path("follow/<ref>/", notices.watch, name="watch"),
    path("drafts/", drafts.draft, name="draft"),
    path("stand-ins/", start.stand_ins, name="stand_ins"),
    path("stand-ins/review/", start.stand_in_review, name="stand_in_review"),
    path("stand-ins/settle/", start.stand_in_settle, name="stand_in_settle"),
]

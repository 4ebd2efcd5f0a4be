# SPDX-License-Identifier: EUPL-1.2
from django.urls import path

from nabij.privacy.views import (
    breaches,
    cases,
    client_log,
    history,
    log,
    processings,
    requests,
    reviews,
)

app_name = "privacy"
urlpatterns = [
    path("", log.log, name="log"),
    path("cases/", cases.cases, name="cases"),
    path("notices/<ref>/", cases.notice, name="notice"),
    path("register/", processings.register, name="register"),
    path("colleagues/", log.colleagues, name="colleagues"),
    path("review/", reviews.finds, name="finds"),
    path("review/rules/", reviews.review_rules, name="rules"),
    path("review/<ref>/", reviews.find, name="find"),
    path("questions/<ref>/", reviews.explain, name="explain"),
    path("breaches/", breaches.register, name="breaches"),
    path("breaches/new/", breaches.report, name="report"),
    path("breaches/<ref>/", breaches.breach, name="breach"),
    path("changes/", history.period, name="changes"),
    path("history/tasks/<ref>/", history.task, name="task_history"),
    path("history/<ref>/", history.party, name="history"),
    path("history/<ref>/restore/", history.restore, name="restore"),
    path("requests/", requests.requests, name="requests"),
    path("requests/of/<ref>/", requests.new, name="request_new"),
    path("requests/<ref>/", requests.one, name="request"),
    path("requests/<ref>/extend/", requests.extend, name="request_extend"),
    path("requests/<ref>/decide/", requests.decide, name="request_decide"),
    path("requests/<ref>/done/", requests.finish, name="request_done"),
    path("persons/<ref>/", log.person, name="person"),
    path("persons/<ref>/shown/", client_log.client_log, name="client_log"),
    path("persons/<ref>/well-known/", reviews.well_known, name="well_known"),
]

# SPDX-License-Identifier: EUPL-1.2
from django.urls import path

from nabij.contact.views import calls, interactions, tasks

app_name = "contact"
urlpatterns = [
    path("exchange/", calls.exchange, name="exchange"),
    path("calls/", calls.ringing, name="ringing"),
    path("calls/<ref>/", calls.card, name="call"),
    path("tasks/", tasks.tasks, name="tasks"),
    path("tasks/<ref>/", tasks.task, name="task"),
    path("tasks/<ref>/open/", tasks.task_open, name="task_open"),
    path("tasks/<ref>/called/", tasks.task_attempt, name="task_attempt"),
    path("tasks/<ref>/end/", tasks.task_end, name="task_end"),
    path("tasks/<ref>/hand-over/", tasks.task_hand_over, name="task_hand_over"),
    path("moments/<ref>/", interactions.interaction, name="interaction"),
    path("<ref>/", interactions.party, name="party"),
    path("<ref>/near/", interactions.near, name="near"),
    path("<ref>/tasks/new/", tasks.task_new, name="task_new"),
]

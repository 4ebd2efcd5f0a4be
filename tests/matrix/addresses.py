# SPDX-License-Identifier: EUPL-1.2
"""Every address there is, for the table of rights: what it asks for, and who sees what."""

# Address, method (and `+swap` or `+page`: see Row.way), what it asks for, and the shape or page of
# table.py that says who sees what.
ADDRESSES = """
desk:start                        GET,GET+swap list      desk
desk:find                         POST      list          found
desk:pulse                        GET,GET+swap nobody        who signs in
desk:notices                      GET       list          tasks
desk:notice_read                  POST      nobody        nobody at all
desk:watch                        GET,POST,GET+swap person followed
desk:draft                        POST      self          who signs in
desk:stand_ins                    GET       list          stand-ins
desk:stand_in_review              POST      nobody        nobody at all
desk:stand_in_settle              POST      nobody        nobody at all
web:preferences                   POST      nobody        anybody
set_language                      GET,POST  nobody        anybody

sign_in:start                     GET,POST  self          anybody
sign_in:second_step               GET,POST  self          anybody
sign_in:passkey_question          POST      self          anybody
sign_in:passkey                   POST      self          anybody
sign_in:single_sign_on            GET,POST  self          anybody
sign_in:single_sign_on_back       GET       self          anybody
sign_in:reset                     GET,POST  self          anybody
sign_in:reset_asked               GET       self          anybody
sign_in:reset_choose              GET,POST  self          anybody
sign_in:out                       GET,POST  self          who signs in
sign_in:enrol                     GET,POST  self          who signs in
sign_in:new_app                   GET,POST  self          who signs in
sign_in:new_passkey               GET,POST  self          who signs in
sign_in:new_passkey_question      POST      self          who signs in
sign_in:new_passkey_answer        POST      self          who signs in
sign_in:recovery_codes            GET,POST  self          who signs in
sign_in:mine                      GET       self          who signs in
sign_in:remove_factor             POST      self          who signs in
sign_in:end_session               POST      self          who signs in
sign_in:end_sessions              POST      self          who signs in
sign_in:change_password           GET,POST  self          who signs in
sign_in:colleagues                GET,POST  nobody        who helps colleagues
sign_in:colleagues                POST+swap nobody        who helps colleagues
sign_in:reset_factors             GET,POST  nobody        who helps colleagues
sign_in:confirm                   GET,POST  self          who signs in
sign_in:lock                      GET,POST  self          who signs in
sign_in:still_here                POST      self          who signs in
sign_in:unlock                    GET,POST  self          who signs in

relations:search                  GET       nobody        who sees cards
relations:search                  POST      list          found
relations:search                  POST+swap list          found
relations:search                  POST+page list          found
relations:person_new              GET,POST  nobody        who registers
relations:duplicates              POST      nobody        who registers
relations:duplicates_ask          POST      nobody        who registers
relations:duplicates_ask          POST+swap nobody        who registers
relations:questions               GET       nobody        who answers questions
relations:question_answer         POST      nobody        nobody at all
relations:person_edit             GET,POST  person        change
relations:bsn                     GET,POST  person        form
relations:bsn_show                POST      person        sealed number
relations:bsn_show                POST+swap person        number alone
relations:instructions            GET,POST  person        form with b
relations:instruction_end         POST      person        led on
relations:key_safe                GET,POST  person        form with b
relations:key_safe_show           POST      person        key safe
relations:key_safe_show           POST+swap person        code alone
relations:household               GET,POST  person        form
relations:household               GET+swap,POST+swap person        others found
relations:household_leave         POST      person        led on
relations:organisation_new        GET,POST  nobody        who registers organisations
relations:organisation_edit       GET,POST  person        organisation form
relations:merges                  GET       person        merges
relations:merges                  POST      person        merges
relations:merge                   GET,POST  nobody        nobody at all
relations:unmerge                 POST      nobody        nobody at all
relations:relationship_new        GET,POST  person        of any relation
relations:relationship_new        GET+swap,POST+swap person        others found of any relation
relations:relationship            GET       person        tie
relations:relationship            POST      person        tie sent
relations:network                 GET       person        network

lists:start                       GET       nobody        who sees cards
lists:page                        GET,POST,GET+swap,POST+swap,GET+page,POST+page list persons listed
lists:page                        GET,GET+swap list-of-organisations organisations listed
lists:page                        GET,GET+swap list-of-tasks tasks
lists:columns                     POST      nobody        who sees cards
lists:view_save                   POST      nobody        who sees cards
lists:export                      GET       list          persons listed
lists:export                      GET       list-of-organisations organisations listed
lists:export                      GET       list-of-tasks tasks
lists:cell                        GET,POST  person        form
lists:cell                        GET+swap,POST+swap person others found
lists:bulk_start                  POST      nobody        nobody at all
lists:bulk                        GET,GET+swap nobody     nobody at all
lists:bulk_try                    POST,POST+swap nobody   nobody at all
lists:bulk_do                     POST      nobody        nobody at all
lists:bulk_undo                   POST      nobody        nobody at all
lists:view                        POST      nobody        nobody at all
lists:view_update                 POST      nobody        nobody at all
lists:view_remove                 POST      nobody        nobody at all
lists:view_default                POST      nobody        nobody at all

clientview:person                 GET       person        person
clientview:person                 GET+swap  person        timeline
clientview:person                 GET+page  person        person
clientview:print                  GET,GET+page person        print
clientview:timeline               POST      person        anything
clientview:timeline               POST+swap person        timeline found
clientview:timeline               POST+page person        anything
clientview:call                   POST      person        call
clientview:call_end               POST      person        call ended
clientview:stand_in               POST      cared         stood in
clientview:emergency              GET,POST  person        emergency
clientview:emergency_end          POST      nobody        nobody at all
clientview:care_relations         GET,POST  person        who cares
clientview:care_relation_end      POST      person        nobody at all
clientview:representation         GET,POST  person        form with b
clientview:representation_change  POST      person        led on
clientview:capacity               POST      person        form with b
clientview:consent                GET       person        consent
clientview:objection              POST      person        objection
clientview:death                  GET,POST  person        form
clientview:death_undo             POST      nobody        nobody at all
clientview:after_death            GET,POST  person        nobody at all
clientview:after_death_end        POST      nobody        nobody at all
clientview:statement_new          GET,POST  person        statement form
clientview:statement              GET,POST  person        statement
clientview:fact                   GET       fact_b        fact b
clientview:fact                   GET       fact_c        fact c
clientview:fact                   GET       fact_d        fact d
clientview:fact                   GET       fact_x        nobody at all
clientview:fact                   GET       fact_closed   nobody at all
round_sheets:list                 GET       nobody        who gives care
round_sheets:make                 POST      team          round sheet
accounts:organisation             GET       person        organisation

contact:tasks                     GET       list          tasks
contact:exchange                  POST      self          anybody
contact:call                      GET,POST  incoming      incoming call
contact:household                 GET,GET+page household household
contact:near                      GET,GET+swap person        near
contact:party                     GET,GET+page person        contact
contact:party                     POST      person        contact recorded
contact:party                     GET+swap  person        contact beside
contact:party                     POST+swap person        contact recorded
contact:calendar                  GET       list          calendar
contact:calendar_link             GET,POST  nobody        who sees cards
contact:calendar_link_end         POST      nobody        who sees cards
contact:calendar_file             POST      nobody        who sees cards
contact:calendar_feed             GET       self          anybody
contact:appointment_new           GET,POST  nobody        who sees cards
contact:appointment_for           GET,POST  person        task given
contact:appointment               GET       appointment   appointment
contact:appointment_edit          GET       own_appointment appointment changed
contact:appointment_edit          POST      own_appointment reported
contact:appointment_off           POST      own_appointment appointment off
contact:appointment_report        GET,POST  own_appointment reported
contact:meeting_new               POST      own_appointment meeting made
contact:meetings                  GET       list          meetings
contact:meeting                   GET       meeting       appointment
contact:meeting                   POST      meeting       meeting changed
contact:meeting_decision          POST      meeting       meeting changed
contact:meeting_action            POST      meeting       meeting changed
contact:hours                     GET       list          hours
contact:hours_workbook            GET       list          hours
contact:task_new                  GET,POST  person        task given
contact:interaction               GET,POST  interaction   what was said
contact:interaction_confidence    POST      interaction   what was said
contact:task                      GET       task          task
contact:task_open                 POST      task          task opened
contact:task_attempt              POST      task          task changed
contact:task_hand_over            POST      task          task changed
contact:task_end                  POST      task          task ended

linkage:review                    GET,GET+page list          links to review
linkage:person                    GET       person        copies
linkage:ground                    GET,POST  record        ground
linkage:link                      GET,GET+swap review    review
linkage:link                      POST      review        judged
linkage:link                      POST+swap review        review
linkage:unlink                    GET       link          copies
linkage:unlink                    POST      link          judged
linkage:reconsider                POST      link          judged
linkage:split                     GET,POST  person        copies
linkage:split_to                  GET,POST  nobody        nobody at all
linkage:undo_split                POST      nobody        nobody at all
linkage:take_back                 POST,POST+swap nobody        who judges links
linkage:quality                   GET,POST  nobody        who judges links

privacy:log                       GET       nobody        who reads the log
privacy:log                       POST,POST+swap list    found for the log
privacy:person                    GET,GET+page person        log of a person
privacy:register                  GET       nobody        who reads the log
privacy:colleagues                GET       nobody        who reads the log
privacy:changes                   GET,GET+page list       changes
privacy:history                   GET       person        history
privacy:restore                   POST      nobody        nobody at all
privacy:task_history              GET       task          task history
privacy:requests                  GET       nobody        who reads the log
privacy:past_term                 GET,GET+page,POST nobody   who settles requests
privacy:request_new               GET,POST  person        request recorded
privacy:request                   GET       nobody        nobody at all
privacy:request_extend            POST      nobody        nobody at all
privacy:request_decide            POST      nobody        nobody at all
privacy:restrict                  GET,POST  person        restriction form
privacy:request_lift              POST      nobody        nobody at all
privacy:request_done              POST      nobody        nobody at all
privacy:request_make_copy         POST      nobody        nobody at all
privacy:request_remark            POST      nobody        nobody at all
privacy:request_copy              GET       nobody        nobody at all
privacy:request_list              POST      nobody        nobody at all
privacy:request_approve           POST      nobody        nobody at all
privacy:request_hold              POST      nobody        nobody at all
privacy:request_end_hold          POST      nobody        nobody at all
privacy:cases                     GET       nobody        who reads the log
privacy:cases                     POST      nobody        nobody at all
privacy:notice                    GET,POST  nobody        nobody at all
privacy:finds                     GET       list          stand-ins
privacy:rules                     GET       nobody        who sees the rules of review
privacy:find                      GET,POST  nobody        nobody at all
privacy:explain                   GET,POST  nobody        nobody at all
privacy:breaches                  GET       nobody        who reads the log
privacy:report                    GET,POST  nobody        who signs in
privacy:breach                    GET,POST  nobody        nobody at all
privacy:client_log                GET,GET+page,POST person log for the client
privacy:well_known                POST      person        well known

api:openapi                       GET       nobody        who signs in
api:merge                         GET,POST  nobody        nobody at all
api:unmerge                       POST      nobody        nobody at all
api:split                         GET,POST  person        copies
api:undo_split                    POST      nobody        nobody at all

dossiers:intakes                  GET,GET+page nobody        who takes in
dossiers:upload                   GET,POST  nobody        who takes in
dossiers:intake                   GET,GET+swap intake        who takes in
dossiers:stop                     POST      intake        who takes in
dossiers:again                    POST      intake        who takes in
dossiers:rosters                  GET,GET+page nobody        who takes in
dossiers:roster_upload            GET,POST  nobody        who takes in
dossiers:roster                   GET,GET+swap roster        who takes in
dossiers:roster_again             POST      roster        who takes in
dossiers:quarantine               GET       nobody        who takes in
dossiers:quarantine_export        POST      nobody        who takes in
dossiers:quarantined              GET,POST  quarantine    who takes in
dossiers:quarantined_content      POST      quarantine    refused

imports:imports                   GET       nobody        who imports
imports:upload                    GET,POST  nobody        who imports
imports:example                   GET       nobody        nobody at all
imports:import                    GET,GET+swap import     own import
imports:columns                   GET,POST  import        own import
imports:columns                   GET+swap,POST+swap import own import
imports:write                     POST      import_done   own import sent
imports:take_back                 GET       import        own import
imports:take_back                 POST      import_checked own import sent
imports:stop                      POST      import_done   own import sent
imports:go_on                     POST      import_done   own import sent
imports:remove                    POST      import_back   own import sent
imports:errors                    GET       import_rows   own import

value:models                      GET       nobody        who reads value
value:new                         GET,POST  nobody        who values
value:example                     POST      nobody        who values
value:outcome                     GET,POST,GET+swap,POST+swap value         who reads value
value:keep                        POST,POST+swap value     who values
value:estimates                   GET       value         who reads value
value:upload                      GET,POST  value         who values
value:measure                     GET,POST  value         who values
value:download                    GET       value_file    who reads value
value:estimate                    GET       value         who reads value
value:estimate                    POST      value         who values
value:setup                       GET       value         who reads value
value:setup                       POST      value         who values
value:archive                     POST      value         who values
value:piece                       GET,POST  value         who values
value:remove                      POST      value         who values
value:new_piece                   GET,POST  value         who values
value:workbook                    GET       value         who reads value
value:runs                        GET       value         who reads value
value:runs                        POST      value         who values
value:board                       GET       value         who reads value
value:paper                       GET       value         who reads value
"""

roster-class = <b>{ $class }</b> · pupils: { $count }
roster-card =
    <b>{ $child }</b> · { $class }
    Lives with: { $lives }
roster-parent = { $who }: { $state }
roster-parent-at = { $who }: { $state }, { $place }
roster-clock = (now { $clock } there)
roster-person = • { $name }, { $relation } – { $state }
roster-invite = ✉️ Invite { $relation }: { $name }
roster-end = ⏹ End link: { $name }
roster-end-ask = End the link of <b>{ $name }</b> with this child now? Nothing more will be sent to this person.
roster-end-yes = ⏹ Yes, end it
roster-invitation =
    Invitation for <b>{ $name }</b>, until { $until }. It works once.

    Link: { $link }
    Or read out: <code>{ $code }</code>
roster-tasks = <b>To do</b>, what waits longest first:
roster-task = { $number }. { $what }: { $who } ({ $since })
roster-task-done = ✔ { $number } done
roster-no-tasks = Nothing to do. All is taken care of.

link-none = not invited
link-invited = invited
link-awaiting_approval = waits for approval
link-active = linked ✅
link-paused = paused
link-ended = ended
link-excluded = excluded

lives-mother = mother
lives-father = father
lives-both_parents = both parents
lives-grandparents = grandparents
lives-relatives = relatives
lives-neighbours = neighbours
lives-care_home = care home
lives-boarding = school dormitory
lives-alone = alone
lives-unknown = not noted

whereabouts-home = at home
whereabouts-away = works away
whereabouts-abroad = works abroad
whereabouts-prison = in prison
whereabouts-out_of_contact = out of contact
whereabouts-dead = has died
whereabouts-unknown = not noted

task-number_clash = Same number twice on the roster
task-code_misused = An invitation was misused
task-unreachable = Cannot be reached in the chat
task-ring_guardian = Asks to be rung
task-problem = Reported a problem
task-missed_check_in = Nobody answered the check-in, please visit
task-missed_run = A planned sending was missed
task-turns_fourteen = Will be 14 soon: please ask the young person
task-turns_eighteen = Will be 18 soon: ask about the family and their own record
task-grown_up = Is 18: ask whether they would like their record
task-goes_soon = Record goes on { $day }, no message arrives: please ring
task-carried_links = Came from another school: keep the links you know
task-other_number = Came back with another number: please ring
task-silent = No tap for 90 days, nothing is sent: please ring
task-guardian_proposed = A parent proposes an acting guardian
task-guardian_ends = The term of an acting guardian ends
task-break_glass = A record was opened by exception
task-look_in = Small signs: please look in
task-please_visit = Please visit when you can, just to say hello
task-data_request = A family asked about its data
task-request_overdue = A school did not answer a family in time

parting-exclude = 🚫 Exclude: { $name }
parting-lift = Lift exclusion: { $name }
parting-lift-ask = Does the exclusion of <b>{ $name }</b> no longer stand? The person stays unlinked until you invite again.
parting-lift-yes = Yes, lift it

link-signed_out = linked, signed out of the chat

task-codes_locked = Wrong codes were typed, see whether somebody guesses
task-approvals_locked = Very many approvals within an hour
task-factor_locked = Wrong digits for the second key
task-recheck = Yearly check is due
task-last_lead = The only lead’s post ends soon: name a second
task-lead_is_family = The only lead is family of a child: name a second
task-no_lead = The school has no named person in the chat: please invite one
task-bulk_read = Opened many children outside their class
task-ring_absent = Away, reason unknown, family not in the chat: please ring
task-urgent_unseen = Urgent, family has not said that it knows: please ring
task-notes_halted = Notes are stopped: please look and decide

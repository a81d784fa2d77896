staff-title = <b>Staff</b> · people: { $count }
staff-person = • { $name }, { $role }, { $unit } – { $state }. Until: { $until }. Named by: { $by }
staff-card =
    <b>{ $name }</b>
    { $role }, { $unit }
    Now: { $state }

    From: { $from }
    Until: { $until }
    Named by: { $by }
    Last yearly check: { $checked }
    Next check before: { $next }
staff-active = in the chat ✅
staff-named = not yet in the chat
staff-begins = begins later
staff-rests = paused until the yearly check
staff-over = over
staff-invite = ✉️ Invite { $name }
staff-by-list = staff list
staff-one-lead = ⚠️ Name a second lead
staff-task-open = 👤 Open { $number }

staff-when = <b>{ $name }</b>: { $role }, { $unit }. From when?
staff-from-today = From today
staff-from = From { $day }
staff-until-when = <b>{ $name }</b>, from { $day }. Until when? On the last day the post ends by itself.
staff-until = Until { $day }
staff-until-open = no last day
staff-again = ✉️ New code for a new phone

staff-do-check = ✔ Yearly check done
staff-do-end = ⏹ End this post
staff-do-reset = 🔐 New second key
staff-do-lost = 📵 Phone lost: sign out
staff-do-uncover = 👥 Phone code forgotten
staff-ask-uncover = Take the code off the phone of <b>{ $name }</b>? Please make sure first that it is really this person who asks.
staff-yes-uncover = 👥 Yes, take it off
staff-do-as_lead = 🤝 Name as lead
staff-ask-check = <b>{ $name }</b>, { $role }: did you ask the police or the office about this person, as the law wants every year, and is there nothing against this person working with children?
staff-yes-check = ✔ Yes, in order
staff-ask-end = End the post of <b>{ $name }</b> ({ $role }, { $unit }) now? From this minute it opens no record for this person. Open tasks stay with the school.
staff-yes-end = ⏹ Yes, end it
staff-ask-reset = Let <b>{ $name }</b> set up the second key again? Please ring first and make sure it is really this person who asks.
staff-yes-reset = 🔐 Yes, I rang
staff-ask-lost =
    Sign <b>{ $name }</b> out of all phones now? The post stays. Afterwards make a new code for the new phone.
staff-yes-lost = 📵 Yes, sign out
staff-ask-as_lead =
    Name <b>{ $name }</b> as a lead of the school? A lead approves links, ends them and is told when something is wrong. You choose the days next.
staff-yes-as_lead = 🤝 Yes, name
staff-do-woman = 👩 Note: a woman
staff-ask-woman = 👩 Is <b>{ $name }</b> a woman, and may it be noted? A girl may rather talk to a woman. Nothing else is noted, and nobody has to answer.
staff-yes-woman = 👩 Yes, a woman
staff-woman-skip = Leave it open
staff-do-no_woman = 👩 Take back “a woman”
staff-ask-no_woman = Take back the note that <b>{ $name }</b> is a woman?
staff-yes-no_woman = Yes, take it back
staff-is-woman = 👩 Noted: a woman. A girl may rather talk to her.
staff-no-woman = 👩 No woman is noted among the leads here. A girl may rather talk to a woman: if one of you is one, please note it at her name; else please name one.
staff-no-woman-at = 👩 Schools with no woman noted among the leads: { $count } ({ $names }). A girl may rather talk to a woman.
staff-only-woman = 👩 After this no woman is noted among the leads any more. A girl may rather talk to a woman: please name one soon.
staff-ended = The post of <b>{ $name }</b> has ended.
staff-last-lead = A school always has a named person whom families and colleagues can turn to, and this is the last one. Please name a second lead first; then this post can end.
staff-last-lead-day = With a last day the school would one day have no named person. Please choose “no last day”, or name a second lead first.
staff-lead-is-family = At <b>{ $school }</b> something waits for an answer, and the only lead is family of the child it is about. Family does not decide for the school. Please name a second lead. In urgent matters, please ring the school.
staff-no-lead = <b>{ $school }</b> has no named person in the chat any more: the last one came back with a new phone, and the post waits for a new invitation. Please look who it is, and invite them or somebody else.
staff-post-later = You will be <b>{ $role }</b>, { $unit }, from { $day }. Thank you! I open everything on that day.
staff-many-children = You opened many children outside your own class. Please go on in an hour. The lead has been told.
staff-read-many =
    👀 <b>{ $name }</b> opened more children outside their own class within an hour than usual: { $count }. More are refused for now.

    There may be a good reason. Please ask.
staff-check-due =
    🗓 <b>{ $name }</b>, { $role }: the yearly check is due before { $day }. Without it the post is paused from that day.

    You find it in the menu, under “To do”.
staff-alone-due =
    🗓 Your own yearly check as lead of { $unit } is due before { $day }, and nobody in this chat can do it.

    Please name a second lead in the staff list: two people can check each other. Or ask the office, or whoever runs this bot for you, to check and to note it.
staff-alone-over =
    ⚠️ Your own yearly check as lead of { $unit } was due before { $day }, and nobody in this chat can do it. So that your school is not without a lead, your post goes on for another month.

    Please name a second lead in the staff list now, or ask the office, or whoever runs this bot for you, to check and to note it.
staff-now-rests = Your post ({ $role }, { $unit }) is paused: your yearly check is due. Please ask the lead of your school; two taps bring it back.
staff-is-over = Your post ({ $role }, { $unit }) has ended today. Thank you for your work.
staff-last-ends =
    ⚠️ The post of <b>{ $name }</b> ({ $role }, { $unit }) ends within a month, and no other lead is named after that day.

    Please name a second lead in the staff list.
staff-prolonged =
    The post of <b>{ $name }</b> ({ $role }, { $unit }) goes on: nobody else is named, and a school is never without a named person.

    Please name a second lead in the staff list.

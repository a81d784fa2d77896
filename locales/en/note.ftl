note-write-school = ✍️ Write to the school
note-write-school-child = ✍️ Write to the school: { $child }
note-write-family = ✉️ Write to the family
note-write-class = ✉️ { $class }: write to all families
# Between the names of a list; the quoted space is kept.
note-between = ,{ " " }
note-answer = ↩️ Answer
note-done = ✅ Done
note-send = ✉️ Send

note-prompt-school =
    <b>{ $child }</b>. What would you like to say? It goes to: { $who }.

    Write, speak, or send a photo, video or document: I pass everything on as it is. Your number and your account name are not shown.
note-prompt-family =
    <b>{ $child }</b>. What would you like to say to the family? It goes to: { $who }.

    Write, speak, or send a photo, video or document: I pass everything on as it is, to each person alone. Your number and your account name are not shown.
note-prompt-class =
    <b>{ $class }</b>. What would you like to say to all families? You see it once more before it goes.

    Please nothing about a single child: for that, write to the one family.
note-more = You can send more. If that was all, tap “Done”.

note-sent = ✅ Sent to: { $who }. The answer comes here.
note-unreached = Not in the chat: { $who }
note-change-passed = ✏️ The change is passed on.
note-sent-class =
    ✅ Sent. { $class }, families: { $count }

    Answers come here, each with the child's name.
note-preview =
    <b>{ $class }</b>. This goes to families: <b>{ $count }</b>. Shall I send it?
note-absent = Families not in the chat: { $count } ({ $who })
note-nobody-school = Nobody of the school can be reached here right now. Nothing was sent. Please ring the school.
note-nobody-family = Nobody of this family can be reached here. Nothing was sent.
note-nobody-class = No family of this class is in the chat yet.

note-head-school = { $role } { $name } · { $child }
note-head-class = { $role } { $name } · to all families, { $class } · { $child }
note-head-family = { $relation } { $name } · { $child } ({ $class })
note-head-changed = ✏️ Changed · { $head }
note-picture-kept = 📷 A picture came with this note. Pictures are off for you: in the menu, under “What we keep and send”, you can turn them on.

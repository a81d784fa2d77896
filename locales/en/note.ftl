note-write-school = ✍️ Write to the school
note-write-school-child = ✍️ Write to the school: { $child }
note-write-home = ✍️ Write to the school and home
note-write-home-child = ✍️ Write to the school and home: { $child }
note-write-parents = ✍️ Write to the school and parents
note-write-parents-child = ✍️ Write to the school and parents: { $child }
note-write-family = ✉️ Write to the family
note-write-class = ✉️ { $class }: write to all families
# Between the names of a list; the quoted space is kept.
note-between = ,{ " " }
note-answer = ↩️ Answer
note-about = 🆘 Does this note worry you? One tap gives it as it is to those who answer for safety. Whoever wrote it is not told.
note-done = ✅ Done
note-send = ✉️ Send
# For whom a note is, as a choice.
note-for-all = 👥 To everybody
note-for-school = 🔒 Only to the school
note-for-not_guardian = 🔒 Not to the carer at home

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
note-unreached-school = Nobody of the school can be reached here right now. To reach the school, please ring.
note-take-back = ↩️ Take back
note-back = ↩️ Taken back. Nobody sees it here any more. Whoever has read it already still knows it.
note-back-urgent = What was urgent stays. Please change its words instead.
note-back-late = This can be taken back within 48 hours.
note-back-moment = It is just on its way. Please tap once more in a moment.
note-waits = 🌙 Your note waits until the school is at work again. An answer can be expected from { $when } on, by the school’s clock.
note-orphaned = ⚠️ Your note about { $child } could not be handed over: whoever was to read it is no longer at the school, and nobody else of it can be reached here.
note-urgent = ❗ It is urgent
note-urgent-passed = ❗ It goes to the school at once.
note-urgent-enough = Twice a day a note can go at once, and you have used both. This one arrives when the school opens. If it cannot wait, please ring.
note-urgent-there = ✅ It is with the school already.
note-change-passed = ✏️ The change is passed on.
note-sent-class =
    ✅ Sent. { $class }, families: { $count }

    Answers come here, each with the child's name.
note-preview =
    <b>{ $class }</b>. This goes to families: <b>{ $count }</b>. Shall I send it?
note-absent = Families not in the chat: { $count } ({ $who })
note-nobody-school = Nobody at the school can be reached here right now. Nothing was sent. Please ring the school.
note-nobody-family = Nobody of this family can be reached here. Nothing was sent.
note-nobody-class = No family of this class is in the chat yet.

note-head-school = { $role } { $name } · { $child }
note-head-class = { $role } { $name } · to all families, { $class } · { $child }
note-head-family = { $relation } { $name } · { $child } ({ $class })
note-head-kin = { $relation } { $name } · { $child }
# Below the line above, where a note is not for everybody.
note-mark-between = 🔒 Only between you and the school
note-mark-school = 🔒 Only for the school
note-mark-not-guardian = 🔒 Not for the carer at home
note-head-changed = ✏️ Changed · { $head }
note-picture-kept = 📷 A picture came with this note. Pictures are off for you: in the menu, under “What I agreed to”, you can turn them on.
note-picture-school = 📷 A picture came with this note. The school sends no pictures of children here; please ask the teacher.
note-pictures-rest = 📷 Pictures are off for your school, so families got the words only. A lead can allow them, at any child under “Consents”.

note-some = ☑️ Only some families
note-some-which = ☑️ Which families? Tap the children. Chosen: <b>{ $count }</b>
note-some-in = ✅ { $child }
note-some-out = ▫️ { $child }
note-some-done = ✍️ Write to these: { $count }
note-some-nobody = Nobody of these families is in the chat.
note-some-prompt =
    What would you like to say? Families: <b>{ $count }</b>. You see it once more before it goes.

    Nobody sees who else gets it.

note-later = 🕗 Send later
note-later-when = 🕗 When shall it go? By the school's clock.
note-later-evening = 🌇 This evening, 18:00
note-later-morning = 🌅 Tomorrow, 8:00
note-later-hour = 🕗 { $day }. At what hour?
note-later-waits = 🕗 { $about }: the note goes { $when }. Until then you can call it back.
note-later-call-back = ✋ Do not send it
note-later-back = ✋ Called back. Nothing was sent.
note-later-gone = It has gone already, or was called back.
note-later-many = Twenty notes wait already. Please call one back first.
note-later-not = 🕗 A note you wrote for this hour was not sent: you cannot write to this class any more.
note-later-late = 🕗 A note you wrote for later was not sent. Please send it again if it is still true.

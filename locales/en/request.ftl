request-kept = 📂 What we keep: { $child }
request-kept-text =
    <b>What we keep of { $child }</b>

    • From the school's roster: name, birth date, class, with whom the child lives
    • From school: attendance, study, marks – for as long as the school must keep them
    • Mood, conduct, life, the teacher's sentence – until the school year is over
    • About you: name, number, place, your notes and answers, what you agreed to
    • Who looked at the record

    You may ask for a copy, have a line corrected, have data deleted, or stop. The school answers within { $days ->
        [one] { $days } day
       *[other] { $days } days
    }.
request-copy = 📄 A copy
request-correct = ✏️ Correct
request-erase = 🗑 Delete
request-stop = ⏹ Stop
request-yours = <b>You asked:</b>
request-line = • { $what }, { $asked }: { $state }
request-state-open = open, answer by { $due }
request-state-answered = answered { $day }
request-state-refused = not done, see the answer of { $day }
request-state-withdrawn = taken back { $day }
request-take-back = ↩ Take back: { $what }
request-kind-copy = a copy
request-kind-correct = a correction
request-kind-erase = deletion
request-kind-stop = an end
request-see = ‹ What we keep

request-copy-text =
    A copy of what is kept of <b>{ $child }</b>, the part about the child and you. How would you like to get it?

    This messenger is a service abroad. Sent here, the copy is a locked file; the password comes separately and is not kept. If you would rather not, pick it up at the school.
request-copy-chat = 🔒 Send it here, locked
request-copy-school = 🏫 I fetch it at the school
request-contact = So that the copy goes to nobody else: please share your own number once more, with the button below. /cancel stops.
request-contact-thanks = Your number has arrived.
request-correct-text = Which line about <b>{ $child }</b> is wrong?
request-which-name = The name
request-which-class = The class
request-which-contact = A number or contact
request-which-attendance = Attendance of a day
request-which-other = Something else
request-type-it =
    <b>{ $which }</b>: what is wrong, and what is right instead? Please type it in one message. For a day, write the day.

    Please no health findings, addresses or identity numbers: those go by telephone.
request-erase-text =
    What may be deleted of <b>{ $child }</b>:

    • at once, unless the law says it must be kept: mood, conduct, life, the teacher's sentences, and the notes between you and the school
    • after the school has looked: the rest, unless the law says the school must keep it. What it must keep stays at the school and is no longer shown to you here

    You get the answer in writing, with the reason. Deleted is deleted: it cannot be brought back.
request-erase-yes = 🗑 Yes, delete
request-stop-text =
    Stop the news about <b>{ $child }</b>? At once nothing about the child comes to you here any more, and you cannot look at the record here.

    The school keeps its own record. To come back, ask the school for a new invitation.
request-stop-yes = ⏹ Stop: { $child }
request-stop-all = ⏹ Stop for all my children
request-stopped = It is stopped. Nothing more comes to you. Thank you for your trust; the school invites you again whenever you like.
request-asked-already = You have asked this already. The school will answer.
request-asked-copy = ✅ The school has your request for a copy. You get an answer by { $due }.
request-asked-correct = ✅ The school has what you wrote. You get an answer by { $due }.
request-asked-erase = ✅ Of mood, conduct, life, sentences and your notes, what does not have to be kept is deleted. About the rest the school answers by { $due }.
request-noted = The password was here. It is gone.

request-waiting = 📂 Requests about data: { $count }
request-about = <b>{ $name }</b> asks for { $what }: { $child } ({ $class })
request-until = Answer by { $due }.
request-new = Please answer by { $due }.
request-soon = ⏰ Not answered yet. The time the law allows ends on { $due }.
request-late = ⚠️ The answer was due on { $due }. The county has been told.
request-was-stopped = It is done: nothing more goes to this person. No answer is needed; a call may be kind.
request-open = Open
request-open-number = Open { $number }
request-list = <b>Requests about data</b>, the next due first:
request-list-empty = No request is open.
request-numbered = { $number }. { $about }
request-way-chat = 🔒 To be sent in the chat, locked.
request-way-school = 🏫 To be picked up at the school.
request-said = <b>{ $which }:</b> “{ $words }”
request-no-link = ⚠️ This person is not linked any more: nothing goes out through me. Answer on paper if an answer is owed.
request-decide-copy = The copy holds what concerns this child and this person: nothing of other adults, other children or closed matters.
request-decide-correct = Please look, correct the record, then tap. Or say why not.
request-decide-erase = Of mood, conduct, life, sentences and this person's notes, what does not have to be kept is deleted already. What the law says you must keep may stay at the school; the person is then unlinked and gets your reason.
request-approve-copy = ✅ Approve the copy
request-card = 👤 The child's card
request-corrected = ✅ It is corrected
request-keep = 🏫 The rest stays at the school
request-erase-all = 🗑 Everything may go
request-erase-all-ask =
    Delete the whole record of this child, attendance and marks too? From then on nobody sees any of it here, all links end and the child leaves the programme. It cannot be brought back.

    Must the school keep a part of it? Then go back and choose “The rest stays at the school”.

    Other people linked: { $count }
request-erase-all-yes = 🗑 Yes, delete everything
request-refuse = ✖ Refuse
request-why = Why? Type the reason: the person reads it as you write it. Or use this one:
request-say-usual = Use this reason
request-usual-copy = The school could not make sure who asks. Please come to the school with your identity card.
request-usual-correct = The school has looked: the record is right as it is.
request-usual-erase = By law the school must keep attendance and the pupil's file for a set time.
request-usual-stop = It is stopped.
request-done-answered = ✅ Answered. The person gets it in writing.
request-done-refused = ✖ Refused. The person gets your reason in writing.
request-to-operator = Ask your operator for the file: request { $id }.

request-copy-large = The copy is too large for this messenger: the person fetches it at the school and knows it.

request-answer = The school's answer. You asked for { $what } on { $asked }.
request-answer-copy-chat = ✅ Here is your copy, in two messages: a locked file and its password.
request-answer-copy-school = ✅ Your copy is approved. Please pick it up at the school and bring your identity card.
request-answer-copy-large = ✅ Your copy is approved. It is too large to be sent here: please fetch it at the school and bring your identity paper.
request-answer-correct = ✅ It is corrected. Thank you for telling us.
request-answer-erase = ✅ The school deletes the whole record. From now on nobody sees any of it here, and nothing more comes to you about the child. What the law says must be kept is closed to everybody and goes by itself afterwards.
request-answer-erase-kept = ✅ What does not have to be kept is deleted. The rest stays at the school and is no longer shown to you here.
request-answer-stop = It is stopped.
request-answer-refused = ✖ The school cannot do this.
request-reason = The reason: “{ $reason }”
request-complain = If you see it differently: ask the school, or the county's education office.
request-copy-file = 🔒 Your copy: one sheet to read, and the same for a computer. It opens with the password, in an app for locked ZIP files. Save it where only you can read it.
request-copy-phrase =
    The password of your copy, shown once:

    <code>{ $phrase }</code>

    Please write it down, then tap: it leaves this chat.
request-note-it = ✅ Noted, take it away

request-overdue-list = ⏰ Overdue answers
request-overdue = <b>Requests about data not answered in time</b>
request-overdue-school = • { $school }: { $count }, the longest since { $due }
request-overdue-none = Every school has answered in time.
request-county =
    ⏰ <b>{ $school }</b> has not answered a family's request about its data in time. It was due on { $due }.

    Please ask the school.

# To whom it is about, of age by now.
request-kept-own = 📂 What we keep of you
request-kept-own-text =
    <b>What we keep of you</b>

    • From the school's roster: name, birth date, class, with whom you lived
    • From school: attendance, study, marks – until the record is deleted
    • Mood, conduct, life, the teacher's sentence – until the school year is over
    • The number you shared here
    • Who looked at the record

    You may ask for a copy, have a line corrected, have data deleted, or stop. The school answers within { $days ->
        [one] { $days } day
       *[other] { $days } days
    }.
request-goes = On { $day } it is deleted by itself. If you would like a copy, please ask before.
request-copy-own-text =
    A copy of what is kept of you. What concerns other people is not in it. How would you like to get it?

    This messenger is a service abroad. Sent here, the copy is a locked file; the password comes separately and is not kept. If you would rather not, pick it up at the school.
request-correct-own-text = Which line about you is wrong?
request-erase-own-text =
    What may be deleted of what is kept of you:

    • at once, unless the law says it must be kept: mood, conduct, life, the teacher's sentences
    • after the school has looked: the rest. What the law says must still be kept stays until the record is deleted by itself

    You get the answer in writing, with the reason. Deleted is deleted: it cannot be brought back.
request-stop-own-text =
    End your link here? At once nothing comes to you here any more, and you cannot ask here what is kept of you.

    What is kept of you is not deleted by this. To come back, ask the school for a new code.
request-stop-own-yes = ⏹ Yes, end it
request-about-own = <b>{ $name }</b> ({ $class }), of age, asks for { $what } of their own record
request-answer-erase-own = ✅ The school deletes the whole record. From now on nobody sees any of it here, and nothing more comes to you. What the law says must be kept is closed to everybody and goes by itself afterwards.
request-decide-erase-own = Of mood, conduct, life and sentences, what does not have to be kept is deleted already. The rest may go now, or stay until its day: the link stays too, and the person gets your reason.
request-usual-erase-own = The school must still keep attendance and the pupil's file for now.
request-answer-erase-kept-own = ✅ What does not have to be kept is deleted. The rest stays for now.

guardian-menu = 👵 Acting guardian
guardian-which = For which child?
guardian-none =
    No acting guardian is appointed for <b>{ $child }</b>.

    While you work away, an adult you trust can look after the child for a term. You propose, the child is asked, the school checks and appoints. You stay the guardian, and you go on receiving everything.
guardian-none-school =
    Nobody is proposed as acting guardian for <b>{ $child }</b>.

    A parent proposes it: in the menu, under “Acting guardian”; one who is not in the chat, on paper. Without a parent’s proposal nobody can be appointed.
guardian-waits = Proposed: <b>{ $name }</b>. The school is checking.
guardian-stands =
    <b>{ $child }</b>
    Acting guardian: <b>{ $name }</b>, { $relation }
    Term: { $from } – { $to }
guardian-propose = ✍️ Propose somebody
guardian-take-back = ↩ Take back the proposal
guardian-take-back-ask = Take back your proposal of <b>{ $name }</b> for { $child }?
guardian-take-back-yes = ↩ Yes, take it back
guardian-break-off = ⏹ Break off: { $name }
guardian-end-ask =
    End the term of <b>{ $name }</b> as acting guardian of { $child } now?

    It ends in this minute. Check-ins go to the next person.
guardian-end-yes = ⏹ Yes, end it now
guardian-notice = 📄 Notice: { $name }
guardian-live-ask = Where will <b>{ $child }</b> live in this time?
guardian-lives-with_carer = At this person’s home
guardian-lives-at_home = At our own home
guardian-lives-boarding = In the school dormitory
guardian-lives-care_home = In the care home
guardian-term-ask = For how long? At most a year; then it can be renewed.
guardian-months =
    { $count ->
        [one] { $count } month
       *[other] { $count } months
    }
guardian-term-school = The school decides
guardian-who-ask = Who is to look after <b>{ $child }</b>?
guardian-person = { $name }, { $relation }
guardian-somebody = ✏️ Somebody else
guardian-somebody-ask = Please write in one line who it is: the name, what the person is to the child, and a phone number. The school enters the person and checks.
guardian-proposed =
    Thank you. The school knows your proposal for <b>{ $child }</b>. It asks the child, checks and decides.

    You will hear here.

guardian-signed-begin = 📄 A parent proposes on paper
guardian-signed-whose = <b>{ $child }</b>: a parent who is not in the chat proposes on paper. Only with the signed paper in your hand, please. Whose paper is it?
guardian-signed-nobody = <b>{ $child }</b>: the roster names no mother or father who could sign a paper. Please enter the parent on the roster first.
guardian-signed-two = <b>{ $child }</b>: who records the paper does not decide about it, and no other lead is there. Please let the class teacher record it, then you can decide.
guardian-signed-day = Which date is on the paper in your hand? Tap, or type it like 2026-03-01.
guardian-signed-line = 📄 On paper of { $day }, seen by { $name }
guardian-signed-done = ✅ Noted for <b>{ $child }</b>. Please keep the paper with the record. Another person of the school decides; the family is shown what you noted.
guardian-signed-family =
    📄 <b>{ $child }</b>: the school has noted a signed paper of { $day } about an acting guardian. Nothing is decided yet. Seen by: { $by }

    If that is not right, please ring the school.
guardian-signed-tell = The parent is not in the chat: please tell them.

guardian-new = ✍️ <b>{ $parent }</b> proposes an acting guardian for <b>{ $child }</b>, { $class }.
guardian-open = 📋 Open the form
guardian-form =
    <b>Acting guardian</b> · { $child }
    Proposed by: { $parent }, { $day }
    Person: <b>{ $name }</b>
    The child will live: { $lives }
guardian-form-term = Term: { $from } – { $to }
guardian-form-no-term = Term: not chosen yet
guardian-form-view = Child’s own view: { $view }
guardian-form-no-view = Child’s own view: not asked yet
guardian-form-words = The child said: “{ $words }”
guardian-form-law = What the school has made sure of:
guardian-form-yes = ✅ { $what }
guardian-form-no = 🚫 Not so: { $what }
guardian-form-open = ◽ { $what }
guardian-view-agrees = agrees
guardian-view-does_not_want = does not want it
guardian-view-too_young = too young to say
guardian-state-no_harm = No offence of violence or against sexual safety, no abuse, abandonment or trafficking
guardian-state-no_addiction = No drugs, no habit of drinking or gambling
guardian-state-no_neglect = Has never refused or long neglected such a duty, was never kept from it
guardian-state-no_other_bar = Nothing else that makes the person unfit to look after a child
guardian-state-adult = 18 or older
guardian-state-capable = Able to do it: health, means, bond with the child
guardian-state-near = Lives near enough
guardian-ask-person = <b>Next:</b> the roster does not know this person. Choose somebody from the roster, or enter the person.
guardian-enter = ✏️ Enter the person
guardian-enter-ask = Please write in one line, with commas: name, phone number, birth date if you know it (1970-12-31).
guardian-ask-view = <b>Next:</b> ask the child, alone and calmly. What does the child say?
guardian-words-ask = Noted. Please write in one line what the child said, in the child’s own words. Or go on.
guardian-continue = Go on ›
guardian-ask-statement = <b>Next:</b> has the school made sure of this? { $what }.
guardian-yes = ✅ Yes, it is so
guardian-no = 🚫 No
guardian-again = ↺ Begin again
guardian-ask-answers = <b>Next:</b> <b>{ $name }</b> answers too, on a paper of their own. Still open: { $what }. Please record what is marked on it; a no is fine.
guardian-ask-term = <b>Next:</b> choose the term.
guardian-begin-today = From today
guardian-begin =
    { $count ->
        [one] In { $count } day
       *[other] In { $count } days
    }
guardian-overlap-yes = ☑ Present one stays too
guardian-overlap-no = ☐ Present one stays too
guardian-blocked = <b>As it stands nobody can be appointed.</b> Change the term or the statements, or do not appoint and talk with the parent.
guardian-ready = <b>Everything is here.</b> You can appoint, or change the term.
guardian-appoint = ✅ Appoint
guardian-refuse = ✖ Do not appoint

guardian-not-appointed = ⚠️ <b>Not appointed.</b>
guardian-missing-proposal = There is no proposal of a parent who is linked with the child now.
guardian-missing-person = The person is not on the roster yet.
guardian-missing-barred = This person cannot be acting guardian of this child.
guardian-missing-view = The child’s own view is missing. From 8 years on the child is asked.
guardian-missing-statements = Not all statements have been made.
guardian-missing-excluded = The law forbids it: one of the four exclusions is there.
guardian-missing-unfit = The person is not an adult, not able, or not near enough.
guardian-missing-underage = By the birth date on the roster the person is under 18.
guardian-missing-answers = The person’s own answers to check-ins and notes are missing. A signed paper is enough; a no is fine.
guardian-missing-term = The term is missing: from one month to a year.

guardian-appointed-school = ✅ <b>{ $name }</b> is acting guardian of { $child }: { $from } – { $to }. The parent is told and has the notice to print.
guardian-appointed-parent =
    ✅ The school has appointed <b>{ $name }</b> as acting guardian of <b>{ $child }</b>: { $from } – { $to }.

    You stay the guardian and go on receiving everything. Please talk with the child and with this person at least once a week: the law asks it, and the child needs it.
guardian-appointed-carer =
    ✅ You are acting guardian of <b>{ $child }</b>: { $from } – { $to }. Thank you for taking this on.

    The parent stays the guardian and asks you and the child at least once a week how it goes.
guardian-not-in-chat = This person is not in the chat yet. The invitation brings check-ins to the phone.
guardian-no-chat-behalf = Without a phone it works, too: name somebody who answers the evening question in their place.
guardian-invite = ✉️ Invite { $name }
guardian-refused = Not appointed for { $child }. The parent is asked to ring the school.
guardian-refused-parent = The school could not appoint the person you proposed for <b>{ $child }</b>. Please ring the school and talk it over.
guardian-warn-parent =
    📅 The term of <b>{ $name }</b> as acting guardian of <b>{ $child }</b> ends. Last day: { $day }. Days left: { $count }

    If it is to go on, please propose again: below, under “Acting guardian”.
guardian-warn-school =
    📅 The term of <b>{ $name }</b> as acting guardian of <b>{ $child }</b> ends. Last day: { $day }. Days left: { $count }

    The parent is told too. Please ask who looks after the child then.
guardian-ended-over-parent =
    📅 The term of <b>{ $name }</b> as acting guardian of <b>{ $child }</b> has ended.

    Who looks after the child now? Please propose somebody below, or ring the school.
guardian-ended-over-school = 📅 The term of <b>{ $name }</b> as acting guardian of <b>{ $child }</b> has ended. Check-ins go to the next person. Please ask who looks after the child now.
guardian-ended-changed-parent = The term of <b>{ $name }</b> as acting guardian of <b>{ $child }</b> has ended: another one has begun.
guardian-ended-changed-school = The term of <b>{ $name }</b> as acting guardian of <b>{ $child }</b> has ended: another one has begun.
guardian-ended-broken-parent =
    ⏹ The term of <b>{ $name }</b> as acting guardian of <b>{ $child }</b> was broken off.

    Who looks after the child now? Please propose somebody below, or ring the school.
guardian-ended-broken-school = ⏹ The term of <b>{ $name }</b> as acting guardian of <b>{ $child }</b> was broken off. Check-ins go to the next person. Please ask who looks after the child now.
guardian-ended-carer = Your time as acting guardian of <b>{ $child }</b> has ended. Thank you for all you did.

guardian-paper-caption = 📄 The notice to school and village committee. Please print it twice, sign, and hand it over. Writing it here does not replace the paper.
guardian-paper-failed = The notice cannot be made right now. Please try again later.
guardian-paper-title = Notice of entrusted care
guardian-paper-to = To the school and to the village committee
guardian-paper-parent = Parent
guardian-paper-child = Child
guardian-paper-school = School, class
guardian-paper-carer = Acting guardian
guardian-paper-lives = The child lives
guardian-paper-term = Term
guardian-paper-date = Appointed on
guardian-paper-means = What this means
guardian-paper-text = The parent is away and entrusts the person named above with the daily care of the child for this term. The guardianship stays with the parent. The child was heard, as far as its age allows. The school has made sure that none of the exclusions of the law stands against it (Law on the Protection of Minors, article 22).
guardian-paper-duty = The parent contacts the child and the acting guardian at least once a week, asks about life, study and state of mind, and acts at once when told of anything unusual (article 23).
guardian-paper-change = Changes of the person, the place or a phone number are told to school and village committee without delay. At the end of the term the care ends by itself.
guardian-paper-sign-parent = Parent: name, signature, date
guardian-paper-sign-carer = Acting guardian: name, signature, date
guardian-paper-sign-school = Received by the school: name, signature, date
guardian-paper-sign-village = Received by the village committee: name, signature, date

consent-menu = 🔒 What I agreed to
consent-which = For which child?
consent-child = <b>{ $child }</b>: what you agreed to. You can change any of it at any time; one tap stops it.
consent-purpose-weekly = Weekly news
consent-purpose-notes = Notes with the school and the family
consent-purpose-check_ins = Check-ins
consent-purpose-extras = Mood and small goal
consent-purpose-pictures = Pictures
consent-line-linked = ✅ { $what }: on since you were linked
consent-line-off = ⚪ { $what }: off, nobody has asked you yet
consent-line-tap = • { $what }: <b>{ $answer }</b>, { $day }, by a tap. Text version { $version }
consent-line-paper = • { $what }: <b>{ $answer }</b>, on paper of { $paper }. Recorded by { $name }, { $day }
consent-answer-agreed = agreed
consent-answer-refused = refused
consent-answer-withdrawn = stopped
consent-own-yes = The young person has agreed too.
consent-own-missing = From 14 on the young person is asked too, by the school. Until then this rests.
consent-parent-yes = A parent has agreed too.
consent-parent-missing = For a child under 14 a parent’s yes is needed too, here or on paper at the school. Until then this rests.
consent-parent-too = Your yes counts, and for a child under 14 a parent’s yes is needed as well. When you agree, I ask the parent here; one who is not in the chat can sign a paper at the school.
consent-parent-ask =
    🙏 Who looks after <b>{ $child }</b> at home agreed to: <b>{ $what }</b>. For a child under 14 your yes as a parent is needed too. Please read the text and choose: both answers are right.
consent-duty = What the school must tell you in any case, such as a problem today, goes on. The school keeps the record it is obliged to keep.
consent-stop = ⏹ Stop: { $what }
consent-read = 📄 Read the text
consent-open = ▶ { $what }: read and choose
consent-head = <b>{ $what }</b> · { $child } · version { $version }
consent-text-weekly = Once a week the school sends you here how it goes: attendance, study, conduct, life, dates to come. You get it at the hour you choose.
consent-text-notes = Notes between you, the school and whoever is at home with the child pass through here. Before each note you see who gets it. The school keeps them with the child’s record; your number does not go with them.
consent-text-check_ins = In the evening you are asked here whether the child is home and well. The school keeps what you answer and tells the parents how often all was well.
consent-text-extras = The weekly news also says how the child’s mood was and how the small goal goes. The school need not tell this, so it comes only when you agree. From 14 on the young person is asked too.
consent-text-pictures = With notes the school may send you pictures on which the child can be seen. The school does not need this, so it comes only when you agree. Please do not pass pictures on. From 14 on the young person is asked too.
consent-text-abroad = This messenger is a service abroad. Its messages are not end-to-end encrypted: the service could read them. So health findings, identity numbers and addresses never go through it.
consent-text-free = If your child is under 14, this is your own separate consent as the law asks it. You may refuse: nothing else changes, for you or the child. You may stop at any time; what was sent before stays as it is.
consent-agree = ✅ I agree
consent-refuse = ✖ I refuse
consent-now-on = Noted. It is on.
consent-now-off = Noted. It is off, from the next message on.
consent-now-parent = Thank you, noted. It begins as soon as a parent has agreed too.
consent-now-waits = Noted. It waits for something else.
consent-now-rests = Noted. It begins when the school sends pictures.
consent-school-menu = 🔒 Consents
consent-school = <b>{ $child }</b>: consents of the family
consent-school-pictures-on = 📷 Pictures of children: this school sends them to those who agreed.
consent-school-pictures-off = 📷 Pictures of children: this school sends none, whoever agreed.
consent-pictures-allow = 📷 Allow pictures, for the whole school
consent-pictures-end = 📷 No more pictures, for the whole school
consent-pictures-rest = The school sends no pictures here for now. Your answer counts as soon as it does.
consent-school-person = <b>{ $name }</b>, { $relation }
consent-school-own = <b>The young person’s own</b> (from 14 on):
consent-paper = ✍️ Record a paper: { $name }
consent-paper-what = A signed paper of <b>{ $name }</b>. What is it about?
consent-paper-answer = Paper of <b>{ $name }</b>. { $what }: what does it say?
consent-paper-yes = ✅ It agrees
consent-paper-no = ✖ It refuses
consent-paper-day = Which date is on the paper? Tap, or type it like 2026-03-01.
consent-paper-older = This paper is of { $paper }. After it, or on the same day, <b>{ $name }</b> said no (on { $day }). The later word counts, so nothing was changed. Please ask again: a tap in the chat or a new paper is enough.
consent-recorded =
    ✍️ <b>{ $child }</b>: your paper was recorded.
    { $what }: <b>{ $answer }</b>, paper of { $paper }
    Recorded by: { $name }

    If that is not right, change it below or ring the school.
consent-sheet = 📄 Print the sheet to sign
consent-sheet-no = ☐ It is our printed sheet
consent-sheet-yes = ☑ It is our printed sheet
consent-sheet-which = Our printed sheet is in English and has text version { $version }. Is the paper that sheet? Then mark it below.
consent-sheet-title = Consent
consent-sheet-child = Child
consent-sheet-who = Who answers
consent-sheet-how = Please read each part and mark one answer. Both answers are right, and each part is answered by itself. The school keeps this sheet with the child’s record and shows the family what it has recorded.
consent-sheet-part = { $what } (text version { $version })
consent-sheet-choice = [   ] I agree        [   ] I refuse
consent-sheet-all = For all parts
consent-sheet-sign = Name, signature, date
consent-sheet-received = Received by the school: name, signature, date
consent-sheet-caption = 📄 The sheet for <b>{ $name }</b>, with the texts of the chat. Please print it, let it be read and signed, and then record here what was marked.
consent-sheet-failed = The sheet cannot be made right now. Please try again later.
consent-line-sheet = Our sheet, text version { $version }
consent-of-carer = Recorded on paper by the school:
consent-recorded-carer =
    ✍️ <b>{ $child }</b>: a paper of the acting guardian, <b>{ $carer }</b>, was recorded.
    { $what }: <b>{ $answer }</b>, paper of { $paper }
    Recorded by: { $name }

    If that is not right, please ring the school.

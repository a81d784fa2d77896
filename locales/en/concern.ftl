concern-begin = 🆘 Something is wrong
concern-note = 🆘 Report this note
concern-list = 🔴 Concerns

concern-which =
    Something is wrong. Which child is it about?

    Or simply say it: one voice note or one line, here and now.
concern-other-child = Another child
concern-what =
    Thank you for not looking away. What is wrong? One tap is enough.

    Or say it in your own words: one voice note or one line. Please name the child and the school.
concern-what-child =
    <b>{ $child }</b>. Thank you for not looking away. What is wrong? One tap is enough.

    Or say it in your own words: one voice note or one line.
concern-named = Only those who look into it see your name, nobody else does.
concern-nameless =
    🙈 Without your name: no screen, list or copy shows who you are. The bot keeps only where to answer you and, for one day, how often you told something. A voice can be recognised: if you are unsure, tap or type.
concern-without-name = 🙈 Without my name
concern-with-name = 👤 With my name

concern-kind-private_injury = Hurt in private parts
concern-kind-girl_under_14 = Girl under 14: abused or pregnant
concern-kind-assault = 14 or older: abused
concern-kind-injuries = Bruises, hunger, beaten or bullied
concern-kind-self_harm = Self-harm, poison, wants to die
concern-kind-abandoned = Long without anyone's care
concern-kind-missing = Missing, or taken by somebody
concern-kind-begging = Made to beg
concern-kind-other_danger = Another serious danger
concern-kind-lives_alone = Lives alone
concern-kind-guardian_unable = Carer cannot or will not care
concern-kind-violence_at_home = Violence at home
concern-kind-hurt_or_crime = Hurt by somebody, or a crime
concern-kind-told = In their own words
concern-kind-word_self_harm = Words of self-harm
concern-kind-word_sexual = Words of sexual harm
concern-kind-word_violence = Words of violence
concern-kind-word_threat = A threat
concern-kind-word_runaway = Words of running away or missing
concern-kind-word_money = Asks for money or a bank card

concern-noted = ✅ It is noted. Within a minute the people at the school who protect children have it.
concern-who = Is it about one of these people? Tap the name: then that person never sees it, nor anybody who came through them.
concern-at-school-ask = First: is it about somebody who works at the school? Then nobody there gets it before you have said who.
concern-at-school-yes = 🏫 Yes, somebody at the school
concern-at-school-no = No, it is not
concern-at-school = 🏫 Somebody at the school, I do not see the name
concern-outside = ✅ It is noted, and nobody at the school gets it. Tap the name, then the others there can help; without a name it goes to the county.
concern-goes-to = ⏳ It goes to: <b>{ $who }</b>. Seconds left: { $seconds }. With the last button it goes at once.
concern-nobody-outside = Thank you. Nobody outside the school can be reached here right now. Please tap the name, then the others at the school get it. Please ring now if it is urgent; I keep trying too.
concern-names-school = It may be about somebody at the school, nobody is named. Nobody there sees this.
concern-nobody-of-them = None of these
concern-sure = ✅ That is all
concern-is-named = 🚫 { $who }
concern-is-about = It is about { $child }
concern-person = { $name }, { $what }
concern-more-noted = ✅ This is added, word for word. You can add more.
concern-enough = Thank you. What you told today is with the people who protect children. Please ring now if anything is urgent.
concern-with = ✅ Thank you. It is with: <b>{ $who }</b>. They will act on it.
concern-nobody = Thank you. Nobody who takes care of it can be reached here right now. Please ring now; I keep trying too.
concern-do = Please do not promise to keep it secret. Do not ask the child any more questions. Write down what the child said, in the child's own words.
concern-add = You can add a voice note or a line here: it goes to them alone. This chat is not a report to the police: if a child is in danger, ring.

concern-alone = 🔴 For you alone. Please read this where nobody looks on.
concern-about = { $child }, { $place }
concern-about-nobody = { $place }
concern-head =
    <b>{ $about }</b>
    { $kind }
concern-told-nameless = Told without a name: { $at }
concern-told-by = Told by: { $who } – { $at }
concern-held-from = A note from: { $who } – { $at }. Nobody it was written for has it.
concern-names = It may be about: { $who }. They do not see this.
concern-status = Where it stands: { $state }
concern-owner = With: { $who }
concern-receipt = Receipt number: { $receipt } – written down by { $who }
concern-state-filed = just told
concern-state-open = not taken yet
concern-state-taken = taken, receipt missing
concern-state-receipt = receipt to be confirmed
concern-state-done = confirmed, closed
concern-state-kept = kept back
concern-said = “{ $words }”
concern-said-at = Word for word – { $at }
concern-advice =
    Please take it now, and report it at once to the police, civil affairs and education: the law wants it without delay, and this chat is not the report. Then write down the receipt number here; a second person confirms it.

    Say nothing to those it may be about, nor to their family.
concern-advice-taken =
    Please report it at once to the police, civil affairs and education, if that is not done yet: the law wants it without delay, and this chat is not the report. Then write down the receipt number here; a second person confirms it.

    Say nothing to those it may be about, nor to their family.
concern-advice-receipt =
    A second person now asks the authority whether this number is right, and confirms it here.

    Say nothing to those it may be about, nor to their family.
concern-advice-word =
    A listed word stopped this note. A false alarm? Let it go on: one tap, and nothing of it stays. If it may be true: keep it back, and report it at once to the police, civil affairs and education.

    Say nothing to the family for now.
concern-advice-money = This note asks for money or bank details. A trick, more often than not: ask the writer by telephone. Let it go on or keep it back, one tap.
concern-release = ✅ False alarm, pass on
concern-keep = ⛔ Keep it back
concern-take = ✋ I take it
concern-write-receipt = 🧾 Enter receipt number
concern-confirm = ✔ I asked: it is right
concern-wrong = ↩ It is not right
concern-open = Open

concern-yours = 🔴 { $about }: nobody has taken it yet. It is with you now.
concern-late-taken = 🔴 { $about }: a whole day, and nobody has taken it. Please take it now.
concern-late-receipt = 🔴 { $about }: a whole day, and no receipt number of the authority. Please report it now and write down the number.
concern-late-confirm = 🔴 { $about }: the receipt number waits for a second person. Please ask the authority and confirm it.
concern-more-waits = 🔴 { $about }: much more was written about it. Please open it and read.
concern-list-title = <b>Concerns</b>, what waits longest first. Only those who take care of them see this.
concern-list-line = { $number }. { $about }: { $kind } – { $state } ({ $since })
concern-list-open = Open { $number }
concern-list-empty = Nothing is open with you.
concern-taken-by = { $about }: taken by { $who }.
concern-released-by = { $about }: a false alarm, { $who } has let the note go on. Nothing of it is kept.
concern-released = ✅ The note has gone on as it was written. Nothing of the alarm is kept.
concern-released-nobody = The note cannot go on: whoever wrote it, or whoever would read it, may not any more. Nothing of the alarm is kept.
concern-kept = ⛔ Kept back. Nobody gets the note.
concern-answer-taken = ✅ What you told us: somebody has taken it and acts now. Thank you.
concern-answer-released = ✅ Your note has been passed on now. Thank you for your patience.
concern-answer-done = ✅ What you told us is with the authority now, and two people have made sure. Thank you.
concern-ask-receipt = Please type the receipt number the authority gave you, with its name. For example: police, case 2026-318.
concern-receipt-noted = 🧾 Noted. A second person is asked to confirm it.
concern-no-second = 🧾 Noted. There is nobody yet who can confirm it: a second lead is needed. Please tell your county.
concern-please-confirm = 🧾 { $about }: { $who } wrote down a receipt number. Please ask the authority and confirm it.
concern-confirmed-by = ✅ { $about }: confirmed by { $who }. It is closed.
concern-done = ✅ Confirmed. It is closed. Thank you.
concern-receipt-wrong = ↩ { $about }: the authority does not know the number. Please look again and write it down anew.

concern-held-noted = Thank you for telling this. Nobody it was written for has it. Within a minute the people at the school who protect children have it, and nobody else.
concern-held-money-noted = Your note speaks of money or bank details, so the people at the school who protect children look first. If all is well, it goes on. I never ask for money, and bank details never belong here.
concern-held = Thank you for telling this. Nobody it was written for has it. It is with the people at the school who protect children: <b>{ $who }</b> will act on it. If it was meant otherwise, it goes on as soon as they have looked.
concern-held-money = Your note speaks of money or bank details, so somebody looks first: <b>{ $who }</b>. If all is well, it goes on. I never ask for money, and bank details never belong here.
concern-held-nobody = Thank you. I have passed it on to nobody yet: nobody who takes care of it can be reached here right now. Please ring now.

concern-look-in =
    🔎 <b>{ $child }</b>, { $class }: please look in.

    There were small signs in the last two weeks: days away, marks, mood. It need not mean anything. The family has not been told; please talk with the class teacher and the child first.

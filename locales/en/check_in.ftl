check-in-well = 🟢 All well
check-in-problem = 🟠 A problem
check-in-ring = 📞 Ring me
check-in-staff-well = 🟢 I reached them: all well
check-in-staff-problem = 🟠 I reached them: a problem
check-in-staff-pass = 📞 I reached nobody

check-in-ask = 🏠 <b>{ $child }</b>: at home and well?
check-in-ask-again = 🏠 Just asking once more. <b>{ $child }</b>: at home and well?
check-in-ask-contact =
    🏠 Nobody at home could answer yet. Would you look in or ring?

    <b>{ $child }</b>: at home and well?
check-in-ask-staff =
    🏠 <b>{ $child }</b>, { $class }: no answer from home yet, first asked { $since }.

    Please ring, then tap what you found.
check-in-number-at-home = 📞 { $name }, { $relation }: { $phone }

check-in-thanks = 🟢 <b>{ $child }</b>: all well. Thank you!
check-in-told = 🟠 Thank you for telling us. The school knows now and will ring you.
check-in-told-staff = 🟠 Noted. It is on the school's list, and the lead and the parents are told here.
check-in-will-ring = 📞 The school knows and will ring you.
check-in-please-ring = 📞 Nobody at the school can be reached here just now. Please ring yourself.
check-in-passed = 📞 <b>{ $child }</b>: thank you. The next person is asked now.

check-in-is-well = 🟢 <b>{ $child }</b>: all well.
check-in-is-problem = 🟠 <b>{ $child }</b>: a problem. The school knows and takes care of it.
check-in-is-ring = 📞 <b>{ $child }</b>: the school will ring.
check-in-is-missed = ⚪ <b>{ $child }</b>: no answer. The school takes care of it.
check-in-known = This is answered already, thank you.
check-in-school-decides = The school knows and will ring you. Tell them how it is.

check-in-resolved = 🟢 <b>{ $child }</b>: it is resolved, all well.
check-in-alert =
    🟠 <b>{ $child }</b>, { $class }: a problem.
    Reported by: { $who }, { $clock }

    Please ring now.
check-in-reporter = { $name }, { $relation }
check-in-ring-alert = 📞 <b>{ $name }</b> asks to be rung. It is about { $child }, { $class }.
check-in-missed-staff =
    ⚪ <b>{ $child }</b>, { $class }: nobody could be reached. First asked: { $since }.

    Please look in.
check-in-parent-problem =
    🟠 <b>{ $child }</b>: a problem was reported just now. More is not known yet.

    The school was told in the same minute and takes care of it. You will hear here when it is resolved.
check-in-parent-alone =
    🟠 <b>{ $child }</b>: a problem was reported just now.

    The school cannot be reached here at the moment. Please ring home or the school.
check-in-parent-resolved = 🟢 <b>{ $child }</b>: the school has looked into it. All well.

check-in-ask-ring = 📞 { $child }: please ring me
check-in-cannot = 🤝 { $child }: I cannot this week
check-in-can-again = 🤝 { $child }: I can again
check-in-cannot-noted = 🤝 Thank you for saying so. Until { $day } I do not ask you about <b>{ $child }</b>.
check-in-asked-again = 🟢 Thank you. From now on I ask you about <b>{ $child }</b> again.
check-in-cannot-school = 🤝 <b>{ $name }</b>, { $relation }, cannot answer the check-in for { $child }, { $class }, until { $day }. The next person at home is asked first.
check-in-cannot-school-alone = 🤝 <b>{ $name }</b>, { $relation }, cannot answer the check-in for { $child }, { $class }, until { $day }. Nobody else at home can be asked here: the evening question comes to you. Please ring and ask who looks after the child.

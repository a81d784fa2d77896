join-share-contact = 📱 Share my number
join-welcome =
    Welcome! <b>{ $school }</b> invites you.

    So that the school knows it is you, please share your own number with the button below. Other families never see it.
join-own-contact = Please share your own number, with the button below.
join-thanks-contact = Your number has arrived.
join-confirm-child =
    Are you the <b>{ $relation }</b> of <b>{ $child }</b>, { $school }?

    If you say yes, the school may send you the week's news and notes about the child here. This messenger is a service abroad and its messages are not end-to-end encrypted: health findings, addresses and identity numbers never go through it. You can stop any of it at any time: in the menu, under “What I agreed to”.
join-confirm-post =
    You are joining as <b>{ $role }</b>, { $unit }. Is that right?

    You will see records of children in your care. What you look at is kept in a log.
join-yes-child = ✅ Yes, that is right
join-yes-post = ✅ Yes, that is me
join-no = No
join-declined = All right, nothing is stored. If this was a mistake, open the link again.
join-neutral =
    This code cannot be used. It may be mistyped, used already or too old.

    Please ask your school for a new one. After several wrong tries, please wait 1 hour first.
join-awaiting =
    Thank you. Your school will check your request.

    You get a message here as soon as it is decided.
join-number-differs = The number is not the one your school has on its list. Please ask the school to correct it and to invite you again.
join-post-begun = You are now <b>{ $role }</b>, { $unit }. Welcome!
join-request =
    <b>{ $name }</b>, { $relation } of { $child } ({ $class }), asks to be linked.
join-number-same = ✅ The number is the one on your roster.
join-number-other = ⚠️ The number is <b>not</b> the one on your roster. Please ring first.
join-number-none_rostered = ⚠️ Your roster has no number for this person. Please ring first.
join-number-shared = ⚠️ People of other schools with this number: { $count }
join-number-childs = ⚠️ In the records this is another child’s own number. Please ring first.
join-approve = ✅ Approve
join-refuse = ✖ Refuse
join-already-decided = Somebody has decided this already.
join-you-approved = ✅ Approved by you.
join-you-refused = ✖ Refused by you.
join-cannot-stand = ✖ Refused, it cannot be: a paper keeps this person from the child, or this chat is already somebody else to the same child.
join-refused = Your school could not confirm the request. Please ring the school.
join-approved-parent =
    ✅ Your school has approved. You are linked with <b>{ $child }</b>.

    Once a week you get the news from school. Day and hour: in the menu, under ⚙.
join-approved-guardian =
    ✅ The school has approved. You are linked with <b>{ $child }</b>.

    I will ask you whether all is well. One tap is enough.
join-approved-contact =
    ✅ The school has approved. You are linked with <b>{ $child }</b>.

    I will ask you only when nobody at home answers.
join-misused =
    ⚠️ The invitation for <b>{ $name }</b> was tried again after use, or with wrong digits. Nobody was linked by it.

    Please ring the family and make a new one if needed.
join-nobody-waits = Nobody is waiting for approval.
join-number-same-as = ⚠️ On your roster, or in the chat, this number also belongs to: <b>{ $names }</b>. Please ring first.
join-number-own-child = ⚠️ This is the child’s own number. Somebody holds the child’s phone: please ring another number first.

join-confirm-oneself =
    Are you <b>{ $child }</b> yourself ({ $school })?

    This code is for you alone. If you say yes, the school rings you to be sure; then you can ask here what it keeps of you. This messenger is a service abroad and its messages are not end-to-end encrypted: a copy comes here only as a locked file, and only if you want it so.
join-request-oneself =
    🙋 <b>{ $name }</b> ({ $class }), of age, asks for their own record. This link is for the young person alone and for nobody else of the family: please ring, and hear that it is them.
join-approved-oneself =
    ✅ The school has approved.

    In the menu you find what it keeps of you: ask for a copy, have a line corrected, or have it deleted. Nothing else is sent to you.

lifecycle-exclude-ask =
    Keep <b>{ $name }</b> from this child? Which paper has the school seen?

    Only an order counts, not what people agreed among themselves. I tell nobody about it.
lifecycle-paper-court_order = ⚖️ Court order
lifecycle-paper-custody = 👪 Custody decision
lifecycle-paper-protection = 🛡 Protection order
lifecycle-paper-other = 📄 Other order
lifecycle-exclude-draft =
    <b>{ $name }</b>
    { $paper }, seen by you
lifecycle-dated = From { $from } until { $until }
lifecycle-open = From { $from }, no end date
lifecycle-begins-n = From now
lifecycle-begins-t = From tomorrow
lifecycle-begins-w = In 7 days
lifecycle-lasts-o = No end date
lifecycle-lasts-3 = 3 months
lifecycle-lasts-6 = 6 months
lifecycle-lasts-y = 12 months
lifecycle-exclude-yes = 🚫 Yes, I have seen the paper
lifecycle-excluded =
    🚫 It is noted. Nothing about this child reaches this person while the paper stands.

    You can write here what the paper is called by (court, number). Or go back.
lifecycle-seen-named = ({ $kind }: { $paper }. { $dates })
lifecycle-seen-line = ({ $kind }. { $dates })
lifecycle-ask-person = Please speak with { $name } at the school.
lifecycle-freeze = ❄️ Stop everything
lifecycle-freeze-death = The child has died
lifecycle-freeze-order = There is an order to stop
lifecycle-ask-freeze-kind = Why should everything about <b>{ $child }</b> stop?
lifecycle-ask-freeze =
    Stop everything about <b>{ $child }</b> now?

    What waits is taken back, and nothing more is sent or asked, to anybody. I say nothing to the family: please speak with them yourselves.
lifecycle-yes-freeze = ❄️ Yes, stop it now
lifecycle-frozen = ❄️ Everything is stopped: nothing is sent, nothing is asked.
lifecycle-thaw = Let it go on
lifecycle-ask-thaw = Shall news about <b>{ $child }</b> go on from now? What was taken back does not come again.
lifecycle-yes-thaw = Yes, go on
lifecycle-own = 🙋 Young person's answer
lifecycle-own-text = <b>{ $child }</b> is old enough to be asked. Please ask in private, in plain words, and note the answer. It can change at any time.
lifecycle-purpose-links = family stays linked
lifecycle-own-line = • { $what }: { $state }
lifecycle-agreed = agreed ✅
lifecycle-not-agreed = no yes noted yet
lifecycle-own-yes = ✅ Says yes: { $what }
lifecycle-own-no = ✖ Says no: { $what }
lifecycle-move = 🏫 Move to another school
lifecycle-schools = Which school does the child move to?
lifecycle-no-schools = There is no other school here yet.
lifecycle-open-card = 👤 The child's card
lifecycle-move-ask =
    Offer <b>{ $child }</b> to { $school }?

    That school chooses a class, then a parent confirms. From that minute your school no longer sees this record.
lifecycle-move-yes = Yes, offer
lifecycle-move-stop = ✖ Call it off
lifecycle-move-paper = 📄 Parent's yes on paper
lifecycle-offers = 🏫 Children from other schools
lifecycle-offers-text = <b>Offered to your school</b>
lifecycle-offer = • { $child }, from { $school }
lifecycle-no-offers = No child is offered to your school at present.
lifecycle-offered = 🏫 <b>{ $child }</b> is to move to your school. The school now: { $school }.
lifecycle-accept = ✅ Accept: { $child }
lifecycle-refuse = ✖ No place: { $child }
lifecycle-classes = Which class does <b>{ $child }</b> come into?
lifecycle-move-accepted = 🏫 The new school accepts <b>{ $child }</b>. Now a parent is asked.
lifecycle-move-refused = 🏫 The other school has no place for <b>{ $child }</b>. Everything stays as it is.
lifecycle-move-declined = 🏫 The family says no to the move of <b>{ $child }</b>. Please speak with them.
lifecycle-move-family =
    🏫 <b>{ $child }</b> is to move to another school.

    Now: { $old }
    Then: { $new }

    Is that right? If you say yes, the new school sees the record from this minute, and the old one no longer does. Your news goes on.
lifecycle-move-confirm = ✅ Yes, that is right
lifecycle-move-decline = ✖ No, not so
lifecycle-move-done = ✅ Thank you. The new school knows. If your link there is not confirmed within 30 days, please ring the new school.
lifecycle-move-stays = All right, nothing changes. The school is told and will speak with you.
lifecycle-moved-out = ✅ The child is with the new school from now on. Thank you for all you did.
lifecycle-moved-in =
    🏫 <b>{ $child }</b> belongs to your school now.

    The family's links last for 30 days. Please ring them, and keep on the card those you know.
lifecycle-linked-until = (until { $until })
lifecycle-keep = ✅ Keep link: { $name }
lifecycle-ending = ⏳ Links of <b>{ $child }</b> end within 7 days. Please look at the card and keep those you know.
lifecycle-grown-up =
    🎓 <b>{ $child }</b> is 18 tomorrow, and from then on decides about their own record. From midnight the school sends nothing more here.

    Thank you for being there through all these years, also from far away.
lifecycle-still-there = 👋 Are you still there? You have not tapped here for a long time. Please press Menu within 14 days, so that the news keeps coming.
lifecycle-silent = This chat has been silent for 90 days, so I send nothing more for now. To go on, please share your own number with the button below.
lifecycle-welcome-back = Welcome back! It has been a while. To be sure that it is still you, please share your own number with the button below.
lifecycle-proved = ✅ Thank you, it is you.
lifecycle-vouch-ask = The school is asked to link <b>{ $name }</b> ({ $relation }) for <b>{ $child }</b>, to be rung when nobody at home answers. This person gets no news and no record. Do you agree?
lifecycle-vouch-yes = ✅ I agree
lifecycle-vouch-no = ✖ I do not agree
lifecycle-vouched = ✅ Thank you. Now the school decides.
lifecycle-objected = All right, nobody is linked.
lifecycle-vouch-missing = ⚠️ A parent has not agreed yet. They are asked in the chat.
lifecycle-vouch-first = First a parent must agree in the chat.
lifecycle-home =
    🏡 By the school’s list you are back with <b>{ $child }</b>. How good! Thank you for keeping in touch from so far away.

    The evening questions at home end now. The weekly news goes on as before unless you stop it. Which would you like? If the list is wrong, please tell the school.
lifecycle-home-keep = ✅ Keep the news
lifecycle-home-kept = ✅ Noted: the news goes on as before. You can stop it at any time, under “What we keep”.

behalf-card = 🤝 Who answers for { $name }
behalf-who-teacher = the class teacher
behalf-who-home = the staff of the care home
behalf-now-own = { $name }, without a helper
behalf-now-waits = { $who }, as soon as the family says yes
behalf-now-both = { $now }. Proposed: { $next }
behalf-screen =
    🤝 <b>{ $child }</b>: evening question for { $name }, { $relation }

    Who has no chat can be heard through somebody else. Every answer then says so.

    Who answers: { $who }
behalf-choose = 🤝 Choose: { $who }
behalf-end = 🏠 { $name } answers again
behalf-pick =
    🤝 <b>{ $child }</b>. In place of { $name }: <b>{ $who }</b>.

    { $name } or a parent has to say yes. How was it said?
behalf-paper = 📄 The signed paper is here
behalf-ask = 💬 Ask the family in the chat
behalf-noted = Noted.
behalf-stands = This holds already. Nothing has changed.
behalf-asked = The family is asked.
behalf-nobody-to-ask = Nobody of the family can be asked in the chat. Please take the yes on paper.
behalf-question =
    🤝 <b>{ $child }</b>: in the evening I ask whether all is well at home. Not everybody at home can answer here ({ $relation }).

    The school proposes that this person listens at home and answers: <b>{ $who }</b>. Do you agree?
behalf-yes = ✅ Yes
behalf-no = ✖️ No
behalf-thanks = Thank you. The school knows your answer.
behalf-agreed = 🤝 <b>{ $child }</b>: the family said yes. In place of { $name } the evening question goes to: { $who }.
behalf-objected = 🤝 <b>{ $child }</b>: the family said no to { $who }. The evening question stays with { $name }.
behalf-helper-told =
    🤝 The family and the school ask for your help with <b>{ $child }</b>. Somebody at home has no chat: { $relation }.

    In the evening I ask you here. Please listen at home first, then answer. If you cannot, the menu has a button for it. Thank you!
behalf-helper-freed = 🤝 <b>{ $child }</b>: in the evening you no longer need to answer for somebody at home ({ $relation }). Thank you for your help!
behalf-ask-helper =
    🤝 <b>{ $child }</b> · { $relation }
    Have you heard from home today? At home and well?
behalf-ask-school =
    🤝 <b>{ $child }</b>, { $class }. You answer in place of { $name }, { $relation }.

    Have you heard from home today? Please tap what you heard.
behalf-ring = 📞 Please ring them
behalf-reporter = { $who } (in place of: { $whose })
behalf-through-school = through the school
behalf-through-helper = through a helper

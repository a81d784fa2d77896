# Of a child, to a parent, through whoever is with the child; and back.
letter-from-child = 💌 A letter from { $child }
letter-to-child = 💌 To { $child } alone
# One person as a choice: who they are, and their name.
letter-who = { $who }: { $name }
letter-which-parent = 💌 <b>{ $child }</b>. Whom is the letter for?
letter-through-whom = 💌 <b>{ $child }</b>. Who shall give it to your child?
letter-ask-from =
    💌 <b>{ $child }</b>. Please send a photo of the page or drawing, or let the child speak a voice note.

    It goes to one person alone: { $who }. Nobody has to read it on the way and no copy is kept.
letter-ask-to =
    💌 <b>{ $child }</b>. What would you like to say to your child? Write, speak, or send a picture.

    It is given to your child by: { $who }. No copy is kept.
letter-no-words = 💌 <b>{ $child }</b>. A child’s own words go as a photo of the page or as voice, so that nobody has to type them out. Please send a photo or a voice note.
letter-caption-left = What was typed below the picture did not go along.
letter-head-from = 💌 A letter from <b>{ $child }</b>. Passed on by: { $who }.
letter-head-to = 💌 For <b>{ $child }</b> alone. From: { $who }. Please give it as it is.
letter-sent-from = 💌 On its way to: { $who }. No copy is kept.
letter-sent-to = 💌 On its way to: { $who }. No copy is kept.
letter-waits = 🌙 It waits until { $when }, by the school’s clock.
letter-undelivered = 💌 <b>{ $child }</b>. The letter could not be handed over, and no copy of it was kept. Please try another way.
letter-no-parent = 💌 <b>{ $child }</b>. No parent can be reached here right now. Please keep the letter, and try again later.
letter-no-way = 💌 <b>{ $child }</b>. Nobody who is with your child can be reached here right now. Please try again later, or ring.

cover-row = 👥 Others use this phone
cover-row-on = 👥 Others use this phone: on
cover-about =
    👥 <b>Others use this phone?</b>

    Then my messages say only that there is something new: no name, nothing about a child. Your own code of 4 digits shows them. When you have not tapped anything for 5 minutes, they are hidden again.

    If you forget the code, your school can take it off.
cover-is-on = 👥 <b>Others use this phone</b>: my messages show only after your code.
cover-choose-it = 🔢 Choose my code
cover-change = 🔢 Another code
cover-off = 👁 Show without a code
cover-choose =
    🔢 Tap 4 digits that only you know. If you type them instead, I take them out of the chat.

    { $dots }
cover-repeat =
    🔢 Once more, please: the same 4 digits.

    { $dots }
cover-differs =
    🔢 These were two different codes. Please choose 4 digits again.

    { $dots }
cover-set = ✅ Done. From now on my messages show only after your code. The menu asks for it too. What is in this chat already stays readable until you delete it.
cover-ask =
    🔒 Your code, please.

    { $dots }
cover-ask-again =
    🔒 Your code first, please: what you sent was passed on to nobody yet. Then send it once more.

    { $dots }
cover-wrong =
    🔒 That was another code. Please try again.

    { $dots }
cover-rests = 🔒 Too many wrong codes. Please try again at { $clock }. If it is urgent, ring the school or the emergency number.
cover-opened = 🔓 Open. When you have not tapped anything for 5 minutes, it is hidden again.
cover-forgot = ❓ I forgot my code
cover-lost = Your school can take the code off. Please ring or go there: it makes sure that it is you. Then you choose a new one.
cover-news = 🔒 There is something new from the school. Tap to read.
cover-urgent = 🔒 <b>Please open now.</b> There is something from the school that cannot wait.
cover-read = 👁 Read
cover-open-now = 👁 Open now
cover-below = 👇 It is below.
cover-hidden = 🔒 Hidden again.
cover-gone = This can no longer be shown. Please ask the school if you need it.
cover-is-off = 👥 My messages show without a code again.
cover-of = 👥 Code forgotten: { $name }
cover-ask-off =
    Take the code off the phone of <b>{ $name }</b>? Messages then show there without one, to everybody who holds the phone.

    First make sure that it is this person who asks: face to face, or by the number you know.
cover-off-yes = 👥 Yes, take it off
cover-was-off = 👥 Your school has taken the code off: my messages show without one again. In the settings you can choose a new one. If you did not ask for this, please ring your school.

lost-phone-mine = 📵 I lost a phone
lost-phone-of = 📵 Phone lost: { $name }
lost-phone-ask =
    Sign out everywhere? Nothing more comes to any phone, this one included, and what is waiting is not sent.

    You come back with a new code from your school.
lost-phone-ask-for =
    Sign <b>{ $name }</b> out of all phones? Nothing more is shown there. Afterwards invite again with a new code.
lost-phone-yes = 📵 Yes, sign out everywhere
lost-phone-done =
    You are signed out everywhere. Please ring your school: it gives you a new code for your new phone.

easy-one = 🔢 Or send 1.
easy-two = 🔢 Or send 1 or 2.
easy-many = 🔢 Or send a number: 1 to { $last }.
easy-voice = 🎤 A voice message cannot be taken here. Please tap the button:
easy-before = 🔢 Or send the number of the button.
easy-unheard = 🎤 Nobody can hear a voice message here yet.
easy-unheard-tap = 🎤 Nobody can hear a voice message here yet. Please tap the button:
easy-meant =
    You chose: <b>{ $what }</b>

    Is that right?
easy-yes = ✅ Yes
easy-no = No

easy-one = 🔢 Or send 1.
easy-two = 🔢 Or send 1 or 2.
easy-many = 🔢 Or send a number: 1 to { $last }.
easy-voice = 🎤 A voice message cannot be taken here. Please tap the button:

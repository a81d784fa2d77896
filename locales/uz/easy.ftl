easy-one = 🔢 Yoki 1 raqamini yuboring.
easy-two = 🔢 Yoki raqam yuboring: 1 yoki 2.
easy-many = 🔢 Yoki raqam yuboring: 1 dan { $last } gacha.
easy-voice = 🎤 Bu yerda ovoz bilan javob berib boʻlmaydi. Tugmani bosing:

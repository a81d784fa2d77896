easy-one = 🔢 Yoki 1 raqamini yuboring.
easy-two = 🔢 Yoki raqam yuboring: 1 yoki 2.
easy-many = 🔢 Yoki raqam yuboring: 1 dan { $last } gacha.
easy-voice = 🎤 Bu yerda ovoz bilan javob berib boʻlmaydi. Tugmani bosing:
easy-before = 🔢 Yoki tugma raqamini yuboring.
easy-unheard = 🎤 Bu yerda ovozli xabarni hozircha hech kim eshita olmaydi.
easy-unheard-tap = 🎤 Bu yerda ovozli xabarni hozircha hech kim eshita olmaydi. Tugmani bosing:
easy-meant =
    Siz tanladingiz: <b>{ $what }</b>

    Shundaymi?
easy-yes = ✅ Ha
easy-no = Yoʻq

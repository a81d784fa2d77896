lost-phone-mine = 📵 Telefonimni yoʻqotdim
lost-phone-of = 📵 Telefon yoʻqoldi: { $name }
lost-phone-ask =
    Hamma joydan chiqilsinmi? Hech bir telefonga, bunisiga ham, boshqa hech narsa kelmaydi, kutayotganlar yuborilmaydi.

    Maktab bergan yangi kod bilan qaytasiz.
lost-phone-ask-for =
    Barcha telefonlardan chiqarilsinmi: <b>{ $name }</b>? U yerda boshqa hech narsa koʻrsatilmaydi. Keyin yangi kod bilan qayta taklif qiling.
lost-phone-yes = 📵 Ha, hamma joydan chiqilsin
lost-phone-done =
    Siz hamma joydan chiqdingiz. Iltimos, maktabga qoʻngʻiroq qiling: yangi telefon uchun yangi kod beradi.

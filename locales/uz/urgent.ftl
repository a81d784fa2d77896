urgent-button = 🚨 Bu shoshilinch
urgent-write = 🚨 Shoshilinch: oilaga yozish
urgent-prompt = 🚨 <b>{ $about }</b>. Oila hozir nimani bilishi kerak? Yuborishdan oldin yana bir marta koʻrasiz.
urgent-why =
    🚨 <b>{ $about }</b>, oilalar: <b>{ $count }</b>. Tunda ham ovoz chiqaradi, javob bermagandan yana soʻraladi.

    Nega shoshilinch? Bir bosish bilan yuboriladi.
urgent-why-closing = 🏫 Maktab erta yopiladi
urgent-why-danger = ⛈ Xavf: ob-havo, yongʻin, yoʻl
urgent-why-fetch = 🚸 Iltimos, bolani olib keting
urgent-why-health = 🩺 Kimdir jarohat oldi yoki kasal
urgent-sent =
    🚨 Yuborildi. { $class }, oilalar: { $count }

    Javob bermagandan 10 daqiqadan keyin yana soʻraladi. 20 daqiqadan keyin oilaning chatdagi boshqa kishilaridan soʻraladi. 30 daqiqadan keyin qoʻngʻiroq qilinadigan raqamlar shu yerga keladi.
urgent-home = Bolaning yonidagi yoki shugʻullanadigan kishi aytsa, oila biladi deb hisoblanadi. Uzoqdagi ota-onaga rahmat aytamiz va yana soʻraymiz.
urgent-head = 🚨 Shoshilinch · { $head }
urgent-please = Iltimos, oʻqib boʻlgach, tugmani bosing.
urgent-thanks-afar = 👍 Rahmat. Maktab sizning koʻrganingizni biladi. Bolaning yonidagi kishidan ham soʻraymiz.
urgent-again = 🚨 Shoshilinch boʻlgani uchun yana bir marta. { $head }
urgent-contact = 🚨 Maktabdan shoshilinch xabar, bola: <b>{ $child }</b>. Yaqinroq odamlar hali javob bermadi. Siz yordam bera olasizmi?
urgent-care = 👍 Men shugʻullanaman
urgent-left = 🚨 <b>{ $class }</b>: bu oilalar bilishini hali aytmadi. Iltimos, hozir qoʻngʻiroq qiling.
urgent-left-home = 🚨 <b>{ $class }</b>: uyda hali hech kim bilishini aytmadi. Iltimos, hozir qoʻngʻiroq qiling.
urgent-child = <b>{ $child }</b>
urgent-number = 📞 { $name }, { $relation }: { $phone }
urgent-afar = 👍 { $relation }: uzoqdan koʻrdi
urgent-no-number = Roʻyxatda raqam yoʻq.
urgent-is = Shoshilinch: { $why }

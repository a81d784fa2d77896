growing-soon = 18 yoshga toʻlgan kuni oila bogʻlanishlari tugaydi. Oʻz yozuvi kerakmi, shuni ham soʻrang, iltimos: shu kundan bu yerda oʻzi uchun kod yarata olasiz.
growing-own-record = 🎓 18 yoshga toʻldi: endi yozuv oʻziniki. Kod bilan bu yerda nusxa, tuzatish yoki oʻchirishni soʻrashi mumkin.
growing-own-link = Oʻz bogʻlanishi: { $state }
growing-goes = Yozuv oʻzi oʻchadi: { $day }.
growing-code = ✉️ Oʻzi uchun kod
growing-end-link = ⏹ Bogʻlanishni tugatish
growing-asked = ✔ Soʻraldi, bajarildi
growing-goes-soon =
    📂 Maktab bu yerda siz haqingizda saqlagani oʻzi oʻchadi: { $day }. Uni qaytarib boʻlmaydi.

    Nusxa kerakmi? Iltimos, shu kundan oldin soʻrang.
growing-gone =
    📂 Muddat tugadi: maktab bu yerda siz haqingizda saqlaganini oʻchiradi. Qonun yana saqlashni buyurgani hamma uchun yopiq, keyin oʻzi oʻchadi.

    Oq yoʻl!

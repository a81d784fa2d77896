note-write-school = ✍️ Maktabga yozish
note-write-school-child = ✍️ Maktabga yozish: { $child }
note-write-home = ✍️ Maktabga va uyga yozish
note-write-home-child = ✍️ Maktabga va uyga yozish: { $child }
note-write-parents = ✍️ Maktabga va ota-onaga yozish
note-write-parents-child = ✍️ Maktabga va ota-onaga yozish: { $child }
note-write-family = ✉️ Oilaga yozish
note-write-class = ✉️ { $class }: barcha oilalarga yozish
note-between = ,{ " " }
note-answer = ↩️ Javob berish
note-about = 🆘 Bu xat sizni xavotirga soldimi? Bir bosish bilan u xavfsizlikka javob beradiganlarga oʻz holicha yetadi. Yozgan odamga bu aytilmaydi.
note-done = ✅ Tayyor
note-send = ✉️ Yuborish
# For whom a note is, as a choice.
note-for-all = 👥 Hammaga
note-for-school = 🔒 Faqat maktabga
note-for-not_guardian = 🔒 Qarovchiga emas

note-prompt-school =
    <b>{ $child }</b>. Nima demoqchisiz? Oladi: { $who }.

    Yozing, ovozli xabar, rasm, video yoki hujjat yuboring: hammasini oʻz holicha yetkazaman. Raqamingiz va akkaunt nomingiz koʻrinmaydi.
note-prompt-family =
    <b>{ $child }</b>. Oilaga nima demoqchisiz? Oladi: { $who }.

    Yozing, ovozli xabar, rasm, video yoki hujjat yuboring: hammasini oʻz holicha, har biriga alohida yetkazaman. Raqamingiz va akkaunt nomingiz koʻrinmaydi.
note-prompt-class =
    <b>{ $class }</b>. Barcha oilalarga nima demoqchisiz? Yuborishdan oldin yana bir marta koʻrasiz.

    Iltimos, bitta bola haqida yozmang: buning uchun oʻsha oilaga yozing.
note-more = Yana yuborishingiz mumkin. Hammasi shu boʻlsa, “Tayyor” tugmasini bosing.

note-sent = ✅ Yuborildi. Oladi: { $who }. Javob shu yerga keladi.
note-unreached = Chatda yoʻq: { $who }
note-unreached-school = Hozir bu yerda maktabdan hech kim yoʻq. Maktab bilan bogʻlanish uchun, iltimos, qoʻngʻiroq qiling.
note-take-back = ↩️ Qaytarib olish
note-back = ↩️ Qaytarib olindi. Bu yerda uni endi hech kim koʻrmaydi. Oʻqib ulgurgan odam esa biladi.
note-back-urgent = Shoshilinch xat qoladi. Soʻzlarini oʻzgartiring.
note-back-late = Buni 48 soat ichida qaytarib olish mumkin.
note-back-moment = Xat hozir yuborilmoqda. Birozdan keyin yana bosing.
note-waits = 🌙 Xat maktab yana ish boshlaguncha kutadi. Javobni maktab soati bilan { $when } dan keyin kutish mumkin.
note-orphaned = ⚠️ { $child } haqidagi xatingizni topshirib boʻlmadi: uni oʻqishi kerak boʻlgan kishi endi maktabda emas, maktabdan boshqa hech kimga bu yerda yetib boʻlmaydi.
note-urgent = ❗ Bu shoshilinch
note-urgent-passed = ❗ Maktabga darhol yetkazaman.
note-urgent-enough = Kuniga ikki marta xat darhol oʻtishi mumkin, siz ikkalasini ishlatdingiz. Bu xat maktab ochilganda yetib boradi. Kutib boʻlmasa, iltimos, qoʻngʻiroq qiling.
note-urgent-there = ✅ Xat allaqachon maktabda.
note-change-passed = ✏️ Oʻzgarish yetkazildi.
note-sent-class =
    ✅ Yuborildi. { $class }, oilalar: { $count }

    Javoblar shu yerga, bolaning ismi bilan keladi.
note-preview =
    <b>{ $class }</b>. Oladigan oilalar: <b>{ $count }</b>. Yuboraymi?
note-absent = Chatda yoʻq oilalar: { $count } ({ $who })
note-nobody-school = Hozir bu yerda maktabdan hech kimni topib boʻlmadi. Hech narsa yuborilmadi. Iltimos, maktabga qoʻngʻiroq qiling.
note-nobody-family = Bu oiladan hech kimni bu yerda topib boʻlmadi. Hech narsa yuborilmadi.
note-nobody-class = Bu sinfdan hali hech bir oila chatda yoʻq.

note-head-school = { $role } { $name } · { $child }
note-head-class = { $role } { $name } · barcha oilalarga, { $class } · { $child }
note-head-family = { $relation } { $name } · { $child } ({ $class })
note-head-kin = { $relation } { $name } · { $child }
# Below the line above, where a note is not for everybody.
note-mark-between = 🔒 Faqat siz va maktab oʻrtasida
note-mark-school = 🔒 Faqat maktab uchun
note-mark-not-guardian = 🔒 Uydagi qarovchi uchun emas
note-head-changed = ✏️ Oʻzgartirildi · { $head }
note-picture-kept = 📷 Bu xat bilan rasm keldi. Rasmlar sizda oʻchiq: menyuda, “Mening roziliklarim” boʻlimida yoqish mumkin.
note-picture-school = 📷 Bu xat bilan rasm keldi. Maktab bu yerga bolalar rasmlarini yubormaydi; iltimos, oʻqituvchidan soʻrang.
note-pictures-rest = 📷 Maktabingizda rasmlarga ruxsat yoʻq, oilalarga faqat soʻzlar bordi. Maktab masʼuli istalgan bola sahifasida, “Roziliklar”da ruxsat bera oladi.

note-some = ☑️ Faqat ayrim oilalarga
note-some-which = ☑️ Qaysi oilalarga? Bolalarning ismini bosing. Tanlandi: <b>{ $count }</b>
note-some-in = ✅ { $child }
note-some-out = ▫️ { $child }
note-some-done = ✍️ Shularga yozish: { $count }
note-some-nobody = Bu oilalardan hech kim chatda yoʻq.
note-some-prompt =
    Nima demoqchisiz? Oilalar: <b>{ $count }</b>. Yuborishdan oldin yana bir marta koʻrasiz.

    Yana kim olishini hech kim koʻrmaydi.

note-later = 🕗 Keyinroq yuborish
note-later-when = 🕗 Qachon yuborilsin? Maktab soati boʻyicha.
note-later-evening = 🌇 Bugun kechqurun, 18:00
note-later-morning = 🌅 Ertaga, 8:00
note-later-hour = 🕗 { $day }. Soat nechada?
note-later-waits = 🕗 { $about }: xat { $when } da ketadi. Ungacha uni qaytarib olish mumkin.
note-later-call-back = ✋ Yuborilmasin
note-later-back = ✋ Qaytarib olindi. Hech narsa yuborilmadi.
note-later-gone = Xat allaqachon ketgan yoki qaytarib olingan.
note-later-many = Yigirmata xat kutib turibdi. Avval bittasini qaytarib oling.
note-later-not = 🕗 Shu soatga yozgan xatingiz yuborilmadi: bu sinfga endi yoza olmaysiz.
note-later-late = 🕗 Keyinroqqa yozgan xatingiz yuborilmadi. Hali ham toʻgʻri boʻlsa, yana yuboring.

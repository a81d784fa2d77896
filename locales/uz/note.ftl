note-write-school = ✍️ Maktabga yozish
note-write-school-child = ✍️ Maktabga yozish: { $child }
note-write-family = ✉️ Oilaga yozish
note-write-class = ✉️ { $class }: barcha oilalarga yozish
note-between = ,{ " " }
note-answer = ↩️ Javob berish
note-done = ✅ Tayyor
note-send = ✉️ Yuborish

note-prompt-school =
    <b>{ $child }</b>. Maktabga nima demoqchisiz? Oladi: { $who }.

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
note-head-changed = ✏️ Oʻzgartirildi · { $head }
note-picture-kept = 📷 Bu xat bilan rasm keldi. Rasmlar sizda oʻchiq: menyuda, “Nimani saqlaymiz va yuboramiz” boʻlimida yoqish mumkin.

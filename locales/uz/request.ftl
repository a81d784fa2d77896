request-kept = 📂 Nimalarni saqlaymiz: { $child }
request-kept-text =
    <b>Nimalarni saqlaymiz: { $child }</b>

    • Maktab roʻyxatidan: ism, tugʻilgan kun, sinf, kim bilan yashashi
    • Maktabdan: davomat, oʻqish, baholar – maktab saqlashi shart boʻlgan muddatgacha
    • Kayfiyat, xulq, turmush, oʻqituvchining gapi – oʻquv yili tugaguncha
    • Siz haqingizda: ism, raqam, joy, xatlaringiz, javoblaringiz va roziliklaringiz
    • Yozuvlarni kim koʻrgani

    Siz nusxa soʻrashingiz, satrni tuzattirishingiz, oʻchirtirishingiz yoki toʻxtatishingiz mumkin. Maktab { $days } kun ichida javob beradi.
request-copy = 📄 Nusxa
request-correct = ✏️ Tuzatish
request-erase = 🗑 Oʻchirish
request-stop = ⏹ Toʻxtatish
request-yours = <b>Siz soʻragansiz:</b>
request-line = • { $what }, { $asked }: { $state }
request-state-open = ochiq, javob muddati: { $due }
request-state-answered = javob berilgan: { $day }
request-state-refused = bajarilmadi, javobga qarang: { $day }
request-state-withdrawn = qaytarib olingan: { $day }
request-take-back = ↩ Qaytarib olish: { $what }
request-kind-copy = nusxa
request-kind-correct = tuzatish
request-kind-erase = oʻchirish
request-kind-stop = toʻxtatish
request-see = ‹ Nimalarni saqlaymiz

request-copy-text =
    Saqlanayotgan maʼlumot nusxasi: <b>{ $child }</b>. Unda faqat bola va sizga tegishli narsalar bor. Qanday olmoqchisiz?

    Bu messenjer chet el xizmati. Bu yerga nusxa qulflangan fayl boʻlib keladi, paroli alohida keladi va saqlanmaydi. Buni istamasangiz, maktabdan olib keting.
request-copy-chat = 🔒 Shu yerga yuboring
request-copy-school = 🏫 Maktabdan olaman
request-contact = Nusxa boshqaga ketmasligi uchun: pastdagi tugma bilan oʻz raqamingizni yana bir marta yuboring. Toʻxtatish: /cancel
request-contact-thanks = Raqamingiz keldi.
request-correct-text = Qaysi satr notoʻgʻri: <b>{ $child }</b>?
request-which-name = Ism
request-which-class = Sinf
request-which-contact = Raqam yoki odam
request-which-attendance = Bir kunlik davomat
request-which-other = Boshqa narsa
request-type-it =
    <b>{ $which }</b>: nima notoʻgʻri va toʻgʻrisi qanday? Bitta xabarda yozing. Kun haqida boʻlsa, sanasini yozing.

    Sogʻliq xulosalari, manzil va hujjat raqamlarini yozmang: ular telefonda aytiladi.
request-erase-text =
    Nimani oʻchirish mumkin: <b>{ $child }</b>

    • darhol, qonun boʻyicha saqlanadiganidan tashqari: kayfiyat, xulq, turmush, oʻqituvchining gaplari va siz bilan maktab oʻrtasidagi xatlar
    • maktab koʻrib chiqqach: qolgani, maktab saqlashi shart boʻlganidan tashqari. U maktabda qoladi va bu yerda sizga koʻrinmaydi

    Javob sababi bilan yozma keladi. Oʻchirilgan narsa qaytmaydi.
request-erase-yes = 🗑 Ha, oʻchirilsin
request-stop-text =
    Xabarlar toʻxtatilsinmi: <b>{ $child }</b>? Darhol bola haqida hech narsa kelmaydi va yozuvlarni bu yerda koʻra olmaysiz.

    Maktab oʻz yozuvlarini saqlaydi. Qaytish uchun maktabdan yangi taklif soʻrang.
request-stop-yes = ⏹ Toʻxtatish: { $child }
request-stop-all = ⏹ Hamma bolalarim uchun
request-stopped = Toʻxtatildi. Sizga boshqa hech narsa kelmaydi. Ishonchingiz uchun rahmat; xohlasangiz, maktab sizni yana taklif qiladi.
request-asked-already = Siz buni soʻragansiz. Maktab javob beradi.
request-asked-copy = ✅ Nusxa haqidagi soʻrovingiz maktabga yetdi. Javob muddati: { $due }.
request-asked-correct = ✅ Yozganingiz maktabga yetdi. Javob muddati: { $due }.
request-asked-erase = ✅ Kayfiyat, xulq, turmush, oʻqituvchining gaplari va xatlaringiz: saqlash shart boʻlmagani oʻchirildi. Qolgani haqida maktab javob beradi. Muddat: { $due }.
request-noted = Bu yerda parol bor edi. Endi yoʻq.

request-waiting = 📂 Maʼlumot soʻrovlari: { $count }
request-about = <b>{ $name }</b> soʻraydi: { $what }. Bola: { $child } ({ $class })
request-until = Javob muddati: { $due }.
request-new = Iltimos, javob bering. Muddat: { $due }.
request-soon = ⏰ Hali javob yoʻq. Qonuniy muddat: { $due }.
request-late = ⚠️ Javob muddati shu edi: { $due }. Viloyatga aytildi.
request-was-stopped = Bajarildi: bu kishiga boshqa hech narsa kelmaydi. Javob shart emas, qoʻngʻiroq qilsangiz yaxshi boʻladi.
request-open = Ochish
request-open-number = { $number } ochish
request-list = <b>Maʼlumot soʻrovlari</b>, muddati yaqini birinchi:
request-list-empty = Ochiq soʻrov yoʻq.
request-numbered = { $number }. { $about }
request-way-chat = 🔒 Chatga qulflab yuboriladi.
request-way-school = 🏫 Kishi maktabdan olib ketadi.
request-said = <b>{ $which }:</b> “{ $words }”
request-no-link = ⚠️ Bu kishi endi bogʻlanmagan: men orqali hech narsa ketmaydi. Javob kerak boʻlsa, qogʻozda bering.
request-decide-copy = Nusxada shu bola va shu kishiga tegishli narsalar bor: boshqa kattalar, boshqa bolalar va yopiq ishlar haqida hech narsa yoʻq.
request-decide-correct = Koʻring, yozuvni tuzating, keyin bosing. Yoki nega tuzatilmasligini ayting.
request-decide-erase = Kayfiyat, xulq, turmush, oʻqituvchining gaplari va bu kishining xatlari: saqlash shart boʻlmagani oʻchirilgan. Qonun boʻyicha saqlanadigani maktabda qolishi mumkin; unda bogʻlanish tugaydi va kishi sababingizni oladi.
request-approve-copy = ✅ Nusxaga ruxsat
request-card = 👤 Bola kartochkasi
request-corrected = ✅ Tuzatildi
request-keep = 🏫 Qolgani qoladi
request-erase-all = 🗑 Hammasi oʻchsa boʻladi
request-erase-all-ask =
    Bu bola haqidagi butun yozuv oʻchirilsinmi, davomat va baholar ham? Shu daqiqadan boshlab uni bu yerda hech kim koʻrmaydi, barcha aloqalar tugaydi, bola dasturdan chiqadi. Qaytarib boʻlmaydi.

    Bir qismini maktab saqlashi shartmi? Unda orqaga qayting va “Qolgani maktabda qoladi”ni tanlang.

    Boshqa bogʻlangan kishilar: { $count }
request-erase-all-yes = 🗑 Ha, hammasi oʻchsin
request-refuse = ✖ Rad etish
request-why = Nega? Sababini yozing: kishi uni siz yozganday oʻqiydi. Yoki shuni oling:
request-say-usual = Shu sababni olish
request-usual-copy = Maktab kim soʻrayotganiga ishonch hosil qila olmadi. Hujjatingiz bilan maktabga keling, iltimos.
request-usual-correct = Maktab tekshirdi: yozuv toʻgʻri.
request-usual-erase = Qonun boʻyicha maktab davomat va oʻquvchi hujjatlarini muddati tugaguncha saqlaydi.
request-usual-stop = Toʻxtatildi.
request-done-answered = ✅ Javob berildi. Kishi uni yozma oladi.
request-done-refused = ✖ Rad etildi. Kishi sababingizni yozma oladi.
request-to-operator = Faylni operatordan soʻrang: soʻrov { $id }.

request-copy-large = Nusxa bu messenjer uchun juda katta: kishi uni maktabdan olib ketadi va buni biladi.

request-answer = Maktabning javobi. Siz soʻragansiz: { $what }, { $asked }.
request-answer-copy-chat = ✅ Mana nusxangiz, ikki xabarda: qulflangan fayl va uning paroli.
request-answer-copy-school = ✅ Nusxaga ruxsat berildi. Hujjatingiz bilan maktabdan olib keting.
request-answer-copy-large = ✅ Nusxangizga ruxsat berildi. U bu yerga yuborish uchun juda katta: uni maktabdan hujjatingiz bilan olib keting, iltimos.
request-answer-correct = ✅ Tuzatildi. Aytganingiz uchun rahmat.
request-answer-erase = ✅ Maktab butun yozuvni oʻchiradi. Shu daqiqadan boshlab uni bu yerda hech kim koʻrmaydi va bola haqida sizga boshqa hech narsa kelmaydi. Qonun yana saqlashni buyurgani hamma uchun yopiq, keyin oʻzi oʻchadi.
request-answer-erase-kept = ✅ Saqlash shart boʻlmagani oʻchirildi. Qolgani maktabda qoladi va bu yerda sizga koʻrinmaydi.
request-answer-stop = Toʻxtatildi.
request-answer-refused = ✖ Maktab buni qila olmaydi.
request-reason = Sababi: “{ $reason }”
request-complain = Rozi boʻlmasangiz: maktabdan yoki viloyat taʼlim boʻlimidan soʻrang.
request-copy-file = 🔒 Nusxangiz: oʻqish uchun varaq va xuddi shu narsa kompyuter uchun. Qulflangan ZIP ochadigan ilovada parol bilan ochiladi. Faqat oʻzingiz koʻradigan joyda saqlang.
request-copy-phrase =
    Nusxangizning paroli, bir marta koʻrsatiladi:

    <code>{ $phrase }</code>

    Yozib oling, keyin bosing: u chatdan ketadi.
request-note-it = ✅ Yozib oldim, olib tashlang

request-overdue-list = ⏰ Kechikkan javoblar
request-overdue = <b>Muddatida javob berilmagan maʼlumot soʻrovlari</b>
request-overdue-school = • { $school }: { $count }, eng eski muddat: { $due }
request-overdue-none = Hamma maktab vaqtida javob bergan.
request-county =
    ⏰ <b>{ $school }</b>: oilaning maʼlumot soʻroviga vaqtida javob berilmadi. Muddat: { $due }.

    Maktabdan soʻrang, iltimos.

# 18 yoshga toʻlgan odamning oʻziga.
request-kept-own = 📂 Siz haqingizda nimani saqlaymiz
request-kept-own-text =
    <b>Siz haqingizda nimalarni saqlaymiz</b>

    • Maktab roʻyxatidan: ism, tugʻilgan kun, sinf, kim bilan yashaganingiz
    • Maktabdan: davomat, oʻqish, baholar – yozuv oʻchguncha
    • Kayfiyat, xulq, turmush, oʻqituvchining gapi – oʻquv yili tugaguncha
    • Bu yerda yuborgan raqamingiz
    • Yozuvlarni kim koʻrgani

    Siz nusxa soʻrashingiz, satrni tuzattirishingiz, oʻchirtirishingiz yoki toʻxtatishingiz mumkin. Maktab { $days } kun ichida javob beradi.
request-goes = Oʻzi oʻchadi: { $day }. Nusxa kerak boʻlsa, undan oldin soʻrang.
request-copy-own-text =
    Siz haqingizda saqlanayotgan maʼlumot nusxasi. Unda boshqa odamlarga tegishli narsa yoʻq. Qanday olmoqchisiz?

    Bu messenjer chet el xizmati. Bu yerga nusxa qulflangan fayl boʻlib keladi, paroli alohida keladi va saqlanmaydi. Buni istamasangiz, maktabdan olib keting.
request-correct-own-text = Siz haqingizdagi qaysi satr notoʻgʻri?
request-erase-own-text =
    Siz haqingizda saqlanganidan nimani oʻchirish mumkin:

    • darhol, qonun boʻyicha saqlanadiganidan tashqari: kayfiyat, xulq, turmush, oʻqituvchining gaplari
    • maktab koʻrib chiqqach: qolgani. Qonun boʻyicha hali saqlanadigani yozuv oʻzi oʻchguncha qoladi

    Javob sababi bilan yozma keladi. Oʻchirilgan narsa qaytmaydi.
request-stop-own-text =
    Bu yerdagi bogʻlanishingiz tugatilsinmi? Darhol sizga hech narsa kelmaydi va siz haqingizda nima saqlanishini bu yerda soʻray olmaysiz.

    Siz haqingizda saqlangani bu bilan oʻchmaydi. Qaytish uchun maktabdan yangi kod soʻrang.
request-stop-own-yes = ⏹ Ha, tugatilsin
request-about-own = <b>{ $name }</b> ({ $class }), 18 yoshga toʻlgan, oʻz yozuvi haqida soʻraydi: { $what }
request-answer-erase-own = ✅ Maktab butun yozuvni oʻchiradi. Shu daqiqadan boshlab uni bu yerda hech kim koʻrmaydi va sizga boshqa hech narsa kelmaydi. Qonun yana saqlashni buyurgani hamma uchun yopiq, keyin oʻzi oʻchadi.
request-decide-erase-own = Kayfiyat, xulq, turmush va oʻqituvchining gaplari: saqlash shart boʻlmagani oʻchirilgan. Qolganini hozir oʻchirish yoki kunigacha qoldirish mumkin: bogʻlanish ham qoladi va kishi sababingizni oladi.
request-usual-erase-own = Davomat va oʻquvchi hujjatlarini maktab hozircha saqlashi shart.
request-answer-erase-kept-own = ✅ Saqlash shart boʻlmagani oʻchirildi. Qolgani hozircha qoladi.

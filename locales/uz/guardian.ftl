guardian-menu = 👵 Vaqtincha qarovchi
guardian-which = Qaysi bola haqida?
guardian-none =
    <b>{ $child }</b>: vaqtincha qarovchi tayinlanmagan.

    Siz uzoqda ishlayotganingizda bolaga siz ishongan katta odam maʼlum muddatga qarab turishi mumkin. Siz taklif qilasiz, bola tinglanadi, maktab tekshiradi va tayinlaydi. Qonuniy vakil siz boʻlib qolasiz va hamma xabarlarni avvalgidek olasiz.
guardian-none-school =
    <b>{ $child }</b>: hech kim taklif qilinmagan.

    Ota yoki ona taklif qiladi: menyuda, “Vaqtincha qarovchi”; chatda boʻlmasa, qogʻozda. Ota-ona taklifisiz hech kim tayinlanmaydi.
guardian-waits = Taklif: <b>{ $name }</b>. Maktab tekshirmoqda.
guardian-stands =
    <b>{ $child }</b>
    Vaqtincha qarovchi: <b>{ $name }</b>, { $relation }
    Muddat: { $from } – { $to }
guardian-propose = ✍️ Odam taklif qilish
guardian-take-back = ↩ Taklifni qaytarib olish
guardian-take-back-ask = Taklif qaytarib olinsinmi: <b>{ $name }</b>? Bola: { $child }
guardian-take-back-yes = ↩ Ha, qaytarib olinsin
guardian-break-off = ⏹ Toʻxtatish: { $name }
guardian-end-ask =
    Muddat hozir tugatilsinmi? Vaqtincha qarovchi: <b>{ $name }</b>. Bola: { $child }

    Shu daqiqada tugaydi. “Hammasi yaxshimi” savollari keyingi odamga boradi.
guardian-end-yes = ⏹ Ha, hozir tugatilsin
guardian-notice = 📄 Xabarnoma: { $name }
guardian-live-ask = Shu vaqtda <b>{ $child }</b> qayerda yashaydi?
guardian-lives-with_carer = Shu odamning uyida
guardian-lives-at_home = Oʻz uyimizda
guardian-lives-boarding = Maktab yotoqxonasida
guardian-lives-care_home = Gʻamxoʻrlik uyida
guardian-term-ask = Qancha muddatga? Koʻpi bilan bir yil, keyin uzaytirish mumkin.
guardian-months = { $count } oy
guardian-term-school = Maktab hal qiladi
guardian-who-ask = Kim qarab turadi? Bola: <b>{ $child }</b>
guardian-person = { $name }, { $relation }
guardian-somebody = ✏️ Boshqa odam
guardian-somebody-ask = Iltimos, bir qatorda kimligini yozing: ismi, bolaga kim boʻlishi va telefoni. Maktab uni roʻyxatga kiritadi va tekshiradi.
guardian-proposed =
    Rahmat. Maktab taklifingizni oldi. Bola: <b>{ $child }</b>. Maktab boladan soʻraydi, tekshiradi va hal qiladi.

    Javob shu yerga keladi.

guardian-signed-begin = 📄 Ota yoki ona qogʻozda taklif qiladi
guardian-signed-whose = <b>{ $child }</b>: chatda boʻlmagan ota yoki ona qogʻozda taklif qiladi. Iltimos, faqat imzolangan qogʻoz qoʻlingizda boʻlsa yozing. Bu kimning qogʻozi?
guardian-signed-nobody = <b>{ $child }</b>: roʻyxatda qogʻozga imzo qoʻya oladigan ota yoki ona yoʻq. Avval ota yoki onani roʻyxatga kiriting.
guardian-signed-two = <b>{ $child }</b>: qogʻozni yozgan odam oʻzi hal qilmaydi, boshqa masʼul esa yoʻq. Qogʻozni sinf rahbari yozsin, keyin siz hal qilasiz.
guardian-signed-day = Qoʻlingizdagi qogʻozda qaysi sana bor? Bosing yoki shunday yozing: 2026-03-01.
guardian-signed-line = 📄 Qogʻozda, { $day }. Qogʻozni koʻrgan: { $name }
guardian-signed-done = ✅ Yozildi. Bola: <b>{ $child }</b>. Qogʻozni hujjatlar bilan saqlang. Maktabdan boshqa odam hal qiladi; yozganingiz oilaga koʻrsatiladi.
guardian-signed-family =
    📄 <b>{ $child }</b>: maktab vaqtincha qarovchi haqidagi imzolangan qogʻozni yozdi, sana: { $day }. Hali hech narsa qaror qilinmagan. Qogʻozni koʻrgan: { $by }

    Bu toʻgʻri boʻlmasa, maktabga qoʻngʻiroq qiling.
guardian-signed-tell = Ota yoki ona chatda yoʻq: iltimos, ularga ayting.

guardian-new = ✍️ <b>{ $parent }</b> vaqtincha qarovchini taklif qildi. Bola: <b>{ $child }</b>, { $class }.
guardian-open = 📋 Varaqani ochish
guardian-form =
    <b>Vaqtincha qarovchi</b> · { $child }
    Taklif qildi: { $parent }, { $day }
    Kim: <b>{ $name }</b>
    Bola yashaydi: { $lives }
guardian-form-term = Muddat: { $from } – { $to }
guardian-form-no-term = Muddat: hali tanlanmagan
guardian-form-view = Bolaning oʻz fikri: { $view }
guardian-form-no-view = Bolaning oʻz fikri: hali soʻralmagan
guardian-form-words = Bolaning soʻzi: “{ $words }”
guardian-form-law = Maktab ishonch hosil qilgan:
guardian-form-yes = ✅ { $what }
guardian-form-no = 🚫 Bunday emas: { $what }
guardian-form-open = ◽ { $what }
guardian-view-agrees = rozi
guardian-view-does_not_want = xohlamaydi
guardian-view-too_young = aytish uchun hali kichik
guardian-state-no_harm = Zoʻravonlik va jinsiy jinoyat, shafqatsizlik, tashlab ketish, odam savdosi yoʻq
guardian-state-no_addiction = Giyohvandlik, ichkilikbozlik, qimor yoʻq
guardian-state-no_neglect = Bunday burchdan bosh tortmagan, uni uzoq bajarmay qoʻymagan, undan chetlatilmagan
guardian-state-no_other_bar = Bolaga qarashga toʻsiq boʻladigan boshqa narsa yoʻq
guardian-state-adult = 18 yoshga toʻlgan
guardian-state-capable = Qoʻlidan keladi: sogʻligʻi, sharoiti, bola bilan yaqinligi
guardian-state-near = Yetarlicha yaqin yashaydi
guardian-ask-person = <b>Keyingisi:</b> maktab roʻyxatida bu odam yoʻq. Roʻyxatdan tanlang yoki kiriting.
guardian-enter = ✏️ Odamni kiritish
guardian-enter-ask = Iltimos, bir qatorda vergul bilan yozing: ismi, telefoni, tugʻilgan kuni maʼlum boʻlsa (1970-12-31).
guardian-ask-view = <b>Keyingisi:</b> boladan yolgʻiz va xotirjam soʻrang. Bola nima deydi?
guardian-words-ask = Yozildi. Bola nima deganini bir qatorda oʻz soʻzlari bilan yozing. Yoki davom eting.
guardian-continue = Davom etish ›
guardian-ask-statement = <b>Keyingisi:</b> maktab bunga ishonch hosil qildimi? { $what }.
guardian-yes = ✅ Ha, shunday
guardian-no = 🚫 Yoʻq
guardian-again = ↺ Qaytadan
guardian-ask-answers = <b>Keyingisi:</b> <b>{ $name }</b> oʻz qogʻozida oʻzi ham javob beradi. Hali yoʻq: { $what }. Iltimos, belgilangan javobni yozing; rad javobi ham boʻlaveradi.
guardian-ask-term = <b>Keyingisi:</b> muddatni tanlang.
guardian-begin-today = Bugundan
guardian-begin = { $count } kundan keyin
guardian-overlap-yes = ☑ Hozirgisi ham qoladi
guardian-overlap-no = ☐ Hozirgisi ham qoladi
guardian-blocked = <b>Bu holda tayinlab boʻlmaydi.</b> Muddatni yoki bandlarni oʻzgartiring, yo tayinlamang va ota yoki ona bilan gaplashing.
guardian-ready = <b>Hammasi bor.</b> Tayinlash yoki muddatni oʻzgartirish mumkin.
guardian-appoint = ✅ Tayinlash
guardian-refuse = ✖ Tayinlamaslik

guardian-not-appointed = ⚠️ <b>Tayinlanmadi.</b>
guardian-missing-proposal = Hozir bola bilan bogʻlangan ota yoki onaning taklifi yoʻq.
guardian-missing-person = Bu odam hali maktab roʻyxatida yoʻq.
guardian-missing-barred = Bu odam shu bolaga vaqtincha qarovchi boʻla olmaydi.
guardian-missing-view = Bolaning oʻz fikri yoʻq. 8 yoshdan bola tinglanadi.
guardian-missing-statements = Hamma bandlar belgilanmagan.
guardian-missing-excluded = Qonun taqiqlaydi: toʻrt holatdan biri bor.
guardian-missing-unfit = Odam voyaga yetmagan, qoʻlidan kelmaydi yoki uzoqda yashaydi.
guardian-missing-underage = Roʻyxatdagi tugʻilgan kuniga koʻra 18 yoshga toʻlmagan.
guardian-missing-answers = Bu odamning kechki savollar va xatlar haqidagi oʻz javobi yoʻq. Imzolangan qogʻoz yetarli; rad javobi ham boʻlaveradi.
guardian-missing-term = Muddat yoʻq: bir oydan bir yilgacha.

guardian-appointed-school = ✅ Tayinlandi. Vaqtincha qarovchi: <b>{ $name }</b>. Bola: { $child }. Muddat: { $from } – { $to }. Ota yoki onaga aytildi, chop etish uchun xabarnoma yuborildi.
guardian-appointed-parent =
    ✅ Maktab vaqtincha qarovchini tayinladi: <b>{ $name }</b>. Bola: <b>{ $child }</b>. Muddat: { $from } – { $to }.

    Qonuniy vakil siz boʻlib qolasiz va hamma xabarlarni avvalgidek olasiz. Bola va shu odam bilan haftada kamida bir marta gaplashing: qonun shuni soʻraydi, bolaga esa bu kerak.
guardian-appointed-carer =
    ✅ Bolaga vaqtincha qarovchi – siz. Bola: <b>{ $child }</b>. Muddat: { $from } – { $to }. Bu ishni oʻz zimmangizga olganingiz uchun rahmat.

    Qonuniy vakil ota yoki onaning oʻzi. Haftada kamida bir marta sizdan va boladan hol soʻraydi.
guardian-not-in-chat = Bu odam hali chatda yoʻq. Taklifnoma bilan “Hammasi yaxshimi” savollari telefoniga keladi.
guardian-no-chat-behalf = Telefonsiz ham boʻladi: kechki savolga uning oʻrniga javob beradigan kishini ayting.
guardian-invite = ✉️ Taklif qilish: { $name }
guardian-refused = Tayinlanmadi. Bola: { $child }. Ota yoki onadan maktabga qoʻngʻiroq qilish soʻraldi.
guardian-refused-parent = Maktab siz taklif qilgan odamni tayinlay olmadi. Bola: <b>{ $child }</b>. Iltimos, maktabga qoʻngʻiroq qilib gaplashing.
guardian-warn-parent =
    📅 Muddat tugayapti. Vaqtincha qarovchi: <b>{ $name }</b>. Bola: <b>{ $child }</b>. Oxirgi kun: { $day }. Qolgan kunlar: { $count }

    Davom etishi kerak boʻlsa, qayta taklif qiling: pastda, “Vaqtincha qarovchi”.
guardian-warn-school =
    📅 Muddat tugayapti. Vaqtincha qarovchi: <b>{ $name }</b>. Bola: <b>{ $child }</b>. Oxirgi kun: { $day }. Qolgan kunlar: { $count }

    Ota yoki onaga ham aytildi. Iltimos, keyin bolaga kim qarashini soʻrang.
guardian-ended-over-parent =
    📅 Muddat tugadi. Vaqtincha qarovchi: <b>{ $name }</b>. Bola: <b>{ $child }</b>.

    Endi bolaga kim qaraydi? Pastda odam taklif qiling yoki maktabga qoʻngʻiroq qiling.
guardian-ended-over-school = 📅 Muddat tugadi. Vaqtincha qarovchi: <b>{ $name }</b>. Bola: <b>{ $child }</b>. “Hammasi yaxshimi” savollari keyingi odamga boradi. Endi bolaga kim qarashini soʻrang.
guardian-ended-changed-parent = Muddat tugadi, boshqa odamning muddati boshlandi. Avvalgi qarovchi: <b>{ $name }</b>. Bola: <b>{ $child }</b>.
guardian-ended-changed-school = Muddat tugadi, boshqa odamning muddati boshlandi. Avvalgi qarovchi: <b>{ $name }</b>. Bola: <b>{ $child }</b>.
guardian-ended-broken-parent =
    ⏹ Muddat vaqtidan oldin toʻxtatildi. Vaqtincha qarovchi: <b>{ $name }</b>. Bola: <b>{ $child }</b>.

    Endi bolaga kim qaraydi? Pastda odam taklif qiling yoki maktabga qoʻngʻiroq qiling.
guardian-ended-broken-school = ⏹ Muddat vaqtidan oldin toʻxtatildi. Vaqtincha qarovchi: <b>{ $name }</b>. Bola: <b>{ $child }</b>. “Hammasi yaxshimi” savollari keyingi odamga boradi. Endi bolaga kim qarashini soʻrang.
guardian-ended-carer = Vaqtincha qarovchilik muddatingiz tugadi. Bola: <b>{ $child }</b>. Qilgan hamma ishingiz uchun rahmat.

guardian-paper-caption = 📄 Maktab va qishloq qoʻmitasi uchun xabarnoma. Iltimos, ikki nusxa chop eting, imzolang va topshiring. Bu yerdagi yozuv qogʻoz oʻrnini bosmaydi.
guardian-paper-failed = Hozir xabarnomani tayyorlab boʻlmadi. Keyinroq yana urinib koʻring.
guardian-paper-title = Bolaga vaqtincha qarash haqida xabarnoma
guardian-paper-to = Maktab va qishloq qoʻmitasi uchun
guardian-paper-parent = Ota yoki ona
guardian-paper-child = Bola
guardian-paper-school = Maktab, sinf
guardian-paper-carer = Vaqtincha qarovchi
guardian-paper-lives = Bola yashaydi
guardian-paper-term = Muddat
guardian-paper-date = Tayinlangan kun
guardian-paper-means = Bu nimani bildiradi
guardian-paper-text = Ota yoki ona uzoqda va shu muddatga bolaga kundalik qarashni yuqorida yozilgan odamga ishonib topshiradi. Qonuniy vakil ota yoki onaning oʻzi boʻlib qoladi. Bolaning fikri yoshiga qarab tinglandi. Maktab qonunda aytilgan toʻsiqlar yoʻqligiga ishonch hosil qildi (Voyaga yetmaganlarni himoya qilish toʻgʻrisidagi qonun, 22-modda).
guardian-paper-duty = Ota yoki ona haftada kamida bir marta bola va vaqtincha qarovchi bilan bogʻlanadi, hayoti, oʻqishi va kayfiyatini soʻraydi, odatdan tashqari narsa aytilsa, darhol chora koʻradi (23-modda).
guardian-paper-change = Odam, joy yoki telefon oʻzgarsa, maktab va qishloq qoʻmitasiga darhol aytiladi. Muddat tugashi bilan qarash oʻz-oʻzidan tugaydi.
guardian-paper-sign-parent = Ota yoki ona: ismi, imzo, sana
guardian-paper-sign-carer = Vaqtincha qarovchi: ismi, imzo, sana
guardian-paper-sign-school = Maktab oldi: ismi, imzo, sana
guardian-paper-sign-village = Qishloq qoʻmitasi oldi: ismi, imzo, sana

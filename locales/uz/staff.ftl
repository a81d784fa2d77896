staff-title = <b>Xodimlar</b> · odamlar: { $count }
staff-person = • { $name }, { $role }, { $unit } – { $state }. Muddati: { $until }. Tayinlagan: { $by }
staff-card =
    <b>{ $name }</b>
    { $role }, { $unit }
    Hozir: { $state }

    Boshlanishi: { $from }
    Muddati: { $until }
    Tayinlagan: { $by }
    Oxirgi tekshiruv: { $checked }
    Keyingisi shu kungacha: { $next }
staff-active = chatda ✅
staff-named = hali chatda emas
staff-begins = keyinroq boshlanadi
staff-rests = yillik tekshiruvgacha toʻxtatilgan
staff-over = tugagan
staff-invite = ✉️ Taklif: { $name }
staff-by-list = xodimlar roʻyxati
staff-one-lead = ⚠️ Ikkinchi masʼulni tayinlang
staff-task-open = 👤 { $number } ochish

staff-when = <b>{ $name }</b>: { $role }, { $unit }. Qachondan?
staff-from-today = Bugundan
staff-from = Boshlanishi: { $day }
staff-until-when = <b>{ $name }</b>, boshlanishi: { $day }. Qachongacha? Oxirgi kuni lavozim oʻzi tugaydi.
staff-until = Oxirgi kun: { $day }
staff-until-open = muddatsiz
staff-again = ✉️ Yangi telefon uchun yangi kod

staff-do-check = ✔ Tekshiruv qilindi
staff-do-end = ⏹ Lavozimni tugatish
staff-do-reset = 🔐 Yangi ikkinchi kalit
staff-do-lost = 📵 Telefon yoʻqoldi: chiqarish
staff-do-uncover = 👥 Telefon kodi unutilgan
staff-ask-uncover = Telefondagi kod olib tashlansinmi: <b>{ $name }</b>? Avval aynan shu odam soʻrayotganiga ishonch hosil qiling.
staff-yes-uncover = 👥 Ha, olib tashlansin
staff-do-as_lead = 🤝 Masʼul qilib tayinlash
staff-ask-check =
    <b>{ $name }</b>, { $role }: qonun har yili talab qilganidek ichki ishlar yoki idoradan soʻradingizmi va bolalar bilan ishlashga toʻsiq yoʻqmi?
staff-yes-check = ✔ Ha, hammasi joyida
staff-ask-end =
    Lavozim hozir tugatilsinmi: <b>{ $name }</b> ({ $role }, { $unit })? Shu daqiqadan bu odam u orqali yozuvlarni koʻrmaydi. Ochiq ishlar maktabda qoladi.
staff-yes-end = ⏹ Ha, tugatilsin
staff-ask-reset = Ikkinchi kalit qaytadan sozlansinmi: <b>{ $name }</b>? Iltimos, avval qoʻngʻiroq qiling va chindan oʻzi soʻrayotganiga ishonch hosil qiling.
staff-yes-reset = 🔐 Ha, qoʻngʻiroq qildim
staff-ask-lost =
    Barcha telefonlardan chiqarilsinmi: <b>{ $name }</b>? Lavozim qoladi. Keyin yangi telefon uchun yangi kod tayyorlang.
staff-yes-lost = 📵 Ha, chiqarilsin
staff-ask-as_lead =
    Maktab masʼuli qilib tayinlansinmi: <b>{ $name }</b>? Masʼul bogʻlanishlarni tasdiqlaydi, tugatadi va biror narsa notoʻgʻri boʻlsa xabar oladi. Kunlarni keyin tanlaysiz.
staff-yes-as_lead = 🤝 Ha, tayinlansin
staff-do-woman = 👩 Ayol kishi: yozib qoʻyish
staff-ask-woman = 👩 <b>{ $name }</b> ayol kishimi, buni yozib qoʻysa boʻladimi? Qiz bola ayol bilan gaplashishni afzal koʻrishi mumkin. Boshqa hech narsa yozilmaydi, javob berish shart emas.
staff-yes-woman = 👩 Ha, ayol kishi
staff-woman-skip = Javobsiz qoldirish
staff-do-no_woman = 👩 “Ayol kishi”ni olib tashlash
staff-ask-no_woman = <b>{ $name }</b> ayol kishi degan yozuv olib tashlansinmi?
staff-yes-no_woman = Ha, olib tashlansin
staff-is-woman = 👩 Yozib qoʻyilgan: ayol kishi. Qiz bola u bilan gaplashishni afzal koʻrishi mumkin.
staff-no-woman = 👩 Bu yerda masʼullar orasida ayol yozilmagan. Qiz bola ayol bilan gaplashishni afzal koʻrishi mumkin: orangizda ayol boʻlsa, ismi yonida yozib qoʻying; boʻlmasa, iltimos, birini tayinlang.
staff-no-woman-at = 👩 Masʼullari orasida ayol yozilmagan maktablar: { $count } ({ $names }). Qiz bola ayol bilan gaplashishni afzal koʻrishi mumkin.
staff-only-woman = 👩 Shundan keyin masʼullar orasida yozilgan ayol qolmaydi. Qiz bola ayol bilan gaplashishni afzal koʻrishi mumkin: iltimos, tez orada birini tayinlang.
staff-ended = Lavozim tugadi: <b>{ $name }</b>.
staff-last-lead = Maktabda oilalar va hamkasblar murojaat qiladigan masʼul doim boʻladi, bu esa oxirgisi. Iltimos, avval ikkinchi masʼulni tayinlang; keyin bu lavozimni tugatish mumkin.
staff-last-lead-day = Oxirgi kuni boʻlsa, maktab bir kun masʼulsiz qoladi. “muddatsiz” tugmasini tanlang yoki avval ikkinchi masʼulni tayinlang.
staff-lead-is-family = Maktabda bir ish javob kutyapti: <b>{ $school }</b>. Yagona masʼul esa shu bolaning oilasidan. Oila maktab oʻrniga qaror qilmaydi. Iltimos, ikkinchi masʼulni tayinlang. Ish shoshilinch boʻlsa, maktabga qoʻngʻiroq qiling.
staff-no-lead = Maktabda chatdagi masʼul qolmadi: <b>{ $school }</b>. Oxirgisi yangi telefondan qaytdi, lavozim esa yangi taklifni kutyapti. Iltimos, kimligini tekshirib, uni yoki boshqa odamni taklif qiling.
staff-post-later = Siz: <b>{ $role }</b>, { $unit }, boshlanishi: { $day }. Rahmat! Shu kuni hammasini ochaman.
staff-many-children = Oʻz sinfingizdan tashqari koʻp bolaning yozuvlarini ochdingiz. Bir soatdan keyin davom eting. Masʼulga aytildi.
staff-read-many =
    👀 <b>{ $name }</b>: bir soatda oʻz sinfidan tashqari odatdagidan koʻp bolaning yozuvlari ochildi: { $count }. Boshqalari hozircha ochilmaydi.

    Yaxshi sabab boʻlishi mumkin. Iltimos, soʻrang.
staff-check-due =
    🗓 <b>{ $name }</b>, { $role }: yillik tekshiruv muddati: { $day }. Usiz lavozim shu kundan toʻxtaydi.

    Menyuda, “Ishlar” boʻlimida turibdi.
staff-alone-due =
    🗓 { $unit }: sizning yillik tekshiruvingiz muddati: { $day }. Bu chatda uni qiladigan odam yoʻq.

    Iltimos, xodimlar roʻyxatida ikkinchi masʼulni tayinlang: ikki kishi bir-birini tekshira oladi. Yoki boʻlimdan yoki bu botni yuritadigan odamdan tekshirib belgilashni soʻrang.
staff-alone-over =
    ⚠️ { $unit }: yillik tekshiruvingiz muddati oʻtdi: { $day }. Bu chatda uni qiladigan odam yoʻq. Maktab masʼulsiz qolmasligi uchun vazifangiz yana bir oy davom etadi.

    Iltimos, hozir xodimlar roʻyxatida ikkinchi masʼulni tayinlang yoki boʻlimdan yoki bu botni yuritadigan odamdan tekshirib belgilashni soʻrang.
staff-now-rests = Lavozimingiz ({ $role }, { $unit }) toʻxtatib turilibdi: yillik tekshiruv vaqti keldi. Maktab masʼuliga murojaat qiling; ikki bosish bilan qayta ochiladi.
staff-is-over = Lavozimingiz ({ $role }, { $unit }) bugun tugadi. Mehnatingiz uchun rahmat.
staff-last-ends =
    ⚠️ Lavozim: <b>{ $name }</b> ({ $role }, { $unit }) bir oy ichida tugaydi va shu kundan keyin boshqa masʼul yoʻq.

    Iltimos, xodimlar roʻyxatida ikkinchi masʼulni tayinlang.
staff-prolonged =
    Lavozim: <b>{ $name }</b> ({ $role }, { $unit }) davom etadi: boshqa hech kim tayinlanmagan, maktab esa masʼulsiz qolmaydi.

    Iltimos, xodimlar roʻyxatida ikkinchi masʼulni tayinlang.

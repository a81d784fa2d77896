join-share-contact = 📱 Raqamimni yuborish
join-welcome =
    Xush kelibsiz! <b>{ $school }</b> sizni taklif qiladi.

    Maktab bu siz ekaningizni bilishi uchun, iltimos, pastdagi tugma bilan oʻz raqamingizni yuboring. Boshqa oilalar uni koʻrmaydi.
join-own-contact = Iltimos, pastdagi tugma bilan aynan oʻz raqamingizni yuboring.
join-thanks-contact = Raqamingiz keldi.
join-confirm-child =
    Siz bolaga kimsiz: <b>{ $relation }</b>. Bola: <b>{ $child }</b>, { $school }. Toʻgʻrimi?

    Ha desangiz, maktab sizga shu yerda hafta xabarlari va bola haqida xatlar yuborishi mumkin. Bu messenjer chet el xizmati, xabarlar boshdan oxirigacha shifrlanmagan: sogʻliq maʼlumotlari, manzil va hujjat raqamlari bu yerdan oʻtmaydi. Har birini istalgan payt toʻxtatishingiz mumkin: menyuda, “Mening roziliklarim”.
join-confirm-post =
    Vazifangiz: <b>{ $role }</b>, { $unit }. Toʻgʻrimi?

    Siz masʼul boʻlgan bolalar yozuvlarini koʻrasiz. Nimani koʻrganingiz qayd etiladi.
join-yes-child = ✅ Ha, toʻgʻri
join-yes-post = ✅ Ha, bu men
join-no = Yoʻq
join-declined = Xoʻp, hech narsa saqlanmadi. Xato boʻlsa, havolani yana oching.
join-neutral =
    Bu kod ishlamaydi. Xato yozilgan, ishlatilgan yoki eskirgan boʻlishi mumkin.

    Iltimos, maktabdan yangisini soʻrang. Bir necha marta xato yozilgan boʻlsa, avval 1 soat kuting.
join-awaiting =
    Rahmat. Maktab soʻrovingizni tekshiradi.

    Hal boʻlishi bilan shu yerda xabar olasiz.
join-number-differs = Bu maktabda yozilgan raqam emas. Maktabdan uni toʻgʻrilab, sizni qayta taklif qilishni soʻrang.
join-post-begun = Endi vazifangiz: <b>{ $role }</b>, { $unit }. Xush kelibsiz!
join-request =
    <b>{ $name }</b> bogʻlanishni soʻrayapti. Bola: { $child } ({ $class }), kim boʻladi: { $relation }.
join-number-same = ✅ Raqam roʻyxatdagi bilan bir xil.
join-number-other = ⚠️ Raqam roʻyxatdagi bilan bir xil <b>emas</b>. Avval qoʻngʻiroq qiling, iltimos.
join-number-none_rostered = ⚠️ Roʻyxatda bu odamning raqami yoʻq. Avval qoʻngʻiroq qiling, iltimos.
join-number-shared = ⚠️ Boshqa maktablarda shu raqamli odamlar: { $count }
join-number-childs = ⚠️ Yozuvlarga koʻra bu boshqa bolaning oʻz raqami. Iltimos, avval qoʻngʻiroq qiling.
join-approve = ✅ Tasdiqlash
join-refuse = ✖ Rad etish
join-already-decided = Bu allaqachon hal qilingan.
join-you-approved = ✅ Siz tasdiqladingiz.
join-you-refused = ✖ Siz rad etdingiz.
join-cannot-stand = ✖ Rad etildi, boshqacha boʻlmaydi: hujjat bu kishini bolaga qoʻymaydi yoki bu chat shu bola uchun allaqachon boshqa kishi.
join-refused = Maktab soʻrovni tasdiqlay olmadi. Iltimos, maktabga qoʻngʻiroq qiling.
join-approved-parent =
    ✅ Maktab tasdiqladi. Bogʻlandingiz: <b>{ $child }</b>.

    Haftada bir marta maktab xabarlari keladi. Kun va soat – menyuda, ⚙ ostida.
join-approved-guardian =
    ✅ Maktab tasdiqladi. Bogʻlandingiz: <b>{ $child }</b>.

    Men hammasi yaxshimi, deb soʻrayman. Bir marta bosish kifoya.
join-approved-contact =
    ✅ Maktab tasdiqladi. Bogʻlandingiz: <b>{ $child }</b>.

    Faqat uyda hech kim javob bermasa, sizdan soʻrayman.
join-misused =
    ⚠️ Taklif (<b>{ $name }</b>) ishlatilgandan keyin yana yoki notoʻgʻri raqamlar bilan sinab koʻrildi. Hech kim bogʻlanmadi.

    Iltimos, oilaga qoʻngʻiroq qiling, kerak boʻlsa yangisini tayyorlang.
join-nobody-waits = Tasdiq kutayotgan odam yoʻq.
join-number-same-as = ⚠️ Roʻyxatda yoki chatda bu raqam yana shu odamlarniki: <b>{ $names }</b>. Iltimos, avval qoʻngʻiroq qiling.
join-number-own-child = ⚠️ Bu bolaning oʻz raqami: bolaning telefoni kimningdir qoʻlida. Iltimos, avval boshqa raqamga qoʻngʻiroq qiling.

join-confirm-oneself =
    Bu oʻzingizmi: <b>{ $child }</b>, { $school }?

    Bu kod faqat siz uchun. Ha desangiz, maktab ishonch hosil qilish uchun qoʻngʻiroq qiladi; keyin bu yerda siz haqingizda nima saqlanishini soʻrashingiz mumkin. Bu messenjer chet el xizmati, xabarlar boshdan oxirigacha shifrlanmagan: nusxa bu yerga faqat siz istasangiz va faqat qulflangan fayl boʻlib keladi.
join-request-oneself =
    🙋 <b>{ $name }</b> ({ $class }), 18 yoshga toʻlgan, oʻz yozuvini soʻrayapti. Bu bogʻlanish faqat oʻzi uchun, oiladan boshqa hech kim uchun emas: iltimos, qoʻngʻiroq qilib, oʻzi ekaniga ishonch hosil qiling.
join-approved-oneself =
    ✅ Maktab tasdiqladi.

    Menyuda maktab siz haqingizda nimalarni saqlashi bor: nusxa, tuzatish yoki oʻchirishni soʻrang. Sizga boshqa hech narsa kelmaydi.

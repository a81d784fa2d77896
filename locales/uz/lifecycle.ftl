lifecycle-exclude-ask =
    Bu bola haqidagi xabarlardan chetlatilsinmi: <b>{ $name }</b>? Maktab qaysi hujjatni koʻrdi?

    Faqat rasmiy qaror hisobga olinadi, oʻzaro kelishuv emas. Men bu haqda hech kimga aytmayman.
lifecycle-paper-court_order = ⚖️ Sud qarori
lifecycle-paper-custody = 👪 Bola kim bilan yashashi qarori
lifecycle-paper-protection = 🛡 Himoya orderi
lifecycle-paper-other = 📄 Boshqa rasmiy qaror
lifecycle-exclude-draft =
    <b>{ $name }</b>
    { $paper }, siz koʻrgansiz
lifecycle-dated = Boshlanishi: { $from }, tugashi: { $until }
lifecycle-open = Boshlanishi: { $from }, muddatsiz
lifecycle-begins-n = Hozirdan
lifecycle-begins-t = Ertadan
lifecycle-begins-w = 7 kundan keyin
lifecycle-lasts-o = Muddatsiz
lifecycle-lasts-3 = 3 oy
lifecycle-lasts-6 = 6 oy
lifecycle-lasts-y = 12 oy
lifecycle-exclude-yes = 🚫 Ha, hujjatni koʻrdim
lifecycle-excluded =
    🚫 Yozib qoʻyildi. Hujjat kuchda ekan, bu kishiga bola haqida hech narsa bormaydi.

    Hujjat qanday atalishini (sud, raqam) shu yerga yozishingiz mumkin. Yoki orqaga qayting.
lifecycle-seen-named = ({ $kind }: { $paper }. { $dates })
lifecycle-seen-line = ({ $kind }. { $dates })
lifecycle-ask-person = Iltimos, maktabda gaplashing. Kim yordam beradi: { $name }
lifecycle-freeze = ❄️ Hammasini toʻxtatish
lifecycle-freeze-death = Bola vafot etdi
lifecycle-freeze-order = Rasmiy qaror bor
lifecycle-ask-freeze-kind = Nima uchun hammasi toʻxtatiladi? Bola: <b>{ $child }</b>
lifecycle-ask-freeze =
    Hammasi hozir toʻxtatilsinmi? Bola: <b>{ $child }</b>

    Kutayotgan xabarlar qaytarib olinadi, endi hech kimga hech narsa yuborilmaydi va soʻralmaydi. Oilaga men hech narsa demayman: iltimos, oʻzingiz gaplashing.
lifecycle-yes-freeze = ❄️ Ha, toʻxtatilsin
lifecycle-frozen = ❄️ Hammasi toʻxtatilgan: hech narsa yuborilmaydi va soʻralmaydi.
lifecycle-thaw = Davom ettirish
lifecycle-ask-thaw = Hozirdan davom ettirilsinmi? Bola: <b>{ $child }</b>. Qaytarib olingan xabarlar qayta yuborilmaydi.
lifecycle-yes-thaw = Ha, davom etsin
lifecycle-own = 🙋 Oʻsmirning javobi
lifecycle-own-text = <b>{ $child }</b>: endi oʻzidan soʻraladigan yoshda. Iltimos, yolgʻiz oʻzidan, oddiy soʻzlar bilan soʻrang va javobini yozing. Javob istalgan payt oʻzgarishi mumkin.
lifecycle-purpose-links = oila bogʻlanishi
lifecycle-own-line = • { $what }: { $state }
lifecycle-agreed = rozi ✅
lifecycle-not-agreed = hali rozilik yoʻq
lifecycle-own-yes = ✅ Rozi: { $what }
lifecycle-own-no = ✖ Rozi emas: { $what }
lifecycle-move = 🏫 Boshqa maktabga oʻtish
lifecycle-schools = Bola qaysi maktabga oʻtadi?
lifecycle-no-schools = Bu yerda hozircha boshqa maktab yoʻq.
lifecycle-open-card = 👤 Bola kartochkasi
lifecycle-move-ask =
    Oʻtish taklif qilinsinmi? Bola: <b>{ $child }</b>. Maktab: { $school }

    U maktab sinfni tanlaydi, keyin ota yoki ona tasdiqlaydi. Shu daqiqadan maktabingiz bu yozuvlarni koʻrmaydi.
lifecycle-move-yes = Ha, taklif qilish
lifecycle-move-stop = ✖ Oʻtishni bekor qilish
lifecycle-move-paper = 📄 Rozilik qogʻozda
lifecycle-offers = 🏫 Boshqa maktabdan bolalar
lifecycle-offers-text = <b>Maktabingizga taklif qilingan</b>
lifecycle-offer = • { $child }, hozirgi maktabi: { $school }
lifecycle-no-offers = Hozircha maktabingizga hech kim taklif qilinmagan.
lifecycle-offered = 🏫 Maktabingizga oʻtmoqchi: <b>{ $child }</b>. Hozirgi maktabi: { $school }.
lifecycle-accept = ✅ Qabul qilish: { $child }
lifecycle-refuse = ✖ Joy yoʻq: { $child }
lifecycle-classes = Qaysi sinfga? Bola: <b>{ $child }</b>
lifecycle-move-accepted = 🏫 Yangi maktab rozi. Bola: <b>{ $child }</b>. Endi ota-onadan soʻraladi.
lifecycle-move-refused = 🏫 Boshqa maktabda joy yoʻq. Bola: <b>{ $child }</b>. Hammasi avvalgidek qoladi.
lifecycle-move-declined = 🏫 Oila oʻtishga rozi emas. Bola: <b>{ $child }</b>. Iltimos, ular bilan gaplashing.
lifecycle-move-family =
    🏫 Boshqa maktabga oʻtish. Bola: <b>{ $child }</b>

    Hozir: { $old }
    Keyin: { $new }

    Toʻgʻrimi? Ha desangiz, shu daqiqadan yozuvlarni yangi maktab koʻradi, avvalgisi koʻrmaydi. Siz uchun xabarlar davom etadi.
lifecycle-move-confirm = ✅ Ha, toʻgʻri
lifecycle-move-decline = ✖ Yoʻq, bunday emas
lifecycle-move-done = ✅ Rahmat. Yangi maktab biladi. 30 kun ichida u sizni tasdiqlamasa, iltimos, maktabga qoʻngʻiroq qiling.
lifecycle-move-stays = Xoʻp, hech narsa oʻzgarmaydi. Maktab xabardor, siz bilan gaplashadi.
lifecycle-moved-out = ✅ Bola endi yangi maktabda. Qilganlaringiz uchun rahmat.
lifecycle-moved-in =
    🏫 Endi maktabingizda: <b>{ $child }</b>

    Oila bogʻlanishlari 30 kun amal qiladi. Iltimos, qoʻngʻiroq qiling va kartochkada taniganlaringizni qoldiring.
lifecycle-linked-until = (tugashi: { $until })
lifecycle-keep = ✅ Bogʻlanish qolsin: { $name }
lifecycle-ending = ⏳ 7 kun ichida bogʻlanishlar tugaydi. Bola: <b>{ $child }</b>. Kartochkani koʻring va taniganlaringizni qoldiring.
lifecycle-grown-up =
    🎓 Ertaga 18 yoshga toʻladi: <b>{ $child }</b>. Shu kundan oʻz maʼlumotlari haqida oʻzi qaror qiladi. Yarim tundan maktab bu yerga hech narsa yubormaydi.

    Shu yillar davomida, uzoqdan ham, yonida boʻlganingiz uchun rahmat.
lifecycle-still-there = 👋 Shu yerdamisiz? Siz ancha vaqt hech narsani bosmadingiz. Iltimos, 14 kun ichida “Menyu” tugmasini bosing, xabarlar davom etadi.
lifecycle-silent = Bu chat 90 kun jim boʻldi, shuning uchun hozircha hech narsa yubormayman. Davom etish uchun, iltimos, pastdagi tugma bilan oʻz raqamingizni yuboring.
lifecycle-welcome-back = Qaytganingiz bilan! Ancha vaqt oʻtdi. Bu siz ekaningizga ishonch hosil qilish uchun, iltimos, pastdagi tugma bilan oʻz raqamingizni yuboring.
lifecycle-proved = ✅ Rahmat, bu siz.
lifecycle-vouch-ask = Bogʻlanish soʻralmoqda: <b>{ $name }</b> ({ $relation }). Bola: <b>{ $child }</b>. Uyda hech kim javob bermasa, shu kishidan soʻraladi. Unga xabarlar kelmaydi, yozuvlarni koʻrmaydi. Rozimisiz?
lifecycle-vouch-yes = ✅ Roziman
lifecycle-vouch-no = ✖ Rozi emasman
lifecycle-vouched = ✅ Rahmat. Endi maktab hal qiladi.
lifecycle-objected = Xoʻp, hech kim bogʻlanmaydi.
lifecycle-vouch-missing = ⚠️ Ota yoki ona hali rozilik bermagan. Chatda soʻralgan.
lifecycle-vouch-first = Avval ota yoki ona chatda rozi boʻlishi kerak.
lifecycle-home =
    🏡 Maktab roʻyxatiga koʻra siz yana uydasiz. Bola: <b>{ $child }</b>. Juda yaxshi! Uzoqdan aloqada boʻlganingiz uchun rahmat.

    Uyga kechki savollar endi kelmaydi. Hafta xabarlari avvalgidek keladi, agar toʻxtatmasangiz. Sizga qaysi biri maʼqul? Roʻyxatda xato boʻlsa, maktabga ayting.
lifecycle-home-keep = ✅ Xabarlar kelaversin
lifecycle-home-kept = ✅ Yozildi: xabarlar avvalgidek keladi. Istalgan vaqtda “Nimalarni saqlaymiz” boʻlimida toʻxtata olasiz.

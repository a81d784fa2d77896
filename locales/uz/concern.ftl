concern-begin = 🆘 Nimadir joyida emas
concern-note = 🆘 Bu haqda xabar berish
concern-list = 🔴 Xavotirlar

concern-which =
    Nimadir joyida emas. Qaysi bola haqida?

    Yoki shunchaki ayting: shu yerda bitta ovozli xabar yoki bir qator yozuv.
concern-other-child = Boshqa bola
concern-what =
    Befarq boʻlmaganingiz uchun rahmat. Nima boʻldi? Bir marta bosish kifoya.

    Yoki oʻz soʻzingiz bilan ayting: bitta ovozli xabar yoki bir qator. Iltimos, bola va maktabni ayting.
concern-what-child =
    <b>{ $child }</b>. Befarq boʻlmaganingiz uchun rahmat. Nima boʻldi? Bir marta bosish kifoya.

    Yoki oʻz soʻzingiz bilan ayting: bitta ovozli xabar yoki bir qator.
concern-named = Ismingizni faqat shu ish bilan shugʻullanadiganlar koʻradi, boshqa hech kim.
concern-nameless =
    🙈 Ismingizsiz: hech bir sahifa, roʻyxat yoki nusxada kimligingiz koʻrinmaydi. Bot faqat sizga qayerga javob berishni va bir kun davomida necha marta xabar berganingizni saqlaydi. Ovozni tanib qolish mumkin: ikkilansangiz, bosing yoki yozing.
concern-without-name = 🙈 Ismimsiz
concern-with-name = 👤 Ismim bilan

concern-kind-private_injury = Nozik joyida jarohat
concern-kind-girl_under_14 = 14 yoshgacha qiz: zoʻrlik, homila
concern-kind-assault = 14 va katta: jinsiy zoʻravonlik
concern-kind-injuries = Koʻkargan, och, kaltak, xoʻrlik
concern-kind-self_harm = Oʻziga zarar, zahar, oʻlim istagi
concern-kind-abandoned = Uzoq vaqt qarovchisiz
concern-kind-missing = Yoʻqolgan yoki kimdir olib ketgan
concern-kind-begging = Tilanchilikka majburlangan
concern-kind-other_danger = Boshqa jiddiy xavf
concern-kind-lives_alone = Yolgʻiz yashaydi
concern-kind-guardian_unable = Kattasi qaray olmaydi, istamaydi
concern-kind-violence_at_home = Uyda zoʻravonlik
concern-kind-hurt_or_crime = Kimdir zarar yetkazgan, jinoyat
concern-kind-told = Oʻz soʻzi bilan
concern-kind-word_self_harm = Oʻziga zarar haqidagi soʻzlar
concern-kind-word_sexual = Jinsiy zoʻravonlik soʻzlari
concern-kind-word_violence = Zoʻravonlik haqidagi soʻzlar
concern-kind-word_threat = Tahdid
concern-kind-word_runaway = Uydan ketish yoki yoʻqolish haqida
concern-kind-word_money = Pul yoki bank kartasi soʻralgan

concern-noted = ✅ Yozib olindi. Bir daqiqa ichida buni maktabda bolalarni himoya qiladigan odamlar oladi.
concern-who = Bu shulardan biri haqidami? Ismini bosing: bu odam ham, u orqali kelganlar ham buni hech qachon koʻrmaydi.
concern-at-school-ask = Avval: bu maktabda ishlaydigan odam haqidami? Unda siz kimligini aytmaguningizcha u yerda hech kim buni olmaydi.
concern-at-school-yes = 🏫 Ha, maktabdagi odam haqida
concern-at-school-no = Yoʻq, unday emas
concern-at-school = 🏫 Maktabdagi odam, ismi bu yerda yoʻq
concern-outside = ✅ Yozildi, maktabda buni hech kim olmaydi. Ismni bosing, shunda u yerdagi boshqalar yordam bera oladi; ism boʻlmasa, bu viloyatga boradi.
concern-goes-to = ⏳ Buni oladi: <b>{ $who }</b>. Qolgan soniya: { $seconds }. Oxirgi tugma bilan darhol ketadi.
concern-nobody-outside = Rahmat. Hozir bu yerda maktabdan tashqarida hech kim bilan bogʻlanib boʻlmayapti. Iltimos, ismni bosing, shunda maktabdagi boshqalar oladi. Shoshilinch boʻlsa, hozir qoʻngʻiroq qiling; men ham urinib turaman.
concern-names-school = Bu maktabdagi odam haqida boʻlishi mumkin, ismi aytilmagan. Maktabda buni hech kim koʻrmaydi.
concern-nobody-of-them = Hech biri emas
concern-sure = ✅ Hammasi shu
concern-is-named = 🚫 { $who }
concern-is-about = Bola: { $child }
concern-person = { $name }, { $what }
concern-more-noted = ✅ Soʻzma-soʻz qoʻshildi. Yana qoʻshishingiz mumkin.
concern-enough = Rahmat. Bugun aytganlaringiz bolalarni himoya qiladigan odamlarda. Shoshilinch boʻlsa, hozir qoʻngʻiroq qiling.
concern-with = ✅ Rahmat. Bu ish bilan shugʻullanadi: <b>{ $who }</b>.
concern-nobody = Rahmat. Hozir bu yerda shu ish bilan shugʻullanadigan hech kim bilan bogʻlanib boʻlmayapti. Iltimos, hozir qoʻngʻiroq qiling; men ham urinishda davom etaman.
concern-do = Iltimos, sir saqlashga vaʼda bermang. Boladan boshqa soʻramang. Bola aytganini oʻz soʻzi bilan yozib qoʻying.
concern-add = Shu yerda ovozli xabar yoki bir qator qoʻshishingiz mumkin: uni faqat ular oladi. Bu chat ichki ishlar idorasiga ariza oʻrnini bosmaydi: bola xavf ostida boʻlsa, qoʻngʻiroq qiling.

concern-alone = 🔴 Faqat siz uchun. Hech kim qaramaydigan joyda oching.
concern-about = { $child }, { $place }
concern-about-nobody = { $place }
concern-head =
    <b>{ $about }</b>
    { $kind }
concern-told-nameless = Ismsiz aytildi: { $at }
concern-told-by = Kim aytdi: { $who } – { $at }
concern-held-from = Kimning xati: { $who } – { $at }. Xat yozilgan odamlar hali olmagan.
concern-names = Bu kishi haqida boʻlishi mumkin: { $who }. Ular buni koʻrmaydi.
concern-status = Holati: { $state }
concern-owner = Kimda: { $who }
concern-receipt = Roʻyxat raqami: { $receipt } – kim yozgan: { $who }
concern-state-filed = hozirgina aytildi
concern-state-open = hali hech kim olmagan
concern-state-taken = olingan, roʻyxat raqami yoʻq
concern-state-receipt = raqam tasdiq kutmoqda
concern-state-done = tasdiqlandi, tugadi
concern-state-kept = ushlab qolindi
concern-said = “{ $words }”
concern-said-at = Soʻzma-soʻz – { $at }
concern-advice =
    Iltimos, buni hozir oling va darhol ichki ishlar, ijtimoiy himoya va taʼlim idoralariga xabar bering: qonun kechiktirmaslikni talab qiladi, bu chat esa ariza oʻrnini bosmaydi. Keyin shu yerga roʻyxat raqamini yozing; ikkinchi odam tasdiqlaydi.

    Bu kimga tegishli boʻlsa, unga ham, yaqinlariga ham hech narsa demang.
concern-advice-taken =
    Hali qilinmagan boʻlsa, darhol ichki ishlar, ijtimoiy himoya va taʼlim idoralariga xabar bering: qonun kechiktirmaslikni talab qiladi, bu chat esa ariza oʻrnini bosmaydi. Keyin shu yerga roʻyxat raqamini yozing; ikkinchi odam tasdiqlaydi.

    Bu kimga tegishli boʻlsa, unga ham, yaqinlariga ham hech narsa demang.
concern-advice-receipt =
    Endi ikkinchi odam idoradan bu raqam toʻgʻrimi, deb soʻraydi va shu yerda tasdiqlaydi.

    Bu kimga tegishli boʻlsa, unga ham, yaqinlariga ham hech narsa demang.
concern-advice-word =
    Xatni roʻyxatdagi soʻz toʻxtatdi. Xato boʻlsa: oʻtkazib yuboring, bir marta bosish, hech qanday iz qolmaydi. Rost boʻlishi mumkin boʻlsa: ushlab qoling va darhol ichki ishlar, ijtimoiy himoya va taʼlim idoralariga xabar bering.

    Hozircha oilaga hech narsa demang.
concern-advice-money = Bu xatda pul yoki bank maʼlumoti soʻralgan. Koʻpincha bu firib: yozgan odamdan telefonda soʻrang. Oʻtkazish yoki ushlab qolish – bir marta bosish.
concern-release = ✅ Xato, yetkazilsin
concern-keep = ⛔ Ushlab qolish
concern-take = ✋ Men olaman
concern-write-receipt = 🧾 Raqamni yozish
concern-confirm = ✔ Soʻradim: toʻgʻri
concern-wrong = ↩ Raqam notoʻgʻri
concern-open = Ochish

concern-yours = 🔴 { $about }: hali hech kim olmagan. Endi bu sizda.
concern-late-taken = 🔴 { $about }: bir kun oʻtdi, hech kim olmadi. Iltimos, hozir oling.
concern-late-receipt = 🔴 { $about }: bir kun oʻtdi, roʻyxat raqami yoʻq. Iltimos, hozir xabar bering va raqamni yozing.
concern-late-confirm = 🔴 { $about }: raqam ikkinchi odamni kutmoqda. Iltimos, idoradan soʻrang va tasdiqlang.
concern-more-waits = 🔴 { $about }: bu haqda yana koʻp yozildi. Iltimos, ochib oʻqing.
concern-list-title = <b>Xavotirlar</b>, eng koʻp kutgani birinchi. Buni faqat shu ish bilan shugʻullanadiganlar koʻradi.
concern-list-line = { $number }. { $about }: { $kind } – { $state } ({ $since })
concern-list-open = { $number } ochish
concern-list-empty = Sizda ochiq ish yoʻq.
concern-taken-by = { $about }: { $who } oldi.
concern-released-by = { $about }: xato xavotir, { $who } xatni oʻtkazdi. Hech narsa saqlanmaydi.
concern-released = ✅ Xat qanday yozilgan boʻlsa, shunday yetkazildi. Xavotirdan hech narsa saqlanmaydi.
concern-released-nobody = Xatni yetkazib boʻlmaydi: yozganning yoki oʻqiydiganning huquqi qolmagan. Xavotirdan hech narsa saqlanmaydi.
concern-kept = ⛔ Ushlab qolindi. Bu xatni hech kim olmaydi.
concern-answer-taken = ✅ Aytganingiz boʻyicha: ishni bir odam oldi va harakat qilmoqda. Rahmat.
concern-answer-released = ✅ Xatingiz endi yetkazildi. Sabringiz uchun rahmat.
concern-answer-done = ✅ Aytganingiz endi idorada, ikki kishi tekshirdi. Rahmat.
concern-ask-receipt = Iltimos, idora bergan raqamni va idora nomini yozing. Masalan: ichki ishlar boʻlimi, 2026-318-ish.
concern-receipt-noted = 🧾 Yozildi. Ikkinchi odamdan tasdiqlash soʻraldi.
concern-no-second = 🧾 Yozildi. Hozircha tasdiqlaydigan odam yoʻq: ikkinchi masʼul kerak. Iltimos, viloyatga ayting.
concern-please-confirm = 🧾 { $about }: { $who } roʻyxat raqamini yozdi. Iltimos, idoradan soʻrang va tasdiqlang.
concern-confirmed-by = ✅ { $about }: { $who } tasdiqladi. Tugadi.
concern-done = ✅ Tasdiqlandi. Tugadi. Rahmat.
concern-receipt-wrong = ↩ { $about }: idora bu raqamni bilmaydi. Iltimos, qayta tekshirib, yangidan yozing.

concern-held-noted = Aytganingiz uchun rahmat. Xat yozilgan odamlarga berilmadi. Bir daqiqa ichida uni maktabda bolalarni himoya qiladigan odamlar oladi, boshqa hech kim olmaydi.
concern-held-money-noted = Xatingizda pul yoki bank maʼlumoti bor, shuning uchun avval maktabda bolalarni himoya qiladigan odamlar koʻradi. Hammasi joyida boʻlsa, yetkaziladi. Men hech qachon pul soʻramayman, bank maʼlumotlari bu yerga yozilmaydi.
concern-held = Aytganingiz uchun rahmat. Xat yozilgan odamlarga berilmadi. U maktabda bolalarni himoya qiladigan odamlarda: shugʻullanadigan odam: <b>{ $who }</b>. Agar boshqa maʼnoda boʻlsa, koʻrilgach yetkaziladi.
concern-held-money = Xatingizda pul yoki bank maʼlumoti bor, shuning uchun avval <b>{ $who }</b> koʻradi. Hammasi joyida boʻlsa, yetkaziladi. Men hech qachon pul soʻramayman, bank maʼlumotlari bu yerga yozilmaydi.
concern-held-nobody = Rahmat. Xat hali hech kimga berilmadi: hozir bu yerda shu ish bilan shugʻullanadigan hech kim bilan bogʻlanib boʻlmayapti. Iltimos, hozir qoʻngʻiroq qiling.

concern-look-in =
    🔎 <b>{ $child }</b>, { $class }: iltimos, holini bilib qoʻying.

    Soʻnggi ikki haftada kichik belgilar boʻldi: darsga kelmagan kunlar, baholar, kayfiyat. Bu hech narsani anglatmasligi mumkin. Oilaga aytilmagan; avval sinf rahbari va bola bilan gaplashing.

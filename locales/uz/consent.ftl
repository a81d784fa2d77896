consent-menu = 🔒 Mening roziliklarim
consent-which = Qaysi bola haqida?
consent-child =
    <b>{ $child }</b>: nimaga rozi boʻlgansiz. Har birini istalgan payt oʻzgartirish mumkin, bir bosish bilan toʻxtaydi.
consent-purpose-weekly = Hafta xabarlari
consent-purpose-notes = Maktab va oila bilan xatlar
consent-purpose-check_ins = Kechki savollar
consent-purpose-extras = Kayfiyat va maqsad
consent-purpose-pictures = Rasmlar
consent-line-linked = ✅ { $what }: bogʻlanganingizdan beri yoqilgan
consent-line-off = ⚪ { $what }: oʻchiq, sizdan hali soʻralmagan
consent-line-tap = • { $what }: <b>{ $answer }</b>, { $day }, tugma bilan. Matn versiyasi { $version }
consent-line-paper = • { $what }: <b>{ $answer }</b>, qogʻoz sanasi: { $paper }. Yozgan: { $name }, { $day }
consent-answer-agreed = rozi
consent-answer-refused = rad etilgan
consent-answer-withdrawn = toʻxtatilgan
consent-own-yes = Oʻsmirning oʻzi ham rozi.
consent-own-missing = 14 yoshdan maktab oʻsmirning oʻzidan ham soʻraydi. Ungacha bu toʻxtab turadi.
consent-parent-yes = Ota yoki ona ham rozi.
consent-parent-missing = 14 yoshga toʻlmagan bola uchun ota yoki onaning roziligi ham kerak: shu yerda yoki maktabda qogʻozda. Ungacha bu toʻxtab turadi.
consent-parent-too = Sizning roziligingiz muhim. 14 yoshga toʻlmagan bola uchun ota yoki onaning roziligi ham kerak. Siz rozi boʻlsangiz, ulardan shu yerda soʻrayman; bu yerda boʻlmagan ota yoki ona maktabda qogʻozga imzo qoʻyishi mumkin.
consent-parent-ask =
    🙏 Uyda <b>{ $child }</b> bilan yashaydigan odam bunga rozi boʻldi: <b>{ $what }</b>. Bola 14 yoshga toʻlmagan, shuning uchun ota yoki ona sifatida sizning roziligingiz ham kerak. Iltimos, matnni oʻqib tanlang: rozi boʻlish ham, rad etish ham mumkin.
consent-duty = Maktab albatta aytishi kerak boʻlgan narsa, masalan bugungi muammo, kelaveradi. Maktab saqlashga majbur yozuvlar saqlanadi.
consent-stop = ⏹ Toʻxtatish: { $what }
consent-read = 📄 Matnni oʻqish
consent-open = ▶ { $what }: oʻqish va tanlash
consent-head = <b>{ $what }</b> · { $child } · versiya { $version }
consent-text-weekly = Haftada bir marta maktab shu yerda yozadi: davomat, oʻqish, xulq, hayot, yaqin sanalar. Siz tanlagan soatda keladi.
consent-text-notes = Siz, maktab va uyda bola bilan boʻlganlar oʻrtasidagi xatlar shu yerdan oʻtadi. Har bir xatdan oldin uni kim olishini koʻrasiz. Maktab ularni bola yozuvlari bilan saqlaydi; raqamingiz xat bilan bormaydi.
consent-text-check_ins = Kechqurun shu yerda bola uydami, hammasi yaxshimi, deb soʻraladi. Maktab javobingizni saqlaydi va ota-onaga necha marta hammasi yaxshi boʻlganini aytadi.
consent-text-extras = Hafta xabarlarida bolaning kayfiyati va kichik maqsadi ham aytiladi. Maktab buni aytishga majbur emas, shuning uchun faqat siz rozi boʻlsangiz keladi. 14 yoshdan oʻsmirning oʻzidan ham soʻraladi.
consent-text-pictures = Maktab xatlar bilan bola koʻringan rasmlarni yuborishi mumkin. Maktab bunga majbur emas, shuning uchun faqat siz rozi boʻlsangiz keladi. Iltimos, rasmlarni boshqalarga yubormang. 14 yoshdan oʻsmirning oʻzidan ham soʻraladi.
consent-text-abroad = Bu messenjer chet el xizmati. Xabarlar boshdan oxirigacha shifrlanmagan: xizmat ularni oʻqiy olishi mumkin. Shuning uchun sogʻliq maʼlumotlari, hujjat raqamlari va manzillar bu yerdan hech qachon oʻtmaydi.
consent-text-free = Bola 14 yoshga toʻlmagan boʻlsa, bu qonun soʻraydigan alohida ota-ona roziligi. Rad etishingiz mumkin: siz uchun ham, bola uchun ham boshqa hech narsa oʻzgarmaydi. Istalgan payt toʻxtatishingiz mumkin; avval yuborilgani oʻzgarmaydi.
consent-agree = ✅ Roziman
consent-refuse = ✖ Rozi emasman
consent-now-on = Yozildi. Yoqilgan.
consent-now-off = Yozildi. Keyingi xabardan boshlab oʻchiq.
consent-now-parent = Rahmat, yozildi. Ota yoki ona ham rozi boʻlgach boshlanadi.
consent-now-waits = Yozildi. Yana bir rozilik kutilmoqda.
consent-now-rests = Yozildi. Maktab rasm yubora boshlasa, kuchga kiradi.
consent-school-menu = 🔒 Roziliklar
consent-school = <b>{ $child }</b>: oila roziliklari
consent-school-pictures-on = 📷 Bolalar rasmlari: maktab ularni rozi boʻlganlarga yuboradi.
consent-school-pictures-off = 📷 Bolalar rasmlari: maktab ularni hech kimga yubormaydi, rozi boʻlganlarga ham.
consent-pictures-allow = 📷 Rasmlarga ruxsat berish, butun maktab
consent-pictures-end = 📷 Endi rasmlarsiz, butun maktab
consent-pictures-rest = Hozir maktab bu yerga rasm yubormaydi. Yubora boshlasa, javobingiz kuchga kiradi.
consent-school-person = <b>{ $name }</b>, { $relation }
consent-school-own = <b>Oʻsmirning oʻzi</b> (14 yoshdan):
consent-paper = ✍️ Qogʻozni yozish: { $name }
consent-paper-what = Imzolangan qogʻoz: <b>{ $name }</b>. Nima haqida?
consent-paper-answer = Qogʻoz: <b>{ $name }</b>. { $what }: unda nima deyilgan?
consent-paper-yes = ✅ Unda rozilik
consent-paper-no = ✖ Unda rad etish
consent-paper-day = Qogʻozda qaysi sana bor? Bosing yoki shunday yozing: 2026-03-01.
consent-paper-older = Bu qogʻoz sanasi: { $paper }. Shu kuni yoki keyinroq <b>{ $name }</b> “yoʻq” degan ({ $day }). Oxirgi soʻz hisobga olinadi, shuning uchun hech narsa oʻzgarmadi. Iltimos, yana soʻrang: chatda tugma yoki yangi qogʻoz yetarli.
consent-recorded =
    ✍️ <b>{ $child }</b>: qogʻozingiz yozildi.
    { $what }: <b>{ $answer }</b>, qogʻoz sanasi: { $paper }
    Yozgan: { $name }

    Bu toʻgʻri boʻlmasa, pastda oʻzgartiring yoki maktabga qoʻngʻiroq qiling.
consent-sheet = 📄 Imzo uchun varaqni chop etish
consent-sheet-no = ☐ Bu bizning varaq
consent-sheet-yes = ☑ Bu bizning varaq
consent-sheet-which = Bizning chop etilgan varaq oʻzbekcha, matn versiyasi { $version }. Qogʻoz shu varaq boʻlsa, quyida belgilang.
consent-sheet-title = Rozilik
consent-sheet-child = Bola
consent-sheet-who = Kim javob beradi
consent-sheet-how = Iltimos, har bir qismni oʻqing va bitta javobni belgilang. Ikkala javob ham toʻgʻri, har bir qismga alohida javob beriladi. Maktab bu varaqni bolaning hujjatlari bilan saqlaydi va nima yozganini oilaga koʻrsatadi.
consent-sheet-part = { $what } (matn versiyasi { $version })
consent-sheet-choice = [   ] Roziman        [   ] Rozi emasman
consent-sheet-all = Barcha qismlarga tegishli
consent-sheet-sign = Ismi, imzo, sana
consent-sheet-received = Maktab qabul qildi: ismi, imzo, sana
consent-sheet-caption = 📄 Varaq: <b>{ $name }</b>. Matnlar chatdagi bilan bir xil. Iltimos, chop eting, oʻqib imzolashsin, keyin belgilangan javoblarni shu yerda yozing.
consent-sheet-failed = Hozir varaqni tayyorlab boʻlmadi. Keyinroq yana urinib koʻring.
consent-line-sheet = Bizning varaq, matn versiyasi { $version }
consent-of-carer = Maktab qogʻozdan yozgan:
consent-recorded-carer =
    ✍️ <b>{ $child }</b>: vaqtincha qarovchining qogʻozi yozildi: <b>{ $carer }</b>.
    { $what }: <b>{ $answer }</b>, qogʻoz sanasi: { $paper }
    Yozgan: { $name }

    Agar bu notoʻgʻri boʻlsa, maktabga qoʻngʻiroq qiling.

# Oʻqituvchi tanlaydigan soʻzlar; oila ham shu soʻzlarni oʻqiydi.
presence-present = maktabda
presence-excused = kelmadi, sababi maʼlum
presence-unexplained = kelmadi, sababi hali nomaʼlum
presence-late = kech keldi
presence-partly = kunning bir qismida maktabda
study-went_well = yaxshi chiqdi
study-work_on = mashq kerak
study-not_handed_in = topshirilmagan
mood-steady = xotirjam
mood-brighter = odatdagidan quvnoqroq
mood-quieter = odatdagidan jimroq
mood-let_us_talk = gaplashib olaylik
conduct-friendly = boshqalar bilan ahil
conduct-helped_others = boshqalarga yordam berdi
conduct-kept_rules = qoidalarga amal qildi
conduct-needs_reminders = eslatib turish kerak
life-ate_well = yaxshi ovqatlandi
life-slept_well = yaxshi uxladi
life-supper_at_home = Gʻamxoʻrlik uyida kechki ovqat
life-activity = mashgʻulot

entry-menu = 📝 { $class }: hafta
entry-remind = 📝 <b>{ $class }</b>: bu hafta hali yozuvi yoʻq oʻquvchilar: { $count }. Har biriga bir qator yetadi, oilalar dam olish kunlari oʻqiydi.
entry-child = 📝 Haftani yozish
entry-class =
    <b>{ $class }</b> · { $week }

    Davomat: { $roll }
    Alohida yozuvi bor oʻquvchilar: { $differ } / { $pupils }

    Avval odatdagi kunlarni belgilang, keyin faqat boshqacha boʻlganlarni yozing. ✓ yoʻq kunlar oilaga “belgilanmagan” deb boradi.
    Oʻquvchi haqida jumlani shu yerga yozsa boʻladi, masalan: Lan: kichiklarga yordam berdi
entry-coming-head = <b>Yaqinda</b>
entry-coming-line = • { $day }: { $words }
entry-usual-today = ✅ Bugun odatdagidek
entry-usual-week = ✅ Hozircha odatdagidek
entry-usual-past = ✅ Butun hafta odatdagidek
entry-usual-done = ✅ Yozildi. Endi faqat boshqacha boʻlganlar.
entry-differs = 👤 Kimdadir boshqacha
entry-coming = 📅 Yaqin sana
entry-undo = ↩ Qaytarish
entry-undo-child = ↩ Qaytarish: { $child }
entry-undone = ↩ Qaytarildi.
entry-noted = Yozildi.
entry-put-away = ✓ Yozildi, pastda koʻring.
entry-no-day = Bu haftada oʻqish kuni hali boshlanmagan.
entry-last-week = ‹ Oʻtgan hafta
entry-this-week = Shu hafta ›
entry-page-back = ‹ Oldingi
entry-to-class = ‹ Sinf
entry-to-pupils = ‹ Oʻquvchilar
entry-next = Keyingisi ›
entry-pupils =
    <b>{ $class }</b> · { $week }
    ✏️ yozuvi bor: { $differ } / { $pupils }

    Kimda boshqacha?
entry-title = <b>{ $child }</b> · { $week }

entry-card = <b>{ $child }</b> · { $class } · { $week }
entry-card-empty = Yozuv yoʻq: hammasi odatdagidek.
entry-attendance = 🕘 Davomat
entry-study = 📘 Oʻqish
entry-mark = 💯 Baho
entry-mood = 🙂 Kayfiyat
entry-conduct = 🤝 Xulq
entry-life = 🍚 Turmush
entry-activity = 🎨 Mashgʻulot…
entry-sentence = ✍️ Bir jumla
entry-by-phone = 📞 Telefonda
entry-remove = ✖ Yozuvni olish

entry-attendance-ask = Kunni, keyin butun kun yoki bitta darsni, keyin nima boʻlganini tanlang.
entry-whole-day = Butun kun
entry-set-unexplained = Kelmadi, sabab nomaʼlum
entry-set-excused = Kelmadi, sababi bor
entry-set-late = Kech keldi
entry-set-partly = Kunning bir qismi
entry-set-present = Aslida maktabda
entry-study-ask = Oʻqish haqida nima demoqchisiz?
entry-subject-ask = Qaysi fan: { $what }?
entry-study-general = Umuman
entry-mood-ask = Haftadagi kayfiyat:
entry-conduct-ask = Haftadagi xulq:
entry-life-ask = Haftadagi turmush:
entry-remove-ask = Qaysi yozuvni olib tashlaymiz?
entry-mark-ask = Fan va bahoni oʻz baholash tizimingizda yozing, masalan: Ona tili diktant 4
entry-mark-unread = Fan va bahoni topa olmadim. Shunday yozing: Matematika 5
entry-mark-rank = Boshqalar orasidagi oʻrin yetkazilmaydi. Bahoning oʻzini yozing, masalan: Matematika 5
entry-activity-ask = Mashgʻulotni yozing, masalan: doʻstlar bilan rasm chizdi
entry-sentence-ask = Bir jumla yozing, koʻpi bilan 200 belgi, yoki ovozli xabar yuboring. Eng foydalisi: nima yaxshi boʻldi va nima ustida ishlash kerak.
entry-too-long = Biroz uzun. Belgilar: { $units }, koʻpi bilan: { $most }. Iltimos, qisqaroq yozing.

entry-coming-title = <b>{ $class }</b> · yaqin sanalar
entry-coming-ask = Kun va soʻzlarni yozing, masalan: 18-mart tibbiy koʻrik. Yoki kunni shu yerda tanlang.
entry-coming-words = <b>{ $day }</b>: nima boʻladi? Iltimos, yozing.
entry-coming-full = Yaqin sanalar koʻpi bilan: { $most }. Avval bittasini olib tashlang.
entry-coming-unread = Kunni tushunmadim. Kelgusi kun va soʻzlarni yozing, masalan: 18-mart tibbiy koʻrik

entry-line-day = • { $weekday }: { $what }
entry-line-lesson = • { $weekday }, { $lesson }-dars: { $what }
entry-line-study = • Oʻqish: { $what }
entry-line-subject = • { $subject }: { $what }
entry-line-mark = • { $subject }: { $value }
entry-line-mark-for = • { $subject }, { $title }: { $value }
entry-line-conduct = • Xulq: { $what }
entry-line-mood = • Kayfiyat: { $what }
entry-line-life = • Turmush: { $what }
entry-line-activity = • Mashgʻulot: { $words }
entry-line-health = • Salomatlik: { $words }
entry-line-sentence = • “{ $words }”
entry-line-voice = • 🎙 Ovozli xabar: oilaga hafta xabari bilan birga boradi.
entry-line-phone = • 📞 Telefonda aytmoqchi boʻlgan gapingiz bor. Hafta xabarlarida faqat shu aytiladi.

entry-paper = 📄 Hafta qogʻozda
entry-paper-none = Bu haftani hamma oila chatda oladi.
entry-paper-caption = 📄 <b>{ $class }</b> · { $week }. Chati yoʻq oilalar: { $count }. Iltimos, chop eting, qirqing va har bir bolaga oʻz varaqchasini buklab bering.
entry-paper-title = { $class } · { $week }
entry-paper-intro = Varaqchani kim olganini belgilang. Quyidagi varaqchalarni bolalar uyga olib boradi.
entry-paper-pupil = Oʻquvchi
entry-paper-day = Berilgan kun
entry-paper-signed = Uydagi imzo
entry-paper-teacher = Sinf rahbari, sana

# Sinf ekranida yozilgan jumlalar (src/service/week_entry/lines.rs).
entry-lines-noted = ✍️ Yozildi: { $names }
entry-lines-long = { $child }: biroz uzun, { $units } belgi, koʻpi bilan { $most }. Iltimos, qisqaroq yozing.
entry-lines-whose = “{ $name }” deganda kimni aytyapsiz? “{ $words }”
entry-lines-none = Ulardan hech biri
entry-lines-nothing = Hech narsa yozilmadi.

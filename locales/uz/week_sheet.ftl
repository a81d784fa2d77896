# Sinfning haftasi jadvalda, u yoqqa va bu yoqqa (src/service/week_entry/sheet.rs).
entry-sheet = 📊 Jadvalda
entry-sheet-caption = 📊 <b>{ $class }</b> · { $week }. Istalgan jadval dasturida toʻldirib, faylni shu yerga qaytaring. Siz “ha” demaguningizcha hech narsa yozilmaydi.
entry-sheet-class = Butun sinf: hammasi odatdagidek (✓)
entry-sheet-hint = Faqat boshqacha boʻlganlar. Bir katakda bir nechta yozuv: orasiga ; qoʻying. Bitta dars: 3: kech keldi. Ismlar va sarlavhalarni oʻzgartirmang.
entry-sheet-study = Oʻqish: { $what }
entry-sheet-marks = Baholar
entry-sheet-mood = Kayfiyat
entry-sheet-conduct = Xulq
entry-sheet-sentence = Bir jumla
entry-sheet-phone = Telefonda
entry-sheet-voice = (ovozli xabar)

entry-sheet-reading = 📥 Rahmat, fayl keldi. Oʻqiyapman.
entry-sheet-again = Bu fayl endi bu yerda kutmayapti. Iltimos, yana bir marta yuboring.
entry-sheet-lost = Faylni ololmadim. Iltimos, yana bir marta yuboring.
entry-sheet-locked = Fayl parol bilan yopilgan. Parolsiz saqlab, qayta yuboring.
entry-sheet-old = Bu eski Excel formati (.xls). Faylni .xlsx qilib saqlab, qayta yuboring.
entry-sheet-other = Bu Excel fayli (.xlsx) emas, uni oʻqib boʻlmaydi. Toʻldiriladigan jadval sinfning haftasida, “📊 Jadvalda” tugmasida.
entry-sheet-broken = Fayl ochilmayapti, balki bir qismi kelgandir. Iltimos, qayta yuboring.
entry-sheet-big = Fayl haftalik jadval uchun juda katta. “📊 Jadvalda” tugmasidagi jadvaldan foydalaning.
entry-sheet-strange = Bu shu yerdan berilgan jadval emas yoki uning yashirin qismi yoʻqolgan. “📊 Jadvalda” tugmasidagi jadvaldan foydalaning.
entry-sheet-looking = 📥 Bu haftalik jadvalmi, koʻryapman. Oʻzingizning jadvalingiz boʻlsa, hozir xat bilan ketadi.
entry-sheet-own = 📊 Bu oʻzingizning jadvalingiz, haftalik jadval emas. Hozir xat yozilmayapti, shuning uchun u hech kimga yetkazilmadi. Kim uchun? Avval kerakli xatni oching, keyin faylni yana yuboring.
entry-sheet-kept = Bu sinf jadvali emasligiga ishonchim komil emas, shuning uchun hech kimga yetkazilmadi. Oʻzingizning jadvalingizni PDF yoki rasm qilib yuborish mumkin.
entry-sheet-others = Bu jadval boshqa odam uchun tayyorlangan. Oʻzingiznikidan foydalaning: “📊 Jadvalda” tugmasi.
entry-sheet-over-week = Bu jadvalning haftasini endi toʻldirib boʻlmaydi. Faqat shu hafta va oʻtgan hafta ochiq.

entry-sheet-ask =
    📊 <b>{ $class }</b> · { $week }

    Oʻzgarishi bor oʻquvchilar: { $pupils } / { $all }
    Hammasi odatdagidek kunlar: { $rolls }
    Oʻzgarishlar: { $changes }
entry-sheet-nothing =
    📊 <b>{ $class }</b> · { $week }

    Yoziladigan narsa yoʻq.
entry-sheet-sure = Yozilsinmi?
entry-sheet-take = ✅ Ha, yozilsin
entry-sheet-drop = ✖ Yoʻq
entry-sheet-dropped = ✖ Hech narsa yozilmadi.
entry-sheet-done = ✅ Yozildi. Oʻzgarishlar: { $changes }, oʻquvchilar: { $pupils }.
entry-sheet-meanwhile = Shundan beri chatda oʻzgargan va chatdagidek qolgan: { $count }
entry-sheet-shut = Endi siz yozolmaydiganlar: { $count }

entry-sheet-wrong-head = Yozilmadi, yana bir qarang: { $count }
entry-sheet-wrong = • Qator: { $row }, { $name }, { $column }, “{ $text }”: { $what }
entry-sheet-wrong-row = • Qator: { $row }, { $name }: { $what }
entry-sheet-more = … va yana { $count } ta.
entry-sheet-not-one-of = bulardan biri boʻladi: { $words }
entry-sheet-lesson = bitta dars haqida shunday yozing: 3: kech keldi; darslar 1 dan { $most } gacha
entry-sheet-to-come = bu kun hali boshlangan maktab kuni emas
entry-sheet-formula = formula oʻqilmaydi, soʻzning oʻzini yozing
entry-sheet-long = biroz uzun: { $units } belgi, koʻpi bilan { $most }
entry-sheet-mark = fan va baho topilmadi, masalan: Matematika 87/100
entry-sheet-rank = boshqalar orasidagi oʻrin yuborilmaydi, bahoning oʻzini yozing
entry-sheet-not-asked = bu oʻquvchining kayfiyati yozilmaydi
entry-sheet-roll-stays = bu kun belgilangan, uni faqat chatda qaytarish mumkin
entry-sheet-days-only = butun sinf uchun faqat kunlarni belgilash mumkin
entry-sheet-no-pupil = bu qator roʻyxatingizdagi oʻquvchiniki emas
entry-sheet-twice = bu oʻquvchi ikki marta bor, birinchi qator hisobga olinadi
entry-sheet-name = ism men bergan jadvaldagidan boshqa, shuning uchun bu qator yozilmadi

same-day-away =
    🏫 { $day }: <b>{ $child }</b> maktabga kelmadi. Maktab sababini hali bilmaydi.

    Sababini bilsangiz, iltimos, maktabga ayting. Bilmasangiz, uyga va maktabga qoʻngʻiroq qiling.
same-day-lessons =
    🏫 { $day }: <b>{ $child }</b> ayrim darslarda boʻlmadi. Maktab sababini hali bilmaydi.

    Sababini bilsangiz, iltimos, maktabga ayting.
same-day-know = ✏️ Sababini bilaman
same-day-corrected = 🏫 Maktab yozganini tuzatdi: <b>{ $child }</b>, { $day }.
same-day-again = Maktab yozuvni yana tuzatdi:
same-day-mistake = { $child }: kelmagan degan yozuv olib tashlandi. Xavotirga qoʻyganimiz uchun uzr.
same-day-late = { $child } maktabga keldi, faqat kechroq. Xavotirga qoʻyganimiz uchun uzr.
same-day-partly = { $child } kunning bir qismida maktabda boʻldi. Xavotirga qoʻyganimiz uchun uzr.
same-day-excused = { $child } nega kelmaganini maktab endi biladi.

# For the teacher, above the screen.
same-day-will-tell = Yozildi. Oila { $minutes } daqiqadan keyin biladi. Ungacha qaytarib olsa boʻladi.
same-day-will-correct = Yozildi. Oila tuzatishni hozir biladi.
same-day-please-ring = Yozildi. Oilaga bu yerda xabar berib boʻlmaydi: iltimos, qoʻngʻiroq qiling. Bu maktab roʻyxatida bor.

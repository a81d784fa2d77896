today-menu = 🗒 Bugungi ishlar
today-head = 📋 <b>Sizni kutmoqda</b>, eng koʻp kutgani birinchi
today-questions = ✉️ Javob kutayotgan oilalar: { $count }
today-homes = 📞 Qoʻngʻiroq qilish yoki borish kerak: { $count }
today-unreachable = 📵 Chatda bogʻlanib boʻlmayapti: { $count }
today-approvals = 🔑 Tasdiqlash kerak: { $count }
today-halts = ✋ Koʻrib chiqiladigan suhbatlar: { $count }
today-none = 📋 Hozir sizni hech narsa kutmayapti. Rahmat!
today-line =
    <b>{ $number }. { $what }</b>
    { $child }, { $class } · { $time }
today-question = Oila yozgan, javob kutmoqda
today-approval = Bogʻlanishni soʻrayapti
today-person = 👤 { $name }
today-number = 📞 { $name }: { $phone }
today-minutes = { $count } daqiqadan beri
today-hours = { $count } soatdan beri
today-days = { $count } kundan beri
today-answer = ✍️ { $number } Javob berish
today-settle = ✔ { $number } Javob kerak emas
today-well = 🟢 { $number } Bogʻlandim: hammasi yaxshi
today-done = ✔ { $number } Bajarildi
today-decide = 🔑 { $number } Koʻrish va hal qilish

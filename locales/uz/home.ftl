home-menu = Nima qilmoqchisiz?
home-welcome =
    <b>hongyan</b> maktab, oila va uzoqda ishlayotgan ota-onalar oʻrtasida xabar yetkazadi.

    Maktabdan havola yoki kod oldingizmi? Havolani oching yoki 12 ta raqamni shu yerga yozing.
    Hali kod yoʻqmi? Iltimos, maktabdan soʻrang.

    Men hech qachon pul soʻramayman. Bu chatni kechayu kunduz kuzatib turadigan odam yoʻq: shoshilinch boʻlsa, maktabga yoki favqulodda xizmatga qoʻngʻiroq qiling.
home-awaiting = Maktab soʻrovingizni oldi, tez orada javob beradi. Sizdan boshqa hech narsa kerak emas.
home-help =
    Men maktabdan hafta xabarlarini olib kelaman, siz bilan maktab oʻrtasida xat tashiyman.

    /menu – hozir nima qilish mumkin
    /language – boshqa til
    /settings – shahringiz va soatingiz
    /cancel – boshlangan ishni toʻxtatish

    Bu chatni kechayu kunduz kuzatib turadigan odam yoʻq: shoshilinch boʻlsa, maktabga yoki favqulodda xizmatga qoʻngʻiroq qiling. Men hech qachon pul soʻramayman.
home-waiting = 🔔 Tasdiq kutayotganlar
home-tasks = 📋 Ishlar
home-staff = 🧑‍🏫 Xodimlar
home-pupils = 👥 { $class }: oʻquvchilar
home-settings = ⚙ Til, shahar, soat

settings-text =
    Til: <b>{ $language }</b>
    Sizning soatingiz: <b>{ $place }</b>, hozir { $clock }
    Hafta xabarlari: <b>{ $weekday } { $hour }</b>
    Sokin soatlar: <b>{ $quiet }</b>
settings-unreviewed = Bu tildagi tarjimani hali ona tilida soʻzlashuvchi tekshirmagan.
settings-city = 🕒 Shahar
settings-hour = 📅 Kun va soat
settings-quiet = 🌙 Sokin soatlar
settings-quiet-none = yoʻq
settings-quiet-from = 🌙 { $hour }
settings-quiet-to = ☀ { $hour }
settings-quiet-never = Menga istalgan vaqtda yozing
settings-choose-language = Which language? · 选择语言 · Выберите язык · Tilni tanlang
settings-choose-city = Hozir qayerda yashaysiz? Shahar yonidagi vaqt tekshirishga yordam beradi.
settings-choose-hour = Hafta xabarlari qachon kelsa qulay? Oʻzingizning soatingiz boʻyicha.
settings-work = 🕗 Ish vaqti: { $hours }
settings-work-any = Istalgan vaqtda
settings-choose-work = Oilalar yozganini qachon oʻqiysiz? Boshqa vaqtda yoki dars boʻlmaganda kelgan xat keyingi oʻquv kunini kutadi. Yozgan odam buni biladi va maktabga qoʻngʻiroq qila oladi. Hozir: <b>{ $hours }</b>
settings-choose-quiet =
    Qachon uxlaysiz? Sokin soatlarda faqat kutib boʻlmaydigan xabar keladi, qolgani ular tugagach keladi. Hozir: <b>{ $quiet }</b>
    🌙 boshlanishi · ☀ tugashi

city-moscow = Moskva
city-yekaterinburg = Yekaterinburg
city-novosibirsk = Novosibirsk
city-vladivostok = Vladivostok
city-tashkent = Toshkent
city-bishkek = Bishkek
city-almaty = Olmaota
city-istanbul = Istanbul
city-dubai = Dubay
city-seoul = Seul
city-shanghai = Xitoy
city-rome = Rim
city-warsaw = Varshava
city-london = London
city-new-york = Nyu-York

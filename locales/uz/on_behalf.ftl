behalf-card = 🤝 Kim javob beradi: { $name }
behalf-who-teacher = sinf rahbari
behalf-who-home = Gʻamxoʻrlik uyi xodimlari
behalf-now-own = { $name }, yordamchisiz
behalf-now-waits = { $who }, oila rozi boʻlgach
behalf-now-both = { $now }. Taklif: { $next }
behalf-screen =
    🤝 <b>{ $child }</b>: kechki savol, { $name } ({ $relation })

    Chati yoʻq odam oʻrniga boshqa kishi javob berishi mumkin. Har bir javobda bu yoziladi.

    Kim javob beradi: { $who }
behalf-choose = 🤝 Tanlash: { $who }
behalf-end = 🏠 Yana { $name } javob beradi
behalf-pick =
    🤝 <b>{ $child }</b>. { $name } oʻrniga: <b>{ $who }</b>.

    { $name } yoki ota-ona rozi boʻlishi kerak. Rozilik qanday olindi?
behalf-paper = 📄 Imzolangan qogʻoz shu yerda
behalf-ask = 💬 Oiladan chatda soʻrash
behalf-noted = Yozib olindi.
behalf-stands = Hozir ham shunday. Hech narsa oʻzgarmadi.
behalf-asked = Oiladan soʻraldi.
behalf-nobody-to-ask = Hozir chatda oiladan hech kimdan soʻrab boʻlmaydi. Iltimos, rozilikni qogʻozda oling.
behalf-question =
    🤝 <b>{ $child }</b>: kechqurun uyda hammasi yaxshimi, deb soʻrayman. Uyda hamma ham bu yerda javob bera olmaydi ({ $relation }).

    Maktab taklif qiladi: uydan xabar olib, shu kishi javob bersin: <b>{ $who }</b>. Rozimisiz?
behalf-yes = ✅ Ha
behalf-no = ✖️ Yoʻq
behalf-thanks = Rahmat. Maktab javobingizni biladi.
behalf-agreed = 🤝 <b>{ $child }</b>: oila rozi. Kechki savolga { $name } oʻrniga javob beradi: { $who }.
behalf-objected = 🤝 <b>{ $child }</b>: oila rozi emas ({ $who }). Kechki savolga { $name } javob beradi.
behalf-helper-told =
    🤝 Oila va maktab sizdan yordam soʻraydi. Bola: <b>{ $child }</b>. Uyda chatdan foydalanmaydigan odam bor: { $relation }.

    Kechqurun shu yerda sizdan soʻrayman. Avval uydan xabar oling, keyin javob bering. Qila olmasangiz, menyuda tugma bor. Rahmat!
behalf-helper-freed = 🤝 <b>{ $child }</b>: endi kechqurun uydagi odam ({ $relation }) oʻrniga javob berishingiz shart emas. Yordamingiz uchun rahmat!
behalf-ask-helper =
    🤝 <b>{ $child }</b> · { $relation }
    Bugun uydan xabar oldingizmi? Uydami, hammasi yaxshimi?
behalf-ask-school =
    🤝 <b>{ $child }</b>, { $class }. Siz uning oʻrniga javob berasiz: { $name }, { $relation }.

    Bugun uydan xabar oldingizmi? Iltimos, natijasini belgilang.
behalf-ring = 📞 Ularga qoʻngʻiroq qiling
behalf-reporter = { $who } (oʻrniga: { $whose })
behalf-through-school = maktab orqali
behalf-through-helper = yordamchi orqali

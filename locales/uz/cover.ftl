cover-row = 👥 Bu telefonni boshqalar ham ishlatadi
cover-row-on = 👥 Bu telefonni boshqalar ham ishlatadi: yoqilgan
cover-about =
    👥 <b>Bu telefonni boshqalar ham ishlatadimi?</b>

    Unda xabarlarim faqat yangilik borligini aytadi: ism yoʻq, bola haqida hech narsa yoʻq. Ularni 4 raqamli oʻz kodingiz ochadi. 5 daqiqa hech narsa bosilmasa, ular yana yashirinadi.

    Kodni unutsangiz, maktab uni olib tashlay oladi.
cover-is-on = 👥 <b>Telefon umumiy</b>: xabarlarim faqat kodingizdan keyin koʻrinadi.
cover-choose-it = 🔢 Kodimni tanlash
cover-change = 🔢 Boshqa kod
cover-off = 👁 Kodsiz koʻrsatish
cover-choose =
    🔢 Faqat siz biladigan 4 raqamni bosing. Ularni yozib yuborsangiz, men chatdan olib tashlayman.

    { $dots }
cover-repeat =
    🔢 Yana bir marta, iltimos: oʻsha 4 raqam.

    { $dots }
cover-differs =
    🔢 Ikki xil kod boʻldi. Iltimos, 4 raqamni qaytadan tanlang.

    { $dots }
cover-set = ✅ Tayyor. Endi xabarlarim faqat kodingizdan keyin koʻrinadi. Menyu ham kodni soʻraydi. Bu chatdagi eski xabarlar siz oʻchirmaguningizcha koʻrinadi.
cover-ask =
    🔒 Kodingiz, iltimos.

    { $dots }
cover-ask-again =
    🔒 Iltimos, avval kod: yuborganingiz hali hech kimga yetkazilmadi. Keyin yana bir marta yuboring.

    { $dots }
cover-wrong =
    🔒 Bu boshqa kod. Iltimos, yana urinib koʻring.

    { $dots }
cover-rests = 🔒 Notoʻgʻri kodlar koʻp boʻldi. Yana urinish vaqti: { $clock }. Shoshilinch boʻlsa, maktabga yoki favqulodda yordam raqamiga qoʻngʻiroq qiling.
cover-opened = 🔓 Ochiq. 5 daqiqa hech narsa bosilmasa, yana yashirinadi.
cover-forgot = ❓ Kodni unutdim
cover-lost = Maktab kodni olib tashlay oladi. Qoʻngʻiroq qiling yoki boring: maktab bu siz ekaningizga ishonch hosil qiladi. Keyin yangisini tanlaysiz.
cover-news = 🔒 Maktabdan yangilik bor. Oʻqish uchun bosing.
cover-urgent = 🔒 <b>Iltimos, hozir oching.</b> Maktabdan kutib boʻlmaydigan xabar bor.
cover-read = 👁 Oʻqish
cover-open-now = 👁 Hozir ochish
cover-below = 👇 U pastda.
cover-hidden = 🔒 Yana yashirildi.
cover-gone = Buni endi koʻrsatib boʻlmaydi. Kerak boʻlsa, maktabdan soʻrang.
cover-is-off = 👥 Xabarlarim yana kodsiz koʻrinadi.
cover-of = 👥 Kod unutilgan: { $name }
cover-ask-off =
    Telefondagi kod olib tashlansinmi: <b>{ $name }</b>? Unda xabarlarni telefonni ushlagan har kim kodsiz koʻradi.

    Avval aynan shu odam soʻrayotganiga ishonch hosil qiling: yuzma-yuz yoki siz biladigan raqam orqali.
cover-off-yes = 👥 Ha, olib tashlansin
cover-was-off = 👥 Maktab kodni olib tashladi: xabarlarim yana kodsiz koʻrinadi. Sozlamalarda yangisini tanlashingiz mumkin. Buni siz soʻramagan boʻlsangiz, maktabga qoʻngʻiroq qiling.

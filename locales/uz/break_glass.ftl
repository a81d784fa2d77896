break-glass-begin = 🔓 Boshqa bolaning yozuvlari
break-glass-open = 🔓 { $child } ({ $clock } gacha)
break-glass-key =
    Bu yerda siz masʼul boʻlmagan bitta bolaning yozuvlarini ochish mumkin: bir soatga, faqat oʻqish uchun. Sabab kerak. 24 soatda koʻpi bilan: { $most } marta.

    Maktab roʻyxatidagi bola kodini yozing. Ism boʻyicha qidiruv yoʻq.
break-glass-reason =
    Bu yozuvlar nima uchun kerak? Bir gap bilan yozing, belgilar soni: { $least }–{ $most }, boshqa odamlarning ismisiz.
break-glass-told-instead =
    Yozganingiz bolalarni himoya qiladigan odamlarga beriladi; bu sabab boʻlmaydi. Sababni ota-onalar oʻqiy oladi: iltimos, bolaga nima boʻlganini yozmasdan, boshqa sabab yozing.
break-glass-confirm =
    Kodi <b>{ $key }</b> boʻlgan yozuvlar bir soatga ochilsinmi?

    Maktab masʼuli darhol xabar topadi, ota-ona ham siz koʻrganingizni va sababini koʻradi:
    “{ $reason }”
break-glass-yes = 🔓 Ha, ochilsin
break-glass-used-up = 24 soatda ochilgan yozuvlar: { $most }. Hozir ortigʻi mumkin emas. Bola oʻqiydigan maktab masʼuliga murojaat qiling.
break-glass-told =
    ❗ <b>{ $name }</b>, { $role }. Istisno tariqasida ochilgan yozuvlar: <b>{ $child }</b> ({ $class }), soat { $until } gacha.

    Sabab: “{ $reason }”

    Iltimos, koʻrib chiqing. Bu ishlaringiz orasida bor.

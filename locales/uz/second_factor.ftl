second-factor-ask =
    🔐 Roʻyxat va yozuvlardan oldin: autentifikator ilovasidagi 6 raqamni tering.

    Ilovali telefon yoʻqmi? Tiklash kodlaridan birini tering. Qolmadimi? Maktabingizning boshqa masʼuli qaytadan boshlashga yordam beradi.
second-factor-why =
    🔐 Siz koʻp bolaning yozuvlarini koʻrasiz. Telefoningiz bilan boshqa hech kim koʻrmasligi uchun roʻyxatlarga ikkinchi kalit kerak, har 12 soatda bir marta.

    Sozlash bir marta, bir daqiqa. Telefoningizda autentifikator ilovasi boʻlishi kerak.
second-factor-enrol =
    1. Autentifikator ilovasini oching va kalit qoʻshing: bu rasmni skanerlang yoki shu harflarni tering: <code>{ $key }</code>
    2. Ilova koʻrsatgan 6 raqamni shu yerga tering.

    Keyin rasm chatdan yoʻqoladi. Uni hech kimga koʻrsatmang.
second-factor-again = 🔁 Boshqa rasm
second-factor-only-digits = Men ilovadagi 6 raqamni yoki tiklash kodini kutyapman. Menyu sizni orqaga qaytaradi.
second-factor-wrong = Bu raqamlar toʻgʻri kelmadi yoki ishlatilgan. Ilovada keyingisini kuting va uni tering.
second-factor-rests = Notoʻgʻri raqamlar juda koʻp. Roʻyxatlar yopiq, ochiladi: { $clock }. Boshqa masʼullar bundan xabar topadi. Bu siz boʻlmasangiz, maktabga qoʻngʻiroq qiling.
second-factor-recovery =
    ✅ Tayyor. Bu 10 ta tiklash kodi, har biri telefonsiz bir martaga. Ularni faqat hozir koʻrsataman:

    <code>{ $codes }</code>

    Iltimos, qogʻozga koʻchiring va maktabda saqlang. Keyin pastdagini bosing: bu xabar yoʻqoladi.
second-factor-copied = ✅ Qogʻozga koʻchirildi
second-factor-recovered = ✅ Bu kod ishlatildi. Qolgan tiklash kodlari: { $count }
second-factor-locked =
    ⚠️ <b>{ $name }</b>: ikkinchi kalit raqamlari besh marta notoʻgʻri terildi. U yerda roʻyxatlar 1 soat yopiq.

    Iltimos, qoʻngʻiroq qiling: bu oʻzi edimi? Telefon yoʻqolgan boʻlsa, xodimlar roʻyxatini oching va chatdan chiqaring.
second-factor-was-reset = 🔐 Ikkinchi kalitingiz qaytadan sozlanadi. Keyingi roʻyxatdan oldin yangi rasm koʻrsataman. Siz bilan kelishilmagan boʻlsa, maktabga qoʻngʻiroq qiling.

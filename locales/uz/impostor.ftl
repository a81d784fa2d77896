impostor-codes-locked =
    ⚠️ Bir soat ichida taklif kodlari bir necha marta notoʻgʻri terildi. Kodlar 1 soat ishlamaydi; hech kim bogʻlanmadi.

    Kutayotgan oila boʻlsa: qoʻngʻiroq qiling va keyinroq yangi taklif tayyorlang.
impostor-approvals-locked =
    ⚠️ Maktabingizda bir soat ichida juda koʻp bogʻlanish tasdiqlandi. 1 soat tasdiqlab boʻlmaydi.

    Iltimos, bu odamlarning har biriga qoʻngʻiroq qilinganini tekshiring.
impostor-approvals-rest = Bir soatda koʻp bogʻlanish tasdiqlandi. Bir soatdan keyin davom eting; kutayotganlar roʻyxatda qoladi.

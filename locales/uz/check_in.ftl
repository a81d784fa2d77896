check-in-well = 🟢 Hammasi yaxshi
check-in-problem = 🟠 Muammo bor
check-in-ring = 📞 Menga qoʻngʻiroq qiling
check-in-staff-well = 🟢 Bogʻlandim: hammasi yaxshi
check-in-staff-problem = 🟠 Bogʻlandim: muammo bor
check-in-staff-pass = 📞 Hech kim javob bermadi

check-in-ask = 🏠 <b>{ $child }</b>: uydami, hammasi yaxshimi?
check-in-ask-again = 🏠 Yana bir soʻraymiz. <b>{ $child }</b>: uydami, hammasi yaxshimi?
check-in-ask-contact =
    🏠 Uydan hozircha javob boʻlmadi. Iltimos, kirib koʻring yoki qoʻngʻiroq qiling.

    <b>{ $child }</b>: uydami, hammasi yaxshimi?
check-in-ask-staff =
    🏠 <b>{ $child }</b>, { $class }: uydan hali javob yoʻq, birinchi savol: { $since }.

    Iltimos, qoʻngʻiroq qiling va natijasini belgilang.
check-in-number-at-home = 📞 { $name }, { $relation }: { $phone }

check-in-thanks = 🟢 <b>{ $child }</b>: hammasi yaxshi. Rahmat!
check-in-told = 🟠 Aytganingiz uchun rahmat. Maktab xabardor, sizga qoʻngʻiroq qiladi.
check-in-told-staff = 🟠 Yozib olindi. Maktab ishlari roʻyxatiga kirdi; maktab masʼuli va ota-onaga shu yerda xabar beriladi.
check-in-will-ring = 📞 Maktab xabardor, sizga qoʻngʻiroq qiladi.
check-in-please-ring = 📞 Hozir bu yerda maktabdan hech kim bilan bogʻlanib boʻlmayapti. Iltimos, oʻzingiz qoʻngʻiroq qiling.
check-in-passed = 📞 <b>{ $child }</b>: rahmat. Endi keyingi odamdan soʻraymiz.

check-in-is-well = 🟢 <b>{ $child }</b>: hammasi yaxshi.
check-in-is-problem = 🟠 <b>{ $child }</b>: muammo bor. Maktab xabardor va shugʻullanmoqda.
check-in-is-ring = 📞 <b>{ $child }</b>: maktab qoʻngʻiroq qiladi.
check-in-is-missed = ⚪ <b>{ $child }</b>: javob boʻlmadi. Maktab nima boʻlganini bilib oladi.
check-in-known = Javob allaqachon bor, rahmat.
check-in-school-decides = Maktab xabardor, sizga qoʻngʻiroq qiladi. Ahvolni ularga aytib bering.

check-in-resolved = 🟢 <b>{ $child }</b>: masala hal boʻldi, hammasi yaxshi.
check-in-alert =
    🟠 <b>{ $child }</b>, { $class }: muammo bor.
    Xabar bergan: { $who }, { $clock }

    Iltimos, hozir qoʻngʻiroq qiling.
check-in-reporter = { $name }, { $relation }
check-in-ring-alert = 📞 <b>{ $name }</b> qoʻngʻiroq qilishni soʻrayapti. Bola: { $child }, { $class }.
check-in-missed-staff =
    ⚪ <b>{ $child }</b>, { $class }: hech kim bilan bogʻlanib boʻlmadi. Birinchi savol: { $since }.

    Iltimos, uyiga borib koʻring.
check-in-parent-problem =
    🟠 <b>{ $child }</b>: hozirgina muammo borligi aytildi. Tafsiloti hali maʼlum emas.

    Maktab oʻsha daqiqadayoq xabar topdi va shugʻullanmoqda. Hal boʻlgach, shu yerda bilasiz.
check-in-parent-alone =
    🟠 <b>{ $child }</b>: hozirgina muammo borligi aytildi.

    Hozir bu yerda maktab bilan bogʻlanib boʻlmayapti. Iltimos, uyga yoki maktabga qoʻngʻiroq qiling.
check-in-parent-resolved = 🟢 <b>{ $child }</b>: maktab aniqladi. Hammasi yaxshi.

check-in-ask-ring = 📞 { $child }: qoʻngʻiroq qiling
check-in-cannot = 🤝 { $child }: bu hafta qila olmayman
check-in-can-again = 🤝 { $child }: yana qila olaman
check-in-cannot-noted = 🤝 Aytganingiz uchun rahmat. <b>{ $child }</b> haqida sizdan soʻramayman: { $day } gacha (shu kun ham).
check-in-asked-again = 🟢 Rahmat. Endi <b>{ $child }</b> haqida yana sizdan soʻrayman.
check-in-cannot-school = 🤝 { $child }, { $class }: kechki savolga <b>{ $name }</b> ({ $relation }) javob bera olmaydi, { $day } gacha (shu kun ham). Avval uydagi keyingi odamdan soʻraladi.
check-in-cannot-school-alone = 🤝 { $child }, { $class }: kechki savolga <b>{ $name }</b> ({ $relation }) javob bera olmaydi, { $day } gacha (shu kun ham). Uyda soʻraladigan boshqa odam yoʻq: savol sizga keladi. Iltimos, qoʻngʻiroq qilib, bolaga kim qarayotganini soʻrang.

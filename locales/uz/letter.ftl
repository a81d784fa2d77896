# Of a child, to a parent, through whoever is with the child; and back.
letter-from-child = 💌 Bolaning xati: { $child }
letter-to-child = 💌 Faqat bolaga: { $child }
# One person as a choice: who they are, and their name.
letter-who = { $who }: { $name }
letter-which-parent = 💌 <b>{ $child }</b>. Xat kimga?
letter-through-whom = 💌 <b>{ $child }</b>. Uni bolangizga kim bersin?
letter-ask-from =
    💌 <b>{ $child }</b>. Varaq yoki rasmning suratini yoki bolaning ovozli xabarini yuboring.

    Xatni faqat bir kishi oladi: { $who }. Yoʻlda uni hech kim oʻqishi shart emas, nusxasi saqlanmaydi.
letter-ask-to =
    💌 <b>{ $child }</b>. Bolangizga nima demoqchisiz? Yozing, gapiring yoki surat yuboring.

    Bolangizga beradi: { $who }. Nusxasi saqlanmaydi.
letter-no-words = 💌 <b>{ $child }</b>. Bolaning oʻz soʻzlari varaq surati yoki ovoz bilan boradi, ularni hech kim koʻchirib yozmaydi. Surat yoki ovozli xabar yuboring.
letter-caption-left = Surat tagidagi yozuv birga ketmadi.
letter-head-from = 💌 Bolaning xati: <b>{ $child }</b>. Yetkazdi: { $who }.
letter-head-to = 💌 Faqat bolaga: <b>{ $child }</b>. Kimdan: { $who }. Iltimos, boricha bering.
letter-sent-from = 💌 Xat yoʻlda. Oladi: { $who }. Nusxasi saqlanmaydi.
letter-sent-to = 💌 Xat yoʻlda. Beradi: { $who }. Nusxasi saqlanmaydi.
letter-waits = 🌙 Xat maktab soati bilan { $when } gacha kutadi.
letter-undelivered = 💌 <b>{ $child }</b>. Xatni topshirib boʻlmadi, nusxasi saqlanmagan. Iltimos, boshqa yoʻl bilan urinib koʻring.
letter-no-parent = 💌 <b>{ $child }</b>. Hozir bu yerda ota-ona bilan bogʻlanib boʻlmadi. Xatni saqlab qoʻying va keyinroq urinib koʻring.
letter-no-way = 💌 <b>{ $child }</b>. Hozir bu yerda bolangiz yonidagi hech kim bilan bogʻlanib boʻlmadi. Keyinroq urinib koʻring yoki qoʻngʻiroq qiling.

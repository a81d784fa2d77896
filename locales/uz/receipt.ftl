receipt-seen = 👍 Koʻrdim
receipt-thanks = 👍 Rahmat. Maktab sizning koʻrganingizni biladi.
receipt-known = Rahmat, maktab allaqachon biladi.
receipt-again = 🔔 Yoʻqolib qolmasin deb yana bir marta. { $head }

receipt-who = 👀 Kim koʻrdi
receipt-notes = 👀 Xatlar: kim koʻrdi
receipt-list = 👀 <b>{ $about }</b>. Oxirgi xatlar, kunlar boʻyicha:
receipt-none = 👀 <b>{ $about }</b>. Oxirgi 90 kunda xat yoʻq.
receipt-title = 👀 <b>{ $about }</b> · xat, { $when }
receipt-count-seen = 👍 Koʻrganini aytgan oilalar: { $count }
receipt-count-told = 📞 Telefonda yoki shaxsan aytildi: { $count }
receipt-count-arrived = 📨 Chatiga keldi, hali javob yoʻq: { $count }
receipt-count-queued = ⏳ Yoʻlda: { $count }
receipt-count-unreached = ⚪ Bu yerda yetkazib boʻlmadi: { $count }
receipt-reminded = 🔔 Eslatildi: { $when }
receipt-silent = Bu oilalar bilishini hali aytmadi. Oʻzingiz aytgan boʻlsangiz, bolaning ismini bosing.
receipt-all = Hamma oilalar biladi.
receipt-is-seen = 👍 { $what }
receipt-is-told = 📞 { $what }
receipt-is-arrived = 📨 { $what }
receipt-is-queued = ⏳ { $what }
receipt-is-unreached = ⚪ { $what }

receipt-one-seen = 👍 Oila koʻrganini aytdi.
receipt-one-told = 📞 Oilaga telefonda yoki shaxsan aytildi.
receipt-one-arrived = 📨 Xat ularning chatida. Hali hech kim koʻrganini aytmadi.
receipt-one-queued = ⏳ Xat yoʻlda.
receipt-one-unreached = ⚪ Bu oilaga bu yerda yetkazib boʻlmadi.
receipt-how-told = Oilaga oʻzingiz aytdingizmi?
receipt-told-phone = 📞 Ha, telefonda
receipt-told-in_person = 🤝 Ha, shaxsan
receipt-told = Yozib qoʻyildi, rahmat.

receipt-remind = 🔔 Javob bermaganlarga eslatish
receipt-remind-sent = Eslatilgan oilalar: { $count }
receipt-remind-done = Ularga allaqachon eslatilgan.
receipt-remind-nobody = Hozir eslatadigan oila yoʻq.

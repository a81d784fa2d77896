receipt-seen = 👍 Я в курсе
receipt-thanks = 👍 Спасибо. Школа знает, что вы это видели.
receipt-known = Спасибо, школа уже знает.
receipt-again = 🔔 Ещё раз, чтобы не потерялось. { $head }

receipt-who = 👀 Кто уже знает
receipt-notes = 👀 Записки: кто уже знает
receipt-list = 👀 <b>{ $about }</b>. Последние записки, по дням:
receipt-none = 👀 <b>{ $about }</b>. За последние 90 дней записок нет.
receipt-title = 👀 <b>{ $about }</b> · записка, { $when }
receipt-count-seen = 👍 Семей, которые сказали, что знают: { $count }
receipt-count-told = 📞 Сказано по телефону или лично: { $count }
receipt-count-arrived = 📨 Пришло в чат, ответа пока нет: { $count }
receipt-count-queued = ⏳ В пути: { $count }
receipt-count-unreached = ⚪ Здесь не удалось передать: { $count }
receipt-reminded = 🔔 Напоминание: { $when }
receipt-silent = Эти семьи пока не сказали, что знают. Вы сами сообщили кому-то? Нажмите имя.
receipt-all = Все семьи знают.
receipt-is-seen = 👍 { $what }
receipt-is-told = 📞 { $what }
receipt-is-arrived = 📨 { $what }
receipt-is-queued = ⏳ { $what }
receipt-is-unreached = ⚪ { $what }

receipt-one-seen = 👍 Семья сказала, что знает.
receipt-one-told = 📞 Семье сказали по телефону или лично.
receipt-one-arrived = 📨 Записка у них в чате. Пока никто не сказал, что видел её.
receipt-one-queued = ⏳ Записка в пути.
receipt-one-unreached = ⚪ Этой семье здесь не удалось передать.
receipt-how-told = Вы сами сообщили семье?
receipt-told-phone = 📞 Да, по телефону
receipt-told-in_person = 🤝 Да, лично
receipt-told = Записано, спасибо.

receipt-remind = 🔔 Напомнить тем, кто ещё не ответил
receipt-remind-sent = Напомнили семьям: { $count }
receipt-remind-done = Напоминание уже было.
receipt-remind-nobody = Сейчас напоминать некому.

today-menu = 🗒 Дела на сегодня
today-head = 📋 <b>Ждёт вас</b>, сначала самое давнее
today-questions = ✉️ Семьи без ответа: { $count }
today-homes = 📞 Позвонить домой или навестить: { $count }
today-unreachable = 📵 Не на связи в чате: { $count }
today-approvals = 🔑 На подтверждение: { $count }
today-halts = ✋ Переписки, где нужно решение: { $count }
today-none = 📋 Сейчас вас ничего не ждёт. Спасибо!
today-line =
    <b>{ $number }. { $what }</b>
    { $child }, { $class } · { $time }
today-question = Семья написала и ждёт ответа
today-approval = Просит связать с ребёнком
today-person = 👤 { $name }
today-number = 📞 { $name }: { $phone }
today-minutes = ждёт { $count } мин
today-hours = ждёт { $count } ч
today-days = ждёт { $count } дн.
today-answer = ✍️ { $number } Ответить
today-settle = ✔ { $number } Ответ не нужен
today-well = 🟢 { $number } Связались: всё хорошо
today-done = ✔ { $number } Готово
today-decide = 🔑 { $number } Посмотреть и решить

check-in-well = 🟢 Всё хорошо
check-in-problem = 🟠 Есть проблема
check-in-ring = 📞 Позвоните мне
check-in-staff-well = 🟢 Связались: всё хорошо
check-in-staff-problem = 🟠 Связались: есть проблема
check-in-staff-pass = 📞 Никто не отвечает

check-in-ask = 🏠 <b>{ $child }</b>: дома, всё хорошо?
check-in-ask-again = 🏠 Спросим ещё раз. <b>{ $child }</b>: дома, всё хорошо?
check-in-ask-contact =
    🏠 Дома пока не смогли ответить. Загляните или позвоните туда, пожалуйста.

    <b>{ $child }</b>: дома, всё хорошо?
check-in-ask-staff =
    🏠 <b>{ $child }</b>, { $class }: из дома пока нет ответа, первый вопрос – { $since }.

    Позвоните, пожалуйста, и отметьте, что узнали.
check-in-number-at-home = 📞 { $name }, { $relation }: { $phone }

check-in-thanks = 🟢 <b>{ $child }</b>: всё хорошо. Спасибо!
check-in-told = 🟠 Спасибо, что сказали. Школа уже знает и позвонит вам.
check-in-told-staff = 🟠 Записано. Это в списке дел школы; ответственный и родители узнают здесь.
check-in-will-ring = 📞 Школа знает и позвонит вам.
check-in-please-ring = 📞 Сейчас здесь никого из школы нет на связи. Пожалуйста, позвоните сами.
check-in-passed = 📞 <b>{ $child }</b>: спасибо. Теперь спрашиваем следующего.

check-in-is-well = 🟢 <b>{ $child }</b>: всё хорошо.
check-in-is-problem = 🟠 <b>{ $child }</b>: есть проблема. Школа знает и занимается этим.
check-in-is-ring = 📞 <b>{ $child }</b>: школа позвонит.
check-in-is-missed = ⚪ <b>{ $child }</b>: ответа нет. Школа этим занимается.
check-in-known = Ответ уже есть, спасибо.
check-in-school-decides = Школа знает и позвонит вам. Расскажите им, как дела.

check-in-resolved = 🟢 <b>{ $child }</b>: всё решилось, всё хорошо.
check-in-alert =
    🟠 <b>{ $child }</b>, { $class }: есть проблема.
    Сообщает: { $who }, { $clock }

    Позвоните, пожалуйста, сейчас.
check-in-reporter = { $name }, { $relation }
check-in-ring-alert = 📞 <b>{ $name }</b> просит позвонить. Речь о ребёнке: { $child }, { $class }.
check-in-missed-staff =
    ⚪ <b>{ $child }</b>, { $class }: никто не ответил. Первый вопрос: { $since }.

    Пожалуйста, навестите семью.
check-in-parent-problem =
    🟠 <b>{ $child }</b>: только что сообщили о проблеме. Подробности пока неизвестны.

    Школа узнала в ту же минуту и занимается этим. Когда всё решится, вы узнаете здесь.
check-in-parent-alone =
    🟠 <b>{ $child }</b>: только что сообщили о проблеме.

    Школа сейчас здесь не на связи. Пожалуйста, позвоните домой или в школу.
check-in-parent-resolved = 🟢 <b>{ $child }</b>: школа всё выяснила. Всё хорошо.

check-in-ask-ring = 📞 { $child }: позвоните мне

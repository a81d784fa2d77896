check-in-well = 🟢 Всё хорошо
check-in-problem = 🟠 Есть проблема
check-in-ring = 📞 Позвоните мне
check-in-staff-well = 🟢 Связались: всё хорошо
check-in-staff-problem = 🟠 Связались: есть проблема
check-in-staff-pass = 📞 Никто не отвечает

check-in-ask = 🏠 <b>{ $child }</b>: дома, всё хорошо?
check-in-ask-again = 🏠 Спросим ещё раз. <b>{ $child }</b>: дома, всё хорошо?
check-in-ask-contact =
    🏠 Дома пока никто не смог ответить. Загляните туда или позвоните, пожалуйста.

    <b>{ $child }</b>: дома, всё хорошо?
check-in-ask-staff =
    🏠 <b>{ $child }</b>, { $class }: из дома пока нет ответа, первый вопрос – { $since }.

    Позвоните, пожалуйста, и отметьте, что узнали.
check-in-number-at-home = 📞 { $name }, { $relation }: { $phone }

check-in-thanks = 🟢 <b>{ $child }</b>: всё хорошо. Спасибо!
check-in-told = 🟠 Спасибо, что сказали. Школа уже знает и позвонит вам.
check-in-told-staff = 🟠 Записано. Это в списке дел школы; ответственный и родители узнают здесь.
check-in-will-ring = 📞 Школа знает и позвонит вам.
check-in-please-ring = 📞 Сейчас здесь нет на связи никого из школы. Пожалуйста, позвоните сами.
check-in-passed = 📞 <b>{ $child }</b>: спасибо. Теперь спрашиваем следующего.

check-in-is-well = 🟢 <b>{ $child }</b>: всё хорошо.
check-in-is-problem = 🟠 <b>{ $child }</b>: есть проблема. Школа знает и занимается этим.
check-in-is-ring = 📞 <b>{ $child }</b>: школа позвонит.
check-in-is-missed = ⚪ <b>{ $child }</b>: ответа нет. Школа узнаёт, что случилось.
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
check-in-cannot = 🤝 { $child }: на этой неделе не могу
check-in-can-again = 🤝 { $child }: снова могу
check-in-cannot-noted = 🤝 Спасибо, что сказали. О <b>{ $child }</b> я вас пока не спрашиваю: по { $day } включительно.
check-in-asked-again = 🟢 Спасибо. Теперь о <b>{ $child }</b> я снова спрашиваю вас.
check-in-cannot-school = 🤝 { $child }, { $class }: на вечерний вопрос пока не отвечает <b>{ $name }</b> ({ $relation }), по { $day } включительно. Сначала спрашиваем следующего из домашних.
check-in-cannot-school-alone = 🤝 { $child }, { $class }: на вечерний вопрос пока не отвечает <b>{ $name }</b> ({ $relation }), по { $day } включительно. Больше дома спросить некого: вопрос придёт вам. Пожалуйста, позвоните и узнайте, кто смотрит за ребёнком.

# Слова, из которых выбирает учитель.
presence-present = в школе
presence-excused = нет в школе, причина известна
presence-unexplained = нет в школе, причина пока неизвестна
presence-late = опоздание
presence-partly = в школе часть дня
study-went_well = получается хорошо
study-work_on = стоит потренировать
study-not_handed_in = не сдано
mood-steady = ровное
mood-brighter = веселее обычного
mood-quieter = тише обычного
mood-let_us_talk = давайте поговорим
conduct-friendly = хорошо ладит с другими
conduct-helped_others = помогает другим
conduct-kept_rules = соблюдает правила
conduct-needs_reminders = нужны напоминания
life-ate_well = хорошо ест
life-slept_well = хорошо спит
life-supper_at_home = ужин в Доме заботы
life-activity = занятие

entry-menu = 📝 { $class }: неделя
entry-remind = 📝 <b>{ $class }</b>: на этой неделе пока без записи – { $count } (ученики). Достаточно одной строки о каждом, семьи прочитают её в выходные.
entry-child = 📝 Записать неделю
entry-class =
    <b>{ $class }</b> · { $week }

    Перекличка: { $roll }
    Учеников с записями: { $differ } из { $pupils }

    Отметьте обычные дни, потом запишите только тех, у кого иначе. Дни без ✓ семья увидит как «не отмечено».
    Фразу об ученике можно написать прямо здесь, например: Лань: помогала младшим
entry-coming-head = <b>Скоро</b>
entry-coming-line = • { $day }: { $words }
entry-usual-today = ✅ Сегодня всё как обычно
entry-usual-week = ✅ Пока всё как обычно
entry-usual-past = ✅ Вся неделя как обычно
entry-usual-done = ✅ Записано. Теперь только те, у кого иначе.
entry-differs = 👤 У кого-то иначе
entry-coming = 📅 Скоро: дата
entry-undo = ↩ Отменить
entry-undo-child = ↩ Отменить: { $child }
entry-undone = ↩ Отменено.
entry-noted = Записано.
entry-put-away = ✓ Записано, смотрите ниже.
entry-no-day = На этой неделе учебные дни ещё не начались.
entry-last-week = ‹ Прошлая неделя
entry-this-week = Эта неделя ›
entry-page-back = ‹ Раньше
entry-to-class = ‹ Класс
entry-to-pupils = ‹ Ученики
entry-next = Дальше ›
entry-pupils =
    <b>{ $class }</b> · { $week }
    ✏️ есть запись: { $differ } из { $pupils }

    У кого иначе?
entry-title = <b>{ $child }</b> · { $week }

entry-card = <b>{ $child }</b> · { $class } · { $week }
entry-card-empty = Записей нет: всё как обычно.
entry-attendance = 🕘 Посещение
entry-study = 📘 Учёба
entry-mark = 💯 Оценка
entry-mood = 🙂 Настроение
entry-conduct = 🤝 Поведение
entry-life = 🍚 Быт
entry-activity = 🎨 Занятие…
entry-sentence = ✍️ Одна фраза
entry-by-phone = 📞 По телефону
entry-remove = ✖ Убрать запись

entry-attendance-ask = Выберите день, потом весь день или один урок, потом – что было.
entry-whole-day = Весь день
entry-set-unexplained = Нет, причина неизвестна
entry-set-excused = Нет, причина известна
entry-set-late = Опоздание
entry-set-partly = Часть дня
entry-set-present = Всё-таки в школе
entry-study-ask = Что сказать об учёбе?
entry-subject-ask = Какой предмет: { $what }?
entry-study-general = В целом
entry-mood-ask = Настроение за неделю:
entry-conduct-ask = Поведение за неделю:
entry-life-ask = Быт за неделю:
entry-remove-ask = Какую запись убрать?
entry-mark-ask = Напишите предмет и оценку по вашей шкале, например: Математика контрольная 4+
entry-mark-unread = Не вижу предмета и оценки. Напишите, например: Математика 5
entry-mark-rank = Места среди других мы не передаём. Напишите саму оценку, например: Математика 5
entry-activity-ask = Напишите занятие, например: рисование с друзьями
entry-sentence-ask = Напишите одну фразу, не длиннее 200 знаков, или пришлите голосовое сообщение. Лучше всего: что получилось и над чем поработать.
entry-too-long = Немного длинно. Знаков: { $units }, можно: { $most }. Напишите, пожалуйста, короче.

entry-coming-title = <b>{ $class }</b> · скоро
entry-coming-ask = Напишите день и слова, например: 18 марта осмотр. Или выберите день здесь.
entry-coming-words = <b>{ $day }</b>: что будет? Напишите, пожалуйста.
entry-coming-full = Больше дат нельзя, предел: { $most }. Сначала уберите одну.
entry-coming-unread = Не понимаю, какой день. Напишите будущий день и слова, например: 18 марта осмотр

entry-line-day = • { $weekday }: { $what }
entry-line-lesson = • { $weekday }, урок { $lesson }: { $what }
entry-line-study = • Учёба: { $what }
entry-line-subject = • { $subject }: { $what }
entry-line-mark = • { $subject }: { $value }
entry-line-mark-for = • { $subject }, { $title }: { $value }
entry-line-conduct = • Поведение: { $what }
entry-line-mood = • Настроение: { $what }
entry-line-life = • Быт: { $what }
entry-line-activity = • Занятие: { $words }
entry-line-health = • Здоровье: { $words }
entry-line-sentence = • «{ $words }»
entry-line-voice = • 🎙 Голосовое сообщение: семья получит его вместе с новостями недели.
entry-line-phone = • 📞 Вы хотите рассказать что-то по телефону. В новостях недели будет только это.

entry-paper = 📄 Неделя на бумаге
entry-paper-none = Эту неделю все семьи получают в чате.
entry-paper-caption = 📄 <b>{ $class }</b> · { $week }. Семьи без чата: { $count }. Пожалуйста, распечатайте, разрежьте и дайте каждому ребёнку его листок, сложив пополам.
entry-paper-title = { $class } · { $week }
entry-paper-intro = Отметьте, кто получил листок. Листки ниже дети отнесут домой.
entry-paper-pupil = Ученики
entry-paper-day = Выдано
entry-paper-signed = Подпись дома
entry-paper-teacher = Классный руководитель, дата

# Фразы, написанные на экране класса (src/service/week_entry/lines.rs).
entry-lines-noted = ✍️ Записано: { $names }
entry-lines-long = { $child }: немного длинно, { $units } знаков, можно до { $most }. Напишите, пожалуйста, короче.
entry-lines-whose = Кто такой «{ $name }»? «{ $words }»
entry-lines-none = Никто из них
entry-lines-nothing = Ничего не записано.

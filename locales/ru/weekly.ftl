# Новости недели: не больше девяти строк, короткие фразы. Имя стоит отдельно и не склоняется.
weekly-heading = <b>{ $name }</b> · { $class } · { $week }
weekly-by-phone = Учитель хочет поговорить с вами по телефону.
weekly-not-recorded = <b>Школа:</b> посещаемость не отмечена.
weekly-school = <b>Школа:</b> { $facts }.
weekly-between-facts = .{" "}
weekly-between-days = ;{" "}
weekly-between-words = ,{" "}
weekly-days =
    { $present } из { $days ->
        [one] { $days } дня
       *[other] { $days } дней
    }
weekly-late = Опоздания: { $count } ({ $when })
weekly-partly = Не весь день: { $when }
weekly-excused = Нет в школе, причина известна: { $when }
weekly-unexplained = Нет в школе, причина пока неизвестна: { $when }
weekly-lessons = Пропущены уроки: { $when }
weekly-lesson = { $day }, урок { $lesson }
weekly-unrecorded = Не отмечено: { $when }
weekly-earlier = Дополнение за прошлую неделю: { $when }

weekly-voice = 🎙 <b>Учитель</b> оставил голосовое сообщение.
weekly-voice-caption = 🎙 { $child } · { $week }
weekly-sentence = <b>Учитель:</b> «{ $words }»
weekly-study = <b>Учёба.</b> { $facts }.
weekly-well = Хорошо получается: { $subjects }
weekly-well-any = Хорошая неделя
weekly-work-on = Дальше стоит потренировать: { $subjects }
weekly-work-on-any = Дальше – ещё немного практики
weekly-missing = Не сдано: { $subjects }
weekly-missing-any = домашнее задание
weekly-times = { $what } ({ $count })
weekly-marks = <b>Оценки:</b> { $marks }.
weekly-mark = { $subject } { $value }
weekly-mark-title = { $subject } ({ $title }) { $value }
weekly-class = <b>В классе:</b> { $words }
weekly-closed = { $facts }.
weekly-conduct-friendly = дружелюбие
weekly-conduct-helped_others = помощь другим
weekly-conduct-kept_rules = внимание к правилам
weekly-conduct-needs_reminders = о правилах иногда нужно напомнить
weekly-mood-steady = <b>Настроение:</b> ровное
weekly-mood-brighter = <b>Настроение:</b> веселее обычного
weekly-mood-quieter = <b>Настроение:</b> тише обычного
weekly-mood-let_us_talk = <b>Настроение:</b> давайте поговорим об этом
weekly-life = <b>Дом и досуг.</b> { $facts }.
weekly-check-ins = Ответ «всё хорошо» – { $well } из { $asked }
weekly-check-ins-through = { $said }, из них через школу или помощника – { $count }
weekly-ate-well =
    Хороший аппетит – { $count ->
        [one] { $count } день
        [few] { $count } дня
       *[many] { $count } дней
    }
weekly-slept-well =
    Хороший сон – { $count ->
        [one] { $count } день
        [few] { $count } дня
       *[many] { $count } дней
    }
weekly-suppers =
    Ужин в Доме заботы – { $count ->
        [one] { $count } раз
        [few] { $count } раза
       *[many] { $count } раз
    }
weekly-activities = Занятия: { $words }
weekly-health = <b>Здоровье:</b> { $words }.
weekly-coming = <b>Скоро:</b> { $dates }.
weekly-date = { $day } – { $words }
weekly-ask = <b>Спросите:</b> «{ $question }»
weekly-more-children = Не поместилось: { $count }. Все дети есть в меню.
weekly-before-break = 💛 Скоро каникулы. Я никогда не прошу денег и номеров карт. Если кто-то просит, от чьего бы имени ни было: сначала позвоните в школу.

weekly-ask-activity = { $what }: что понравилось больше всего?
weekly-ask-well = { $what }: что нового на этой неделе?
weekly-ask-well-any = Что в школе получилось хорошо?
weekly-ask-work-on = { $what }: что трудно и что поможет?
weekly-ask-work-on-any = Что было трудно и что поможет?
weekly-ask-coming = Скоро: { $what }. Что ты об этом думаешь?
weekly-ask-helped = Кто обрадовался твоей помощи?
weekly-ask-friends = С кем ты чаще всего играешь?
weekly-ask-supper = Что самое вкусное было на этой неделе?
weekly-ask-brighter = Что тебя рассмешило на этой неделе?
weekly-ask-quieter = Что ты хочешь рассказать только мне?
weekly-ask-away = Как ты себя чувствуешь? Чем занимаешься дома?
weekly-ask-general-0 = Какой момент недели был самым лучшим?
weekly-ask-general-1 = С кем тебе нравится сидеть рядом и почему?
weekly-ask-general-2 = Чему новому тебя научили?
weekly-ask-general-3 = Во что вы играете на переменах?
weekly-ask-general-4 = Что интересного ты видишь по дороге в школу?
weekly-ask-general-5 = Что мы сделаем вместе, когда я буду дома?
weekly-ask-general-6 = Что тебя рассмешило на этой неделе?
weekly-ask-general-7 = Какая сказка или песня тебе сейчас нравится?
weekly-ask-general-8 = Что у тебя получается теперь, а год назад ещё нет?
weekly-ask-general-9 = Кто на этой неделе был добр к тебе?
weekly-ask-general-10 = Что мне важно знать о твоём дне?
weekly-ask-general-11 = Что вкусного мы приготовим вместе?

weekly-latest = Последнее, с датами:
weekly-latest-line = { $day }: { $what }
weekly-nothing-yet = Пока ничего не отмечено.
weekly-day = <b>{ $day }</b>
weekly-fact-present = в школе
weekly-fact-excused = нет в школе, причина известна
weekly-fact-unexplained = нет в школе, причина пока неизвестна
weekly-fact-late = опоздание
weekly-fact-partly = не весь день
weekly-fact-lesson = урок { $lesson }: { $what }
weekly-fact-study = учёба
weekly-fact-went_well = { $subject }: хорошо получается
weekly-fact-work_on = { $subject }: стоит потренировать
weekly-fact-not_handed_in = { $subject }: не сдано
weekly-fact-mark = оценка: { $mark }
weekly-fact-class = в классе: { $words }
weekly-fact-ate_well = хороший аппетит
weekly-fact-slept_well = хороший сон
weekly-fact-supper_at_home = ужин в Доме заботы
weekly-fact-activity = занятие: { $words }
weekly-cut = … Это ещё не всё. Спросите, пожалуйста, учителя.

weekly-button-talked = ✅ Мы поговорили
weekly-button-ask = 💬 Спросить учителя
weekly-button-ask-about = 💬 Спросить учителя: { $name }
weekly-button-more = Ещё ›
weekly-button-more-about = Ещё: { $name } ›
weekly-button-how-is = 📖 Как дела: { $name }
weekly-button-earlier = ‹ { $week }
weekly-button-later = { $week } ›
weekly-thanks = Как хорошо. Спасибо!

weekly-talked-question = 💬 <b>{ $child }</b>: удалось поговорить на этой неделе?
weekly-talked-reminder =
    💛 <b>{ $child }</b>: ваш голос очень ждут. Хватит и нескольких минут.

    Если вы часто говорите и просто не нажимаете кнопку, это тоже хорошо.
weekly-talked-opening = Можно начать так: «{ $question }»
weekly-talked-not-yet = Пока нет
weekly-talked-no-more = Больше не спрашивайте
weekly-talked-later = Ещё есть время. Хватит и нескольких минут.
weekly-talked-on = Раз в неделю, между новостями, я спрашиваю, удалось ли вам поговорить. Ответ только ваш: в школе его не видят.
weekly-talked-off = Больше не спрашиваю, удалось ли вам поговорить. Новости недели приходят как раньше.
weekly-talked-turn-off = 💬 Не спрашивать посреди недели
weekly-talked-turn-on = 💬 Спрашивать посреди недели

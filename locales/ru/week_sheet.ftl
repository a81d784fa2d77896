# Неделя класса таблицей, туда и обратно (src/service/week_entry/sheet.rs).
entry-sheet = 📊 Таблицей
entry-sheet-caption = 📊 <b>{ $class }</b> · { $week }. Заполните в любой программе для таблиц и пришлите файл сюда. До вашего «да» ничего не записывается.
entry-sheet-class = Весь класс: всё как обычно (✓)
entry-sheet-hint = Только то, что иначе. Несколько записей в клетке разделяйте знаком ; Один урок: 3: опоздание. Имена и заголовки, пожалуйста, не меняйте.
entry-sheet-study = Учёба: { $what }
entry-sheet-marks = Оценки
entry-sheet-mood = Настроение
entry-sheet-conduct = Поведение
entry-sheet-sentence = Одна фраза
entry-sheet-phone = По телефону
entry-sheet-voice = (голосовое сообщение)

entry-sheet-reading = 📥 Спасибо, файл пришёл. Читаю.
entry-sheet-again = Этот файл здесь больше не ждёт. Пришлите его, пожалуйста, ещё раз.
entry-sheet-lost = Не удалось получить файл. Пришлите его, пожалуйста, ещё раз.
entry-sheet-locked = Файл защищён паролем. Сохраните его без пароля и пришлите ещё раз.
entry-sheet-old = Это старый формат Excel (.xls). Сохраните файл как .xlsx и пришлите ещё раз.
entry-sheet-other = Это не файл Excel (.xlsx), прочитать его нельзя. Таблица для заполнения: в неделе класса, «📊 Таблицей».
entry-sheet-broken = Файл не открывается, возможно, пришла только часть. Пришлите его ещё раз.
entry-sheet-big = Файл слишком велик для таблицы недели. Возьмите ту, что в «📊 Таблицей».
entry-sheet-strange = Это не таблица отсюда, или её скрытая часть пропала. Возьмите ту, что в «📊 Таблицей».
entry-sheet-others = Эта таблица сделана для другого человека. Возьмите свою, в «📊 Таблицей».
entry-sheet-over-week = Неделю этой таблицы уже нельзя заполнять. Открыты только эта неделя и прошлая.

entry-sheet-ask =
    📊 <b>{ $class }</b> · { $week }

    Учеников с изменениями: { $pupils } из { $all }
    Дней «всё как обычно»: { $rolls }
    Изменений: { $changes }
entry-sheet-nothing =
    📊 <b>{ $class }</b> · { $week }

    Записывать нечего.
entry-sheet-sure = Записать?
entry-sheet-take = ✅ Да, записать
entry-sheet-drop = ✖ Нет
entry-sheet-dropped = ✖ Ничего не записано.
entry-sheet-done = ✅ Записано. Изменений: { $changes }, учеников: { $pupils }.
entry-sheet-meanwhile = С тех пор изменено в чате и осталось как там: { $count }
entry-sheet-shut = Больше не ваше для заполнения: { $count }

entry-sheet-wrong-head = Не записано, посмотрите ещё раз: { $count }
entry-sheet-wrong = • Строка { $row }, { $name }, { $column }, «{ $text }»: { $what }
entry-sheet-wrong-row = • Строка { $row }, { $name }: { $what }
entry-sheet-more = … и ещё { $count }.
entry-sheet-not-one-of = можно одно из: { $words }
entry-sheet-lesson = об одном уроке пишите так: 3: опоздание; уроки от 1 до { $most }
entry-sheet-to-come = это не учебный день, который уже начался
entry-sheet-formula = формулы не читаются, напишите само слово
entry-sheet-long = немного длинно: { $units } знаков, можно до { $most }
entry-sheet-mark = не нашлись предмет и оценка, например: Математика 87/100
entry-sheet-rank = места среди других не передаются, напишите саму оценку
entry-sheet-not-asked = настроение этого ученика не записывается
entry-sheet-roll-stays = этот день уже отмечен, отменить можно только в чате
entry-sheet-days-only = для всего класса можно отметить только дни
entry-sheet-no-pupil = эта строка не об ученике из вашего списка
entry-sheet-twice = ученик есть дважды, считается первая строка
entry-sheet-name = имя другое, чем в выданной таблице, поэтому строка не записана

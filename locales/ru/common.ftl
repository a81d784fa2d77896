# Русский. Проверено носителем языка: ещё нет. (Not yet reviewed by a native reader.)
meta-reviewed = no

weekday-1 = пн
weekday-2 = вт
weekday-3 = ср
weekday-4 = чт
weekday-5 = пт
weekday-6 = сб
weekday-7 = вс
month-1 = января
month-2 = февраля
month-3 = марта
month-4 = апреля
month-5 = мая
month-6 = июня
month-7 = июля
month-8 = августа
month-9 = сентября
month-10 = октября
month-11 = ноября
month-12 = декабря
date-day = { $weekday }, { $day } { $month }
date-year = { $day } { $month } { $year }
date-week = { $from }–{ $to } { $month }
date-week-two-months = { $from } { $month } – { $to } { $month2 }

relation-mother = мама
relation-father = папа
relation-grandmother = бабушка
relation-grandfather = дедушка
relation-aunt = тётя
relation-uncle = дядя
relation-sister = сестра
relation-brother = брат
relation-stepmother = мачеха
relation-stepfather = отчим
relation-relative = родственник
relation-neighbour = сосед
relation-family_friend = друг семьи
relation-other = доверенный взрослый
relation-oneself = своя запись

role-teacher = классный руководитель
role-school_lead = ответственный в школе
role-home_staff = сотрудник Дома заботы
role-township_officer = районный специалист
role-county_officer = окружной специалист

button-back = ‹ Назад
button-cancel = Отмена
button-menu = Меню
button-more = Ещё ›

common-not-understood = Непонятно. Это сообщение никому не передано. Выберите, пожалуйста, что нужно.
common-stale = Это кнопка из старого сообщения. Сейчас мы здесь:
common-not-now = Сейчас это невозможно.
common-too-long = Сообщение слишком длинное. Сократите его, пожалуйста.
common-cannot-pass = Я передаю текст, голос, фото, видео и документы. Это передать не могу.
common-group = Пожалуйста, напишите мне лично. В группе я никогда не говорю о детях.
common-cancelled = Отменено.

command-menu = Что можно сделать сейчас
command-help = Что это такое
command-language = Другой язык
command-start = Начать
command-child = Как дела у ребёнка?
command-write = Написать сообщение
command-week = Заполнить неделю
command-today = Что ждёт вас сегодня
command-tasks = Что нужно сделать
commands-choose = Пожалуйста, выберите:

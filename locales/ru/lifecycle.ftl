lifecycle-exclude-ask =
    Закрыть доступ к этому ребёнку: <b>{ $name }</b>? Какой документ видела школа?

    Считается только решение, личные договорённости не считаются. Я никому об этом не сообщаю.
lifecycle-paper-court_order = ⚖️ Решение суда
lifecycle-paper-custody = 👪 Решение, с кем живёт ребёнок
lifecycle-paper-protection = 🛡 Охранный ордер
lifecycle-paper-other = 📄 Другое решение
lifecycle-exclude-draft =
    <b>{ $name }</b>
    { $paper }, проверили вы
lifecycle-dated = С { $from } до { $until }
lifecycle-open = С { $from }, без срока
lifecycle-begins-n = С этой минуты
lifecycle-begins-t = С завтрашнего дня
lifecycle-begins-w = Через 7 дней
lifecycle-lasts-o = Без срока
lifecycle-lasts-3 = 3 месяца
lifecycle-lasts-6 = 6 месяцев
lifecycle-lasts-y = 12 месяцев
lifecycle-exclude-yes = 🚫 Да, документ проверен
lifecycle-excluded =
    🚫 Записано. Пока документ действует, этому человеку ничего о ребёнке не приходит.

    Можно написать сюда, как называется документ (суд, номер). Или вернуться назад.
lifecycle-seen-named = ({ $kind }: { $paper }. { $dates })
lifecycle-seen-line = ({ $kind }. { $dates })
lifecycle-ask-person = Пожалуйста, поговорите в школе. Кто поможет: { $name }
lifecycle-freeze = ❄️ Остановить всё
lifecycle-freeze-death = Ребёнок умер
lifecycle-freeze-order = Есть официальное решение
lifecycle-ask-freeze-kind = Почему нужно всё остановить? Ребёнок: <b>{ $child }</b>
lifecycle-ask-freeze =
    Остановить всё сейчас? Ребёнок: <b>{ $child }</b>

    То, что ждёт отправки, отзывается, и больше никому ничего не отправляется и никого ни о чём не спрашивают. Семье я ничего не говорю: пожалуйста, поговорите с ней сами.
lifecycle-yes-freeze = ❄️ Да, остановить
lifecycle-frozen = ❄️ Всё остановлено: ничего не отправляется и не спрашивается.
lifecycle-thaw = Возобновить
lifecycle-ask-thaw = Возобновить с этой минуты? Ребёнок: <b>{ $child }</b>. То, что было отозвано, не отправится снова.
lifecycle-yes-thaw = Да, возобновить
lifecycle-own = 🙋 Ответ подростка
lifecycle-own-text = <b>{ $child }</b>: возраст, когда спрашивают самого человека. Спросите, пожалуйста, наедине и простыми словами и запишите ответ. Его можно изменить в любое время.
lifecycle-purpose-links = связь с семьёй
lifecycle-own-line = • { $what }: { $state }
lifecycle-agreed = согласие есть ✅
lifecycle-not-agreed = согласия пока нет
lifecycle-own-yes = ✅ Говорит «да»: { $what }
lifecycle-own-no = ✖ Говорит «нет»: { $what }
lifecycle-move = 🏫 Переход в другую школу
lifecycle-schools = В какую школу переходит ребёнок?
lifecycle-no-schools = Других школ здесь пока нет.
lifecycle-open-card = 👤 Карточка ребёнка
lifecycle-move-ask =
    Предложить переход? Ребёнок: <b>{ $child }</b>. Школа: { $school }

    Та школа выбирает класс, затем подтверждает родитель. С этой минуты ваша школа больше не видит эти записи.
lifecycle-move-yes = Да, предложить
lifecycle-move-stop = ✖ Отменить переход
lifecycle-move-paper = 📄 Согласие на бумаге
lifecycle-offers = 🏫 Дети из других школ
lifecycle-offers-text = <b>Предложено вашей школе</b>
lifecycle-offer = • { $child }, школа сейчас: { $school }
lifecycle-no-offers = Сейчас вашей школе никого не предлагают.
lifecycle-offered = 🏫 К вам переходит ученик: <b>{ $child }</b>. Школа сейчас: { $school }.
lifecycle-accept = ✅ Принять: { $child }
lifecycle-refuse = ✖ Нет места: { $child }
lifecycle-classes = В какой класс? Ребёнок: <b>{ $child }</b>
lifecycle-move-accepted = 🏫 Новая школа согласна. Ребёнок: <b>{ $child }</b>. Теперь вопрос родителям.
lifecycle-move-refused = 🏫 В другой школе нет места. Ребёнок: <b>{ $child }</b>. Всё остаётся как есть.
lifecycle-move-declined = 🏫 Семья не согласна на переход. Ребёнок: <b>{ $child }</b>. Пожалуйста, поговорите с ней.
lifecycle-move-family =
    🏫 Переход в другую школу. Ребёнок: <b>{ $child }</b>

    Сейчас: { $old }
    Потом: { $new }

    Всё верно? Если да, с этой минуты записи видит новая школа, а прежняя больше нет. Новости приходят вам и дальше.
lifecycle-move-confirm = ✅ Да, верно
lifecycle-move-decline = ✖ Нет, не так
lifecycle-move-done = ✅ Спасибо. Новая школа знает. Если за 30 дней она не подтвердит вашу связь, позвоните ей, пожалуйста.
lifecycle-move-stays = Хорошо, ничего не меняется. Школа об этом знает и поговорит с вами.
lifecycle-moved-out = ✅ С этой минуты ребёнок в новой школе. Спасибо за всё, что вы сделали.
lifecycle-moved-in =
    🏫 Теперь в вашей школе: <b>{ $child }</b>

    Связи семьи действуют 30 дней. Позвоните, пожалуйста, и оставьте на карточке тех, кого вы знаете.
lifecycle-linked-until = (до { $until })
lifecycle-keep = ✅ Оставить связь: { $name }
lifecycle-ending = ⏳ В ближайшие 7 дней закончатся связи. Ребёнок: <b>{ $child }</b>. Посмотрите карточку и оставьте тех, кого вы знаете.
lifecycle-grown-up =
    🎓 Завтра исполняется 18: <b>{ $child }</b>. С этого дня о своих данных человек решает сам. С полуночи школа больше ничего сюда не присылает.

    Спасибо, что все эти годы вы были рядом, даже издалека.
lifecycle-still-there = 👋 Вы ещё здесь? Вы давно ничего не нажимали. Нажмите, пожалуйста, «Меню» в течение 14 дней, и новости продолжатся.
lifecycle-silent = В этом чате 90 дней было тихо, поэтому пока я ничего не присылаю. Чтобы продолжить, отправьте, пожалуйста, свой номер кнопкой внизу.
lifecycle-welcome-back = С возвращением! Прошло много времени. Чтобы убедиться, что это вы, отправьте, пожалуйста, свой номер кнопкой внизу.
lifecycle-proved = ✅ Спасибо, это вы.
lifecycle-vouch-ask = Просьба о связи: <b>{ $name }</b> ({ $relation }). Ребёнок: <b>{ $child }</b>. Этого человека спросят, когда дома никто не отвечает. Новостей он не получает, записей не видит. Вы согласны?
lifecycle-vouch-yes = ✅ Даю согласие
lifecycle-vouch-no = ✖ Не даю согласия
lifecycle-vouched = ✅ Спасибо. Теперь решает школа.
lifecycle-objected = Хорошо, связи не будет.
lifecycle-vouch-missing = ⚠️ Согласия родителя ещё нет. Вопрос задан в чате.
lifecycle-vouch-first = Сначала нужно согласие родителя в чате.
lifecycle-home =
    🏡 По списку школы вы снова дома. Ребёнок: <b>{ $child }</b>. Как хорошо! Спасибо, что оставались на связи издалека.

    Вечерние вопросы домой больше не приходят. Новости недели приходят как раньше, если вы их не остановите. Как вам лучше? Если в списке ошибка, скажите школе.
lifecycle-home-keep = ✅ Оставить новости
lifecycle-home-kept = ✅ Записано: новости приходят как раньше. Остановить их можно в любое время в разделе «Что мы храним».

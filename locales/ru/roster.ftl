roster-class = <b>{ $class }</b> · ученики: { $count }
roster-card =
    <b>{ $child }</b> · { $class }
    С кем живёт: { $lives }
roster-parent = { $who }: { $state }
roster-parent-at = { $who }: { $state }, { $place }
roster-clock = (там сейчас { $clock })
roster-person = • { $name }, { $relation } – { $state }
roster-invite = ✉️ Пригласить: { $name }, { $relation }
roster-end = ⏹ Прекратить связь: { $name }
roster-end-ask = Прекратить связь с этим ребёнком сейчас: <b>{ $name }</b>? Этому человеку больше ничего не придёт.
roster-end-yes = ⏹ Да, прекратить
roster-invitation =
    Приглашение: <b>{ $name }</b>, действует до: { $until }. Только один раз.

    Ссылка: { $link }
    Или продиктуйте: <code>{ $code }</code>
roster-tasks = <b>Дела</b>, сначала те, что ждут дольше:
roster-task = { $number }. { $what }: { $who } ({ $since })
roster-task-done = ✔ { $number } сделано
roster-no-tasks = Дел нет. Обо всём позаботились.

link-none = без приглашения
link-invited = есть приглашение
link-awaiting_approval = ждёт подтверждения
link-active = на связи ✅
link-paused = пауза
link-ended = связь прекращена
link-excluded = доступ закрыт

lives-mother = мама
lives-father = папа
lives-both_parents = оба родителя
lives-grandparents = бабушка и дедушка
lives-relatives = родственники
lives-neighbours = соседи
lives-care_home = Дом заботы
lives-boarding = школьное общежитие
lives-alone = живёт без взрослых
lives-unknown = не записано

whereabouts-home = дома
whereabouts-away = работает далеко от дома
whereabouts-abroad = работает за границей
whereabouts-prison = в заключении
whereabouts-out_of_contact = нет связи
whereabouts-dead = нет в живых
whereabouts-unknown = не записано

task-number_clash = Одинаковый номер в списке
task-code_misused = Кто-то неверно пробовал приглашение
task-unreachable = Нет связи в чате
task-ring_guardian = Просит позвонить
task-problem = Сообщение о проблеме
task-missed_check_in = Никто не ответил: навестите
task-missed_run = Плановая отправка не состоялась
task-turns_fourteen = Скоро 14 лет: спросите самого подростка
task-turns_eighteen = Скоро 18 лет: спросите о связях семьи и о своей записи
task-grown_up = Уже 18 лет: спросите, нужна ли своя запись
task-goes_soon = Запись удалится { $day }, связи нет: позвоните
task-carried_links = Из другой школы: оставьте связи, которые знаете
task-other_number = Теперь другой номер: позвоните
task-silent = 90 дней без ответа, отправка остановлена: позвоните
task-guardian_proposed = Родитель предлагает ответственного взрослого
task-guardian_ends = Заканчивается срок ответственного взрослого
task-break_glass = Записи открыты по исключению
task-look_in = Небольшие знаки: присмотритесь
task-please_visit = Пожалуйста, загляните в семью, когда сможете
task-data_request = Семья просит о своих данных
task-request_overdue = Школа не ответила семье вовремя

parting-exclude = 🚫 Закрыть доступ: { $name }
parting-lift = Вернуть: { $name }
parting-lift-ask = Запрет больше не действует: <b>{ $name }</b>? Связи не будет, пока вы не пригласите снова.
parting-lift-yes = Да, запрет снят

link-signed_out = связь есть, вход закрыт

task-codes_locked = Вводили неверные коды, посмотрите, не подбирает ли кто-то
task-approvals_locked = Очень много подтверждений за час
task-factor_locked = Неверные цифры второго ключа
task-recheck = Пора ежегодной проверки
task-last_lead = Срок единственного ответственного кончается: назначьте второго
task-lead_is_family = Единственный ответственный — родня ребёнка: назначьте второго
task-no_lead = В школе никого из ответственных нет в чате: пригласите
task-bulk_read = Открыты записи многих чужих детей
task-ring_absent = Нет в школе, причина неизвестна, семьи нет в чате: позвоните
task-urgent_unseen = Срочно, семья пока не ответила: позвоните
task-notes_halted = Записки остановлены: посмотрите и решите

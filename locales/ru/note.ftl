note-write-school = ✍️ Написать в школу
note-write-school-child = ✍️ Написать в школу: { $child }
note-write-home = ✍️ Написать в школу и домой
note-write-home-child = ✍️ Написать в школу и домой: { $child }
note-write-parents = ✍️ Написать в школу и родителям
note-write-parents-child = ✍️ Написать в школу и родителям: { $child }
note-write-family = ✉️ Написать семье
note-write-class = ✉️ { $class }: написать всем семьям
note-between = ,{ " " }
note-answer = ↩️ Ответить
note-done = ✅ Готово
note-send = ✉️ Отправить
# For whom a note is, as a choice.
note-for-all = 👥 Всем
note-for-school = 🔒 Только школе
note-for-not_guardian = 🔒 Не ответственному взрослому

note-prompt-school =
    <b>{ $child }</b>. Что вы хотите сказать? Кому: { $who }.

    Напишите, скажите голосом, пришлите фото, видео или документ: всё передам как есть. Ваш номер и имя аккаунта не видны.
note-prompt-family =
    <b>{ $child }</b>. Что вы хотите сказать семье? Получат: { $who }.

    Напишите, скажите голосом, пришлите фото, видео или документ: всё передам как есть, каждому отдельно. Ваш номер и имя аккаунта не видны.
note-prompt-class =
    <b>{ $class }</b>. Что вы хотите сказать всем семьям? Перед отправкой вы увидите это ещё раз.

    Пожалуйста, ничего об одном ребёнке: для этого напишите одной семье.
note-more = Можно прислать ещё. Если это всё, нажмите «Готово».

note-sent = ✅ Отправлено. Кому: { $who }. Ответ придёт сюда.
note-unreached = Нет в чате: { $who }
note-unreached-school = Сейчас здесь нет никого из школы. Чтобы связаться со школой, пожалуйста, позвоните.
note-take-back = ↩️ Отозвать
note-back = ↩️ Записка отозвана. Здесь её больше никто не видит. Кто успел прочитать, тот уже знает.
note-back-late = Отозвать можно в течение 48 часов.
note-back-moment = Записка как раз отправляется. Нажмите ещё раз через минуту.
note-waits = 🌙 Записка подождёт, пока школа снова начнёт работать. Ответ можно ждать с { $when } по часам школы.
note-urgent = ❗ Это срочно
note-urgent-passed = ❗ Передаю школе сразу.
note-urgent-enough = Два раза в день записка может пройти сразу, и вы их уже использовали. Эта придёт, когда откроется школа. Если ждать нельзя, пожалуйста, позвоните.
note-urgent-there = ✅ Она уже у школы.
note-change-passed = ✏️ Изменение передано.
note-sent-class =
    ✅ Отправлено. { $class }, семей: { $count }

    Ответы придут сюда, каждый с именем ребёнка.
note-preview =
    <b>{ $class }</b>. Получат семей: <b>{ $count }</b>. Отправить?
note-absent = Семей, которых нет в чате: { $count } ({ $who })
note-nobody-school = Сейчас здесь нет никого из школы. Ничего не отправлено. Пожалуйста, позвоните в школу.
note-nobody-family = Из этой семьи здесь никого нет. Ничего не отправлено.
note-nobody-class = Из этого класса в чате пока нет ни одной семьи.

note-head-school = { $role } { $name } · { $child }
note-head-class = { $role } { $name } · всем семьям, { $class } · { $child }
note-head-family = { $relation } { $name } · { $child } ({ $class })
note-head-kin = { $relation } { $name } · { $child }
# Below the line above, where a note is not for everybody.
note-mark-between = 🔒 Только между вами и школой
note-mark-school = 🔒 Только для школы
note-mark-not-guardian = 🔒 Не для ответственного взрослого дома
note-head-changed = ✏️ Изменено · { $head }
note-picture-kept = 📷 К этой записке была фотография. Фотографии у вас выключены: включить можно в меню, «Мои согласия».

note-some = ☑️ Только некоторым семьям
note-some-which = ☑️ Каким семьям? Нажмите имена детей. Выбрано: <b>{ $count }</b>
note-some-in = ✅ { $child }
note-some-out = ▫️ { $child }
note-some-done = ✍️ Написать выбранным: { $count }
note-some-nobody = Из этих семей в чате никого нет.
note-some-prompt =
    Что вы хотите сказать? Семей: <b>{ $count }</b>. Перед отправкой вы увидите это ещё раз.

    Никто не видит, кто ещё это получит.

note-later = 🕗 Отправить позже
note-later-when = 🕗 Когда отправить? По часам школы.
note-later-evening = 🌇 Сегодня вечером, 18:00
note-later-morning = 🌅 Завтра, 8:00
note-later-hour = 🕗 { $day }. В котором часу?
note-later-waits = 🕗 { $about }: записка уйдёт { $when }. До этого её можно отозвать.
note-later-call-back = ✋ Не отправлять
note-later-back = ✋ Отозвано. Ничего не отправлено.
note-later-gone = Записка уже ушла или была отозвана.
note-later-many = Уже ждут двадцать записок. Сначала отзовите одну.
note-later-not = 🕗 Записка, которую вы написали на этот час, не отправлена: вы больше не можете писать этому классу.
note-later-late = 🕗 Записка, которую вы написали на потом, не отправлена. Если она ещё верна, отправьте её снова.

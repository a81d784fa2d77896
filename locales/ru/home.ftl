home-menu = Что вы хотите сделать?
home-welcome =
    <b>hongyan</b> передаёт новости между школой, семьёй и родителями, которые работают далеко.

    Есть ссылка или код из школы? Откройте ссылку или напишите здесь 12 цифр.
    Кода пока нет? Спросите, пожалуйста, в школе.

    Я никогда не прошу денег. За этим чатом не следят круглые сутки: если срочно, звоните в школу или в экстренную службу.
home-awaiting = Школа получила вашу просьбу и скоро ответит. Вам ничего делать не нужно.
home-help =
    Я приношу новости недели из школы и передаю записки между вами и школой.

    /menu – что можно сделать сейчас
    /language – другой язык
    /settings – ваш город и час
    /cancel – прервать то, что вы делаете

    За этим чатом не следят круглые сутки: если срочно, звоните в школу или в экстренную службу. Я никогда не прошу денег.
home-waiting = 🔔 Ждут подтверждения
home-tasks = 📋 Дела
home-staff = 🧑‍🏫 Сотрудники
home-pupils = 👥 { $class }: ученики
home-settings = ⚙ Язык, город, час

settings-text =
    Язык: <b>{ $language }</b>
    Ваши часы: <b>{ $place }</b>, сейчас { $clock }
    Новости недели: <b>{ $weekday } { $hour }</b>
    Тихие часы: <b>{ $quiet }</b>
settings-unreviewed = Перевод на этот язык ещё не проверен носителем.
settings-city = 🕒 Город
settings-hour = 📅 День и час
settings-quiet = 🌙 Тихие часы
settings-quiet-none = нет
settings-quiet-from = 🌙 { $hour }
settings-quiet-to = ☀ { $hour }
settings-quiet-never = Писать мне в любое время
settings-choose-language = Which language? · 选择语言 · Выберите язык · Tilni tanlang
settings-choose-city = Где вы сейчас живёте? Время рядом с городом поможет проверить.
settings-choose-hour = Когда вам удобно получать новости недели? Время – по вашим часам.
settings-work = 🕗 Рабочие часы: { $hours }
settings-work-any = В любое время
settings-choose-work = Когда вы читаете записки семей? Что приходит в другие часы или когда нет уроков, ждёт следующего учебного дня. Кто пишет, узнаёт об этом и может позвонить в школу. Сейчас: <b>{ $hours }</b>
settings-choose-quiet =
    Когда вы спите? В тихие часы приходит только то, что не может ждать; остальное придёт, когда они кончатся. Сейчас: <b>{ $quiet }</b>
    🌙 начало · ☀ конец

city-moscow = Москва
city-yekaterinburg = Екатеринбург
city-novosibirsk = Новосибирск
city-vladivostok = Владивосток
city-tashkent = Ташкент
city-bishkek = Бишкек
city-almaty = Алматы
city-istanbul = Стамбул
city-dubai = Дубай
city-seoul = Сеул
city-shanghai = Китай
city-rome = Рим
city-warsaw = Варшава
city-london = Лондон
city-new-york = Нью-Йорк

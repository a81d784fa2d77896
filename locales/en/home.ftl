home-menu = What would you like to do?
home-welcome =
    <b>hongyan</b> brings news between school, family and parents who work far away.

    Do you have a link or a code from your school? Open the link, or type the 12 digits here.
    No code yet? Please ask the school.

    I never ask for money. Nobody watches this chat round the clock: if it is urgent, ring the school or the emergency number.
home-awaiting = Your school has your request and will answer soon. You need not do anything.
home-help =
    I bring the week's news from school and pass notes between you and the school.

    /menu – what you can do now
    /language – another language
    /settings – your city and hour
    /cancel – stop what you are doing

    Nobody watches this chat round the clock: if it is urgent, ring the school or the emergency number. I never ask for money.
home-waiting = 🔔 Waiting for approval
home-tasks = 📋 To do
home-staff = 🧑‍🏫 Staff
home-pupils = 👥 { $class }: pupils
home-settings = ⚙ Language, city, hour

settings-text =
    Language: <b>{ $language }</b>
    Your clock: <b>{ $place }</b>, now { $clock }
    The week's news: <b>{ $weekday } { $hour }</b>
    Quiet hours: <b>{ $quiet }</b>
settings-unreviewed = This language has not yet been reviewed by a native reader.
settings-city = 🕒 City
settings-hour = 📅 Day and hour
settings-quiet = 🌙 Quiet hours
settings-quiet-none = none
settings-quiet-from = 🌙 { $hour }
settings-quiet-to = ☀ { $hour }
settings-quiet-never = Write to me at any hour
settings-choose-language = Which language? · 选择语言 · Выберите язык · Tilni tanlang
settings-choose-city = Where do you live now? The hour beside each city helps to check.
settings-choose-hour = When would you like the week's news? By your own clock.
settings-work = 🕗 Working hours: { $hours }
settings-work-any = At any hour
settings-choose-work = When do you read what families write? What comes at other hours, or when there is no school, waits for the next school day. Whoever wrote is told so, and can ring the school. Now: <b>{ $hours }</b>
settings-choose-quiet =
    When do you sleep? In your quiet hours only what cannot wait comes; the rest comes when they are over. Now: <b>{ $quiet }</b>
    🌙 they begin · ☀ they end

city-moscow = Moscow
city-yekaterinburg = Yekaterinburg
city-novosibirsk = Novosibirsk
city-vladivostok = Vladivostok
city-tashkent = Tashkent
city-bishkek = Bishkek
city-almaty = Almaty
city-istanbul = Istanbul
city-dubai = Dubai
city-seoul = Seoul
city-shanghai = China
city-rome = Rome
city-warsaw = Warsaw
city-london = London
city-new-york = New York

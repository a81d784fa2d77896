# The words teachers choose from.
presence-present = at school
presence-excused = away, with a reason
presence-unexplained = away, reason not known yet
presence-late = late
presence-partly = there for part of the day
study-went_well = went well
study-work_on = to work on
study-not_handed_in = not handed in
mood-steady = steady
mood-brighter = brighter than usual
mood-quieter = quieter than usual
mood-let_us_talk = let us talk
conduct-friendly = friendly
conduct-helped_others = helped others
conduct-kept_rules = kept the rules
conduct-needs_reminders = needs reminders
life-ate_well = ate well
life-slept_well = slept well
life-supper_at_home = supper at the care home
life-activity = activity

entry-menu = 📝 { $class }: the week
entry-remind = 📝 <b>{ $class }</b>: pupils without a line for this week: { $count }. One line each is enough, the families read it at the weekend.
entry-child = 📝 Week entry
entry-class =
    <b>{ $class }</b> · { $week }

    Roll: { $roll }
    Pupils with a line of their own: { $differ } of { $pupils }

    Mark the days as usual, then enter only those who differ. Days without ✓ reach families as “not recorded”.
    A sentence about somebody can be typed here, such as: Lan: helped others
entry-coming-head = <b>Coming</b>
entry-coming-line = • { $day }: { $words }
entry-usual-today = ✅ Today: all as usual
entry-usual-week = ✅ Week so far: all as usual
entry-usual-past = ✅ That week: all as usual
entry-usual-done = ✅ Noted. Now only those who differ.
entry-differs = 👤 Somebody differs
entry-coming = 📅 Coming date
entry-undo = ↩ Undo
entry-undo-child = ↩ Undo: { $child }
entry-undone = ↩ Taken back.
entry-noted = Noted.
entry-put-away = ✓ Noted, see below.
entry-no-day = No school day of this week has begun yet.
entry-last-week = ‹ Last week
entry-this-week = This week ›
entry-page-back = ‹ Before
entry-to-class = ‹ The class
entry-to-pupils = ‹ Pupils
entry-next = Next pupil ›
entry-pupils =
    <b>{ $class }</b> · { $week }
    ✏️ has a line: { $differ } of { $pupils }

    Who differs?
entry-title = <b>{ $child }</b> · { $week }

entry-card = <b>{ $child }</b> · { $class } · { $week }
entry-card-empty = Nothing noted: all as usual.
entry-attendance = 🕘 Attendance
entry-study = 📘 Study
entry-mark = 💯 Mark
entry-mood = 🙂 Mood
entry-conduct = 🤝 Conduct
entry-life = 🍚 Life
entry-activity = 🎨 Activity…
entry-sentence = ✍️ One sentence
entry-by-phone = 📞 By phone
entry-remove = ✖ Remove a line

entry-attendance-ask = Choose the day, then the whole day or one lesson, then what happened.
entry-whole-day = Whole day
entry-set-unexplained = Away, no reason yet
entry-set-excused = Away, with reason
entry-set-late = Late
entry-set-partly = Part of the day
entry-set-present = At school after all
entry-study-ask = What would you like to say about study?
entry-subject-ask = Which subject: { $what }?
entry-study-general = In general
entry-mood-ask = Mood of the week:
entry-conduct-ask = Conduct of the week:
entry-life-ask = Life outside lessons:
entry-remove-ask = Which line should go?
entry-mark-ask = Type subject and mark on your own scale, such as: English dictation 87/100
entry-mark-unread = I could not find subject and mark. Please type them such as: Maths 87/100
entry-mark-rank = Places among others are not passed on. Please type the mark itself, such as: Maths 87/100
entry-activity-ask = Type the activity, such as: drew a picture with friends
entry-sentence-ask = Type one sentence of at most 200 characters, or send a voice note. What helps most: something that went well, and what to work on next.
entry-too-long = That is a little long: { $units } characters, at most { $most }. Please type it again, shorter.

entry-coming-title = <b>{ $class }</b> · coming dates
entry-coming-ask = Type the day and the words, such as: 18 March check-up. Or pick the day here.
entry-coming-words = <b>{ $day }</b>: what is coming? Please type it.
entry-coming-full = The most coming dates: { $most }. Please remove one first.
entry-coming-unread = I could not read the day. Please type a day to come and the words, such as: 18 March check-up

entry-line-day = • { $weekday }: { $what }
entry-line-lesson = • { $weekday }, lesson { $lesson }: { $what }
entry-line-study = • Study: { $what }
entry-line-subject = • { $subject }: { $what }
entry-line-mark = • { $subject }: { $value }
entry-line-mark-for = • { $subject }, { $title }: { $value }
entry-line-conduct = • Conduct: { $what }
entry-line-mood = • Mood: { $what }
entry-line-life = • Life: { $what }
entry-line-activity = • Activity: { $words }
entry-line-health = • Health: { $words }
entry-line-sentence = • “{ $words }”
entry-line-voice = • 🎙 A voice note: it goes to the family with the week's news.
entry-line-phone = • 📞 You would like to tell something by phone. The week's news says only that.

entry-paper = 📄 The week on paper
entry-paper-none = Every family gets this week in the chat.
entry-paper-caption = 📄 <b>{ $class }</b> · { $week }. Families without the chat: { $count }. Please print it, cut it and give each child the own slip, folded.
entry-paper-title = { $class } · { $week }
entry-paper-intro = Please tick who has got the slip. The slips below go home with the children.
entry-paper-pupil = Pupil
entry-paper-day = Given on
entry-paper-signed = Signature at home
entry-paper-teacher = Class teacher, date

# Sentences typed on the screen of the class (src/service/week_entry/lines.rs).
entry-lines-noted = ✍️ Noted: { $names }
entry-lines-long = { $child }: a little long, { $units } characters, at most { $most }. Please type it again, shorter.
entry-lines-whose = Whom do you mean by “{ $name }”? “{ $words }”
entry-lines-none = None of these
entry-lines-nothing = Nothing was noted.

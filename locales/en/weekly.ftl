# The weekly update: nine lines, short sentences, one idea each. A name stands alone, never inflected.
weekly-heading = <b>{ $name }</b> · { $class } · { $week }
weekly-by-phone = The teacher would like to speak with you by phone.
weekly-not-recorded = <b>School:</b> attendance was not recorded.
weekly-school = <b>School:</b> { $facts }.
weekly-between-facts = .{" "}
weekly-between-days = ,{" "}
weekly-between-words = ,{" "}
weekly-days =
    { $present } of { $days ->
        [one] { $days } day
       *[other] { $days } days
    }
weekly-late = Late: { $count } ({ $when })
weekly-partly = There for part of the day: { $when }
weekly-excused = Away, with a reason: { $when }
weekly-unexplained = Away, reason not known yet: { $when }
weekly-lessons = Lessons missed: { $when }
weekly-lesson = { $day } lesson { $lesson }
weekly-unrecorded = Not recorded: { $when }
weekly-earlier = Added for the week before: { $when }

weekly-voice = 🎙 <b>The teacher</b> has left a word by voice.
weekly-voice-caption = 🎙 { $child } · { $week }
weekly-sentence = <b>The teacher:</b> “{ $words }”
weekly-study = <b>Study:</b> { $facts }.
weekly-well = { $subjects } went well
weekly-well-any = a good week
weekly-work-on = Next: practise { $subjects }
weekly-work-on-any = Next: a little more practice
weekly-missing = Not handed in: { $subjects }
weekly-missing-any = homework
weekly-times = { $what } ({ $count })
weekly-marks = <b>Marks:</b> { $marks }.
weekly-mark = { $subject } { $value }
weekly-mark-title = { $subject } ({ $title }) { $value }
weekly-class = <b>In class:</b> { $words }
weekly-closed = { $facts }.
weekly-conduct-friendly = friendly with others
weekly-conduct-helped_others = helped others
weekly-conduct-kept_rules = kept the rules well
weekly-conduct-needs_reminders = needs a reminder of the rules now and then
weekly-mood-steady = <b>Mood:</b> steady
weekly-mood-brighter = <b>Mood:</b> brighter than usual
weekly-mood-quieter = <b>Mood:</b> quieter than usual
weekly-mood-let_us_talk = <b>Mood:</b> let us talk about it
weekly-life = <b>Home and free time:</b> { $facts }.
weekly-check-ins = “All well” { $well } of { $asked } times
weekly-check-ins-through = { $said }, of these { $count } through the school or a helper
weekly-ate-well =
    Ate well { $count ->
        [one] { $count } day
       *[other] { $count } days
    }
weekly-slept-well =
    Slept well { $count ->
        [one] { $count } day
       *[other] { $count } days
    }
weekly-suppers = Suppers at the care home: { $count }
weekly-activities = Took part: { $words }
weekly-health = <b>Health:</b> { $words }.
weekly-coming = <b>Coming:</b> { $dates }.
weekly-date = { $day } – { $words }
weekly-ask = <b>Ask:</b> “{ $question }”
weekly-more-children = Not shown here: { $count }. You find every child in the menu.
weekly-before-break = 💛 Holidays are near. I never ask for money or card numbers. If somebody does, in whoever’s name: please ring the school first.

weekly-ask-activity = { $what }: what did you like best?
weekly-ask-well = { $what }: what did you find out this week?
weekly-ask-well-any = What went well at school this week?
weekly-ask-work-on = { $what }: what is hard, and what would help?
weekly-ask-work-on-any = What was hard this week, and what would help?
weekly-ask-coming = Soon: { $what }. How do you feel about it?
weekly-ask-helped = Who was glad of your help this week?
weekly-ask-friends = Whom did you play with most this week?
weekly-ask-supper = What was the best thing you ate this week?
weekly-ask-brighter = What made you laugh this week?
weekly-ask-quieter = What would you like to tell just me?
weekly-ask-away = How do you feel today? What did you do at home?
weekly-ask-general-0 = What was the best moment of your week?
weekly-ask-general-1 = Whom do you like to sit next to, and why?
weekly-ask-general-2 = What new thing did you learn?
weekly-ask-general-3 = What do you play in the breaks?
weekly-ask-general-4 = What did you see on the way to school?
weekly-ask-general-5 = What would you like us to do together when I am home?
weekly-ask-general-6 = What made you laugh this week?
weekly-ask-general-7 = Which story or song do you like just now?
weekly-ask-general-8 = What can you do now that you could not do last year?
weekly-ask-general-9 = Who was kind to you this week?
weekly-ask-general-10 = What would you like me to know about your day?
weekly-ask-general-11 = What would you cook for us?

weekly-latest = The latest, with its day:
weekly-latest-line = { $day }: { $what }
weekly-nothing-yet = Nothing has been recorded yet.
weekly-day = <b>{ $day }</b>
weekly-fact-present = at school
weekly-fact-excused = away, with a reason
weekly-fact-unexplained = away, reason not known yet
weekly-fact-late = came late
weekly-fact-partly = there for part of the day
weekly-fact-lesson = lesson { $lesson }: { $what }
weekly-fact-study = study
weekly-fact-went_well = { $subject }: went well
weekly-fact-work_on = { $subject }: to practise
weekly-fact-not_handed_in = { $subject }: not handed in
weekly-fact-mark = mark: { $mark }
weekly-fact-class = in class: { $words }
weekly-fact-ate_well = ate well
weekly-fact-slept_well = slept well
weekly-fact-supper_at_home = supper at the care home
weekly-fact-activity = took part: { $words }
weekly-cut = … There is more. Please ask the teacher.

weekly-button-talked = ✅ We talked
weekly-button-ask = 💬 Ask the teacher
weekly-button-ask-about = 💬 Ask the teacher: { $name }
weekly-button-more = More ›
weekly-button-more-about = More: { $name } ›
weekly-button-how-is = 📖 How is { $name }?
weekly-button-earlier = ‹ { $week }
weekly-button-later = { $week } ›
weekly-thanks = Good to hear. Thank you!

weekly-talked-question = 💬 Did you and <b>{ $child }</b> talk this week?
weekly-talked-reminder =
    💛 <b>{ $child }</b> likes to hear your voice. A few minutes are enough.

    If you talk often and just do not tap here, that is fine too.
weekly-talked-opening = A way to begin: “{ $question }”
weekly-talked-not-yet = Not yet
weekly-talked-no-more = Please do not ask
weekly-talked-later = There is still time. A few minutes are enough.
weekly-talked-on = Once a week, between two updates, I ask if you two talked. Your answer is yours alone: nobody at school sees it.
weekly-talked-off = I do not ask any more if you two talked. The week's news comes as before.
weekly-talked-turn-off = 💬 Do not ask in the week
weekly-talked-turn-on = 💬 Ask me in the week

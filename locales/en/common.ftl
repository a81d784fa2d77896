# English. Reviewed by a native reader: yes.
meta-reviewed = yes

weekday-1 = Mon
weekday-2 = Tue
weekday-3 = Wed
weekday-4 = Thu
weekday-5 = Fri
weekday-6 = Sat
weekday-7 = Sun
month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December
date-day = { $weekday } { $day } { $month }
date-year = { $day } { $month } { $year }
date-week = { $from }–{ $to } { $month }
date-week-two-months = { $from } { $month } – { $to } { $month2 }

relation-mother = mother
relation-father = father
relation-grandmother = grandmother
relation-grandfather = grandfather
relation-aunt = aunt
relation-uncle = uncle
relation-sister = sister
relation-brother = brother
relation-stepmother = stepmother
relation-stepfather = stepfather
relation-relative = relative
relation-neighbour = neighbour
relation-family_friend = family friend
relation-other = trusted adult
relation-oneself = own record

role-teacher = class teacher
role-school_lead = school lead
role-home_staff = care home staff
role-township_officer = township officer
role-county_officer = county officer

button-back = ‹ Back
button-cancel = Cancel
button-menu = Menu
button-more = More ›

common-not-understood = I did not understand that. It was passed on to nobody. Please choose what you would like to do.
common-stale = This button is from an older message. Here is where we are now.
common-not-now = This is not possible right now.
common-too-long = That is too long for one message. Please shorten it a little.
common-cannot-pass = I can pass on text, voice, photos, videos and documents. This kind I cannot.
common-group = Please write to me alone. I never speak about a child in a group.
common-cancelled = Cancelled.

command-menu = What you can do now
command-help = What this is
command-language = Another language
command-start = Begin
command-child = How is my child?
command-write = Write a note
command-week = Fill in the week
command-today = What waits for you today
command-tasks = What is to be done
commands-choose = Please choose:

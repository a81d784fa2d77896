# The week of a class as a spreadsheet, both ways (src/service/week_entry/sheet.rs).
entry-sheet = 📊 As a spreadsheet
entry-sheet-caption = 📊 <b>{ $class }</b> · { $week }. Please fill it in with any spreadsheet program and send the file back here. Nothing is entered before you say yes.
entry-sheet-class = The whole class: all as usual (✓)
entry-sheet-hint = Only what differs. Several things in one cell: put ; between them. One lesson: 3: late. Please leave the names and headings as they are.
entry-sheet-study = Study: { $what }
entry-sheet-marks = Marks
entry-sheet-mood = Mood
entry-sheet-conduct = Conduct
entry-sheet-sentence = One sentence
entry-sheet-phone = By phone
entry-sheet-voice = (a voice note)

entry-sheet-reading = 📥 Thank you, the file is here. I am reading it.
entry-sheet-again = This file does not wait here any more. Please send it once more.
entry-sheet-lost = I could not get the file from the messenger. Please send it once more.
entry-sheet-locked = The file is locked with a password. Please save it without one and send it again.
entry-sheet-old = This is the old Excel format (.xls). Please save the file as .xlsx and send it again.
entry-sheet-other = This is not an Excel file (.xlsx), so I cannot read it. The sheet to fill in is under the week of a class, “📊 As a spreadsheet”.
entry-sheet-broken = The file cannot be opened, perhaps only a part of it came. Please send it again.
entry-sheet-big = The file is too large for a sheet of the week. Please use the one under “📊 As a spreadsheet”.
entry-sheet-strange = This file is not a sheet of mine, or its hidden part is gone. Please use the one under “📊 As a spreadsheet”.
entry-sheet-looking = 📥 I am checking whether this is a sheet of the week. A table of your own goes on with your note in a moment.
entry-sheet-own = 📊 This is a table of your own, not a sheet of the week. No note is being written, so it went to nobody. Whom is it for? Please open the note to them first, then send the file once more.
entry-sheet-kept = I could not be sure that this is not a class sheet, so it went to nobody. Your own table can go as a PDF or a picture.
entry-sheet-others = This sheet was made for somebody else. Please use your own, under “📊 As a spreadsheet”.
entry-sheet-over-week = This sheet is of a week that can no longer be entered. Only this week and the last one are open.

entry-sheet-ask =
    📊 <b>{ $class }</b> · { $week }

    Pupils with a change: { $pupils } of { $all }
    Days all as usual: { $rolls }
    Changes: { $changes }
entry-sheet-nothing =
    📊 <b>{ $class }</b> · { $week }

    There is nothing to take over.
entry-sheet-sure = Take them over?
entry-sheet-take = ✅ Yes, take them over
entry-sheet-drop = ✖ No
entry-sheet-dropped = ✖ Nothing was taken over.
entry-sheet-done = ✅ Taken over. Changes: { $changes }, pupils: { $pupils }.
entry-sheet-meanwhile = Changed in the chat since then and left as they are there: { $count }
entry-sheet-shut = Not yours to enter any more: { $count }

entry-sheet-wrong-head = Not taken, please look again: { $count }
entry-sheet-wrong = • Row { $row }, { $name }, { $column }, “{ $text }”: { $what }
entry-sheet-wrong-row = • Row { $row }, { $name }: { $what }
entry-sheet-more = … and { $count } more.
entry-sheet-not-one-of = one of these is possible: { $words }
entry-sheet-lesson = for a lesson please write it such as 3: late; lessons go from 1 to { $most }
entry-sheet-to-come = this day is no school day that has begun
entry-sheet-formula = a formula is not read, please type the word itself
entry-sheet-long = a little long: { $units } characters, at most { $most }
entry-sheet-mark = I could not find subject and mark, such as Maths 87/100
entry-sheet-rank = places among others are not passed on, please write the mark itself
entry-sheet-not-asked = mood is not noted of this pupil
entry-sheet-roll-stays = this day is marked already, it can be undone in the chat only
entry-sheet-days-only = for the whole class only the days can be marked
entry-sheet-no-pupil = this row is of no pupil of your list
entry-sheet-twice = this pupil is there twice, the first row counts
entry-sheet-name = the name is another one than on the sheet I gave you, so I did not take this row

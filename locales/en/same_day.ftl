same-day-away =
    🏫 <b>{ $child }</b> was not in school on { $day }. The school does not know why yet.

    If you know the reason, please tell the school. If not, please ring home and the school.
same-day-lessons =
    🏫 <b>{ $child }</b> was not in every lesson on { $day }. The school does not know why yet.

    If you know the reason, please tell the school.
same-day-know = ✏️ I know why
same-day-corrected = 🏫 The school has corrected what it wrote about <b>{ $child }</b>, { $day }.
same-day-again = The school has corrected this once more:
same-day-mistake = { $child } is not noted as away any more. We are sorry for the worry.
same-day-late = { $child } did come to school, only later. We are sorry for the worry.
same-day-partly = { $child } was in school for part of the day. We are sorry for the worry.
same-day-excused = The school knows now why { $child } was away.

# For the teacher, above the screen.
same-day-will-tell = Noted. In { $minutes } minutes the family hears of it. Until then you can take it back.
same-day-will-correct = Noted. The family hears of the correction now.
same-day-please-ring = Noted. Nobody of the family can be told here: please ring them. It is on the school's list.

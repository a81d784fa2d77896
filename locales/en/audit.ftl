audit-who-looked = 👁 Who looked
audit-looked =
    <b>{ $child }</b>: who of the staff looked at the record in the last 90 days, by your clock. Lists of a whole class, which show names only, are not counted.
audit-nobody =
    <b>{ $child }</b>: nobody of the staff looked at the record in the last 90 days.
audit-look = • { $when } – { $name }, { $role }: { $what }
audit-role-other = staff
audit-what-saw_card = the family card
audit-what-saw_week = the week
audit-what-break_glass = opened the record by exception ❗
audit-exception = (by exception)
audit-reason = “{ $reason }”

break-glass-begin = 🔓 Another child’s record
break-glass-open = 🔓 { $child } (until { $clock })
break-glass-key =
    This opens one record you are not responsible for, for one hour, for reading only. You need a reason. It can be done { $most } times within 24 hours.

    Please type the child’s key from the school’s own list. There is no search by name.
break-glass-reason =
    Why do you need this record? Please type it in one sentence, { $least } to { $most } characters, without other people’s names.
break-glass-told-instead =
    What you wrote is with the people who protect children; it is not the reason. The parents can read the reason: please type one without what happened to the child.
break-glass-confirm =
    Open the record with the key <b>{ $key }</b> for one hour?

    The school’s lead is told at once, and the parents see that you looked and why:
    “{ $reason }”
break-glass-yes = 🔓 Yes, open it
break-glass-used-up = You have opened { $most } records within 24 hours; more is not possible now. Please ask the lead of the child’s school.
break-glass-told =
    ❗ <b>{ $name }</b>, { $role }, opened the record of <b>{ $child }</b> ({ $class }) by exception, until { $until }.

    Reason: “{ $reason }”

    Please look at it. It is among your tasks.

audit-who-looked = 👁 Кто смотрел
audit-looked =
    <b>{ $child }</b>: кто из сотрудников смотрел записи за последние 90 дней, по вашим часам. Списки всего класса, где только имена, не считаются.
audit-nobody =
    <b>{ $child }</b>: за последние 90 дней никто из сотрудников записи не смотрел.
audit-look = • { $when } – { $name }, { $role }: { $what }
audit-role-other = сотрудник
audit-what-saw_card = карточка ребёнка
audit-what-saw_week = неделя
audit-what-break_glass = записи открыты по исключению ❗
audit-exception = (по исключению)
audit-reason = «{ $reason }»

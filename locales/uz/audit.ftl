audit-who-looked = 👁 Kim koʻrdi
audit-looked =
    <b>{ $child }</b>: oxirgi 90 kunda xodimlardan kim yozuvlarni koʻrgan, sizning soatingiz bilan. Faqat ismlar yozilgan butun sinf roʻyxatlari hisobga olinmaydi.
audit-nobody =
    <b>{ $child }</b>: oxirgi 90 kunda xodimlardan hech kim yozuvlarni koʻrmagan.
audit-looked-own = Oxirgi 90 kunda xodimlardan kim yozuvlaringizni koʻrgan, sizning soatingiz bilan. Faqat ismlar yozilgan butun sinf roʻyxatlari hisobga olinmaydi.
audit-nobody-own = Oxirgi 90 kunda xodimlardan hech kim yozuvlaringizni koʻrmagan.
audit-look = • { $when } – { $name }, { $role }: { $what }
audit-role-other = xodim
audit-what-saw_card = bola kartochkasi
audit-what-saw_week = hafta
audit-what-break_glass = yozuvlar istisno tariqasida ochildi ❗
audit-exception = (istisno tariqasida)
audit-reason = “{ $reason }”

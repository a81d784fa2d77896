audit-who-looked = 👁 谁看过
audit-looked =
    <b>{ $child }</b>：近90天看过档案的工作人员，按您当地时间。全班名单只有姓名，不计在内。
audit-nobody =
    <b>{ $child }</b>：近90天没有工作人员看过档案。
audit-looked-own = 近90天看过您档案的工作人员，按您当地时间。全班名单只有姓名，不计在内。
audit-nobody-own = 近90天没有工作人员看过您的档案。
audit-look = • { $when } – { $name }，{ $role }：{ $what }
audit-role-other = 工作人员
audit-what-saw_card = 孩子的卡片
audit-what-saw_week = 一周情况
audit-what-break_glass = 破例打开了档案❗
audit-exception = （破例）
audit-reason = “{ $reason }”

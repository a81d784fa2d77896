today-menu = 🗒 今日待办
today-head = 📋 <b>等您处理</b>，最久的在前
today-questions = ✉️ 家里来信未回：{ $count }
today-homes = 📞 要打电话或家访：{ $count }
today-unreachable = 📵 在聊天里联系不上：{ $count }
today-approvals = 🔑 等待批准：{ $count }
today-halts = ✋ 要看一看的对话：{ $count }
today-none = 📋 现在没有要处理的事。辛苦了！
today-line =
    <b>{ $number }. { $what }</b>
    { $child }，{ $class } · { $time }
today-question = 家里来信，等您回复
today-approval = 申请关联
today-person = 👤 { $name }
today-number = 📞 { $name }：{ $phone }
today-minutes = 已等 { $count } 分钟
today-hours = 已等 { $count } 小时
today-days = 已等 { $count } 天
today-answer = ✍️ { $number } 回复
today-settle = ✔ { $number } 不用回复
today-well = 🟢 { $number } 联系上了：都好
today-done = ✔ { $number } 已办
today-decide = 🔑 { $number } 查看并决定

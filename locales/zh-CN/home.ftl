home-menu = 您想做什么？
home-welcome =
    <b>鸿雁</b>在学校、家庭和在外工作的父母之间传消息。

    学校给过您链接或邀请码吗？请打开链接，或在这里输入12位数字。
    还没有？请问问学校。

    我从不要钱。这里不是全天有人看：有急事请打学校电话或当地紧急电话。
home-awaiting = 学校已收到您的申请，很快会答复。您不用再做什么。
home-help =
    我送来每周的学校消息，也替您和学校传话。

    /menu – 现在能做什么
    /language – 换一种语言
    /settings – 您的城市和时间
    /cancel – 停下正在做的事

    这里不是全天有人看：有急事请打学校电话或当地紧急电话。我从不要钱。
home-waiting = 🔔 等待批准
home-tasks = 📋 待办
home-staff = 🧑‍🏫 教职工
home-pupils = 👥 { $class }：学生
home-settings = ⚙ 语言、城市、时间

settings-text =
    语言：<b>{ $language }</b>
    您的时钟：<b>{ $place }</b>，现在 { $clock }
    每周消息：<b>{ $weekday } { $hour }</b>
    安静时段：<b>{ $quiet }</b>
settings-unreviewed = 这种语言还没有请母语者校对。
settings-city = 🕒 城市
settings-hour = 📅 哪天几点
settings-quiet = 🌙 安静时段
settings-quiet-none = 没有
settings-quiet-from = 🌙 { $hour }
settings-quiet-to = ☀ { $hour }
settings-quiet-never = 什么时候都可以发给我
settings-choose-language = Which language? · 选择语言 · Выберите язык · Tilni tanlang
settings-choose-city = 您现在住在哪里？城市旁边是当地时间，可以对一对。
settings-choose-hour = 每周消息什么时候送来方便？按您自己的时钟。
settings-work = 🕗 工作时间：{ $hours }
settings-work-any = 随时
settings-choose-work = 您什么时候看家长的留言？其他时间或不上学时来的留言，会等到下一个上学日。写的人会知道，也可以给学校打电话。现在：<b>{ $hours }</b>
settings-choose-quiet =
    您几点休息？安静时段里只有不能等的消息才会来，其余的等您起来再送到。现在：<b>{ $quiet }</b>
    🌙 开始 · ☀ 结束

city-moscow = 莫斯科
city-yekaterinburg = 叶卡捷琳堡
city-novosibirsk = 新西伯利亚
city-vladivostok = 符拉迪沃斯托克
city-tashkent = 塔什干
city-bishkek = 比什凯克
city-almaty = 阿拉木图
city-istanbul = 伊斯坦布尔
city-dubai = 迪拜
city-seoul = 首尔
city-shanghai = 中国
city-rome = 罗马
city-warsaw = 华沙
city-london = 伦敦
city-new-york = 纽约

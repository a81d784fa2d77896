# 老师选用的词。
presence-present = 到校
presence-excused = 请假
presence-unexplained = 未到校，原因还不清楚
presence-late = 迟到
presence-partly = 部分时间在校
study-went_well = 学得不错
study-work_on = 要多练
study-not_handed_in = 没交作业
mood-steady = 平稳
mood-brighter = 比平时开朗
mood-quieter = 比平时安静
mood-let_us_talk = 想和您聊聊
conduct-friendly = 友善待人
conduct-helped_others = 乐于助人
conduct-kept_rules = 遵守规则
conduct-needs_reminders = 需要提醒
life-ate_well = 吃得好
life-slept_well = 睡得好
life-supper_at_home = 在“之家”吃晚饭
life-activity = 活动

entry-menu = 📝 { $class }：本周情况
entry-remind = 📝 <b>{ $class }</b>：这周还没有一句话的学生有 { $count } 名。每人一句就够，周末家里会读到。
entry-child = 📝 填写本周情况
entry-class =
    <b>{ $class }</b> · { $week }

    考勤：{ $roll }
    有单独记录的学生：{ $differ } / { $pupils }

    先点“一切如常”，再只填有变化的学生。没有 ✓ 的日子，家长会看到“没有记录”。
    也可以直接写一句话，例如：小兰：帮助了小同学
entry-coming-head = <b>近期安排</b>
entry-coming-line = • { $day }：{ $words }
entry-usual-today = ✅ 今天一切如常
entry-usual-week = ✅ 本周至今一切如常
entry-usual-past = ✅ 那一周一切如常
entry-usual-done = ✅ 已记下。现在只填有变化的学生。
entry-differs = 👤 有学生情况不同
entry-coming = 📅 近期安排
entry-undo = ↩ 撤销
entry-undo-child = ↩ 撤销：{ $child }
entry-undone = ↩ 已撤销。
entry-noted = 已记下。
entry-put-away = ✓ 已记下，见下方。
entry-no-day = 这一周还没有开始上课。
entry-last-week = ‹ 上周
entry-this-week = 本周 ›
entry-page-back = ‹ 上一页
entry-to-class = ‹ 班级
entry-to-pupils = ‹ 学生名单
entry-next = 下一位 ›
entry-pupils =
    <b>{ $class }</b> · { $week }
    ✏️ 已有记录：{ $differ } / { $pupils }

    哪位学生情况不同？
entry-title = <b>{ $child }</b> · { $week }

entry-card = <b>{ $child }</b> · { $class } · { $week }
entry-card-empty = 没有单独记录：一切如常。
entry-attendance = 🕘 考勤
entry-study = 📘 学习
entry-mark = 💯 成绩
entry-mood = 🙂 心情
entry-conduct = 🤝 表现
entry-life = 🍚 生活
entry-activity = 🎨 活动……
entry-sentence = ✍️ 一句话
entry-by-phone = 📞 电话里说
entry-remove = ✖ 删除一条

entry-attendance-ask = 先选日期，再选全天或某一节课，最后选情况。
entry-whole-day = 全天
entry-set-unexplained = 未到校，原因还不清楚
entry-set-excused = 请假
entry-set-late = 迟到
entry-set-partly = 部分时间在校
entry-set-present = 改为到校
entry-study-ask = 学习方面想说什么？
entry-subject-ask = 哪一科：{ $what }？
entry-study-general = 总体
entry-mood-ask = 这一周的心情：
entry-conduct-ask = 这一周的表现：
entry-life-ask = 这一周的生活：
entry-remove-ask = 删除哪一条？
entry-mark-ask = 请输入科目和成绩，按学校自己的记分方式，例如：语文 听写 87/100
entry-mark-unread = 没有找到科目和成绩。请这样输入：数学 87/100
entry-mark-rank = 名次不会转给家长。请输入成绩本身，例如：数学 87/100
entry-activity-ask = 请输入活动，例如：和同学一起画画
entry-sentence-ask = 请输入一句话，最多 200 字，也可以发一段语音。最有帮助的是：哪里做得好，接下来练什么。
entry-too-long = 有点长：{ $units } 字，最多 { $most } 字。请写短一点再发。

entry-coming-title = <b>{ $class }</b> · 近期安排
entry-coming-ask = 请输入日期和内容，例如：3月18日 体检。也可以在这里选日期。
entry-coming-words = <b>{ $day }</b>有什么安排？请输入。
entry-coming-full = 近期安排最多：{ $most } 项。请先删除一项。
entry-coming-unread = 没有看懂日期。请输入今后的日期和内容，例如：3月18日 体检

entry-line-day = • { $weekday }：{ $what }
entry-line-lesson = • { $weekday }第 { $lesson } 节：{ $what }
entry-line-study = • 学习：{ $what }
entry-line-subject = • { $subject }：{ $what }
entry-line-mark = • { $subject }：{ $value }
entry-line-mark-for = • { $subject }，{ $title }：{ $value }
entry-line-conduct = • 表现：{ $what }
entry-line-mood = • 心情：{ $what }
entry-line-life = • 生活：{ $what }
entry-line-activity = • 活动：{ $words }
entry-line-health = • 健康：{ $words }
entry-line-sentence = • “{ $words }”
entry-line-voice = • 🎙 语音：随本周消息一起发给家人。
entry-line-phone = • 📞 您想在电话里说一件事。每周消息里只写这一句。

entry-paper = 📄 本周纸条
entry-paper-none = 这周每家都能在聊天里收到。
entry-paper-caption = 📄 <b>{ $class }</b> · { $week }。不用聊天的家庭：{ $count } 家。请打印、剪开，折好后分别交给每个孩子。
entry-paper-title = { $class } · { $week }
entry-paper-intro = 请记下谁已拿到纸条。下面的纸条由孩子带回家。
entry-paper-pupil = 学生
entry-paper-day = 发放日期
entry-paper-signed = 家里签名
entry-paper-teacher = 班主任，日期

# 在班级页面直接写的一句话（src/service/week_entry/lines.rs）。
entry-lines-noted = ✍️ 已记下：{ $names }
entry-lines-long = { $child }：有点长，{ $units } 个字符，最多 { $most } 个。请写短一些再发。
entry-lines-whose = “{ $name }”是指谁？“{ $words }”
entry-lines-none = 都不是
entry-lines-nothing = 什么都没有记下。

request-kept = 📂 我们保存了什么：{ $child }
request-kept-text =
    <b>我们保存的关于{ $child }的内容</b>

    • 来自学校名册：姓名、出生日期、班级、和谁同住
    • 来自学校：考勤、学习、成绩——学校依法要保存多久，就保存多久
    • 情绪、表现、生活、老师的一句话——保存到学年结束
    • 您的姓名、号码、所在地，您的留言、回答和同意过的事项
    • 谁看过这份档案

    您可以要一份副本、更正某一项、要求删除，或者停止。学校在{ $days }天内答复。
request-copy = 📄 要副本
request-correct = ✏️ 更正
request-erase = 🗑 删除
request-stop = ⏹ 停止
request-yours = <b>您提出过：</b>
request-line = • { $what }，{ $asked }：{ $state }
request-state-open = 等待答复，最晚 { $due }
request-state-answered = 已答复，{ $day }
request-state-refused = 没有办理，见 { $day } 的答复
request-state-withdrawn = 已撤回，{ $day }
request-take-back = ↩ 撤回：{ $what }
request-kind-copy = 副本
request-kind-correct = 更正
request-kind-erase = 删除
request-kind-stop = 停止
request-see = ‹ 我们保存了什么

request-copy-text =
    关于 <b>{ $child }</b> 的副本，只包含与孩子和您有关的内容。您想怎么拿？

    这个聊天软件是境外服务。发到这里的副本是加锁的文件；口令单独发来，不会保存。不愿意这样，可以到学校领取。
request-copy-chat = 🔒 发到这里
request-copy-school = 🏫 我到学校领
request-contact = 为了不把副本发给别人：请用下面的按钮再分享一次您自己的号码。输入 /cancel 可以停止。
request-contact-thanks = 号码收到了。
request-correct-text = 关于 <b>{ $child }</b>，哪一项不对？
request-which-name = 姓名
request-which-class = 班级
request-which-contact = 号码或联系人
request-which-attendance = 某一天的考勤
request-which-other = 其他
request-type-it =
    <b>{ $which }</b>：哪里不对，正确的是什么？请在一条消息里写清。如果是某一天，请写日期。

    请不要写健康结果、住址或证件号码：这些请打电话说。
request-erase-text =
    关于 <b>{ $child }</b> 可以删除：

    • 马上（法律要求保存的除外）：情绪、表现、生活、老师的一句话，以及您和学校之间的留言
    • 学校看过之后：其余内容，法律要求学校保存的除外。必须保存的留在学校，不再发到您这里

    您会收到书面答复和理由。删除后无法恢复。
request-erase-yes = 🗑 对，删除
request-stop-text =
    停止接收 <b>{ $child }</b> 的消息吗？马上就不会再有关于孩子的内容发给您，您也不能在这里看档案。

    学校保留自己的档案。想回来时，请学校重新邀请。
request-stop-yes = ⏹ 停止：{ $child }
request-stop-all = ⏹ 我的孩子全部停止
request-stopped = 已停止。不会再给您发消息。谢谢您的信任；您愿意时，学校随时可以再邀请您。
request-asked-already = 您已经提出过了，学校会答复。
request-asked-copy = ✅ 学校收到了您要副本的请求，最晚 { $due } 答复。
request-asked-correct = ✅ 学校收到了您写的内容，最晚 { $due } 答复。
request-asked-erase = ✅ 情绪、表现、生活、老师的话和您的留言中，不必保存的已删除。其余部分学校最晚 { $due } 答复。
request-noted = 口令曾在这里，现在没有了。

request-waiting = 📂 数据请求：{ $count }
request-about = <b>{ $name }</b> 请求{ $what }：{ $child }（{ $class }）
request-until = 最晚 { $due } 答复。
request-new = 请最晚 { $due } 答复。
request-soon = ⏰ 还没有答复。法定期限到 { $due } 为止。
request-late = ⚠️ 应在 { $due } 答复。已告知县里。
request-was-stopped = 已经停止：不再给此人发任何内容。不需要答复，打个电话会更好。
request-open = 打开
request-open-number = 打开 { $number }
request-list = <b>数据请求</b>，先到期的在前：
request-list-empty = 没有未答复的请求。
request-numbered = { $number }. { $about }
request-way-chat = 🔒 加锁后发到聊天里。
request-way-school = 🏫 本人到学校领取。
request-said = <b>{ $which }：</b>“{ $words }”
request-no-link = ⚠️ 此人已不再关联：我不会发出任何内容。如需答复，请用书面形式。
request-decide-copy = 副本只含与这个孩子和此人有关的内容：没有其他大人、其他孩子或保密事项。
request-decide-correct = 请查看并更正档案，然后点按钮；或说明为什么不改。
request-decide-erase = 情绪、表现、生活、老师的话和此人的留言中，不必保存的已删除。法律要求保存的可以留在学校；此人随后解除关联，并收到您的理由。
request-approve-copy = ✅ 批准副本
request-card = 👤 孩子的卡片
request-corrected = ✅ 已更正
request-keep = 🏫 其余留下
request-erase-all = 🗑 全部可以删除
request-erase-all-ask =
    删除这个孩子的全部记录吗？考勤和成绩也一起删除。从此这里谁也看不到，所有关联解除，孩子退出这里。无法恢复。

    学校必须保存其中一部分吗？请返回，选“其余留在学校”。

    其他已关联的人数：{ $count }
request-erase-all-yes = 🗑 对，全部删除
request-refuse = ✖ 不办理
request-why = 为什么？请写理由：对方会原样看到。或使用这一条：
request-say-usual = 使用这条理由
request-usual-copy = 学校无法确认请求人的身份。请带身份证件到学校来。
request-usual-correct = 学校已查看：档案是对的。
request-usual-erase = 法律要求学校把考勤和学籍材料保存到规定期限。
request-usual-stop = 已停止。
request-done-answered = ✅ 已答复。对方会收到书面答复。
request-done-refused = ✖ 不办理。对方会收到您的书面理由。
request-to-operator = 请向管理员索取文件：请求 { $id }。
request-copy-large = 副本太大，不能通过这里发送：对方会到学校领取，已经告知。

request-answer = 学校的答复。您在 { $asked } 请求：{ $what }。
request-answer-copy-chat = ✅ 您的副本分两条消息：加锁的文件和它的口令。
request-answer-copy-school = ✅ 副本已批准。请带身份证件到学校领取。
request-answer-copy-large = ✅ 您的副本已批准。文件太大，不能在这里发送：请带身份证件到学校领取。
request-answer-correct = ✅ 已更正。谢谢您告诉我们。
request-answer-erase = ✅ 学校删除全部记录。从现在起这里谁也看不到，也不会再给您发关于孩子的消息。法律还要求保存的，谁也看不到，之后自动删除。
request-answer-erase-kept = ✅ 不必保存的已删除。其余留在学校，不再发到您这里。
request-answer-stop = 已停止。
request-answer-refused = ✖ 学校没有办理。
request-reason = 理由：“{ $reason }”
request-complain = 如果您有不同意见：请问学校，或县教育部门。
request-copy-file = 🔒 您的副本：一份给人看的文件，和一份给电脑读的。用口令在能打开加锁 ZIP 的应用里打开。请存在只有您能看到的地方。
request-copy-phrase =
    副本的口令，只显示一次：

    <code>{ $phrase }</code>

    请记下来，然后点按钮：它就从这里消失。
request-note-it = ✅ 记下了，拿走吧

request-overdue-list = ⏰ 逾期未答复
request-overdue = <b>没有按时答复的数据请求</b>
request-overdue-school = • { $school }：{ $count }，最早到期 { $due }
request-overdue-none = 所有学校都按时答复了。
request-county =
    ⏰ <b>{ $school }</b> 没有按时答复一个家庭的数据请求，应在 { $due } 答复。

    请询问学校。

# 给已成年的本人。
request-kept-own = 📂 我们保存了您的什么
request-kept-own-text =
    <b>我们保存的关于您的内容</b>

    • 来自学校名册：姓名、出生日期、班级、和谁同住
    • 来自学校：考勤、学习、成绩——保存到档案删除为止
    • 情绪、表现、生活、老师的一句话——保存到学年结束
    • 您在这里分享的号码
    • 谁看过这份档案

    您可以要一份副本、更正某一项、要求删除，或者停止。学校在{ $days }天内答复。
request-goes = { $day } 将自动删除。想要副本，请在那之前提出。
request-copy-own-text =
    保存的关于您的内容的副本，不包含与别人有关的内容。您想怎么拿？

    这个聊天软件是境外服务。发到这里的副本是加锁的文件；口令单独发来，不会保存。不愿意这样，可以到学校领取。
request-correct-own-text = 关于您，哪一项不对？
request-erase-own-text =
    保存的关于您的内容，可以删除：

    • 马上（法律要求保存的除外）：情绪、表现、生活、老师的一句话
    • 学校看过之后：其余内容。法律还要求保存的，留到档案自动删除为止

    您会收到书面答复和理由。删除后无法恢复。
request-stop-own-text =
    解除您在这里的关联吗？马上就不会再给您发任何内容，您也不能在这里了解保存了您的什么。

    这样做不会删除保存的关于您的内容。想回来时，请向学校要新的代码。
request-stop-own-yes = ⏹ 对，解除
request-about-own = <b>{ $name }</b>（{ $class }），已成年，就自己的档案请求{ $what }
request-answer-erase-own = ✅ 学校删除全部记录。从现在起这里谁也看不到，也不会再给您发消息。法律还要求保存的，谁也看不到，之后自动删除。
request-decide-erase-own = 情绪、表现、生活和老师的话中，不必保存的已删除。其余的可以现在删除，也可以留到期满：关联也保留，本人会收到您的理由。
request-usual-erase-own = 考勤和学籍材料，学校目前还必须保存。
request-answer-erase-kept-own = ✅ 不必保存的已删除。其余暂时保留。

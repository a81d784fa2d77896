roster-class = <b>{ $class }</b> · 学生：{ $count }
roster-card =
    <b>{ $child }</b> · { $class }
    同住：{ $lives }
roster-parent = { $who }：{ $state }
roster-parent-at = { $who }：{ $state }，{ $place }
roster-clock = （当地现在 { $clock }）
roster-person = • { $name }，{ $relation } – { $state }
roster-invite = ✉️ 邀请{ $relation }：{ $name }
roster-end = ⏹ 解除关联：{ $name }
roster-end-ask = 现在解除<b>{ $name }</b>和这个孩子的关联吗？之后不再给此人发任何消息。
roster-end-yes = ⏹ 对，解除
roster-invitation =
    给<b>{ $name }</b>的邀请，{ $until }前有效，只能用一次。

    链接：{ $link }
    或念给对方听：<code>{ $code }</code>
roster-tasks = <b>待办</b>，等得最久的在前：
roster-task = { $number }. { $what }：{ $who }（{ $since }）
roster-task-done = ✔ { $number } 已办好
roster-no-tasks = 没有待办，都办好了。

link-none = 未邀请
link-invited = 已邀请
link-awaiting_approval = 等待批准
link-active = 已关联 ✅
link-paused = 暂停
link-ended = 已解除
link-excluded = 已排除

lives-mother = 妈妈
lives-father = 爸爸
lives-both_parents = 父母
lives-grandparents = 爷爷奶奶/外公外婆
lives-relatives = 亲戚
lives-neighbours = 邻居
lives-care_home = “之家”
lives-boarding = 学校宿舍
lives-alone = 独自一人
lives-unknown = 未登记

whereabouts-home = 在家
whereabouts-away = 在外地工作
whereabouts-abroad = 在国外工作
whereabouts-prison = 在服刑
whereabouts-out_of_contact = 联系不上
whereabouts-dead = 已去世
whereabouts-unknown = 未登记

task-number_clash = 名册上号码重复
task-code_misused = 有人用不对的方式试邀请码
task-unreachable = 在这里联系不上
task-ring_guardian = 请学校回电话
task-problem = 报告有事
task-missed_check_in = 报平安没有回复，请去看看
task-missed_run = 错过了一次定时发送
task-turns_fourteen = 快满14岁：请问本人的意见
task-turns_eighteen = 快满18岁：请问本人家人关联和自己档案的事
task-grown_up = 已满18岁：请问本人是否想要自己的档案
task-goes_soon = 档案将在 { $day } 自动删除，消息送不到本人：请打电话
task-carried_links = 从外校转来：请保留您确认的关联
task-other_number = 换了号码回来：请打电话
task-silent = 90天没有动静，已停止发送：请打电话
task-guardian_proposed = 家长提出代为照护人
task-guardian_ends = 代为照护期限结束
task-break_glass = 有档案被破例打开
task-look_in = 有小迹象，请去看看
task-please_visit = 有空时请去家里看看，问声好
task-data_request = 家庭提出了数据请求
task-request_overdue = 学校没有按时答复家庭

parting-exclude = 🚫 排除：{ $name }
parting-lift = 解除排除：{ $name }
parting-lift-ask = 对 <b>{ $name }</b> 的排除不再有效了吗？再次邀请之前，这个人不会被关联。
parting-lift-yes = 是的，解除

link-signed_out = 已关联，已退出聊天

task-codes_locked = 有人多次输错邀请码，请看看是否有人在猜
task-approvals_locked = 一小时内批准得非常多
task-factor_locked = 第二把钥匙的数字多次输错
task-recheck = 该做每年的从业查询了
task-last_lead = 唯一负责人的任期快到了：请再任命一位
task-lead_is_family = 唯一负责人是某个孩子的家人：请再任命一位
task-no_lead = 学校在聊天里已没有负责人：请邀请一位
task-bulk_read = 打开了很多非本班孩子的档案
task-ring_absent = 未到校，原因不清楚，家人不在这里：请打电话
task-urgent_unseen = 紧急通知，家人还没回音：请打电话
task-notes_halted = 留言已暂停：请看一看再决定

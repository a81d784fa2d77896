staff-title = <b>教职工</b> · 人数：{ $count }
staff-person = • { $name }，{ $role }，{ $unit }：{ $state }。到：{ $until }。任命人：{ $by }
staff-card =
    <b>{ $name }</b>
    { $role }，{ $unit }
    现在：{ $state }

    从：{ $from }
    到：{ $until }
    任命人：{ $by }
    上次从业查询：{ $checked }
    下次查询不晚于：{ $next }
staff-active = 已在聊天中 ✅
staff-named = 还不在聊天中
staff-begins = 以后开始
staff-rests = 暂停，等每年的查询
staff-over = 已结束
staff-invite = ✉️ 邀请 { $name }
staff-by-list = 教职工名单
staff-one-lead = ⚠️ 请再任命负责人
staff-task-open = 👤 打开第 { $number } 项

staff-when = <b>{ $name }</b>：{ $role }，{ $unit }。从什么时候开始？
staff-from-today = 从今天
staff-from = 从 { $day }
staff-until-when = <b>{ $name }</b>，从 { $day }。到什么时候？到了最后一天，职务自动结束。
staff-until = 到 { $day }
staff-until-open = 没有最后一天
staff-again = ✉️ 给新手机的新邀请码

staff-do-check = ✔ 每年查询已做
staff-do-end = ⏹ 结束这个职务
staff-do-reset = 🔐 重设第二把钥匙
staff-do-lost = 📵 手机丢了：退出
staff-do-uncover = 👥 忘了手机密码
staff-ask-uncover = 取消 <b>{ $name }</b> 手机上的密码吗？请先确认真的是本人要求的。
staff-yes-uncover = 👥 是的，取消密码
staff-do-as_lead = 🤝 任命为负责人
staff-ask-check =
    <b>{ $name }</b>，{ $role }：您是否按法律的要求，向公安或主管部门做了今年的从业查询，而且没有不适合与孩子一起工作的记录？
staff-yes-check = ✔ 查过，没问题
staff-ask-end = 现在结束 <b>{ $name }</b> 的职务（{ $role }，{ $unit }）？从这一分钟起，此人不能再凭这个职务看到档案。未完成的事项留在学校。
staff-yes-end = ⏹ 是的，结束
staff-ask-reset = 让 <b>{ $name }</b> 重新设置第二把钥匙？请先打电话，确认真的是本人要求的。
staff-yes-reset = 🔐 是的，打过电话了
staff-ask-lost =
    现在让 <b>{ $name }</b> 从所有手机退出？职务保留。之后请为新手机做一个新邀请码。
staff-yes-lost = 📵 是的，退出
staff-ask-as_lead =
    任命 <b>{ $name }</b> 为学校负责人？负责人批准和结束关联，出问题时会收到通知。接下来请选日期。
staff-yes-as_lead = 🤝 是的，任命
staff-do-woman = 👩 记下：是女性
staff-ask-woman = 👩 <b>{ $name }</b> 是女性吗？可以记下来吗？女孩子有时更愿意和女性说话。除此之外什么也不记，也可以不回答。
staff-yes-woman = 👩 是，女性
staff-woman-skip = 先不填
staff-do-no_woman = 👩 撤回“女性”
staff-ask-no_woman = 撤回“<b>{ $name }</b> 是女性”这条记录吗？
staff-yes-no_woman = 是的，撤回
staff-is-woman = 👩 已记下：女性。女孩子也许更愿意找她说话。
staff-no-woman = 👩 这里的负责人中还没有记下女性。女孩子有时更愿意和女性说话：如果你们当中有女性，请在她的名字下记下来；没有的话，请任命一位。
staff-no-woman-at = 👩 负责人中没有记下女性的学校：{ $count }（{ $names }）。女孩子有时更愿意和女性说话。
staff-only-woman = 👩 之后负责人中就没有记下的女性了。女孩子有时更愿意和女性说话：请尽快任命一位。
staff-ended = <b>{ $name }</b> 的职务已结束。
staff-last-lead = 学校始终要有一位家庭和同事可以找的负责人，而这是最后一位。请先任命第二位负责人，然后才能结束这个职务。
staff-last-lead-day = 如果有最后一天，学校到那天就没有负责人了。请选“没有最后一天”，或先任命第二位负责人。
staff-lead-is-family = <b>{ $school }</b>有一件事在等答复，可是唯一的负责人正是这个孩子的家人。家人不能代表学校作决定。请再任命一位负责人。如有急事，请直接给学校打电话。
staff-no-lead = <b>{ $school }</b>在聊天里已没有负责人：最后一位换了手机回来，这个职务要等新的邀请。请先核实是谁，再邀请本人或另一位。
staff-post-later = 您将从 { $day } 起担任 <b>{ $role }</b>，{ $unit }。谢谢！到那天我会为您打开一切。
staff-many-children = 您打开了很多非本班孩子的档案。请一小时后再继续。负责人已收到通知。
staff-read-many =
    👀 <b>{ $name }</b> 一小时内打开的非本班孩子比平常多：{ $count }。更多的暂时不能打开。

    可能有正当的理由。请问一问。
staff-check-due =
    🗓 <b>{ $name }</b>，{ $role }：每年的从业查询请在 { $day } 之前完成。否则职务从那天起暂停。

    在菜单的“待办”里可以找到。
staff-alone-due =
    🗓 { $unit }：您本人的从业查询请在 { $day } 之前完成，但这里没有人能替您办。

    请在教职工名单里指定第二位负责人：两个人可以互相查询。或者请上级办公室、管理这个机器人的人查询并记下。
staff-alone-over =
    ⚠️ { $unit }：您本人的从业查询本应在 { $day } 之前完成，但这里没有人能替您办。为了学校不缺负责人，您的职务再延续一个月。

    请现在就在教职工名单里指定第二位负责人，或者请上级办公室、管理这个机器人的人查询并记下。
staff-now-rests = 您的职务（{ $role }，{ $unit }）暂停了：该做每年的从业查询了。请联系学校负责人，点两下就能恢复。
staff-is-over = 您的职务（{ $role }，{ $unit }）今天结束了。谢谢您的付出。
staff-last-ends =
    ⚠️ <b>{ $name }</b> 的职务（{ $role }，{ $unit }）一个月内到期，那天之后没有别的负责人。

    请在教职工名单里任命第二位负责人。
staff-prolonged =
    <b>{ $name }</b> 的职务（{ $role }，{ $unit }）继续：没有任命别人，而学校不能没有负责人。

    请在教职工名单里任命第二位负责人。

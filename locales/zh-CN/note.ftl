note-write-school = ✍️ 给学校留言
note-write-school-child = ✍️ 给学校留言：{ $child }
note-write-home = ✍️ 给学校和家里留言
note-write-home-child = ✍️ 给学校和家里留言：{ $child }
note-write-parents = ✍️ 给学校和父母留言
note-write-parents-child = ✍️ 给学校和父母留言：{ $child }
note-write-family = ✉️ 给家人留言
note-write-class = ✉️ { $class }：给全班家长留言
note-between = 、
note-answer = ↩️ 回复
note-about = 🆘 这条留言让您担心吗？点一下，就会原样交给负责安全的人。写的人不会知道。
note-done = ✅ 说完了
note-send = ✉️ 发送
# For whom a note is, as a choice.
note-for-all = 👥 发给大家
note-for-school = 🔒 只发给学校
note-for-not_guardian = 🔒 不发给在家照护人

note-prompt-school =
    <b>{ $child }</b>：您想说什么？收信人：{ $who }。

    可以写字、说语音，也可以发照片、视频或文件，我都原样转交。您的号码和账号名不会显示。
note-prompt-family =
    <b>{ $child }</b>：您想对家人说什么？收信人：{ $who }。

    可以写字、说语音，也可以发照片、视频或文件，我会原样分别转交给每个人。您的号码和账号名不会显示。
note-prompt-class =
    <b>{ $class }</b>：您想对全班家长说什么？发出前会请您再看一遍。

    请不要写某一个孩子的事；那样的话请单独写给这一家。
note-more = 还可以继续发。说完了请点“说完了”。

note-sent = ✅ 已发出。收信人：{ $who }。回复会发到这里。
note-unreached = 在这里联系不上：{ $who }
note-unreached-school = 现在这里联系不到学校的人。要找学校，请打电话。
note-take-back = ↩️ 撤回
note-back = ↩️ 已撤回。这里谁也看不到了。已经读过的人，还会记得。
note-back-urgent = 急事不能撤回，请直接修改内容。
note-back-late = 只能在48小时内撤回。
note-back-moment = 正在发送，请过一会儿再点一次。
note-waits = 🌙 这条消息等学校上班后再送到。{ $when }（学校时间）以后可以等回复。
note-orphaned = ⚠️ 您关于{ $child }的留言没能送到：原来要看的老师已经不在学校，学校里现在也没有别人能在这里联系上。
note-urgent = ❗ 有急事
note-urgent-passed = ❗ 马上转交给学校。
note-urgent-enough = 每天有两次可以马上转交，您已经用完了。这条会在学校上班时送到。不能等的话，请打电话。
note-urgent-there = ✅ 学校已经收到了。
note-change-passed = ✏️ 修改已转交。
note-sent-class =
    ✅ 已发出。{ $class }，家庭数：{ $count }

    回复会发到这里，并注明孩子的名字。
note-preview =
    <b>{ $class }</b>：这条留言将发给的家庭数：<b>{ $count }</b>。现在发送吗？
note-absent = 在这里联系不上的家庭数：{ $count }（{ $who }）
note-nobody-school = 现在这里联系不到学校的人，什么也没有发出。请给学校打电话。
note-nobody-family = 这里联系不到这家的人，什么也没有发出。
note-nobody-class = 这个班还没有家庭加入这里。

note-head-school = { $role } { $name } · { $child }
note-head-class = { $role } { $name } · 致全班家长，{ $class } · { $child }
note-head-family = { $relation } { $name } · { $child }（{ $class }）
note-head-kin = { $relation } { $name } · { $child }
# Below the line above, where a note is not for everybody.
note-mark-between = 🔒 只有您和学校能看到
note-mark-school = 🔒 只给学校看
note-mark-not-guardian = 🔒 不给在家照护人看
note-head-changed = ✏️ 有修改 · { $head }
note-picture-kept = 📷 这条留言带有照片。您没有开启照片：可以在菜单“我同意的事项”里开启。
note-picture-school = 📷 这条留言附有照片。学校不在这里发孩子的照片，请问问老师。
note-pictures-rest = 📷 学校没有开放照片，家庭只收到了文字。负责人可以在任何一个孩子的“同意情况”里开放。

note-some = ☑️ 只给部分家庭
note-some-which = ☑️ 给哪些家庭？请点孩子的名字。已选：<b>{ $count }</b>
note-some-in = ✅ { $child }
note-some-out = ▫️ { $child }
note-some-done = ✍️ 给选中的家庭留言：{ $count }
note-some-nobody = 这些家庭在这里都联系不上。
note-some-prompt =
    您想说什么？家庭数：<b>{ $count }</b>。发出前会请您再看一遍。

    谁也看不到还有谁收到。

note-later = 🕗 晚点再发
note-later-when = 🕗 什么时候发？按学校的时间。
note-later-evening = 🌇 今天18:00
note-later-morning = 🌅 明天8:00
note-later-hour = 🕗 { $day }：几点发？
note-later-waits = 🕗 { $about }：留言将在 { $when } 发出。在那之前都可以撤回。
note-later-call-back = ✋ 不发了
note-later-back = ✋ 已撤回，什么也没有发出。
note-later-gone = 已经发出，或已经撤回。
note-later-many = 已有二十条留言在等待。请先撤回一条。
note-later-not = 🕗 您为现在写的一条留言没有发出：您现在不能给这个班留言了。
note-later-late = 🕗 您写好等着发的一条留言没有发出。如果内容还对，请再发一次。

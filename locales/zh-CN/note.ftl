note-write-school = ✍️ 给学校留言
note-write-school-child = ✍️ 给学校留言：{ $child }
note-write-family = ✉️ 给家人留言
note-write-class = ✉️ { $class }：给全班家长留言
note-between = 、
note-answer = ↩️ 回复
note-done = ✅ 说完了
note-send = ✉️ 发送

note-prompt-school =
    <b>{ $child }</b>：您想对学校说什么？收信人：{ $who }。

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
note-head-changed = ✏️ 有修改 · { $head }
note-picture-kept = 📷 这条留言带有照片。您没有开启照片：可以在菜单“我们保存和发送什么”里开启。

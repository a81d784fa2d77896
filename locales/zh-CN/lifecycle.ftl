lifecycle-exclude-ask =
    要让 <b>{ $name }</b> 不能再接触这个孩子的消息吗？学校看过哪种文书？

    只有正式文书才算数，私下的约定不算。我不会告诉任何人。
lifecycle-paper-court_order = ⚖️ 法院裁定
lifecycle-paper-custody = 👪 抚养权判决
lifecycle-paper-protection = 🛡 人身安全保护令
lifecycle-paper-other = 📄 其他正式文书
lifecycle-exclude-draft =
    <b>{ $name }</b>
    { $paper }，由您查看
lifecycle-dated = 从 { $from } 到 { $until }
lifecycle-open = 从 { $from } 起，没有期限
lifecycle-begins-n = 从现在起
lifecycle-begins-t = 从明天起
lifecycle-begins-w = 7天后
lifecycle-lasts-o = 没有期限
lifecycle-lasts-3 = 3个月
lifecycle-lasts-6 = 6个月
lifecycle-lasts-y = 12个月
lifecycle-exclude-yes = 🚫 是的，我看过文书
lifecycle-excluded =
    🚫 已记下。在文书有效期间，这个孩子的任何消息都不会到这个人那里。

    您可以在这里写下文书的名称（法院、编号），也可以直接返回。
lifecycle-seen-named = （{ $kind }：{ $paper }。{ $dates }）
lifecycle-seen-line = （{ $kind }。{ $dates }）
lifecycle-ask-person = 请和学校的 { $name } 联系。
lifecycle-freeze = ❄️ 全部停止
lifecycle-freeze-death = 孩子去世了
lifecycle-freeze-order = 有要求停止的正式文书
lifecycle-ask-freeze-kind = 为什么要停止关于 <b>{ $child }</b> 的一切消息？
lifecycle-ask-freeze =
    现在停止关于 <b>{ $child }</b> 的一切消息吗？

    等待发送的全部收回，此后不再向任何人发送或询问。我不会对家人说什么，请您亲自和他们谈。
lifecycle-yes-freeze = ❄️ 是的，现在停止
lifecycle-frozen = ❄️ 一切已停止：不发送，不询问。
lifecycle-thaw = 恢复
lifecycle-ask-thaw = 从现在起恢复关于 <b>{ $child }</b> 的消息吗？已收回的不会再发。
lifecycle-yes-thaw = 是的，恢复
lifecycle-own = 🙋 本人的回答
lifecycle-own-text = <b>{ $child }</b> 已到可以自己回答的年龄。请单独、用简单的话问，并记下回答。回答随时可以改变。
lifecycle-purpose-links = 家人保持关联
lifecycle-own-line = • { $what }：{ $state }
lifecycle-agreed = 同意 ✅
lifecycle-not-agreed = 还没有记下同意
lifecycle-own-yes = ✅ 同意：{ $what }
lifecycle-own-no = ✖ 不同意：{ $what }
lifecycle-move = 🏫 转到别的学校
lifecycle-schools = 孩子要转到哪所学校？
lifecycle-no-schools = 这里还没有别的学校。
lifecycle-open-card = 👤 孩子的卡片
lifecycle-move-ask =
    把 <b>{ $child }</b> 转给 { $school } 吗？

    对方学校选好班级后，由家长确认。从那一刻起，贵校不再能看到这份档案。
lifecycle-move-yes = 是的，发出
lifecycle-move-stop = ✖ 取消转学
lifecycle-move-paper = 📄 家长书面同意
lifecycle-offers = 🏫 外校转来的孩子
lifecycle-offers-text = <b>等待贵校接收</b>
lifecycle-offer = • { $child }，来自 { $school }
lifecycle-no-offers = 目前没有等待贵校接收的孩子。
lifecycle-offered = 🏫 <b>{ $child }</b> 要转到贵校。现在的学校：{ $school }。
lifecycle-accept = ✅ 接收：{ $child }
lifecycle-refuse = ✖ 没有名额：{ $child }
lifecycle-classes = <b>{ $child }</b> 进哪个班？
lifecycle-move-accepted = 🏫 新学校接收 <b>{ $child }</b>。现在请家长确认。
lifecycle-move-refused = 🏫 对方学校没有名额，接收不了 <b>{ $child }</b>。一切照旧。
lifecycle-move-declined = 🏫 家人不同意 <b>{ $child }</b> 转学。请和他们谈谈。
lifecycle-move-family =
    🏫 <b>{ $child }</b> 要转学。

    现在：{ $old }
    以后：{ $new }

    对吗？如果您同意，从这一刻起由新学校查看档案，原学校不再能看到。您照样收到消息。
lifecycle-move-confirm = ✅ 对
lifecycle-move-decline = ✖ 不转
lifecycle-move-done = ✅ 谢谢。新学校已知道。如果30天内新学校没有确认您的关联，请打电话给新学校。
lifecycle-move-stays = 好的，一切不变。学校已得知，会和您联系。
lifecycle-moved-out = ✅ 孩子从现在起归新学校。谢谢您所做的一切。
lifecycle-moved-in =
    🏫 <b>{ $child }</b> 现在是贵校的学生。

    家人的关联保留30天。请打电话核实，并在卡片上保留您确认的人。
lifecycle-linked-until = （到 { $until }）
lifecycle-keep = ✅ 保留关联：{ $name }
lifecycle-ending = ⏳ <b>{ $child }</b> 的关联将在7天内到期。请查看卡片，保留您确认的人。
lifecycle-grown-up =
    🎓 <b>{ $child }</b> 明天满18岁，从此由本人决定自己的档案。从午夜起，学校不再往这里发送消息。

    谢谢您这些年的陪伴，哪怕相隔很远。
lifecycle-still-there = 👋 您还在吗？您很久没有点过这里了。请在14天内按一下“菜单”，这样消息会继续发给您。
lifecycle-silent = 这里已经90天没有动静，所以我暂时不再发送。要继续，请用下面的按钮分享您自己的号码。
lifecycle-welcome-back = 欢迎回来！好久不见。为了确认还是您本人，请用下面的按钮分享您自己的号码。
lifecycle-proved = ✅ 谢谢，确认是您。
lifecycle-vouch-ask = 有人申请让 <b>{ $name }</b>（{ $relation }）与 <b>{ $child }</b> 关联：家里没人回复时，会问这个人。这个人收不到消息，也看不到档案。您同意吗？
lifecycle-vouch-yes = ✅ 同意
lifecycle-vouch-no = ✖ 不同意
lifecycle-vouched = ✅ 谢谢。现在由学校决定。
lifecycle-objected = 好的，不会关联。
lifecycle-vouch-missing = ⚠️ 还没有家长同意。已在聊天中询问。
lifecycle-vouch-first = 需要家长先在聊天中同意。
lifecycle-home =
    🏡 学校的名册上说，您已经回到<b>{ $child }</b>身边了。真好！谢谢您在那么远的地方一直保持联系。

    家里晚上的报平安到此为止。每周消息照常，除非您停掉。您想怎样？如果名册不对，请告诉学校。
lifecycle-home-keep = ✅ 继续收消息
lifecycle-home-kept = ✅ 记下了：消息照常。您随时可以在“我们保存了什么”里停掉。

consent-menu = 🔒 我同意的事项
consent-which = 哪个孩子？
consent-child =
    <b>{ $child }</b>：您同意了什么。每一项随时可以改，点一下就停。
consent-purpose-weekly = 每周消息
consent-purpose-notes = 与学校和家里的留言
consent-purpose-check_ins = 报平安
consent-purpose-extras = 心情和小目标
consent-purpose-pictures = 照片
consent-line-linked = ✅ { $what }：关联以来一直开着
consent-line-off = ⚪ { $what }：关着，还没有问过您
consent-line-tap = • { $what }：<b>{ $answer }</b>，{ $day }，点按。文本第 { $version } 版
consent-line-paper = • { $what }：<b>{ $answer }</b>，{ $paper }的纸质文件。登记人：{ $name }，{ $day }
consent-answer-agreed = 同意
consent-answer-refused = 不同意
consent-answer-withdrawn = 已停止
consent-own-yes = 孩子本人也同意了。
consent-own-missing = 满14岁后，学校也要问孩子本人。在此之前这一项先停着。
consent-parent-yes = 家长也同意了。
consent-parent-missing = 孩子不满14岁，还需要父母一方同意：在这里点，或在学校签纸质的都行。在此之前这一项先停着。
consent-parent-too = 您的同意很重要。孩子不满14岁，还需要父母一方也同意。您同意后，我会在这里问家长；家长不在这里的，可以在学校签纸质的。
consent-parent-ask =
    🙏 在家照看<b>{ $child }</b>的人同意了：<b>{ $what }</b>。孩子不满14岁，还需要您作为家长同意。请看一看说明再选择，同意或不同意都可以。
consent-duty = 学校必须告诉您的事，比如当天出了问题，照常告诉您。学校依法要保存的档案照常保存。
consent-stop = ⏹ 停止：{ $what }
consent-read = 📄 看说明
consent-open = ▶ { $what }：看说明再选
consent-head = <b>{ $what }</b> · { $child } · 第 { $version } 版
consent-text-weekly = 学校每周在这里告诉您一次孩子的情况：到校、学习、表现、生活、近期安排。按您选的时间送到。
consent-text-notes = 您、学校和在家照看孩子的人之间的留言从这里走。每次留言前您都能看到发给谁。学校把留言与孩子的档案一起保存；留言里不带您的号码。
consent-text-check_ins = 晚上会在这里问您：孩子在家吗，都好吗。学校保存您的回答，并告诉父母有几次“都好”。
consent-text-extras = 每周消息里还会写孩子的心情和小目标的进展。学校不是必须告诉，所以您同意才发。满14岁后也要问孩子本人。
consent-text-pictures = 学校的留言可以附上有孩子的照片。这不是学校必须做的，所以您同意才发。请不要转发照片。满14岁后也要问孩子本人。
consent-text-abroad = 这个聊天软件是境外的服务，消息不是端到端加密的：服务方有可能看到。所以健康检查结果、身份证号和住址从不经过这里。
consent-text-free = 孩子不满14岁的，这就是法律要求的、您作为父母的单独同意。您可以不同意：对您和孩子，别的都不变。您随时可以停止；停止以前发过的不受影响。
consent-agree = ✅ 我同意
consent-refuse = ✖ 我不同意
consent-now-on = 已记下，开着。
consent-now-off = 已记下，从下一条起停止。
consent-now-parent = 谢谢，已记下。等父母一方也同意后就开始。
consent-now-waits = 已记下，还要等另一方同意。
consent-now-rests = 已记下，学校开始发照片后生效。
consent-school-menu = 🔒 同意情况
consent-school = <b>{ $child }</b>：家庭的同意情况
consent-school-pictures-on = 📷 孩子的照片：本校会发给同意的人。
consent-school-pictures-off = 📷 孩子的照片：本校现在不发，谁同意了也不发。
consent-pictures-allow = 📷 允许发照片（全校）
consent-pictures-end = 📷 不再发照片（全校）
consent-pictures-rest = 学校现在不在这里发照片。等学校开始发，您的回答就会生效。
consent-school-person = <b>{ $name }</b>，{ $relation }
consent-school-own = <b>孩子本人</b>（满14岁）：
consent-paper = ✍️ 登记纸质文件：{ $name }
consent-paper-what = <b>{ $name }</b>签过的纸质文件，是关于什么的？
consent-paper-answer = <b>{ $name }</b>的纸质文件。{ $what }：写的是什么？
consent-paper-yes = ✅ 写的是同意
consent-paper-no = ✖ 写的是不同意
consent-paper-day = 纸上的日期是哪天？点一下，或这样写：2026-03-01。
consent-paper-older = 这份纸的日期是{ $paper }，而<b>{ $name }</b>在同一天或之后（{ $day }）说了不同意。以后说的为准，所以什么都没有改。请再问一次：在聊天里点一下，或者签一份新的纸就可以。
consent-recorded =
    ✍️ <b>{ $child }</b>：您的纸质文件已登记。
    { $what }：<b>{ $answer }</b>，{ $paper }的文件
    登记人：{ $name }

    如果不对，请在下面改，或打电话给学校。
consent-sheet = 📄 打印签字用的纸
consent-sheet-no = ☐ 是这里打印的纸
consent-sheet-yes = ☑ 是这里打印的纸
consent-sheet-which = 这里打印的纸是中文的，文本第 { $version } 版。如果就是那张纸，请在下面勾选。
consent-sheet-title = 意见表
consent-sheet-child = 孩子
consent-sheet-who = 填写人
consent-sheet-how = 请看完每一部分，各选一个回答。选哪个都可以，每一部分单独回答。学校把这张纸和孩子的档案放在一起，并把登记的内容给家人看。
consent-sheet-part = { $what }（文本第 { $version } 版）
consent-sheet-choice = [   ] 我同意        [   ] 我不同意
consent-sheet-all = 各部分都适用
consent-sheet-sign = 姓名、签字、日期
consent-sheet-received = 学校收到：姓名、签字、日期
consent-sheet-caption = 📄 给<b>{ $name }</b>的纸，文字和聊天里的一样。请打印出来，让本人看过并签字，然后在这里登记所选的回答。
consent-sheet-failed = 现在做不出这张纸，请过一会儿再试。
consent-line-sheet = 这里打印的纸，文本第 { $version } 版
consent-of-carer = 学校按纸质文件登记的：
consent-recorded-carer =
    ✍️ <b>{ $child }</b>：代为照护人<b>{ $carer }</b>的纸质文件已登记。
    { $what }：<b>{ $answer }</b>，{ $paper }的纸质文件
    登记人：{ $name }

    如果不对，请打电话给学校。

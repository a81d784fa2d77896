concern-begin = 🆘 有件事不对劲
concern-note = 🆘 报告这条留言
concern-list = 🔴 儿童保护事项

concern-which =
    有件事不对劲。是关于哪个孩子？

    也可以直接说：现在在这里发一条语音或写一句话。
concern-other-child = 别的孩子
concern-what =
    谢谢您没有不管。出了什么事？点一下就够了。

    也可以用自己的话说：一条语音或一句话。请说明是哪个孩子、哪所学校。
concern-what-child =
    <b>{ $child }</b>。谢谢您没有不管。出了什么事？点一下就够了。

    也可以用自己的话说：一条语音或一句话。
concern-named = 只有处理这件事的人能看到您的名字，别人看不到。
concern-nameless =
    🙈 不留名：任何页面、名单和副本都不显示您是谁。系统只保留在哪里答复您，以及当天您报告过几次（只留一天）。声音可能被认出来：不放心的话，请点选或打字。
concern-without-name = 🙈 不留我的名字
concern-with-name = 👤 留我的名字

concern-kind-private_injury = 隐私部位受伤
concern-kind-girl_under_14 = 不满14岁的女孩：被侵害或怀孕
concern-kind-assault = 14岁以上：被侵害
concern-kind-injuries = 身上有伤、挨饿、挨打或被欺负
concern-kind-self_harm = 想死、伤害自己或服毒
concern-kind-abandoned = 长期没人照顾
concern-kind-missing = 失踪，或被人带走
concern-kind-begging = 被逼去讨钱
concern-kind-other_danger = 别的严重危险
concern-kind-lives_alone = 一个人住
concern-kind-guardian_unable = 该照顾的人照顾不了或不愿照顾
concern-kind-violence_at_home = 家里有暴力
concern-kind-hurt_or_crime = 被人伤害，或有人犯法
concern-kind-told = 用自己的话说的
concern-kind-word_self_harm = 提到自伤的话
concern-kind-word_sexual = 提到性侵害的话
concern-kind-word_violence = 提到暴力的话
concern-kind-word_threat = 威胁的话
concern-kind-word_runaway = 提到出走或失踪的话
concern-kind-word_money = 要钱或要银行卡

concern-noted = ✅ 已经记下。一分钟之内，学校里负责保护孩子的人就会收到。
concern-who = 是关于下面哪个人吗？点一下名字：这个人，以及通过这个人进来的人，永远看不到这件事。
concern-at-school-ask = 先问一句：是关于学校里工作的人吗？如果是，在您说出是谁之前，学校里没有人会收到。
concern-at-school-yes = 🏫 是，学校里的人
concern-at-school-no = 不是
concern-at-school = 🏫 是学校里的人，名单上没有
concern-outside = ✅ 已记下，学校里没有人会收到。请点名字，学校里的其他人就能帮忙；没有名字，就交给县里。
concern-goes-to = ⏳ 将交给：<b>{ $who }</b>。还剩秒数：{ $seconds }。点最后一个按钮，马上就交。
concern-nobody-outside = 谢谢您。现在联系不上学校以外的人。请点名字，学校里的其他人就会收到。如果紧急，请马上打电话；我也会继续联系。
concern-names-school = 可能关于学校里的人，没有说是谁。学校里没有人看得到。
concern-nobody-of-them = 都不是
concern-sure = ✅ 就这些
concern-is-named = 🚫 { $who }
concern-is-about = 是关于{ $child }
concern-person = { $name }，{ $what }
concern-more-noted = ✅ 已一字不改地加上。还可以再补充。
concern-enough = 谢谢您。您今天说的都在保护孩子的人手里。有急事请马上打电话。
concern-with = ✅ 谢谢您。负责的人：<b>{ $who }</b>。会尽快处理。
concern-nobody = 谢谢您。现在在这里联系不上负责的人。请马上打电话；我也会继续联系。
concern-do = 请不要答应保密。不要再追问孩子。把孩子的原话写下来。
concern-add = 您可以在这里再发语音或写一句：只有他们收到。这个聊天不等于报警：孩子有危险，请打电话。

concern-alone = 🔴 只给您一个人看。请在没有别人看到的地方打开。
concern-about = { $child }，{ $place }
concern-about-nobody = { $place }
concern-head =
    <b>{ $about }</b>
    { $kind }
concern-told-nameless = 不留名报告：{ $at }
concern-told-by = 报告人：{ $who } – { $at }
concern-held-from = 留言来自：{ $who } – { $at }。收件的人还没有收到。
concern-names = 可能关系到：{ $who }。他们看不到这件事。
concern-status = 进展：{ $state }
concern-owner = 负责人：{ $who }
concern-receipt = 回执号：{ $receipt } – 填写人：{ $who }
concern-state-filed = 刚刚报告
concern-state-open = 还没有人接手
concern-state-taken = 已接手，缺回执
concern-state-receipt = 回执待确认
concern-state-done = 已确认，已结束
concern-state-kept = 已扣下
concern-said = “{ $words }”
concern-said-at = 原话 – { $at }
concern-advice =
    请现在接手，并立即报告公安、民政和教育部门：法律要求立即报告，这个聊天不算报告。然后在这里填写回执号，由第二个人确认。

    请不要告诉可能有关的人，也不要告诉他们的家人。
concern-advice-taken =
    如果还没有报告，请立即报告公安、民政和教育部门：法律要求立即报告，这个聊天不算报告。然后在这里填写回执号，由第二个人确认。

    请不要告诉可能有关的人，也不要告诉他们的家人。
concern-advice-receipt =
    现在由第二个人向主管部门核对这个号码，并在这里确认。

    请不要告诉可能有关的人，也不要告诉他们的家人。
concern-advice-word =
    这条留言因为含有名单上的词被拦下。如果是误会：点一下放行，不留任何痕迹。如果可能是真的：扣下，并立即报告公安、民政和教育部门。

    暂时不要告诉家里人。
concern-advice-money = 这条留言要钱或要银行信息，多半是骗局：请打电话问写的人。放行或扣下，点一下就行。
concern-release = ✅ 是误会，放行
concern-keep = ⛔ 扣下
concern-take = ✋ 我来负责
concern-write-receipt = 🧾 填写回执号
concern-confirm = ✔ 问过了，没错
concern-wrong = ↩ 号码不对
concern-open = 打开

concern-yours = 🔴 { $about }：还没有人接手。现在由您负责。
concern-late-taken = 🔴 { $about }：整整一天没有人接手。请现在接手。
concern-late-receipt = 🔴 { $about }：整整一天还没有主管部门的回执。请现在报告并填写回执号。
concern-late-confirm = 🔴 { $about }：回执号还等第二个人确认。请询问主管部门后确认。
concern-more-waits = 🔴 { $about }：又写来了很多内容。请打开看一看。
concern-list-title = <b>儿童保护事项</b>，等得最久的在前。只有负责的人看得到。
concern-list-line = { $number }. { $about }：{ $kind } – { $state }（{ $since }）
concern-list-open = 打开 { $number }
concern-list-empty = 您这里没有未完的事项。
concern-taken-by = { $about }：由 { $who } 接手。
concern-released-by = { $about }：是误会，{ $who } 已放行留言，不留任何痕迹。
concern-released = ✅ 留言已按原文转交，不留任何痕迹。
concern-released-nobody = 留言无法转交：写的人或收的人现在已没有权限。不留任何痕迹。
concern-kept = ⛔ 已扣下。没有人会收到这条留言。
concern-answer-taken = ✅ 您说的事：已经有人接手，正在处理。谢谢您。
concern-answer-released = ✅ 您的留言现在已转交。谢谢您的耐心。
concern-answer-done = ✅ 您说的事已到主管部门，有两个人核实过。谢谢您。
concern-ask-receipt = 请输入主管部门给您的回执号，并写上部门名称。例如：派出所，2026-318 号。
concern-receipt-noted = 🧾 已记下。已请第二个人确认。
concern-no-second = 🧾 已记下。还没有能确认的人：需要第二位负责人。请告诉县里。
concern-please-confirm = 🧾 { $about }：{ $who } 填写了回执号。请询问主管部门后确认。
concern-confirmed-by = ✅ { $about }：{ $who } 已确认，已结束。
concern-done = ✅ 已确认，已结束。谢谢您。
concern-receipt-wrong = ↩ { $about }：主管部门查不到这个号。请再核对并重新填写。

concern-held-noted = 谢谢您说出来。收件的人还没有收到这条留言。一分钟之内，学校里负责保护孩子的人会收到，别人不会收到。
concern-held-money-noted = 您的留言提到钱或银行信息，所以学校里负责保护孩子的人先看一下。没问题就会转交。我从不要钱，银行信息也绝不要发到这里。
concern-held = 谢谢您说出来。收件的人还没有收到这条留言。它在学校里负责保护孩子的人手里：<b>{ $who }</b> 会处理。如果不是这个意思，看过之后就会转交。
concern-held-money = 您的留言提到钱或银行信息，所以先请 <b>{ $who }</b> 看一下。没问题就会转交。我从不要钱，银行信息也绝不要发到这里。
concern-held-nobody = 谢谢您。这条留言还没有转给任何人：现在在这里联系不上负责的人。请马上打电话。

concern-look-in =
    🔎 <b>{ $child }</b>，{ $class }：请去看看。

    最近两周有一些小迹象：缺课、成绩、情绪。不一定有什么事。没有告诉家里；请先和班主任、和孩子谈谈。

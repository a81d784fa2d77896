guardian-menu = 👵 代为照护人
guardian-which = 哪个孩子？
guardian-none =
    <b>{ $child }</b>目前没有代为照护人。

    您在外工作期间，可以请您信得过的成年人在一段时间内照护孩子。由您提出，听取孩子意见，学校核实后确认。监护权仍在您手里，您照常收到一切消息。
guardian-none-school =
    还没有人被提出做<b>{ $child }</b>的代为照护人。

    由父母在菜单“代为照护人”里提出人选；不在这里的家长可以用纸质材料提出。父母没有提出，就不能确认任何人。
guardian-waits = 已提出：<b>{ $name }</b>。学校正在核实。
guardian-stands =
    <b>{ $child }</b>
    代为照护人：<b>{ $name }</b>，{ $relation }
    期限：{ $from } – { $to }
guardian-propose = ✍️ 提出人选
guardian-take-back = ↩ 撤回人选
guardian-take-back-ask = 撤回您为{ $child }提出的<b>{ $name }</b>？
guardian-take-back-yes = ↩ 是，撤回
guardian-break-off = ⏹ 提前结束：{ $name }
guardian-end-ask =
    现在就结束<b>{ $name }</b>对{ $child }的代为照护吗？

    一点确认，马上结束。报平安将转给下一位。
guardian-end-yes = ⏹ 是，现在结束
guardian-notice = 📄 告知书：{ $name }
guardian-live-ask = 这段时间<b>{ $child }</b>住在哪里？
guardian-lives-with_carer = 住在照护人家
guardian-lives-at_home = 住在自己家
guardian-lives-boarding = 住校
guardian-lives-care_home = 住在“之家”
guardian-term-ask = 多长时间？最长一年，到期可以续。
guardian-months = { $count }个月
guardian-term-school = 由学校定
guardian-who-ask = 请谁照护<b>{ $child }</b>？
guardian-person = { $name }，{ $relation }
guardian-somebody = ✏️ 另外的人
guardian-somebody-ask = 请用一行字写明是谁：姓名、与孩子的关系、电话。学校会登记并核实。
guardian-proposed =
    谢谢。学校已收到您为<b>{ $child }</b>提出的人选，会听取孩子意见、核实并决定。

    结果会在这里告诉您。

guardian-signed-begin = 📄 家长用纸质材料提出
guardian-signed-whose = <b>{ $child }</b>：不在这里的家长用纸质材料提出人选。请手里有签了字的原件再登记。是谁签的？
guardian-signed-nobody = <b>{ $child }</b>：名册里没有能签字的父亲或母亲。请先把家长登记到名册里。
guardian-signed-two = <b>{ $child }</b>：登记的人不能自己决定，现在也没有别的负责人。请让班主任登记，然后由您决定。
guardian-signed-day = 您手里的纸上写的是哪天？点一下，或这样写：2026-03-01。
guardian-signed-line = 📄 纸质材料，{ $day }，由{ $name }看过
guardian-signed-done = ✅ 已为<b>{ $child }</b>记下。请把原件和档案放在一起。由学校另一个人决定；您记下的内容会给家人看。
guardian-signed-family =
    📄 <b>{ $child }</b>：学校登记了一份签过字的纸质材料，日期{ $day }，内容是请人代为照护。现在还没有决定。看过原件的是：{ $by }

    如果不对，请给学校打电话。
guardian-signed-tell = 家长不在这里：请您告诉家长。

guardian-new = ✍️ <b>{ $parent }</b>为<b>{ $child }</b>（{ $class }）提出代为照护人。
guardian-open = 📋 打开表格
guardian-form =
    <b>代为照护人</b> · { $child }
    提出人：{ $parent }，{ $day }
    人选：<b>{ $name }</b>
    孩子住处：{ $lives }
guardian-form-term = 期限：{ $from } – { $to }
guardian-form-no-term = 期限：还没有选
guardian-form-view = 孩子本人的意见：{ $view }
guardian-form-no-view = 孩子本人的意见：还没有问
guardian-form-words = 孩子说：“{ $words }”
guardian-form-law = 学校已经核实：
guardian-form-yes = ✅ { $what }
guardian-form-no = 🚫 不符合：{ $what }
guardian-form-open = ◽ { $what }
guardian-view-agrees = 同意
guardian-view-does_not_want = 不愿意
guardian-view-too_young = 年纪太小，说不清
guardian-state-no_harm = 没有实施过性侵害、虐待、遗弃、拐卖、暴力伤害等违法犯罪行为
guardian-state-no_addiction = 没有吸毒、酗酒、赌博等恶习
guardian-state-no_neglect = 不曾拒不履行或者长期怠于履行监护、照护职责
guardian-state-no_other_bar = 没有其他不适宜担任被委托人的情形
guardian-state-adult = 年满18岁
guardian-state-capable = 有照护能力：健康、家庭情况、与孩子的感情
guardian-state-near = 住得够近
guardian-ask-person = <b>下一步：</b>名册里没有这个人。请从名册里选，或者登记这个人。
guardian-enter = ✏️ 登记这个人
guardian-enter-ask = 请写一行，用逗号分开：姓名，电话，出生日期（知道的话，如 1970-12-31）。
guardian-ask-view = <b>下一步：</b>单独、平和地问问孩子。孩子怎么说？
guardian-words-ask = 已记下。请用一行字写下孩子的原话，也可以直接继续。
guardian-continue = 继续 ›
guardian-ask-statement = <b>下一步：</b>这一点学校核实了吗？{ $what }。
guardian-yes = ✅ 是，属实
guardian-no = 🚫 不是
guardian-again = ↺ 重新填
guardian-ask-answers = <b>下一步：</b><b>{ $name }</b>本人也要在自己的纸上回答。还缺：{ $what }。请登记纸上所选的回答；不同意也可以。
guardian-ask-term = <b>下一步：</b>请选期限。
guardian-begin-today = 今天起
guardian-begin = { $count }天后
guardian-overlap-yes = ☑ 现在的也保留
guardian-overlap-no = ☐ 现在的也保留
guardian-blocked = <b>照现在这样不能确认。</b>可以改期限或重新核实，也可以不确认，再和家长谈。
guardian-ready = <b>都齐了。</b>可以确认，也可以改期限。
guardian-appoint = ✅ 确认
guardian-refuse = ✖ 不确认

guardian-not-appointed = ⚠️ <b>未能确认。</b>
guardian-missing-proposal = 目前没有与孩子关联的父母提出人选。
guardian-missing-person = 名册里还没有这个人。
guardian-missing-barred = 这个人不能做这个孩子的代为照护人。
guardian-missing-view = 缺孩子本人的意见。满8岁就要问孩子。
guardian-missing-statements = 还有核实项没有填。
guardian-missing-excluded = 法律不允许：有四种排除情形之一。
guardian-missing-unfit = 此人未成年、没有能力，或住得太远。
guardian-missing-underage = 按名册的出生日期，此人不满18岁。
guardian-missing-answers = 缺本人对报平安和留言的回答。有签过字的纸就够；不同意也可以。
guardian-missing-term = 缺期限：一个月到一年。

guardian-appointed-school = ✅ <b>{ $name }</b>是{ $child }的代为照护人：{ $from } – { $to }。已告诉家长，打印用的告知书也已发出。
guardian-appointed-parent =
    ✅ 学校已确认<b>{ $name }</b>为<b>{ $child }</b>的代为照护人：{ $from } – { $to }。

    监护权仍在您手里，您照常收到一切消息。请每周至少一次与孩子和照护人联系：法律这样要求，孩子也需要。
guardian-appointed-carer =
    ✅ 您是<b>{ $child }</b>的代为照护人：{ $from } – { $to }。谢谢您的担当。

    监护权仍在父母手里，父母每周至少一次向您和孩子问问情况。
guardian-not-in-chat = 这个人还不在聊天里。发了邀请，报平安才会到手机上。
guardian-no-chat-behalf = 没有手机也可以：请指定一个人，替这位监护人回答晚上的问题。
guardian-invite = ✉️ 邀请{ $name }
guardian-refused = 没有为{ $child }确认。已请家长打电话给学校。
guardian-refused-parent = 学校没能确认您为<b>{ $child }</b>提出的人选。请打电话和学校谈谈。
guardian-warn-parent =
    📅 <b>{ $name }</b>对<b>{ $child }</b>的代为照护快到期了。最后一天：{ $day }。剩余天数：{ $count }

    如果要继续，请再次提出：在下面“代为照护人”里。
guardian-warn-school =
    📅 <b>{ $name }</b>对<b>{ $child }</b>的代为照护快到期了。最后一天：{ $day }。剩余天数：{ $count }

    也告诉了家长。请问清楚到时候谁来照护孩子。
guardian-ended-over-parent =
    📅 <b>{ $name }</b>对<b>{ $child }</b>的代为照护已到期。

    现在谁来照护孩子？请在下面提出，或打电话给学校。
guardian-ended-over-school = 📅 <b>{ $name }</b>对<b>{ $child }</b>的代为照护已到期。报平安转给下一位。请问清楚现在谁来照护孩子。
guardian-ended-changed-parent = <b>{ $name }</b>对<b>{ $child }</b>的代为照护已结束：另一位已经开始。
guardian-ended-changed-school = <b>{ $name }</b>对<b>{ $child }</b>的代为照护已结束：另一位已经开始。
guardian-ended-broken-parent =
    ⏹ <b>{ $name }</b>对<b>{ $child }</b>的代为照护已提前结束。

    现在谁来照护孩子？请在下面提出，或打电话给学校。
guardian-ended-broken-school = ⏹ <b>{ $name }</b>对<b>{ $child }</b>的代为照护已提前结束。报平安转给下一位。请问清楚现在谁来照护孩子。
guardian-ended-carer = 您对<b>{ $child }</b>的代为照护已结束。谢谢您所做的一切。

guardian-paper-caption = 📄 给学校和村（居）民委员会的告知书。请打印两份，签字后交去。在这里写了，不能代替纸面。
guardian-paper-failed = 现在做不出告知书，请过一会儿再试。
guardian-paper-title = 委托照护告知书
guardian-paper-to = 致学校和村（居）民委员会
guardian-paper-parent = 父母
guardian-paper-child = 孩子
guardian-paper-school = 学校、班级
guardian-paper-carer = 代为照护人
guardian-paper-lives = 孩子住处
guardian-paper-term = 期限
guardian-paper-date = 确认日期
guardian-paper-means = 这表示什么
guardian-paper-text = 父母外出，在上述期限内委托上述人员代为照护孩子的日常生活。监护权仍属于父母。已按孩子的年龄听取其本人的意见。学校已核实，不存在法律规定的排除情形（《未成年人保护法》第二十二条）。
guardian-paper-duty = 父母与孩子和代为照护人每周至少联系和交流一次，了解孩子的生活、学习、心理等情况；得知异常情况后，及时采取措施（第二十三条）。
guardian-paper-change = 人员、住处、电话有变，及时告知学校和村（居）民委员会。期满，代为照护自行结束。
guardian-paper-sign-parent = 父母：姓名、签字、日期
guardian-paper-sign-carer = 代为照护人：姓名、签字、日期
guardian-paper-sign-school = 学校收到：姓名、签字、日期
guardian-paper-sign-village = 村（居）民委员会收到：姓名、签字、日期

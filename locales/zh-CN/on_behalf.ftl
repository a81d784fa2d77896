behalf-card = 🤝 谁替{ $name }回复
behalf-who-teacher = 班主任
behalf-who-home = “之家”工作人员
behalf-now-own = { $name }自己
behalf-now-waits = { $who }，等家里同意
behalf-now-both = { $now }。新提议：{ $next }
behalf-screen =
    🤝 <b>{ $child }</b>：晚上的平安询问（{ $name }，{ $relation }）

    不用这个聊天的人，可以请别人代为回复。每次代答都会写明。

    现在由谁回复：{ $who }
behalf-choose = 🤝 选：{ $who }
behalf-end = 🏠 还是{ $name }自己回复
behalf-pick =
    🤝 <b>{ $child }</b>。替{ $name }回复的是：<b>{ $who }</b>。

    这要{ $name }或家长同意。是怎么同意的？
behalf-paper = 📄 签好的纸在这里
behalf-ask = 💬 在聊天里问家里人
behalf-noted = 已记下。
behalf-stands = 已经是这样，没有改动。
behalf-asked = 已经问了家里人。
behalf-nobody-to-ask = 现在在聊天里问不到家里人。请用纸签字同意。
behalf-question =
    🤝 <b>{ $child }</b>：每晚我会问家里是不是都好。家里有人没法在这里回复（{ $relation }）。

    学校想请这个人去家里问一声，再替着回复：<b>{ $who }</b>。您同意吗？
behalf-yes = ✅ 同意
behalf-no = ✖️ 不同意
behalf-thanks = 谢谢您。学校知道您的意思了。
behalf-agreed = 🤝 <b>{ $child }</b>：家里同意了。晚上的问题由 { $who } 替{ $name }回复。
behalf-objected = 🤝 <b>{ $child }</b>：家里不同意由 { $who } 代答。晚上的问题还是问{ $name }。
behalf-helper-told =
    🤝 家里和学校想请您帮忙照应<b>{ $child }</b>。家里有人不用这个聊天：{ $relation }。

    每晚我在这里问您。请先问一问家里，再点一下。哪周不方便，菜单里有按钮。谢谢您！
behalf-helper-freed = 🤝 <b>{ $child }</b>：晚上不用再请您替家里人（{ $relation }）回复了。谢谢您的帮助！
behalf-ask-helper =
    🤝 <b>{ $child }</b> · { $relation }
    今天问过家里了吗？在家吗？都好吗？
behalf-ask-school =
    🤝 <b>{ $child }</b>，{ $class }。您替{ $name }（{ $relation }）回复。

    今天问过家里了吗？请点一下结果。
behalf-ring = 📞 请打给他们
behalf-reporter = { $who }（代：{ $whose }）
behalf-through-school = 由学校代答
behalf-through-helper = 由热心人代答

check-in-well = 🟢 都好
check-in-problem = 🟠 有事
check-in-ring = 📞 请打给我
check-in-staff-well = 🟢 联系上了：都好
check-in-staff-problem = 🟠 联系上了：有事
check-in-staff-pass = 📞 没联系上

check-in-ask = 🏠 <b>{ $child }</b>：在家吗？都好吗？
check-in-ask-again = 🏠 再问一声。<b>{ $child }</b>：在家吗？都好吗？
check-in-ask-contact =
    🏠 家里暂时没人回复。麻烦您去看看，或打个电话，好吗？

    <b>{ $child }</b>：在家吗？都好吗？
check-in-ask-staff =
    🏠 <b>{ $child }</b>，{ $class }：家里还没有回复，{ $since } 开始问的。

    请打个电话，再点一下结果。
check-in-number-at-home = 📞 { $name }（{ $relation }）：{ $phone }

check-in-thanks = 🟢 <b>{ $child }</b>：都好。谢谢您！
check-in-told = 🟠 谢谢您告诉我们。学校已经知道了，会给您打电话。
check-in-told-staff = 🟠 已记下，列入学校待办，也在这里告诉学校负责人和家长。
check-in-will-ring = 📞 学校知道了，会给您打电话。
check-in-please-ring = 📞 现在在这里联系不上学校的人。请您直接打电话。
check-in-passed = 📞 <b>{ $child }</b>：谢谢。现在请下一位联系。

check-in-is-well = 🟢 <b>{ $child }</b>：都好。
check-in-is-problem = 🟠 <b>{ $child }</b>：有事。学校知道了，正在处理。
check-in-is-ring = 📞 <b>{ $child }</b>：学校会打电话。
check-in-is-missed = ⚪ <b>{ $child }</b>：没有回复。学校会去了解。
check-in-known = 已经有回复了，谢谢您。
check-in-school-decides = 学校知道了，会给您打电话。到时请告诉他们情况。

check-in-resolved = 🟢 <b>{ $child }</b>：没事了，都好。
check-in-alert =
    🟠 <b>{ $child }</b>，{ $class }：有事。
    报告人：{ $who }，{ $clock }

    请现在打电话。
check-in-reporter = { $name }（{ $relation }）
check-in-ring-alert = 📞 <b>{ $name }</b> 请学校回个电话，关于 { $child }（{ $class }）。
check-in-missed-staff =
    ⚪ <b>{ $child }</b>，{ $class }：谁也没联系上。第一次问：{ $since }。

    请去看看。
check-in-parent-problem =
    🟠 <b>{ $child }</b>：刚才有人说有事，详情还不清楚。

    学校同一分钟就知道了，正在处理。一有结果，这里就告诉您。
check-in-parent-alone =
    🟠 <b>{ $child }</b>：刚才有人说有事。

    现在在这里联系不上学校。请您给家里或学校打电话。
check-in-parent-resolved = 🟢 <b>{ $child }</b>：学校已经了解过了，都好。

check-in-ask-ring = 📞 { $child }：请学校打给我
check-in-cannot = 🤝 { $child }：这周我不方便
check-in-can-again = 🤝 { $child }：我又可以了
check-in-cannot-noted = 🤝 谢谢您告诉我。到{ $day }（含当天）为止，<b>{ $child }</b>的情况我不再问您。
check-in-asked-again = 🟢 谢谢。从现在起，<b>{ $child }</b>的情况还是问您。
check-in-cannot-school = 🤝 <b>{ $name }</b>（{ $relation }）到{ $day }（含当天）为止，没法回复{ $child }（{ $class }）的平安询问。先问家里的下一位。
check-in-cannot-school-alone = 🤝 <b>{ $name }</b>（{ $relation }）到{ $day }（含当天）为止，没法回复{ $child }（{ $class }）的平安询问。家里没有别人可以问：晚上的问题会发给您。请打电话问一问，谁在照看孩子。

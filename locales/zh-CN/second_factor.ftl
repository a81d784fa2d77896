second-factor-ask =
    🔐 查看名单和档案之前：请输入验证器应用上的 6 位数字。

    手机不在身边？请输入一个恢复码。都用完了？本校另一位负责人可以帮您重新开始。
second-factor-why =
    🔐 您能看到很多孩子的档案。为了不让别人用您的手机看到，打开名单需要第二把钥匙，每 12 小时一次。

    只需设置一次，一分钟。您的手机上要有验证器应用。
second-factor-enrol =
    1. 打开验证器应用，添加密钥：扫描这张图，或输入这些字母：<code>{ $key }</code>
    2. 把应用显示的 6 位数字输入到这里。

    之后这张图会从聊天中消失。请不要给任何人看。
second-factor-again = 🔁 换一张图
second-factor-only-digits = 我在等应用上的 6 位数字，或一个恢复码。点菜单可以返回。
second-factor-wrong = 这些数字不对，或已经用过。请等应用显示下一组数字再输入。
second-factor-rests = 输错次数太多。名单暂停到 { $clock }，其他负责人会收到通知。如果不是您本人，请给学校打电话。
second-factor-recovery =
    ✅ 好了。这是 10 个恢复码，手机不在身边时每个可用一次。我只在现在显示：

    <code>{ $codes }</code>

    请抄在纸上，放在学校。然后点下面：这条消息就会消失。
second-factor-copied = ✅ 已经抄在纸上
second-factor-recovered = ✅ 这个恢复码已用掉。剩余恢复码：{ $count }
second-factor-locked =
    ⚠️ <b>{ $name }</b>：第二把钥匙的数字输错了五次。那里的名单暂停 1 小时。

    请打电话问一问：是本人吗？如果手机丢了，请打开教职工名单，让它退出。
second-factor-was-reset = 🔐 您的第二把钥匙要重新设置。下次打开名单时我会给您一张新图。如果没有人和您说好，请给学校打电话。

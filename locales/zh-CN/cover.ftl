cover-row = 👥 这部手机别人也用
cover-row-on = 👥 这部手机别人也用：已开启
cover-about =
    👥 <b>这部手机别人也用吗？</b>

    开启后，我的消息只说有新内容：没有名字，也不提孩子。输入您自己的 4 位密码才显示。5 分钟没有点任何按钮，就会重新隐藏。

    忘了密码，学校可以帮您取消。
cover-is-on = 👥 <b>这部手机别人也用</b>：输入密码后才显示我的消息。
cover-choose-it = 🔢 设置我的密码
cover-change = 🔢 换一个密码
cover-off = 👁 不用密码直接显示
cover-choose =
    🔢 请点 4 个只有您知道的数字。如果您打字输入，我会把它从聊天中删掉。

    { $dots }
cover-repeat =
    🔢 请再输入一次同样的 4 个数字。

    { $dots }
cover-differs =
    🔢 两次输入不一样。请重新选 4 个数字。

    { $dots }
cover-set = ✅ 好了。从现在起，输入密码后才显示我的消息。打开菜单也要密码。聊天里以前的消息还看得见，请您自己删除。
cover-ask =
    🔒 请输入您的密码。

    { $dots }
cover-ask-again =
    🔒 请先输入密码：您刚才发的还没有转给任何人。然后请再发一次。

    { $dots }
cover-wrong =
    🔒 密码不对。请再试一次。

    { $dots }
cover-rests = 🔒 输错次数太多。请在 { $clock } 再试。如果紧急，请打学校电话或当地紧急电话。
cover-opened = 🔓 已打开。5 分钟没有点任何按钮，就会重新隐藏。
cover-forgot = ❓ 我忘了密码
cover-lost = 学校可以帮您取消密码。请打电话或去学校：学校会确认是您本人。之后您可以设一个新的。
cover-news = 🔒 学校有新消息。点一下就能看。
cover-urgent = 🔒 <b>请现在打开。</b>学校有事，不能等。
cover-read = 👁 查看
cover-open-now = 👁 现在打开
cover-below = 👇 在下面。
cover-hidden = 🔒 已重新隐藏。
cover-gone = 这条已经不能显示了。如果需要，请问学校。
cover-is-off = 👥 我的消息又可以不用密码直接显示了。
cover-of = 👥 忘了密码：{ $name }
cover-ask-off =
    取消 <b>{ $name }</b> 手机上的密码吗？取消后，拿到手机的人都能直接看到消息。

    请先确认是本人要求的：当面，或拨打您知道的号码。
cover-off-yes = 👥 是的，取消密码
cover-was-off = 👥 学校已经取消了密码：我的消息又直接显示。您可以在设置里选一个新密码。如果不是您要求的，请给学校打电话。

lost-phone-mine = 📵 我的手机丢了
lost-phone-of = 📵 手机丢了：{ $name }
lost-phone-ask =
    在所有地方退出？任何手机都不再收到内容，这部也一样，等待发送的不再发出。

    用学校给的新邀请码就能回来。
lost-phone-ask-for =
    让 <b>{ $name }</b> 从所有手机退出？那里不再显示任何内容。之后请用新邀请码重新邀请。
lost-phone-yes = 📵 是的，全部退出
lost-phone-done =
    您已在所有地方退出。请给学校打电话：学校会给您的新手机一个新邀请码。

easy-one = 🔢 也可以发数字1。
easy-two = 🔢 也可以发1或2。
easy-many = 🔢 也可以发数字1到{ $last }。
easy-voice = 🎤 这里不能用语音回答。请点按钮：
easy-before = 🔢 也可以发按钮前面的数字。
easy-unheard = 🎤 这里暂时还没有人能听语音。
easy-unheard-tap = 🎤 这里暂时还没有人能听语音。请点按钮：
easy-meant =
    您选的是：<b>{ $what }</b>

    对吗？
easy-yes = ✅ 对
easy-no = 不对

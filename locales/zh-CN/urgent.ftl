urgent-button = 🚨 这是急事
urgent-write = 🚨 急事：给家人留言
urgent-prompt = 🚨 <b>{ $about }</b>：家人现在需要知道什么？发出前会请您再看一遍。
urgent-why =
    🚨 <b>{ $about }</b>，家庭数：<b>{ $count }</b>。夜里也会响，没有回音的会再问。

    为什么紧急？点一下就发出。
urgent-why-closing = 🏫 学校提前放学
urgent-why-danger = ⛈ 危险：天气、火情、道路
urgent-why-fetch = 🚸 请来接孩子
urgent-why-health = 🩺 有人受伤或生病
urgent-sent =
    🚨 已发出。{ $class }，家庭数：{ $count }

    10分钟没有回音会再问一次。20分钟后会问这家在聊天里的其他人。30分钟后，要打的电话会发到这里。
urgent-home = 孩子身边的人，或者答应去办的人说知道了，才算知道。外地的父母点了会致谢，但会继续问。
urgent-head = 🚨 紧急 · { $head }
urgent-please = 看完请点一下按钮。
urgent-thanks-afar = 👍 谢谢您。学校已经知道您看到了。孩子身边的人也会问到。
urgent-again = 🚨 事情紧急，再发一次。{ $head }
urgent-contact = 🚨 学校有急事，关于<b>{ $child }</b>。更近的家人还没有回音。您能帮忙照看一下吗？
urgent-care = 👍 我来办
urgent-left = 🚨 <b>{ $class }</b>：这些家庭还没有说知道了。请现在打电话。
urgent-left-home = 🚨 <b>{ $class }</b>：这些孩子家里还没有人说知道了。请现在打电话。
urgent-child = <b>{ $child }</b>
urgent-number = 📞 { $name }，{ $relation }：{ $phone }
urgent-afar = 👍 { $relation }：在外地看到了
urgent-no-number = 名单上没有电话号码。
urgent-is = 紧急：{ $why }

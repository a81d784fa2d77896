# Of a child, to a parent, through whoever is with the child; and back.
letter-from-child = 💌 { $child }的信
letter-to-child = 💌 只给{ $child }
# One person as a choice: who they are, and their name.
letter-who = { $who }：{ $name }
letter-which-parent = 💌 <b>{ $child }</b>：这封信给谁？
letter-through-whom = 💌 <b>{ $child }</b>：请谁转交给孩子？
letter-ask-from =
    💌 <b>{ $child }</b>：请拍下信纸或图画，或者让孩子说一段语音。

    只送给一个人：{ $who }。途中不需要有人看，也不留副本。
letter-ask-to =
    💌 <b>{ $child }</b>：想对孩子说什么？可以写字、说话，或者发图片。

    转交的人：{ $who }。不留副本。
letter-no-words = 💌 <b>{ $child }</b>：孩子自己的话用照片或语音传，不用别人代打。请发一张照片或一段语音。
letter-caption-left = 图片下面打的字没有一起送出。
letter-head-from = 💌 <b>{ $child }</b>的信。转交：{ $who }。
letter-head-to = 💌 只给<b>{ $child }</b>。来自：{ $who }。请原样交给孩子。
letter-sent-from = 💌 正在送给：{ $who }。不留副本。
letter-sent-to = 💌 正在送给：{ $who }。不留副本。
letter-waits = 🌙 要等到 { $when }（学校时间）才送到。
letter-undelivered = 💌 <b>{ $child }</b>：这封信没能送到，也没有留下副本。请换个方式再试。
letter-no-parent = 💌 <b>{ $child }</b>：现在在这里联系不上家长。请先收好这封信，过后再试。
letter-no-way = 💌 <b>{ $child }</b>：现在在这里联系不上孩子身边的人。请过后再试，或者打电话。

receipt-seen = 👍 我看到了
receipt-thanks = 👍 谢谢您。学校已经知道您看到了。
receipt-known = 谢谢您，学校已经知道了。
receipt-again = 🔔 再发一次，以免错过。{ $head }

receipt-who = 👀 谁看到了
receipt-notes = 👀 留言：谁看到了
receipt-list = 👀 <b>{ $about }</b>：最近的留言，按日期：
receipt-none = 👀 <b>{ $about }</b>：最近90天没有留言。
receipt-title = 👀 <b>{ $about }</b> · { $when } 的留言
receipt-count-seen = 👍 说看到了的家庭数：{ $count }
receipt-count-told = 📞 已打电话或当面告知：{ $count }
receipt-count-arrived = 📨 已到对方聊天里，还没有回音：{ $count }
receipt-count-queued = ⏳ 正在发送：{ $count }
receipt-count-unreached = ⚪ 在这里联系不上：{ $count }
receipt-reminded = 🔔 已提醒：{ $when }
receipt-silent = 这些家庭还没有说知道了。您已经亲自告诉了哪一家？请点孩子的名字。
receipt-all = 每个家庭都知道了。
receipt-is-seen = 👍 { $what }
receipt-is-told = 📞 { $what }
receipt-is-arrived = 📨 { $what }
receipt-is-queued = ⏳ { $what }
receipt-is-unreached = ⚪ { $what }

receipt-one-seen = 👍 这家说看到了。
receipt-one-told = 📞 已打电话或当面告诉这家。
receipt-one-arrived = 📨 留言已到对方聊天里，还没有人说看到了。
receipt-one-queued = ⏳ 留言正在发送。
receipt-one-unreached = ⚪ 在这里没有联系上这家的人。
receipt-how-told = 您已经亲自告诉这家了吗？
receipt-told-phone = 📞 是，打了电话
receipt-told-in_person = 🤝 是，当面说了
receipt-told = 记下了，谢谢您。

receipt-remind = 🔔 提醒还没有回音的家庭
receipt-remind-sent = 已提醒的家庭数：{ $count }
receipt-remind-done = 已经提醒过了。
receipt-remind-nobody = 现在没有可以提醒的家庭。

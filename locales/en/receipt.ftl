receipt-seen = 👍 I have seen it
receipt-thanks = 👍 Thank you. The school knows that you have seen it.
receipt-known = Thank you, the school knows already.
receipt-again = 🔔 Once more, so that it is not lost. { $head }

receipt-who = 👀 Who has seen it
receipt-notes = 👀 Notes: who has seen them
receipt-list = 👀 <b>{ $about }</b>. The last notes, by day:
receipt-none = 👀 <b>{ $about }</b>. No notes in the last 90 days.
receipt-title = 👀 <b>{ $about }</b> · note of { $when }
receipt-count-seen = 👍 Families who say they have seen it: { $count }
receipt-count-told = 📞 Told by phone or in person: { $count }
receipt-count-arrived = 📨 In their chat, nothing said yet: { $count }
receipt-count-queued = ⏳ On the way: { $count }
receipt-count-unreached = ⚪ Not reached here: { $count }
receipt-reminded = 🔔 Reminded: { $when }
receipt-silent = These families have not said yet that they know. Have you told one yourself? Tap the name.
receipt-all = Every family knows.
receipt-is-seen = 👍 { $what }
receipt-is-told = 📞 { $what }
receipt-is-arrived = 📨 { $what }
receipt-is-queued = ⏳ { $what }
receipt-is-unreached = ⚪ { $what }

receipt-one-seen = 👍 The family says they have seen it.
receipt-one-told = 📞 The family was told by phone or in person.
receipt-one-arrived = 📨 It is in their chat. Nobody has said yet that they have seen it.
receipt-one-queued = ⏳ It is on the way.
receipt-one-unreached = ⚪ Nobody of this family was reached here.
receipt-how-told = Have you told the family yourself?
receipt-told-phone = 📞 Yes, by phone
receipt-told-in_person = 🤝 Yes, in person
receipt-told = Noted, thank you.

receipt-remind = 🔔 Remind those who have said nothing
receipt-remind-sent = Reminded families: { $count }
receipt-remind-done = They were reminded already.
receipt-remind-nobody = Nobody can be reminded right now.

today-menu = 🗒 Today’s list
today-head = 📋 <b>Waiting for you</b>, longest first
today-questions = ✉️ Families without an answer: { $count }
today-homes = 📞 Homes to ring or visit: { $count }
today-unreachable = 📵 Not reached in the chat: { $count }
today-approvals = 🔑 To approve: { $count }
today-halts = ✋ Conversations to look at: { $count }
today-none = 📋 Nothing is waiting for you. Thank you!
today-line =
    <b>{ $number }. { $what }</b>
    { $child }, { $class } · { $time }
today-question = A family wrote and waits for an answer
today-approval = Asks to be linked
today-person = 👤 { $name }
today-number = 📞 { $name }: { $phone }
today-minutes = for { $count } min
today-hours = for { $count } h
today-days = for { $count } d
today-answer = ✍️ { $number } Answer
today-settle = ✔ { $number } No answer needed
today-well = 🟢 { $number } I reached them: all well
today-done = ✔ { $number } Done
today-decide = 🔑 { $number } Look and decide

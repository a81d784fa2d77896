urgent-button = 🚨 It is urgent
urgent-write = 🚨 Urgent: write to the family
urgent-prompt = 🚨 <b>{ $about }</b>. What does the family need to know now? You see it once more before it goes.
urgent-why =
    🚨 <b>{ $about }</b>, families: <b>{ $count }</b>. It rings at night too, and whoever says nothing is asked again.

    Why is it urgent? One tap sends it.
urgent-why-closing = 🏫 School closes early
urgent-why-danger = ⛈ Danger: weather, fire, the road
urgent-why-fetch = 🚸 Please fetch the child
urgent-why-health = 🩺 Somebody is hurt or ill
urgent-sent =
    🚨 Sent. { $class }, families: { $count }

    Whoever says nothing is asked again after 10 minutes. After 20 minutes others of the family who are in the chat are asked. After 30 minutes you get the numbers to ring here.
urgent-home = It counts as known once somebody who is with the child, or sees to it, says so. A parent far away is thanked, and we go on asking.
urgent-head = 🚨 Urgent · { $head }
urgent-please = Please tap the button once you have read this.
urgent-thanks-afar = 👍 Thank you. The school knows that you have seen it. Whoever is with the child is asked too.
urgent-again = 🚨 Once more, because it is urgent. { $head }
urgent-contact = 🚨 Urgent from the school, about <b>{ $child }</b>. Those nearer have not answered yet. Can you see to it?
urgent-care = 👍 I see to it
urgent-left = 🚨 <b>{ $class }</b>: these families have not said yet that they know. Please ring now.
urgent-left-home = 🚨 <b>{ $class }</b>: nobody at home has said yet that they know. Please ring now.
urgent-child = <b>{ $child }</b>
urgent-number = 📞 { $name }, { $relation }: { $phone }
urgent-afar = 👍 { $relation }: has seen it, from far away
urgent-no-number = No number is on the list.
urgent-is = Urgent: { $why }

growing-soon = On the 18th birthday the family's links end. Please also ask whether they would like their record: from that day on you can make a code for them here.
growing-own-record = 🎓 Of age: the record is theirs now. With a code they can ask here for a copy, a correction or deletion.
growing-own-link = Their own link: { $state }
growing-goes = The record is deleted by itself on { $day }.
growing-code = ✉️ Code for the young person
growing-end-link = ⏹ End their link
growing-asked = ✔ Asked, done
growing-goes-soon =
    📂 On { $day } the school deletes by itself what it keeps of you here. Nobody can bring it back.

    Would you like a copy? Please ask before that day.
growing-gone =
    📂 The time is over: the school deletes what it kept of you here. What the law says must be kept is closed to everybody and goes by itself afterwards.

    All the best on your way!

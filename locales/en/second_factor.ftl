second-factor-ask =
    🔐 Before lists and records: please type the 6 digits from your authenticator app.

    No phone with the app? Type one of your recovery codes. None left? Another lead of your school can let you set it up again.
second-factor-why =
    🔐 You see the records of many children. So that nobody else does with your phone, lists need a second key, once every 12 hours.

    It takes one minute, once. You need an authenticator app on your phone.
second-factor-enrol =
    1. Open your authenticator app and add a key: scan this picture, or type these letters: <code>{ $key }</code>
    2. Type the 6 digits it shows here.

    The picture leaves this chat afterwards. Show it to nobody.
second-factor-again = 🔁 Another picture
second-factor-only-digits = I am waiting for the 6 digits from the app, or a recovery code. The menu takes you back.
second-factor-wrong = These digits do not fit, or were used already. Please wait for the next ones in the app and type those.
second-factor-rests = Too many wrong digits. Lists are paused until { $clock }, and the other leads hear of it. If it was not you, please ring your school.
second-factor-recovery =
    ✅ Done. These are 10 recovery codes, each for one time without your phone. I show them only now:

    <code>{ $codes }</code>

    Please write them on paper and keep them at school. Then tap below: this message goes.
second-factor-copied = ✅ They are on paper
second-factor-recovered = ✅ That code is used up. Recovery codes left: { $count }
second-factor-locked =
    ⚠️ <b>{ $name }</b>: wrong digits were typed five times for the second key. Lists are paused there for 1 hour.

    Please ring: was it the person? If the phone is lost, open the staff list and sign it out.
second-factor-was-reset = 🔐 Your second key has to be set up again. Before the next list I will show you a new picture. If nobody agreed this with you, ring your school.

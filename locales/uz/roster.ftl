roster-class = <b>{ $class }</b> · oʻquvchilar: { $count }
roster-card =
    <b>{ $child }</b> · { $class }
    Kim bilan yashaydi: { $lives }
roster-parent = { $who }: { $state }
roster-parent-at = { $who }: { $state }, { $place }
roster-clock = (u yerda hozir { $clock })
roster-person = • { $name }, { $relation } – { $state }
roster-invite = ✉️ Taklif qilish: { $name }, { $relation }
roster-end = ⏹ Bogʻlanishni tugatish: { $name }
roster-end-ask = Shu bola bilan bogʻlanish hozir tugatilsinmi: <b>{ $name }</b>? Bu odamga boshqa hech narsa yuborilmaydi.
roster-end-yes = ⏹ Ha, tugatilsin
roster-invitation =
    Taklif: <b>{ $name }</b>, muddati: { $until }. Faqat bir marta ishlaydi.

    Havola: { $link }
    Yoki oʻqib bering: <code>{ $code }</code>
roster-tasks = <b>Ishlar</b>, eng uzoq kutayotgani birinchi:
roster-task = { $number }. { $what }: { $who } ({ $since })
roster-task-done = ✔ { $number } bajarildi
roster-no-tasks = Ish qolmagan. Hammasi joyida.

link-none = taklif qilinmagan
link-invited = taklif qilingan
link-awaiting_approval = tasdiq kutmoqda
link-active = bogʻlangan ✅
link-paused = toʻxtatib turilgan
link-ended = tugatilgan
link-excluded = kirish yopiq

lives-mother = ona
lives-father = ota
lives-both_parents = ota-ona
lives-grandparents = buvi va bobo
lives-relatives = qarindoshlar
lives-neighbours = qoʻshnilar
lives-care_home = Gʻamxoʻrlik uyi
lives-boarding = maktab yotoqxonasi
lives-alone = yolgʻiz
lives-unknown = yozilmagan

whereabouts-home = uyda
whereabouts-away = uydan uzoqda ishlaydi
whereabouts-abroad = chet elda ishlaydi
whereabouts-prison = qamoqda
whereabouts-out_of_contact = aloqa yoʻq
whereabouts-dead = vafot etgan
whereabouts-unknown = yozilmagan

task-number_clash = Roʻyxatda bir xil raqam
task-code_misused = Kimdir taklifni notoʻgʻri sinab koʻrdi
task-unreachable = Chatda bogʻlanib boʻlmaydi
task-ring_guardian = Qoʻngʻiroq qilishni soʻraydi
task-problem = Muammo haqida xabar
task-missed_check_in = Hech kim javob bermadi: borib koʻring
task-missed_run = Rejadagi yuborish oʻtib ketdi
task-turns_fourteen = Tez orada 14 yosh: oʻzidan soʻrang
task-turns_eighteen = Tez orada 18 yosh: oila va oʻz yozuvi haqida soʻrang
task-grown_up = 18 yoshga toʻldi: oʻz yozuvi kerakmi, soʻrang
task-goes_soon = Yozuv { $day } oʻchadi, aloqa yoʻq: qoʻngʻiroq qiling
task-carried_links = Boshqa maktabdan keldi: taniganlaringizni qoldiring
task-other_number = Boshqa raqam bilan qaytdi: qoʻngʻiroq qiling
task-silent = 90 kun javob yoʻq, yuborilmayapti: qoʻngʻiroq qiling
task-guardian_proposed = Ota yoki ona vaqtincha qarovchini taklif qildi
task-guardian_ends = Vaqtincha qarovchining muddati tugayapti
task-break_glass = Yozuvlar istisno tariqasida ochildi
task-look_in = Kichik belgilar: holini bilib qoʻying
task-please_visit = Imkon boʻlganda uyiga kirib, hol-ahvol soʻrang
task-data_request = Oila oʻz maʼlumoti haqida soʻradi
task-request_overdue = Maktab oilaga vaqtida javob bermadi

parting-exclude = 🚫 Chetlatish: { $name }
parting-lift = Chetlatishni bekor qilish: { $name }
parting-lift-ask = Chetlatish endi kuchda emasmi: <b>{ $name }</b>? Qayta taklif qilmaguningizcha bu kishi bogʻlanmaydi.
parting-lift-yes = Ha, bekor qilish

link-signed_out = bogʻlangan, chatdan chiqarilgan

task-codes_locked = Notoʻgʻri kodlar terildi, kimdir taxmin qilmayaptimi, qarang
task-approvals_locked = Bir soatda juda koʻp tasdiqlash
task-factor_locked = Ikkinchi kalitning raqamlari notoʻgʻri terildi
task-recheck = Yillik tekshiruv vaqti keldi
task-last_lead = Yagona masʼulning muddati tugayapti: ikkinchisini tayinlang
task-lead_is_family = Yagona masʼul bolaning qarindoshi: ikkinchisini tayinlang
task-no_lead = Maktabda chatdagi masʼul qolmadi: taklif qiling
task-bulk_read = Begona bolalarning koʻp yozuvi ochildi
task-ring_absent = Kelmadi, sababi nomaʼlum, oila chatda yoʻq: qoʻngʻiroq qiling
task-urgent_unseen = Shoshilinch, oila hali javob bermadi: qoʻngʻiroq qiling
task-notes_halted = Xatlar toʻxtatilgan: koʻrib, hal qiling

# Oʻzbekcha (lotin). Ona tilida soʻzlashuvchi tekshirgan: hali yoʻq. (Not yet reviewed by a native reader.)
meta-reviewed = no

weekday-1 = dush
weekday-2 = sesh
weekday-3 = chor
weekday-4 = pay
weekday-5 = jum
weekday-6 = shan
weekday-7 = yak
month-1 = yanvar
month-2 = fevral
month-3 = mart
month-4 = aprel
month-5 = may
month-6 = iyun
month-7 = iyul
month-8 = avgust
month-9 = sentabr
month-10 = oktabr
month-11 = noyabr
month-12 = dekabr
date-day = { $day }-{ $month }, { $weekday }
date-year = { $year }-yil { $day }-{ $month }
date-week = { $from }–{ $to }-{ $month }
date-week-two-months = { $from }-{ $month } – { $to }-{ $month2 }

relation-mother = ona
relation-father = ota
relation-grandmother = buvi
relation-grandfather = bobo
relation-aunt = xola/amma
relation-uncle = togʻa/amaki
relation-sister = opa
relation-brother = aka
relation-stepmother = oʻgay ona
relation-stepfather = oʻgay ota
relation-relative = qarindosh
relation-neighbour = qoʻshni
relation-family_friend = oila doʻsti
relation-other = ishonchli katta kishi
relation-oneself = oʻz yozuvi

role-teacher = sinf rahbari
role-school_lead = maktab masʼuli
role-home_staff = Gʻamxoʻrlik uyi xodimi
role-township_officer = tuman xodimi
role-county_officer = viloyat xodimi

button-back = ‹ Orqaga
button-cancel = Bekor qilish
button-menu = Menyu
button-more = Yana ›

common-not-understood = Tushunmadim. Bu xabar hech kimga yetkazilmadi. Nima kerakligini tanlang, iltimos.
common-stale = Bu eski xabardagi tugma. Hozir biz shu yerdamiz:
common-not-now = Hozir buning iloji yoʻq.
common-too-long = Xabar juda uzun. Iltimos, biroz qisqartiring.
common-cannot-pass = Men matn, ovoz, rasm, video va hujjatni yetkaza olaman. Buni yetkaza olmayman.
common-group = Iltimos, menga alohida yozing. Guruhda men hech qachon bola haqida gapirmayman.
common-cancelled = Bekor qilindi.

command-menu = Hozir nima qilish mumkin
command-help = Bu nima
command-language = Boshqa til
command-start = Boshlash
command-child = Bolamning ahvoli qanday?
command-write = Xabar yozish
command-week = Haftani toʻldirish
command-today = Bugun sizni kutayotgan ishlar
command-tasks = Qilinadigan ishlar
commands-choose = Iltimos, tanlang:

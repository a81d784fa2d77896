# 简体中文。母语者校对：尚未。 (Not yet reviewed by a native reader.)
meta-reviewed = no

weekday-1 = 周一
weekday-2 = 周二
weekday-3 = 周三
weekday-4 = 周四
weekday-5 = 周五
weekday-6 = 周六
weekday-7 = 周日
month-1 = 1月
month-2 = 2月
month-3 = 3月
month-4 = 4月
month-5 = 5月
month-6 = 6月
month-7 = 7月
month-8 = 8月
month-9 = 9月
month-10 = 10月
month-11 = 11月
month-12 = 12月
date-day = { $month }{ $day }日{ $weekday }
date-year = { $year }年{ $month }{ $day }日
date-week = { $month }{ $from }日至{ $to }日
date-week-two-months = { $month }{ $from }日至{ $month2 }{ $to }日

relation-mother = 妈妈
relation-father = 爸爸
relation-grandmother = 奶奶/外婆
relation-grandfather = 爷爷/外公
relation-aunt = 姑姑/姨妈
relation-uncle = 叔叔/舅舅
relation-sister = 姐姐
relation-brother = 哥哥
relation-stepmother = 继母
relation-stepfather = 继父
relation-relative = 亲戚
relation-neighbour = 邻居
relation-family_friend = 家里的朋友
relation-other = 可信赖的大人
relation-oneself = 本人档案

role-teacher = 班主任
role-school_lead = 学校负责人
role-home_staff = “之家”工作人员
role-township_officer = 乡镇工作人员
role-county_officer = 县里工作人员

button-back = ‹ 返回
button-cancel = 取消
button-menu = 菜单
button-more = 更多 ›

common-not-understood = 我没看懂，这条消息没有转给任何人。请选一项。
common-stale = 这是旧消息里的按钮。现在在这里：
common-not-now = 现在不能这样做。
common-too-long = 这条消息太长了，请写短一点。
common-cannot-pass = 我可以转交文字、语音、照片、视频和文件。这一种转交不了。
common-group = 请单独给我发消息。我从不在群里谈孩子的事。
common-cancelled = 已取消。

command-menu = 现在能做什么
command-help = 这是什么
command-language = 换一种语言
command-start = 开始
command-child = 孩子怎么样？
command-write = 写留言
command-week = 填写本周情况
command-today = 今天等您处理的事
command-tasks = 待办的事
commands-choose = 请选择：

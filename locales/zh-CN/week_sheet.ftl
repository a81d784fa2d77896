# 班级一周的表格，发出和收回（src/service/week_entry/sheet.rs）。
entry-sheet = 📊 用表格填写
entry-sheet-caption = 📊 <b>{ $class }</b> · { $week }。请用任何表格软件填好，再把文件发回这里。您确认以前，什么都不会录入。
entry-sheet-class = 全班：一切如常（✓）
entry-sheet-hint = 只填有变化的。一格里有几项时用 ; 隔开。只说某一节课：3: 迟到。姓名和标题请不要改动。
entry-sheet-study = 学习：{ $what }
entry-sheet-marks = 成绩
entry-sheet-mood = 心情
entry-sheet-conduct = 表现
entry-sheet-sentence = 一句话
entry-sheet-phone = 电话里说
entry-sheet-voice = （语音）

entry-sheet-reading = 📥 文件收到了，谢谢，正在读取。
entry-sheet-again = 这个文件已经不在等候了，请再发一次。
entry-sheet-lost = 没能从聊天软件取到文件，请再发一次。
entry-sheet-locked = 这个文件有密码。请另存为没有密码的文件，再发一次。
entry-sheet-old = 这是旧的 Excel 格式（.xls）。请另存为 .xlsx，再发一次。
entry-sheet-other = 这不是 Excel 文件（.xlsx），无法读取。要填的表格在班级的一周里，“📊 用表格填写”。
entry-sheet-broken = 文件打不开，也许只传来了一部分。请再发一次。
entry-sheet-big = 这个文件太大，不像一周的表格。请用“📊 用表格填写”里的表格。
entry-sheet-strange = 这不是这里发出的表格，或者隐藏的部分不见了。请用“📊 用表格填写”里的表格。
entry-sheet-looking = 📥 我先看看这是不是一周的表格。如果是您自己的表格，马上随留言发出。
entry-sheet-own = 📊 这是您自己的表格，不是一周的表格。现在没有在写留言，所以没有转给任何人。要发给谁？请先打开给对方的留言，再把文件发一次。
entry-sheet-kept = 我不能确定它不是班级的一周表格，所以没有转给任何人。您自己的表格可以改发 PDF 或图片。
entry-sheet-others = 这份表格是发给别人的。请用您自己的，在“📊 用表格填写”里。
entry-sheet-over-week = 这份表格的那一周已经不能再录入了，只有本周和上周可以填。

entry-sheet-ask =
    📊 <b>{ $class }</b> · { $week }

    有变化的学生：{ $pupils } / { $all }
    一切如常的天数：{ $rolls }
    改动：{ $changes } 处
entry-sheet-nothing =
    📊 <b>{ $class }</b> · { $week }

    没有需要录入的内容。
entry-sheet-sure = 要录入吗？
entry-sheet-take = ✅ 好，录入
entry-sheet-drop = ✖ 不录入
entry-sheet-dropped = ✖ 什么都没有录入。
entry-sheet-done = ✅ 已录入。改动：{ $changes } 处，学生：{ $pupils } 名。
entry-sheet-meanwhile = 这期间在聊天里改过、保持聊天里的内容：{ $count } 处
entry-sheet-shut = 您已不能填写的：{ $count } 处

entry-sheet-wrong-head = 没有录入、请再看一下的：{ $count } 处
entry-sheet-wrong = • 第 { $row } 行，{ $name }，{ $column }，“{ $text }”：{ $what }
entry-sheet-wrong-row = • 第 { $row } 行，{ $name }：{ $what }
entry-sheet-more = ……还有 { $count } 处。
entry-sheet-not-one-of = 可以填：{ $words }
entry-sheet-lesson = 某一节课请这样写：3: 迟到；节次是 1 到 { $most }
entry-sheet-to-come = 这一天不是已经开始的上课日
entry-sheet-formula = 不读取公式，请直接填文字
entry-sheet-long = 有点长：{ $units } 个字符，最多 { $most } 个
entry-sheet-mark = 没有找到科目和成绩，例如：数学 87/100
entry-sheet-rank = 名次不会转达，请写成绩本身
entry-sheet-not-asked = 不记录这名学生的心情
entry-sheet-roll-stays = 这一天已经标好，只能在聊天里撤回
entry-sheet-days-only = 全班这一行只能标日期
entry-sheet-no-pupil = 这一行不是您名单上的学生
entry-sheet-twice = 这名学生出现了两次，以第一行为准
entry-sheet-name = 姓名和发出的表格不一样，所以这一行没有录入

same-day-away =
    🏫 <b>{ $child }</b>{ $day }没有到校，学校还不知道原因。

    您知道原因的话，请告诉学校。不知道的话，请给家里和学校打个电话。
same-day-lessons =
    🏫 <b>{ $child }</b>{ $day }有的课没有来上，学校还不知道原因。

    您知道原因的话，请告诉学校。
same-day-know = ✏️ 我知道原因
same-day-corrected = 🏫 关于<b>{ $child }</b>{ $day }的情况，学校做了更正。
same-day-again = 学校又做了更正：
same-day-mistake = 现在没有{ $child }缺席的记录了。让您担心了，对不起。
same-day-late = { $child }到学校了，只是晚了一些。让您担心了，对不起。
same-day-partly = { $child }那天有一部分时间在学校。让您担心了，对不起。
same-day-excused = { $child }没有到校的原因，学校现在知道了。

# For the teacher, above the screen.
same-day-will-tell = 已记下。{ $minutes }分钟后家人会收到消息，在那之前可以撤回。
same-day-will-correct = 已记下。家人现在会收到更正。
same-day-please-ring = 已记下。这里联系不上家人：请给他们打电话。这件事已列入学校的清单。

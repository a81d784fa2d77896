break-glass-begin = 🔓 其他孩子的档案
break-glass-open = 🔓 { $child }（到{ $clock }）
break-glass-key =
    这里可以打开一份不归您负责的档案，只读，一小时，需要写明理由。24小时内最多：{ $most }次。

    请输入学校名册上这个孩子的编号。不能按姓名查找。
break-glass-reason =
    为什么需要看这份档案？请用一句话写明，{ $least }到{ $most }个字，不要写别人的姓名。
break-glass-told-instead =
    您写的内容已交给保护孩子的人，不作为理由。家长能看到理由：请重新写一个，不要写孩子发生了什么。
break-glass-confirm =
    打开编号为<b>{ $key }</b>的档案一小时吗？

    学校负责人会马上知道，家长也会看到您看过以及理由：
    “{ $reason }”
break-glass-yes = 🔓 是，打开
break-glass-used-up = 24小时内您已打开{ $most }份档案，现在不能再打开。请联系孩子学校的负责人。
break-glass-told =
    ❗ <b>{ $name }</b>（{ $role }）破例打开了<b>{ $child }</b>（{ $class }）的档案，到{ $until }为止。

    理由：“{ $reason }”

    请核实一下。它在您的待办里。

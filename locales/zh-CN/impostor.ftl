impostor-codes-locked =
    ⚠️ 一小时内有人多次输错邀请码。邀请码暂停使用 1 小时，没有人被关联。

    如果有家庭在等：请先打电话，稍后再做新的邀请。
impostor-approvals-locked =
    ⚠️ 贵校在一小时内批准了非常多的关联。批准暂停 1 小时。

    请看看这些人是否都打过电话核实。
impostor-approvals-rest = 一小时内批准了很多关联。请一小时后继续，等待的人仍在名单上。

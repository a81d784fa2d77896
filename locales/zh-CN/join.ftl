join-share-contact = 📱 分享我的号码
join-welcome =
    欢迎！<b>{ $school }</b>邀请您。

    为了让学校知道是您本人，请用下面的按钮分享您自己的号码。别的家庭看不到。
join-own-contact = 请用下面的按钮，分享您自己的号码。
join-thanks-contact = 号码收到了。
join-confirm-child =
    您是<b>{ $child }</b>（{ $school }）的<b>{ $relation }</b>，对吗？

    如果对，学校就可以在这里给您发孩子每周的消息和留言。这个聊天软件是境外的服务，消息不是端到端加密的：健康检查结果、住址和身份证号从不经过这里。每一项您随时可以停止：在菜单“我同意的事项”里。
join-confirm-post =
    您以<b>{ $role }</b>的身份加入，{ $unit }，对吗？

    您会看到由您照管的孩子的档案。看过什么都有记录。
join-yes-child = ✅ 对
join-yes-post = ✅ 对，是我
join-no = 不是
join-declined = 好的，什么也没有保存。如果点错了，请再打开一次链接。
join-neutral =
    这个邀请码不能用。可能输错了、已经用过，或太久了。

    请向学校要一个新的。如果输错了几次，请先等1小时。
join-awaiting =
    谢谢。学校会核对您的申请。

    有了结果，这里马上告诉您。
join-number-differs = 这个号码和学校登记的不一样。请让学校改正后再邀请您。
join-post-begun = 您现在是<b>{ $role }</b>，{ $unit }。欢迎！
join-request = <b>{ $name }</b>（{ $class } { $child } 的{ $relation }）申请关联。
join-number-same = ✅ 号码和名册上的一样。
join-number-other = ⚠️ 号码和名册上的<b>不</b>一样。请先打电话核实。
join-number-none_rostered = ⚠️ 名册上没有这个人的号码。请先打电话核实。
join-number-shared = ⚠️ 其他学校使用这个号码的人数：{ $count }
join-number-childs = ⚠️ 按名册，这是另一个孩子自己的号码。请先打电话核实。
join-approve = ✅ 批准
join-refuse = ✖ 拒绝
join-already-decided = 已经有人处理过了。
join-you-approved = ✅ 您已批准。
join-you-refused = ✖ 您已拒绝。
join-cannot-stand = ✖ 无法批准，已拒绝：有文件不让此人接触这个孩子，或者这个聊天对这个孩子来说已经是另一个人。
join-refused = 学校没能确认这个申请。请给学校打电话。
join-approved-parent =
    ✅ 学校已批准。您和<b>{ $child }</b>关联好了。

    每周一次，送来学校的消息。哪天几点，在菜单的 ⚙ 里选。
join-approved-guardian =
    ✅ 学校已批准。您和<b>{ $child }</b>关联好了。

    我会问您是否都好，点一下就行。
join-approved-contact =
    ✅ 学校已批准。您和<b>{ $child }</b>关联好了。

    只有家里没人回复时，我才会问您。
join-misused =
    ⚠️ 给<b>{ $name }</b>的邀请，用过之后又有人试，或数字不对。没有人因此关联上。

    请给这家打电话，需要时再发一个新的。
join-nobody-waits = 没有人在等批准。
join-number-same-as = ⚠️ 在名册上或聊天中，这个号码也属于：<b>{ $names }</b>。请先打电话核实。
join-number-own-child = ⚠️ 这是孩子自己的号码，可能有人拿着孩子的手机。请先拨打另一个号码核实。

join-confirm-oneself =
    您是<b>{ $child }</b>（{ $school }）本人，对吗？

    这个代码只给您一个人用。如果对，学校会打电话核实；之后您可以在这里了解学校保存了您的什么。这个聊天软件是境外的服务，消息不是端到端加密的：副本只有您愿意时才发到这里，而且是加锁的文件。
join-request-oneself =
    🙋 <b>{ $name }</b>（{ $class }）已成年，申请查看自己的档案。这个关联只给本人，不给家里其他人：请打电话，确认是本人。
join-approved-oneself =
    ✅ 学校已批准。

    在菜单里可以看到学校保存了您的什么：可以要副本、更正某一项，或者要求删除。不会给您发别的消息。

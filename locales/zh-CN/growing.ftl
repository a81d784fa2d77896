growing-soon = 满18岁那天，家人的关联结束。也请问问本人是否想要自己的档案：从那天起，您可以在这里为本人生成代码。
growing-own-record = 🎓 已成年：档案现在属于本人。有了代码，本人可以在这里要副本、更正或要求删除。
growing-own-link = 本人的关联：{ $state }
growing-goes = 档案将在 { $day } 自动删除。
growing-code = ✉️ 给本人的代码
growing-end-link = ⏹ 解除本人的关联
growing-asked = ✔ 已问过，办好
growing-goes-soon =
    📂 { $day }，学校会自动删除这里保存的关于您的内容，删除后无法恢复。

    想要一份副本吗？请在那天之前提出。
growing-gone =
    📂 时间到了：学校删除这里保存的关于您的内容。法律还要求保存的，谁也看不到，之后自动删除。

    祝您一路顺利！

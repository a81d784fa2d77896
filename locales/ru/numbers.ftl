numbers-ring = За этим чатом не следят круглые сутки. Если срочно, звоните сейчас:
numbers-line = ☎️ { $label }: { $number }
numbers-one = { $label }: { $number }
# Between the numbers of one line.
numbers-between = { " · " }
numbers-short = ☎️ { $numbers }
# Shown only where the operator set no number at all.
numbers-last = ☎️ Экстренная помощь с любого мобильного: 112

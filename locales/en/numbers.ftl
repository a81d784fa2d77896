numbers-ring = Nobody watches this chat round the clock. If it is urgent, ring now:
numbers-line = ☎️ { $label }: { $number }
numbers-one = { $label }: { $number }
# Between the numbers of one line.
numbers-between = { " · " }
numbers-short = ☎️ { $numbers }
# Shown only where the operator set no number at all.
numbers-last = ☎️ Emergency, from any mobile phone: 112

numbers-ring = 这里不是全天有人看。有急事请马上打电话：
numbers-line = ☎️ { $label }：{ $number }
numbers-one = { $label }：{ $number }
# Between the numbers of one line.
numbers-between = { " · " }
numbers-short = ☎️ { $numbers }
# Shown only where the operator set no number at all.
numbers-last = ☎️ 紧急求助，任何手机都能打：112

numbers-ring = Bu chatni kechayu kunduz kuzatib turadigan odam yoʻq. Shoshilinch boʻlsa, hozir qoʻngʻiroq qiling:
numbers-line = ☎️ { $label }: { $number }
numbers-one = { $label }: { $number }
# Between the numbers of one line.
numbers-between = { " · " }
numbers-short = ☎️ { $numbers }
# Shown only where the operator set no number at all.
numbers-last = ☎️ Favqulodda yordam, har qanday mobil telefondan: 112

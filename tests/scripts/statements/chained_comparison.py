def t(x): print('t', x); return x
print(1 < 2 < 3, 1 < 3 < 2, 1 < t(2) < 3, 5 < t(1) < t(9), 'a' < 'b' <= 'b', not 1 == 2, (1 < 2) < 2, 1 < (2 < 3), 2 == 2.0 != 3)
print(1 in [1] in [[1]], 3 not in [1, 2] != [])
# expect: t 2
# expect: t 1
# expect: True False True False True True True False True
# expect: True True

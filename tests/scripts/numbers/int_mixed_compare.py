print(1 == 1.0, 1 < 1.5, 2**53 == float(2**53), 2**53 + 1 == float(2**53), 10**400 > 1e308, 10**400 > float('inf'), -10**400 < float('-inf'), 1 == True, 1 == '1', 1 != None, 2**70 > 1, hash(2**61 - 1), hash(2**61), hash(-1), hash(-2), hash(1.5), hash(1.0), hash(True), hash(10**30), hash(-10**30), hash(float('inf')), hash(0.1))
print(float('nan') == float('nan'), float('nan') < 1, 3 > float('nan'), [1, 2.0, True].count(1), 0.1 + 0.2 == 0.3, 1e16 + 1 == 10**16 + 1)
# expect: True True True False True False False True False True True 0 1 -2 -2 1152921504606846977 1 1 465258685558744706 -465258685558744706 314159 230584300921369408
# expect: False False False 2 False False

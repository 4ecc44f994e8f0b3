for i in range(3):
    if i == 5: break
else: print('no break', i)
for i in []: pass
else: print('empty else')
while True:
    break
else: print('never')
n = 3
while n: n -= 1
else: print('done', n)
for i in range(5):
    if i % 2: continue
    for j in range(3):
        if j == 1: break
        print(i, j, end=' ')
    else: print('inner else')
print()
for x in (lst := [1, 2, 3]):
    if x == 1: lst.append(9)
    print(x, end=' ')
for i, (a, *b) in enumerate([(1, 2, 3), 'xy']): print(i, a, b)
for d['k'] in range(2) if (d := {}) is not None else []: pass
print(d)
# expect: no break 2
# expect: empty else
# expect: done 0
# expect: 0 0 2 0 4 0 
# expect: 1 2 3 9 0 1 [2, 3]
# expect: 1 x ['y']
# expect: {'k': 1}

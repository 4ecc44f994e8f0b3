a = [1, 2]; d = {'x': 1}
print([*a, *a], (*a, 3), {*a, 1}, {**d, 'y': 2, **{'x': 9}}, *a, sep=',')
def f(*args, **kw): return args, kw
print(f(*a, *'b', 5, **d, z=3, **{'w': 4}), f(*range(2), k=1, *[9]))
first, *_, last = range(5); print(first, last); *init, = 'ab'; print(init)
for h, *t in [(1, 2, 3), 'ab']: print(h, t)
print([x for x in (*a, *a)], dict(**d, q=1), [*map(str, a)], max(*a), print(*[], sep='-'))
x = *a, 3; print(x)
def g(): return *a, 9
print(g())
# expect: [1, 2, 1, 2],(1, 2, 3),{1, 2},{'x': 9, 'y': 2},1,2
# expect: ((1, 2, 'b', 5), {'x': 1, 'z': 3, 'w': 4}) ((0, 1, 9), {'k': 1})
# expect: 0 4
# expect: ['a', 'b']
# expect: 1 [2, 3]
# expect: a ['b']
# expect: 
# expect: [1, 2, 1, 2] {'x': 1, 'q': 1} ['1', '2'] 2 None
# expect: (1, 2, 3)
# expect: (1, 2, 9)

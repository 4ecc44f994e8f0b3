if (n := len('abc')) > 2: print(n)
print([y for x in range(5) if (y := x * 2) > 4], y, (z := 1, z + 1), f'{(w := 3)}', w)
data = iter([1, 2, 0, 3])
while (v := next(data)): print(v, end=' ')
print(any((hit := x) > 1 for x in [1, 2, 3]), hit)
def f():
    if m := 'x': return m, [m := i for i in range(3)], m
print(f(), (a := (b := 2) + 1), a, b, print(c := 4), c)
# expect: 3
# expect: [6, 8] 8 (1, 2) 3 3
# expect: 1 2 True 2
# expect: 4
# expect: ('x', [0, 1, 2], 2) 3 3 2 None 4

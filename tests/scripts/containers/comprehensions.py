x = 'outer'
print([x for x in range(3)], x, {k: v for k, v in zip('ab', [1, 2])}, {i % 2 for i in range(5)}, [(i, j) for i in range(3) for j in range(i)], [i for i in range(10) if i % 2 if i > 3], [[j for j in range(i)] for i in range(3)], [a if a else 'z' for a in (0, 1)], sum(i * i for i in range(4)), [y := 5, y], list((i, x) for i in range(1)))
class C:
    n = 3
    a = [i for i in range(n)]
    try: b = [n for _ in range(2)]
    except NameError as e: print(e)
print(C.a, [last := i for i in range(3)], last)
fs = [lambda: i for i in range(3)]; print([f() for f in fs])
def g():
    v = 10
    return [v + i for i in range(2)], {v: i for i in 'a'}, any(v > i for i in [1])
print(g())
# expect: [0, 1, 2] outer {'a': 1, 'b': 2} {0, 1} [(1, 0), (2, 0), (2, 1)] [5, 7, 9] [[], [0], [0, 1]] ['z', 1] 14 [5, 5] [(0, 'outer')]
# expect: name 'n' is not defined
# expect: [0, 1, 2] [0, 1, 2] 2
# expect: [2, 2, 2]
# expect: ([10, 11], {10: 'a'}, True)

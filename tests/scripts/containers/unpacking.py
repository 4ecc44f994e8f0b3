a, b = 1, 2; a, b = b, a; (c, d), e = [3, 4], 5; [f, g] = 'xy'; print(a, b, c, d, e, f, g)
h, *i = [1, 2, 3]; *j, k = (1, 2, 3); l, *m, n = 'ab'; print(h, i, j, k, l, m, n); (o, *p), q = ([1, 2], 3); print(o, p, q)
for r, (s, *t) in [(1, (2, 3, 4))]: print(r, s, t)
x = [0, 1]; y = 0; y, x[y] = 1, 9; print(x, y)
print([*range(2), *[5]], (*'ab',), {*[1, 1]}, {**{'a': 1}, **{'a': 2}}, *[1, 2], sep='-')
for src in ('a, b = 1', 'a, b = [1]', 'a, b = 1, 2, 3', 'a, *b, c = [1]', 'a, b = {}', 'a, b = None', '[a, b] = "x"', '*a, = 5', 'print(*5)', 'print(**5)', '{**5}', '[*5]', 'dict(**{1: 2})', 'print(*None)', 'a, b, c = range(2)', 'for a, b in [1]: pass'):
    try: exec(src)
    except Exception as e: print(src, '->', type(e).__name__, e)
# expect: 2 1 3 4 5 x y
# expect: 1 [2, 3] [1, 2] 3 a [] b
# expect: 1 [2] 3
# expect: 1 2 [3, 4]
# expect: [0, 9] 1
# expect: [0, 1, 5]-('a', 'b')-{1}-{'a': 2}-1-2
# expect: a, b = 1 -> TypeError cannot unpack non-iterable int object
# expect: a, b = [1] -> ValueError not enough values to unpack (expected 2, got 1)
# expect: a, b = 1, 2, 3 -> ValueError too many values to unpack (expected 2)
# expect: a, *b, c = [1] -> ValueError not enough values to unpack (expected at least 2, got 1)
# expect: a, b = {} -> ValueError not enough values to unpack (expected 2, got 0)
# expect: a, b = None -> TypeError cannot unpack non-iterable NoneType object
# expect: [a, b] = "x" -> ValueError not enough values to unpack (expected 2, got 1)
# expect: *a, = 5 -> TypeError cannot unpack non-iterable int object
# expect: print(*5) -> TypeError print() argument after * must be an iterable, not int
# expect: print(**5) -> TypeError print() argument after ** must be a mapping, not int
# expect: {**5} -> TypeError 'int' object is not a mapping
# expect: [*5] -> TypeError Value after * must be an iterable, not int
# expect: dict(**{1: 2}) -> TypeError keywords must be strings
# expect: print(*None) -> TypeError print() argument after * must be an iterable, not NoneType
# expect: a, b, c = range(2) -> ValueError not enough values to unpack (expected 3, got 2)
# expect: for a, b in [1]: pass -> TypeError cannot unpack non-iterable int object

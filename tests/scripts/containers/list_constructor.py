print(list(), list('ab'), list((1, 2)), list({'a': 1}), list(range(3)), list(x for x in 'ab'), [None] * 3, [[]] * 2, list({1: 2}.items()))
rows = [[0] * 2] * 2; rows[0][0] = 1; print(rows)
for f in (lambda: list(5), lambda: list(1, 2), lambda: list(x=1)):
    try: f()
    except TypeError as e: print(e)
class L(list):
    def total(self): return sum(self)
l = L([1, 2]); l.append(3); print(l, l.total(), type(l).__name__, type(l + [1]).__name__, type(l[:1]).__name__, repr(L()), l == [1, 2, 3])
# expect: [] ['a', 'b'] [1, 2] ['a'] [0, 1, 2] ['a', 'b'] [None, None, None] [[], []] [(1, 2)]
# expect: [[1, 0], [1, 0]]
# expect: 'int' object is not iterable
# expect: list expected at most 1 argument, got 2
# expect: list() takes no keyword arguments
# expect: [1, 2, 3] 6 L list list [] True

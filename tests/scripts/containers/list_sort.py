a = ['bb', 'A', 'c', 'aa']
a.sort(); print(a); a.sort(key=str.lower); print(a); a.sort(key=len, reverse=True); print(a)
pairs = [(1, 'b'), (0, 'a'), (1, 'a'), (0, 'b')]
print(sorted(pairs, key=lambda p: p[0]), sorted(pairs, key=lambda p: p[0], reverse=True), sorted({3, 1, 2}, key=lambda x: -x))
for f in (lambda: [1, 'a'].sort(), lambda: sorted([None, 1]), lambda: sorted(5), lambda: [1].sort(len), lambda: sorted([1], key=5), lambda: sorted([{}, {}])):
    try: f()
    except TypeError as e: print(e)
class K:
    def __init__(self, v): self.v = v
    def __lt__(self, o): return self.v < o.v
    def __repr__(self): return f'K{self.v}'
print(sorted([K(3), K(1), K(2)]), max([K(3), K(1)], key=lambda k: k.v), sorted([2.5, True, 1, -1]))
# expect: ['A', 'aa', 'bb', 'c']
# expect: ['A', 'aa', 'bb', 'c']
# expect: ['aa', 'bb', 'A', 'c']
# expect: [(0, 'a'), (0, 'b'), (1, 'b'), (1, 'a')] [(1, 'b'), (1, 'a'), (0, 'a'), (0, 'b')] [3, 2, 1]
# expect: '<' not supported between instances of 'str' and 'int'
# expect: '<' not supported between instances of 'int' and 'NoneType'
# expect: 'int' object is not iterable
# expect: sort() takes no positional arguments
# expect: 'int' object is not callable
# expect: '<' not supported between instances of 'dict' and 'dict'
# expect: [K1, K2, K3] K3 [-1, True, 1, 2.5]

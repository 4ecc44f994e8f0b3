from collections.abc import Mapping, MutableMapping, Sequence, MutableSequence, Iterator, Set
class M(Mapping):
    def __init__(self, d): self.d = d
    def __getitem__(self, k): return self.d[k]
    def __iter__(self): return iter(self.d)
    def __len__(self): return len(self.d)
m = M({'a': 1}); print(m['a'], m.get('z', 5), 'a' in m, list(m.keys()), list(m.values()), list(m.items()), m == {'a': 1}, dict(m), isinstance(m, Mapping), {**m})
class MM(M, MutableMapping):
    def __setitem__(self, k, v): self.d[k] = v
    def __delitem__(self, k): del self.d[k]
n = MM({}); n.update(a=1, b=2); n.setdefault('c', 3); print(n.pop('a'), n.d, n.popitem(), len(n)); n.clear(); print(n.d)
class S(Sequence):
    def __getitem__(self, i): return [1, 2, 3][i]
    def __len__(self): return 3
s = S(); print(list(s), 2 in s, s.index(3), s.count(1), list(reversed(s)))
class I(Iterator):
    def __next__(self): raise StopIteration
print(list(I()), iter(I()).__class__.__name__)
try: Mapping()
except TypeError as e: print(e)
try: class_ = type('X', (Mapping,), {}); class_()
except TypeError as e: print(e)
# expect: 1 5 True ['a'] [1] [('a', 1)] True {'a': 1} True {'a': 1}
# expect: 1 {'c': 3} ('b', 2) 1
# expect: {}
# expect: [1, 2, 3] True 2 1 [3, 2, 1]
# expect: [] I
# expect: Can't instantiate abstract class Mapping with abstract methods __getitem__, __iter__, __len__
# expect: Can't instantiate abstract class X with abstract methods __getitem__, __iter__, __len__

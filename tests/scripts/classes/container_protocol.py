class C:
    def __init__(self): self.d = {}
    def __getitem__(self, k): print('get', k); return self.d[k]
    def __setitem__(self, k, v): print('set', k, v); self.d[k] = v
    def __delitem__(self, k): print('del', k); del self.d[k]
    def __len__(self): return len(self.d)
    def __contains__(self, k): print('contains', k); return k in self.d
    def __iter__(self): return iter(self.d)
    def __reversed__(self): return iter('rev')
c = C(); c['a'] = 1; c['a'] += 5; c[1, 2] = 3; print(c['a'], len(c), 'a' in c, list(c), list(reversed(c)), bool(c)); del c['a']; print(bool(C()))
try: c['zz']
except KeyError as e: print(e)
class Old:
    def __getitem__(self, i):
        if i > 2: raise IndexError(i)
        return i * 10
print(list(Old()), 20 in Old(), 5 in Old(), [*Old()], tuple(Old()), max(Old()))
a, b, c = Old(); print(a, b, c)
class S:
    def __getitem__(self, k): return k
print(S()[1:2], S()[1:2, ::3], S()[...], S()[:], S()[None, 1])
class BadLen:
    def __init__(self, n): self.n = n
    def __len__(self): return self.n
for v in (-1, 'x', 1.5, 2**70):
    try: len(BadLen(v))
    except Exception as e: print(type(e).__name__, e)
# expect: set a 1
# expect: get a
# expect: set a 6
# expect: set (1, 2) 3
# expect: get a
# expect: contains a
# expect: 6 2 True ['a', (1, 2)] ['r', 'e', 'v'] True
# expect: del a
# expect: False
# expect: get zz
# expect: 'zz'
# expect: [0, 10, 20] True False [0, 10, 20] (0, 10, 20) 20
# expect: 0 10 20
# expect: slice(1, 2, None) (slice(1, 2, None), slice(None, None, 3)) Ellipsis slice(None, None, None) (None, 1)
# expect: ValueError __len__() should return >= 0
# expect: TypeError 'str' object cannot be interpreted as an integer
# expect: TypeError 'float' object cannot be interpreted as an integer
# expect: OverflowError cannot fit 'int' into an index-sized integer

class D(dict):
    def __setitem__(self, k, v): super().__setitem__(k, v * 2)
    def __missing__(self, k): return f'no {k}'
    def __getattr__(self, n):
        try: return self[n]
        except KeyError: raise AttributeError(n)
d = D(a=1); d['b'] = 2; d.update(c=3); print(d, d['zz'], d.get('zz'), d.b, isinstance(d, dict), dict(d), {**d}, len(d), d == {'a': 1, 'b': 4, 'c': 3}, type(d.copy()).__name__)
class L(list):
    def __getitem__(self, i): return ('got', super().__getitem__(i))
    def append(self, x): super().append(x); return self
l = L([1]); print(l.append(2).append(3), l[0], l[-1], list(l), len(l), [x for x in l], sorted(l, reverse=True))
class S(set):
    def add(self, x): super().add(x * 10)
s = S([1]); s.add(2); print(sorted(s), type(s | {5}).__name__, S([3]), repr(S()))
class E(Exception): pass
class X(str):
    def __eq__(self, o): return True
    __hash__ = str.__hash__
print(X('a') == 'b', X('ab')[0], X('a').join('xy'), f'{X("q"):>3}', X('%s') % 1)
# expect: {'a': 1, 'b': 4, 'c': 3} no zz None 4 True {'a': 1, 'b': 4, 'c': 3} {'a': 1, 'b': 4, 'c': 3} 3 True dict
# expect: [1, 2, 3] ('got', 1) ('got', 3) [1, 2, 3] 3 [1, 2, 3] [3, 2, 1]
# expect: [1, 20] set S({3}) S()
# expect: True a xay   q 1

from collections import OrderedDict, ChainMap, UserDict
o = OrderedDict([('a', 1), ('b', 2)]); o['c'] = 3; o.move_to_end('a'); print(o, list(o), o.popitem(), o.popitem(last=False), o, o == {'b': 2} or dict(o), OrderedDict(a=1, b=2) == OrderedDict(b=2, a=1), OrderedDict(a=1, b=2) == dict(b=2, a=1)); o.move_to_end('c', last=False) if 'c' in o else None; print(o, list(reversed(OrderedDict(x=1, y=2))), OrderedDict())
c = ChainMap({'a': 1}, {'a': 2, 'b': 3}); print(c['a'], c['b'], len(c), sorted(c), c.get('z'), c.maps, dict(c) == {'a': 1, 'b': 3}); c['n'] = 5; print(c.maps[0], c.new_child({'q': 1})['q'], c.parents['a'])
try: c['zz']
except KeyError as e: print(repr(e))
class U(UserDict):
    def __setitem__(self, k, v): super().__setitem__(k.upper(), v)
u = U(a=1); u['b'] = 2; print(u, u.data, 'A' in u, len(u))
# expect: OrderedDict([('c', 3)]) ['b', 'c', 'a'] ('a', 1) ('b', 2) OrderedDict([('c', 3)]) {'c': 3} False True
# expect: OrderedDict([('c', 3)]) ['y', 'x'] OrderedDict()
# expect: 1 3 2 ['a', 'b'] None [{'a': 1}, {'a': 2, 'b': 3}] True
# expect: {'a': 1, 'n': 5} 1 2
# expect: KeyError('zz')
# expect: {'A': 1, 'B': 2} {'A': 1, 'B': 2} True 2

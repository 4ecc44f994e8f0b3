from collections import defaultdict
d = defaultdict(list); d['a'].append(1); d['b']; print(d, dict(d), d.get('zz'), 'zz' in d, len(d), d.default_factory)
n = defaultdict(int); n['x'] += 5; print(n, n['q'], sorted(n)); l = defaultdict(lambda: "def", k=1); print(l["any"], dict(l))
for f in (lambda: defaultdict()['k'], lambda: defaultdict(5), lambda: defaultdict(None)['x']):
    try: f()
    except Exception as e: print(type(e).__name__, e)
nested = defaultdict(lambda: defaultdict(int)); nested['a']['b'] += 1; print({k: dict(v) for k, v in nested.items()}, defaultdict(set, {'x': {1}}), d.copy() == d, d == {'a': [1], 'b': []}, defaultdict(int, a=1) | {'b': 2})
class M(defaultdict):
    def __missing__(self, k): return k + '!'
print(M()['z'])
# expect: defaultdict(<class 'list'>, {'a': [1], 'b': []}) {'a': [1], 'b': []} None False 2 <class 'list'>
# expect: defaultdict(<class 'int'>, {'x': 5, 'q': 0}) 0 ['q', 'x']
# expect: def {'k': 1, 'any': 'def'}
# expect: KeyError 'k'
# expect: TypeError first argument must be callable or None
# expect: KeyError 'x'
# expect: {'a': {'b': 1}} defaultdict(<class 'set'>, {'x': {1}}) True True defaultdict(<class 'int'>, {'a': 1, 'b': 2})
# expect: z!

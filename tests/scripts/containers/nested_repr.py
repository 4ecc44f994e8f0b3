a = [1]; a.append(a); d = {'k': a}; d['self'] = d; t = (a,); print(a, d, t)
class P:
    def __repr__(self): return 'P()'
print([P(), 'x', 1.0, None, b'b', {1: P()}], {P: 1}.__class__, ('a',), [()], {'s': {1}}, [1.0, 1e100, -0.0], [[[]]], ['\n', "it's"], [True, ...], (None,), {1: {2: {3: {}}}})
print(repr([float('nan')]), [''], {'': ''}, [range(2)], [int], {'a': 'é'}, [1, [2, [3, [4]]]], (1, (2, (3,))))
# expect: [1, [...]] {'k': [1, [...]], 'self': {...}} ([1, [...]],)
# expect: [P(), 'x', 1.0, None, b'b', {1: P()}] <class 'dict'> ('a',) [()] {'s': {1}} [1.0, 1e+100, -0.0] [[[]]] ['\n', "it's"] [True, Ellipsis] (None,) {1: {2: {3: {}}}}
# expect: [nan] [''] {'': ''} [range(0, 2)] [<class 'int'>] {'a': 'é'} [1, [2, [3, [4]]]] (1, (2, (3,)))

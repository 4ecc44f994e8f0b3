def f(class_=1, type=2, id=3, print=4): return class_, type, id, print
print(f(), f(type='t', id='i'), (lambda self, cls: (self, cls))(cls=1, self=2))
kw = {'b': 2, 'a': 1}
def g(a, b, **rest): return a, b, rest
print(g(**kw), g(**kw, c=3), g(*[1], **{'b': 5}), g(1, **{'b': 2, 'c-d': 3}))
def h(*args): return args
print(h(*'ab', *[1, 2], 3), h(*range(3), *()), h(*{1: 2}), h(*(x for x in 'z')))
def chain(**a): return dict(**a, extra=1)
print(chain(x=1))
# expect: (1, 2, 3, 4) (1, 't', 'i', 4) (2, 1)
# expect: (1, 2, {}) (1, 2, {'c': 3}) (1, 5, {}) (1, 2, {'c-d': 3})
# expect: ('a', 'b', 1, 2, 3) (0, 1, 2) (1,) ('z',)
# expect: {'x': 1, 'extra': 1}

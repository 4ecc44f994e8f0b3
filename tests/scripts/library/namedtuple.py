from collections import namedtuple
from typing import NamedTuple
P = namedtuple('P', ['x', 'y']); p = P(1, y=2)
print(p, p.x, p[1], p == (1, 2), P._fields, p._asdict(), p._replace(x=9), P._make([5, 6]), len(p), [*p], p + (3,), hash(p) == hash((1, 2)), isinstance(p, tuple), P.__name__, p.index(2), sorted([P(2, 1), P(1, 2)]), P.__doc__)
x, y = p; print(x, y, '%s-%s' % p, f'{p.x}', max(P(1, 2), P(1, 3)))
Q = namedtuple('Q', 'a b c', defaults=[8, 9]); print(Q(1), Q._field_defaults)
for f in (lambda: P(1), lambda: P(1, 2, 3), lambda: P(1, z=2), lambda: setattr(p, 'x', 5), lambda: p.z, lambda: namedtuple('R', 'class a'), lambda: namedtuple('R', 'a a'), lambda: namedtuple('R', '_a'), lambda: p._replace(q=1), lambda: namedtuple('1R', 'a'), lambda: P._make([1])):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
class E(NamedTuple):
    name: str
    age: int = 3
    def hi(self): return f'hi {self.name}'
e = E('Bob'); print(e, e.hi(), e.age, E._fields, e._replace(age=4), E.__annotations__)
class S(P):
    @property
    def total(self): return self.x + self.y
print(S(1, 2).total, S(1, 2))
print(namedtuple('Rn', 'a def a', rename=True)._fields)
# expect: P(x=1, y=2) 1 2 True ('x', 'y') {'x': 1, 'y': 2} P(x=9, y=2) P(x=5, y=6) 2 [1, 2] (1, 2, 3) True True P 1 [P(x=1, y=2), P(x=2, y=1)] P(x, y)
# expect: 1 2 1-2 1 P(x=1, y=3)
# expect: Q(a=1, b=8, c=9) {'b': 8, 'c': 9}
# expect: TypeError P.__new__() missing 1 required positional argument: 'y'
# expect: TypeError P.__new__() takes 3 positional arguments but 4 were given
# expect: TypeError P.__new__() got an unexpected keyword argument 'z'
# expect: AttributeError can't set attribute
# expect: AttributeError 'P' object has no attribute 'z'
# expect: ValueError Type names and field names cannot be a keyword: 'class'
# expect: ValueError Encountered duplicate field name: 'a'
# expect: ValueError Field names cannot start with an underscore: '_a'
# expect: ValueError Got unexpected field names: ['q']
# expect: ValueError Type names and field names must be valid identifiers: '1R'
# expect: TypeError Expected 2 arguments, got 1
# expect: E(name='Bob', age=3) hi Bob 3 ('name', 'age') E(name='Bob', age=4) {'name': <class 'str'>, 'age': <class 'int'>}
# expect: 3 S(x=1, y=2)
# expect: ('a', '_1', '_2')

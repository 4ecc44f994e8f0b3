from collections import namedtuple, defaultdict, Counter, deque, OrderedDict
P = namedtuple('P', 'x y', defaults=[5])
print(P(1), P(1).x, P(1)._asdict(), P(1) == (1, 5))
d = defaultdict(list); d['a'].append(1); print(d)
print(Counter('abracadabra').most_common(2), deque([1, 2], maxlen=2))
from functools import *
import itertools
print(reduce(lambda a, b: a + b, [1, 2, 3]), list(itertools.chain([1], [2])), list(itertools.product('ab', repeat=2)))
# expect: P(x=1, y=5) 1 {'x': 1, 'y': 5} True
# expect: defaultdict(<class 'list'>, {'a': [1]})
# expect: [('a', 5), ('b', 2)] deque([1, 2], maxlen=2)
# expect: 6 [1, 2] [('a', 'a'), ('a', 'b'), ('b', 'a'), ('b', 'b')]

from pprint import pprint, pformat
from collections import OrderedDict, defaultdict, Counter, deque, ChainMap
from types import SimpleNamespace
long = ['some longer words %d' % i for i in range(4)]
pprint({'Pearl Buck': OrderedDict([('The Good Earth', long), ('Peony', ['x'])]), 'b': OrderedDict()})
pprint(defaultdict(list, {'b': long, 'a': [1]}))
pprint(defaultdict(int))
pprint(Counter(long * 2 + ['other words', 'different words'] * 3), indent=2)
pprint(deque(long)); pprint(deque(long * 2, maxlen=6)); pprint(deque([1]))
pprint(ChainMap({'first': long}, {'second': long})); pprint(SimpleNamespace(name='short', words=long))
pprint([OrderedDict(a=1), Counter('aab'), defaultdict(int, a=1)])
pprint({'depth': {'a': OrderedDict(a={'b': {'c': 1}})}}, depth=2, width=20)
class Registry(OrderedDict): pass
pprint(Registry(one=long[0] * 2, two=long[1] * 2))
# expect: {'Pearl Buck': OrderedDict([('The Good Earth',
# expect:                              ['some longer words 0',
# expect:                               'some longer words 1',
# expect:                               'some longer words 2',
# expect:                               'some longer words 3']),
# expect:                             ('Peony', ['x'])]),
# expect:  'b': OrderedDict()}
# expect: defaultdict(<class 'list'>,
# expect:             {'a': [1],
# expect:              'b': ['some longer words 0',
# expect:                    'some longer words 1',
# expect:                    'some longer words 2',
# expect:                    'some longer words 3']})
# expect: defaultdict(<class 'int'>, {})
# expect: Counter({ 'other words': 3,
# expect:           'different words': 3,
# expect:           'some longer words 0': 2,
# expect:           'some longer words 1': 2,
# expect:           'some longer words 2': 2,
# expect:           'some longer words 3': 2})
# expect: deque(['some longer words 0',
# expect:        'some longer words 1',
# expect:        'some longer words 2',
# expect:        'some longer words 3'])
# expect: deque(['some longer words 2',
# expect:        'some longer words 3',
# expect:        'some longer words 0',
# expect:        'some longer words 1',
# expect:        'some longer words 2',
# expect:        'some longer words 3'],
# expect:       maxlen=6)
# expect: deque([1])
# expect: ChainMap({'first': ['some longer words 0',
# expect:                     'some longer words 1',
# expect:                     'some longer words 2',
# expect:                     'some longer words 3']},
# expect:          {'second': ['some longer words 0',
# expect:                      'some longer words 1',
# expect:                      'some longer words 2',
# expect:                      'some longer words 3']})
# expect: namespace(name='short',
# expect:           words=['some longer words 0',
# expect:                  'some longer words 1',
# expect:                  'some longer words 2',
# expect:                  'some longer words 3'])
# expect: [OrderedDict([('a', 1)]),
# expect:  Counter({'a': 2, 'b': 1}),
# expect:  defaultdict(<class 'int'>, {'a': 1})]
# expect: {'depth': {'a': OrderedDict([('a',
# expect:                               {'b': {'c': 1}})])}}
# expect: Registry([('one', 'some longer words 0some longer words 0'),
# expect:           ('two', 'some longer words 1some longer words 1')])

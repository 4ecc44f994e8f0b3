from collections import Counter
c = Counter('mississippi'); d = Counter(s=1, x=2)
print(c, c['s'], c['zz'], c.most_common(2), c.most_common(), sorted(c.elements()), c + d, c - d, c & d, c | d, sum(c.values()), c.total(), dict(c), len(c), 'm' in c)
c.update('ms'); c.subtract({'i': 1}); print(c); del c['m']; print(c, Counter(), Counter([1, 1]) == {1: 2}, +Counter(a=1, b=-1), -Counter(a=1, b=-1), Counter({'a': 3}).items())
c['new'] += 1; print(c['new'], c.pop('new'), Counter(a=1) <= Counter(a=2))
print(repr(Counter(a=1, b=1)), Counter(['b', 'a', 'b']).most_common(1), max(c, key=c.get), Counter(c) == c, c.copy() == c)
# expect: Counter({'i': 4, 's': 4, 'p': 2, 'm': 1}) 4 0 [('i', 4), ('s', 4)] [('i', 4), ('s', 4), ('p', 2), ('m', 1)] ['i', 'i', 'i', 'i', 'm', 'p', 'p', 's', 's', 's', 's'] Counter({'s': 5, 'i': 4, 'p': 2, 'x': 2, 'm': 1}) Counter({'i': 4, 's': 3, 'p': 2, 'm': 1}) Counter({'s': 1}) Counter({'i': 4, 's': 4, 'p': 2, 'x': 2, 'm': 1}) 11 11 {'m': 1, 'i': 4, 's': 4, 'p': 2} 4 True
# expect: Counter({'s': 5, 'i': 3, 'm': 2, 'p': 2})
# expect: Counter({'s': 5, 'i': 3, 'p': 2}) Counter() True Counter({'a': 1}) Counter({'b': 1}) dict_items([('a', 3)])
# expect: 1 1 True
# expect: Counter({'a': 1, 'b': 1}) [('b', 2)] s True True

d = {'a': 1, 'b': 2}
print(d['a'], d.get('z'), d.get('z', 0), d.setdefault('a', 9), d.setdefault('c', 3), d.setdefault('n'), d, d.pop('n'), d.pop('z', 'def'), d.popitem(), list(d), len(d), 'a' in d, 1 in d)
d.update({'x': 1}, y=2); d.update([('z', 3)]); d.update(); print(d, d.copy() == d, d.copy() is d, dict.fromkeys('ab'), dict.fromkeys([1, 2], 0)); d.clear(); print(d)
for f in (lambda: d['q'], lambda: d.pop('q'), lambda: d.popitem(), lambda: d.update(5), lambda: d.update([1]), lambda: d.update(['abc']), lambda: {[]: 1}, lambda: d.get([]), lambda: d.foo, lambda: d[1, 2], lambda: d.pop(), lambda: d.__delitem__('k'), lambda: d.fromkeys(), lambda: d.setdefault(), lambda: d[{}]):
    try: f()
    except Exception as e: print(type(e).__name__, e)
# expect: 1 None 0 1 3 None {'a': 1, 'b': 2} None def ('c', 3) ['a', 'b'] 2 True False
# expect: {'a': 1, 'b': 2, 'x': 1, 'y': 2, 'z': 3} True False {'a': None, 'b': None} {1: 0, 2: 0}
# expect: {}
# expect: KeyError 'q'
# expect: KeyError 'q'
# expect: KeyError 'popitem(): dictionary is empty'
# expect: TypeError 'int' object is not iterable
# expect: TypeError cannot convert dictionary update sequence element #0 to a sequence
# expect: ValueError dictionary update sequence element #0 has length 3; 2 is required
# expect: TypeError unhashable type: 'list'
# expect: TypeError unhashable type: 'list'
# expect: AttributeError 'dict' object has no attribute 'foo'
# expect: KeyError (1, 2)
# expect: TypeError pop expected at least 1 argument, got 0
# expect: KeyError 'k'
# expect: TypeError fromkeys expected at least 1 argument, got 0
# expect: TypeError setdefault expected at least 1 argument, got 0
# expect: TypeError unhashable type: 'dict'

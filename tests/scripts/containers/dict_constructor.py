print(dict(), dict(a=1, b=2), dict([('a', 1), ['b', 2]]), dict({'x': 1}, y=2), dict(zip('ab', range(2))), dict(['ab', 'cd']), {**{'a': 1}, 'a': 2, **{'b': 3}}, {1: 'int', 1.0: 'float', True: 'bool'}, {(1, 2): 'x', None: 0})
for f in (lambda: dict(5), lambda: dict([1]), lambda: dict(['abc']), lambda: dict(1, 2), lambda: dict([(1, 2, 3)]), lambda: dict(None)):
    try: f()
    except Exception as e: print(type(e).__name__, e)
# expect: {} {'a': 1, 'b': 2} {'a': 1, 'b': 2} {'x': 1, 'y': 2} {'a': 0, 'b': 1} {'a': 'b', 'c': 'd'} {'a': 2, 'b': 3} {1: 'bool'} {(1, 2): 'x', None: 0}
# expect: TypeError 'int' object is not iterable
# expect: TypeError cannot convert dictionary update sequence element #0 to a sequence
# expect: ValueError dictionary update sequence element #0 has length 3; 2 is required
# expect: TypeError dict expected at most 1 argument, got 2
# expect: ValueError dictionary update sequence element #0 has length 3; 2 is required
# expect: TypeError 'NoneType' object is not iterable

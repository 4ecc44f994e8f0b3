print(sum([1, 2], 10), sum([[1], [2]], []), sum([0.1] * 3), min(3, 1), max([1, 5], key=lambda v: -v), min([], default='d'), max('abc'), any([0, 1]), all([]), list(map(str, [1, 2])), list(map(lambda a, b: a + b, [1, 2], [3, 4, 5])), list(filter(None, [0, 1, ''])), list(filter(lambda v: v > 1, [1, 2])), list(zip([1, 2], 'ab', [3, 4])), list(zip()), list(enumerate('ab', start=5)), list(reversed([1, 2])), len({1: 1}), sorted('ba'), next(iter([7])), abs(-3), divmod(7, 3), pow(2, 5), pow(2, 5, 7), round(2.567, 2))
for f in (lambda: sum(['a']), lambda: sum('ab', ''), lambda: min([]), lambda: max(), lambda: max(1), lambda: next([]), lambda: next(iter([])), lambda: map(1), lambda: list(map(1, [1])), lambda: list(zip([1], [1, 2], strict=True)), lambda: reversed({1}), lambda: reversed(5), lambda: len(iter([])), lambda: filter(None), lambda: list(zip([1, 2], [1], strict=True)), lambda: min(1, 'a'), lambda: sum(5), lambda: max([1], [2], default=1), lambda: all(5)):
    try: f()
    except Exception as e: print(type(e).__name__, e)
print(map(str, []), type(zip()).__name__, type(enumerate([])).__name__) if False else print(type(map(str, [])), type(zip()), type(enumerate([])), type(reversed([])), type(iter([])), type(iter({})), type(iter('')), type(iter(())), type(iter(set())), type(iter(range(1))), type({}.items()), type(filter(None, [])), type(iter({}.values())), type(iter(b'')))
# expect: 13 [1, 2] 0.30000000000000004 1 1 d c True True ['1', '2'] [4, 6] [1] [2] [(1, 'a', 3), (2, 'b', 4)] [] [(5, 'a'), (6, 'b')] [2, 1] 1 ['a', 'b'] 7 3 (2, 1) 32 4 2.57
# expect: TypeError unsupported operand type(s) for +: 'int' and 'str'
# expect: TypeError sum() can't sum strings [use ''.join(seq) instead]
# expect: ValueError min() arg is an empty sequence
# expect: TypeError max expected at least 1 argument, got 0
# expect: TypeError 'int' object is not iterable
# expect: TypeError 'list' object is not an iterator
# expect: StopIteration 
# expect: TypeError map() must have at least two arguments.
# expect: TypeError 'int' object is not callable
# expect: ValueError zip() argument 2 is longer than argument 1
# expect: TypeError 'set' object is not reversible
# expect: TypeError 'int' object is not reversible
# expect: TypeError object of type 'list_iterator' has no len()
# expect: TypeError filter expected 2 arguments, got 1
# expect: ValueError zip() argument 2 is shorter than argument 1
# expect: TypeError '<' not supported between instances of 'str' and 'int'
# expect: TypeError 'int' object is not iterable
# expect: TypeError Cannot specify a default for max() with multiple positional arguments
# expect: TypeError 'int' object is not iterable
# expect: <class 'map'> <class 'zip'> <class 'enumerate'> <class 'list_reverseiterator'> <class 'list_iterator'> <class 'dict_keyiterator'> <class 'str_ascii_iterator'> <class 'tuple_iterator'> <class 'set_iterator'> <class 'range_iterator'> <class 'dict_items'> <class 'filter'> <class 'dict_valueiterator'> <class 'bytes_iterator'>

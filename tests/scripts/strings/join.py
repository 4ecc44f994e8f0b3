print(', '.join(['a', 'b']), '-'.join('xyz'), ''.join(c for c in 'abc'), ','.join({'k': 1, 'j': 2}), '.'.join([]), 'x'.join(['only']))
for f in (lambda: ','.join([1]), lambda: ','.join(['a', None]), lambda: ','.join(5), lambda: ','.join(['a', b'b'])):
    try: f()
    except TypeError as e: print(e)
# expect: a, b x-y-z abc k,j  only
# expect: sequence item 0: expected str instance, int found
# expect: sequence item 1: expected str instance, NoneType found
# expect: can only join an iterable
# expect: sequence item 1: expected str instance, bytes found

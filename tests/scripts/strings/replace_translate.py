print('aaa'.replace('a', 'b', 2), 'abc'.replace('', '-'), 'abc'.replace('', '-', 2), 'x'.replace('y', 'z'), ''.replace('', 'a'), 'aaa'.replace('aa', 'b'))
t = str.maketrans('abc', 'xyz', 'd'); print(t, 'abcd!'.translate(t), 'ab'.translate({97: None, 98: 'BB'}), 'é'.translate({233: 'e'}), str.maketrans({'a': 1, 98: 'c'}))
for f in (lambda: str.maketrans('ab', 'c'), lambda: str.maketrans({'ab': 1}), lambda: 'a'.replace('a'), lambda: 'a'.replace(1, 'b')):
    try: f()
    except Exception as e: print(type(e).__name__, e)
# expect: bba -a-b-c- -a-bc x a ba
# expect: {97: 120, 98: 121, 99: 122, 100: None} xyz! BB e {97: 1, 98: 'c'}
# expect: ValueError the first two maketrans arguments must have equal length
# expect: ValueError string keys in translate table must be of length 1
# expect: TypeError replace expected at least 2 arguments, got 1
# expect: TypeError replace() argument 1 must be str, not int

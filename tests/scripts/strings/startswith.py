print('abc'.startswith('ab'), 'abc'.startswith(('x', 'a')), 'abc'.endswith('c', 0, 2), 'abc'.startswith('b', 1), 'abc'.startswith(''), 'abc'.startswith('', 4), 'abc'.endswith(()), 'é€'.endswith('€'))
for f in (lambda: 'a'.startswith(1), lambda: 'a'.startswith(('a', 1)), lambda: 'a'.startswith(('b', 1)), lambda: 'a'.endswith(['a'])):
    try: print(f())
    except TypeError as e: print(e)
# expect: True True False True True False False True
# expect: startswith first arg must be str or a tuple of str, not int
# expect: True
# expect: tuple for startswith must only contain str, not int
# expect: endswith first arg must be str or a tuple of str, not list

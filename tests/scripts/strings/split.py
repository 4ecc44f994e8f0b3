s = ' a  b c '
print(s.split(), s.split(' '), s.split(None, 1), s.split(' ', 2), s.rsplit(None, 1), s.rsplit(' ', 1), ''.split(), ''.split(','), 'a,b,,c'.split(','), 'a--b--c'.rsplit('--', 1))
print('a\nb\r\nc\x0bd\x85e\u2028f'.splitlines(), 'a\nb\n'.splitlines(True), ''.splitlines(), '\n'.splitlines())
print('k=v=w'.partition('='), 'k=v=w'.rpartition('='), 'k'.partition('='), 'k'.rpartition('='), 'a\u3000b\xa0c'.split())
for f in (lambda: 'a'.split(''), lambda: 'a'.split(1), lambda: 'a'.partition(''), lambda: 'a'.split(',', 'x')):
    try: f()
    except Exception as e: print(type(e).__name__, e)
# expect: ['a', 'b', 'c'] ['', 'a', '', 'b', 'c', ''] ['a', 'b c '] ['', 'a', ' b c '] [' a  b', 'c'] [' a  b c', ''] [] [''] ['a', 'b', '', 'c'] ['a--b', 'c']
# expect: ['a', 'b', 'c', 'd', 'e', 'f'] ['a\n', 'b\n'] [] ['']
# expect: ('k', '=', 'v=w') ('k=v', '=', 'w') ('k', '', '') ('', '', 'k') ['a', 'b', 'c']
# expect: ValueError empty separator
# expect: TypeError must be str or None, not int
# expect: ValueError empty separator
# expect: TypeError 'str' object cannot be interpreted as an integer

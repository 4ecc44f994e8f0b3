print('%s %r %a' % ('é', 'é', 'é'), '%5s|%-5s|%.2s|%5.1s|' % ('ab', 'ab', 'abc', 'xyz'), '%s' % None, '%s' % [1, 'a'], '%s' % ((1, 2),), '%%' % (), '%s%%' % 5)
print('%(a)s %(b)d %(a)r' % {'a': 'x', 'b': 3}, '%(a)s' % {'a': 1, 'c': 2}, '%*d|%-*d|%.*f' % (5, 42, 5, 42, 2, 3.14159), 'no' % {}, 'no' % [])
for f in (lambda: '%s %s' % 1, lambda: '%s' % (1, 2), lambda: '%z' % 1, lambda: '%(a)s' % 1, lambda: '%(a)s' % {}, lambda: '%' % 1, lambda: 'a' % 1, lambda: '%(a' % {}, lambda: '%s %(a)s' % {'a': 1}, lambda: '%*d' % ('x', 1)):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
class A:
    def __str__(self): return 'STR'
    def __repr__(self): return 'REPR'
print('%s %r' % (A(), A()))
# expect: é 'é' '\xe9'    ab|ab   |ab|    x| None [1, 'a'] (1, 2) % 5%
# expect: x 3 'x' 1    42|42   |3.14 no no
# expect: TypeError not enough arguments for format string
# expect: TypeError not all arguments converted during string formatting
# expect: ValueError unsupported format character 'z' (0x7a) at index 1
# expect: TypeError format requires a mapping
# expect: KeyError 'a'
# expect: ValueError incomplete format
# expect: TypeError not all arguments converted during string formatting
# expect: ValueError incomplete format key
# expect: {'a': 1} 1
# expect: TypeError * wants int
# expect: STR REPR

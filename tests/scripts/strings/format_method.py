print('{} {}'.format(1, 'a'), '{1} {0} {1}'.format('a', 'b'), '{x} {y!r}'.format(x=1, y='b'), '{0[1]} {0[0]}'.format([1, 2]), '{0[k]} {0[1]}'.format({'k': 'v', 1: 'one'}), '{{}} {{{}}}'.format(5), '{!s:>5}|{!r:<5}|{!a}'.format('é', 'é', 'é'))
print('{:{}}|{:{w}.{p}f}|{:>{}}'.format('a', 5, 3.14159, 'x', 4, w=8, p=2))
class A: x = 5; y = {'z': [1, 2]}
print('{0.x} {0.y[z][1]} {a.x:03d}'.format(A, a=A), '{:%Y-%m-%d}'.format(__import__('datetime').date(2024, 1, 2)))
for f in (lambda: '{}'.format(), lambda: '{x}'.format(), lambda: '{'.format(), lambda: '}'.format(), lambda: '{0} {}'.format(1, 2), lambda: '{} {0}'.format(1, 2), lambda: '{!z}'.format(1), lambda: '{0.q}'.format(1), lambda: '{0[q]}'.format({}), lambda: '{:d}'.format('x'), lambda: '{0[9]}'.format([1]), lambda: '{5}'.format(1)):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
print('{a}'.format_map({'a': 1}))
# expect: 1 a b a b 1 'b' 2 1 v one {} {5}     é|'é'  |'\xe9'
# expect: a    |    3.14|   x
# expect: 5 2 005 2024-01-02
# expect: IndexError Replacement index 0 out of range for positional args tuple
# expect: KeyError 'x'
# expect: ValueError Single '{' encountered in format string
# expect: ValueError Single '}' encountered in format string
# expect: ValueError cannot switch from manual field specification to automatic field numbering
# expect: ValueError cannot switch from automatic field numbering to manual field specification
# expect: ValueError Unknown conversion specifier z
# expect: AttributeError 'int' object has no attribute 'q'
# expect: KeyError 'q'
# expect: ValueError Unknown format code 'd' for object of type 'str'
# expect: IndexError list index out of range
# expect: IndexError Replacement index 5 out of range for positional args tuple
# expect: 1

import sys, io
print(1, 2, sep='-', end='!\n'); print('a', 'b', sep=''); print(); print('x', end=''); print(); print(*[1, 2], sep='\n'); print('é', None, True, 1.0, [1], sep=' | '); print(sep='x'); print('a', sep=None, end=None); print('flush', flush=True)
b = io.StringIO(); print('to buffer', 1, file=b); print(repr(b.getvalue())); sys.stdout.write('written\n'); print(print('inner'))
class W:
    def write(self, s): sys.stdout.write(f'<{s!r}>')
print('a', 'b', file=W()); print()
# expect: 1-2!
# expect: ab
# expect: 
# expect: x
# expect: 1
# expect: 2
# expect: é | None | True | 1.0 | [1]
# expect: 
# expect: a
# expect: flush
# expect: 'to buffer 1\n'
# expect: written
# expect: inner
# expect: None
# expect: <'a'><' '><'b'><'\n'>

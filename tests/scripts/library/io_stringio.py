import io
s = io.StringIO('line1\nline2\nline3'); print(s.read(3), repr(s.readline()), s.tell(), s.readlines(), s.read(), s.seek(0), [l for l in s], s.getvalue()); s.seek(0, 2); print(s.write('!'), s.getvalue()[-2:], s.truncate(4), s.getvalue(), s.readable(), s.closed); s.close()
for f in (lambda: s.read(), lambda: io.StringIO(5), lambda: io.StringIO().write(5), lambda: io.BytesIO().write('a')):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
b = io.BytesIO(b'abc'); print(b.read(1), b.read(), b.getvalue(), b.seek(1), b.read(), b.write(b'z'), b.getvalue())
with io.StringIO() as f: print('x', 'y', sep=',', file=f); print(repr(f.getvalue()))
o = io.StringIO(); o.writelines(['a', 'b']); print(o.getvalue(), list(io.StringIO('a\r\nb')), o.seek(1), o.write('Z'), o.getvalue())
# expect: lin 'e1\n' 6 ['line2\n', 'line3']  0 ['line1\n', 'line2\n', 'line3'] line1
# expect: line2
# expect: line3
# expect: 1 3! 4 line True False
# expect: ValueError I/O operation on closed file
# expect: TypeError initial_value must be str or None, not int
# expect: TypeError string argument expected, got 'int'
# expect: TypeError a bytes-like object is required, not 'str'
# expect: b'a' b'bc' b'abc' 1 b'bc' 1 b'abcz'
# expect: 'x,y\n'
# expect: ab ['a\r\n', 'b'] 1 1 aZ

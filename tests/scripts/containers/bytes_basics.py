b = b'ab\x00\xff\n\'"'
print(b, b[0], b[1:3], len(b), list(b'ab'), bytes(3), bytes([65, 66]), bytes('é', 'utf8'), b'a' + b'b', b'a' * 2, b'a' in b, 97 in b, b'a' < b'b', b'a' == 'a', hash(b'a') == hash(b'a'), b'abc'.hex(), b'abc'.hex(':'), bytes.fromhex('6162'), b''.join([b'a', b'b']), b"'", b'"', bytes(bytearray(b'q')), b'%d %s' % (1, b'x'), bytes(range(3)))
for f in (lambda: b[99], lambda: b'a' + 'a', lambda: bytes('a'), lambda: bytes([300]), lambda: bytes(-1), lambda: b'a'.x, lambda: 'a' in b'a', lambda: bytes(['a']), lambda: bytes(1.5), lambda: 300 in b'a', lambda: bytes.fromhex('1'), lambda: b['a'], lambda: b'a' < 'a'):
    try: f()
    except Exception as e: print(type(e).__name__, e)
try: b[0] = 1
except TypeError as e: print(e)
# expect: b'ab\x00\xff\n\'"' 97 b'b\x00' 7 [97, 98] b'\x00\x00\x00' b'AB' b'\xc3\xa9' b'ab' b'aa' True True True False True 616263 61:62:63 b'ab' b'ab' b"'" b'"' b'q' b'1 x' b'\x00\x01\x02'
# expect: IndexError index out of range
# expect: TypeError can't concat str to bytes
# expect: TypeError string argument without an encoding
# expect: ValueError bytes must be in range(0, 256)
# expect: ValueError negative count
# expect: AttributeError 'bytes' object has no attribute 'x'
# expect: TypeError a bytes-like object is required, not 'str'
# expect: TypeError 'str' object cannot be interpreted as an integer
# expect: TypeError cannot convert 'float' object to bytes
# expect: ValueError byte must be in range(0, 256)
# expect: ValueError non-hexadecimal number found in fromhex() arg at position 1
# expect: TypeError byte indices must be integers or slices, not str
# expect: TypeError '<' not supported between instances of 'bytes' and 'str'
# expect: 'bytes' object does not support item assignment

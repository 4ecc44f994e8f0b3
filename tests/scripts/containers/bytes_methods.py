b = b'Hello, \xe9World'
print(b.split(b', '), b.replace(b'l', b'L'), b.upper(), b.find(b'o'), b.startswith((b'x', b'H')), b.strip(b'Hd'), b', '.join([b'a', bytearray(b'b')]), b.partition(b','), b.count(b'l'), b'7'.zfill(3), b'ab'.isalpha(), b.endswith(b'd'), b'a b'.split(), 72 in b, b'ell' in b)
a = bytearray(b'abc'); a.append(100); a[0] = 65; a[1:2] = b'XY'; a += b'!'; a.extend([1, 2]); print(a, a.pop(), len(a), a.decode('latin-1')[:3], bytes.fromhex('0aFF 10'), b'\x01'.hex())
del a[0]; print(a)
for f in (lambda: b.split('x'), lambda: bytes.fromhex('zz'), lambda: b'a' + 'b', lambda: a.__setitem__(0, 300), lambda: b''.join(['a'])):
    try: f()
    except Exception as e: print(type(e).__name__, e)
# expect: [b'Hello', b'\xe9World'] b'HeLLo, \xe9WorLd' b'HELLO, \xe9WORLD' 4 True b'ello, \xe9Worl' b'a, b' (b'Hello', b',', b' \xe9World') 3 b'007' True True [b'a', b'b'] True True
# expect: bytearray(b'AXYcd!\x01') 2 7 AXY b'\n\xff\x10' 01
# expect: bytearray(b'XYcd!\x01')
# expect: TypeError a bytes-like object is required, not 'str'
# expect: ValueError non-hexadecimal number found in fromhex() arg at position 0
# expect: TypeError can't concat str to bytes
# expect: ValueError byte must be in range(0, 256)
# expect: TypeError sequence item 0: expected a bytes-like object, str found

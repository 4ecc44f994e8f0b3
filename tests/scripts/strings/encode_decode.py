print('é€'.encode(), 'é'.encode('latin-1'), 'abc'.encode('ascii'), 'é€'.encode('ascii', 'ignore'), 'é'.encode('ascii', 'replace'), 'é€'.encode('ascii', 'backslashreplace'), 'é'.encode('ascii', 'xmlcharrefreplace'), 'a'.encode('utf-16-le'), 'é'.encode(errors='strict'))
print(b'\xc3\xa9'.decode(), b'\xe9'.decode('latin-1'), b'\xff'.decode('utf-8', 'replace'), b'a\xffb'.decode('utf-8', 'ignore'), b'a\xffb'.decode('ascii', 'backslashreplace'), str(b'\xc3\xa9', 'utf-8'), bytes('é', 'utf-8'))
for f in (lambda: 'é'.encode('ascii'), lambda: b'\xff'.decode(), lambda: b'a\xc3'.decode(), lambda: 'a'.encode('nope'), lambda: '€'.encode('latin-1'), lambda: '\ud800'.encode(), lambda: b'\xe9'.decode('ascii')):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
# expect: b'\xc3\xa9\xe2\x82\xac' b'\xe9' b'abc' b'' b'?' b'\\xe9\\u20ac' b'&#233;' b'a\x00' b'\xc3\xa9'
# expect: é é � ab a\xffb é b'\xc3\xa9'
# expect: UnicodeEncodeError 'ascii' codec can't encode character '\xe9' in position 0: ordinal not in range(128)
# expect: UnicodeDecodeError 'utf-8' codec can't decode byte 0xff in position 0: invalid start byte
# expect: UnicodeDecodeError 'utf-8' codec can't decode byte 0xc3 in position 1: unexpected end of data
# expect: LookupError unknown encoding: nope
# expect: UnicodeEncodeError 'latin-1' codec can't encode character '\u20ac' in position 0: ordinal not in range(256)
# expect: UnicodeEncodeError 'utf-8' codec can't encode character '\ud800' in position 0: surrogates not allowed
# expect: UnicodeDecodeError 'ascii' codec can't decode byte 0xe9 in position 0: ordinal not in range(128)

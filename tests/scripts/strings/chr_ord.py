print(chr(97), chr(8364), chr(0x10ffff) == '\U0010ffff', ord('a'), ord('€'), ord(b'x'), repr(chr(0)), chr(True))
for f in (lambda: chr(-1), lambda: chr(0x110000), lambda: ord('ab'), lambda: ord(5), lambda: ord(''), lambda: chr('a'), lambda: chr(1.5)):
    try: f()
    except Exception as e: print(type(e).__name__, e)
# expect: a € True 97 8364 120 '\x00' 
# expect: ValueError chr() arg not in range(0x110000)
# expect: ValueError chr() arg not in range(0x110000)
# expect: TypeError ord() expected a character, but string of length 2 found
# expect: TypeError ord() expected string of length 1, but int found
# expect: TypeError ord() expected a character, but string of length 0 found
# expect: TypeError 'str' object cannot be interpreted as an integer
# expect: TypeError 'float' object cannot be interpreted as an integer

print(bin(10), oct(10), hex(255), bin(-5), hex(-255), hex(2**70), bin(0), hex(True), oct(-8), format(2**70, 'x'), f'{-255:#x}', f'{5:08b}')
for f in (lambda: hex(1.5), lambda: bin('a'), lambda: oct(None)):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
# expect: 0b1010 0o12 0xff -0b101 -0xff 0x400000000000000000 0b0 0x1 -0o10 400000000000000000 -0xff 00000101
# expect: TypeError 'float' object cannot be interpreted as an integer
# expect: TypeError 'str' object cannot be interpreted as an integer
# expect: TypeError 'NoneType' object cannot be interpreted as an integer

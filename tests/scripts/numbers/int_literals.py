print(0x1F, 0b101, 0o17, 1_000_000, 0xdead_beef, 0, 00, 1e3, 1_0.5_0, .5, 5., 1E-3, 0XFF, 10**18, 9223372036854775807, 9223372036854775808, -9223372036854775808, 123456789012345678901234567890)
for s in ('1_', '0b2', '0x', '012', '1__0', '0o8', '1a', '0xg', '1.e', '1_.5', '0_7', '1e', '5_a'):
    try: print(s, eval(s))
    except SyntaxError as e: print(s, '->', e.msg)
# expect: 31 5 15 1000000 3735928559 0 0 1000.0 10.5 0.5 5.0 0.001 255 1000000000000000000 9223372036854775807 9223372036854775808 -9223372036854775808 123456789012345678901234567890
# expect: 1_ -> invalid decimal literal
# expect: 0b2 -> invalid digit '2' in binary literal
# expect: 0x -> invalid hexadecimal literal
# expect: 012 -> leading zeros in decimal integer literals are not permitted; use an 0o prefix for octal integers
# expect: 1__0 -> invalid decimal literal
# expect: 0o8 -> invalid digit '8' in octal literal
# expect: 1a -> invalid decimal literal
# expect: 0xg -> invalid hexadecimal literal
# expect: 1.e -> invalid decimal literal
# expect: 1_.5 -> invalid decimal literal
# expect: 0_7 -> leading zeros in decimal integer literals are not permitted; use an 0o prefix for octal integers
# expect: 1e -> invalid decimal literal
# expect: 5_a -> invalid decimal literal

print('a' 'b' "c", r'\n', 'a\
b', '''x
y''', "\x41\u00e9\U0001d11e\N{BULLET}\101\7", rb'\x', b'a' b'b', R'\d', f'a' 'b' rf'\{1}')
print('\q' == '\\q', len('\0'), '\a\b\f\v' == '\x07\x08\x0c\x0b')
# expect: abc \n ab x
# expect: y Aé𝄞•A b'\\x' b'ab' \d ab\1
# expect: True 1 True

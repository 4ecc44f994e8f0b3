for s in ["a'b", 'a"b', 'a\'b"c', '\\', '\n\r\t\x00\x1b\x7f', '\x80\x9f\xa0\xad', 'é€', '\u200b\u2028', '𝄞\U000e0001', '\ud800', '\u0378']:
    print(repr(s), ascii(s))
# expect: "a'b" "a'b"
# expect: 'a"b' 'a"b'
# expect: 'a\'b"c' 'a\'b"c'
# expect: '\\' '\\'
# expect: '\n\r\t\x00\x1b\x7f' '\n\r\t\x00\x1b\x7f'
# expect: '\x80\x9f\xa0\xad' '\x80\x9f\xa0\xad'
# expect: 'é€' '\xe9\u20ac'
# expect: '\u200b\u2028' '\u200b\u2028'
# expect: '𝄞\U000e0001' '\U0001d11e\U000e0001'
# expect: '\ud800' '\ud800'
# expect: '\u0378' '\u0378'

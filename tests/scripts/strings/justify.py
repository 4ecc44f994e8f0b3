print(repr('ab'.ljust(5)), repr('ab'.rjust(5, '*')), repr('ab'.center(5, '.')), repr('abc'.center(6)), repr('ab'.center(1)), '-5'.zfill(4), '+x'.zfill(4), 'é'.rjust(3, '€'), ''.zfill(2))
print(repr('a\tbc\td'.expandtabs()), repr('a\tb'.expandtabs(4)), repr('\ta\n\tb'.expandtabs(2)), repr('a\tb'.expandtabs(0)))
for f in (lambda: 'a'.ljust(5, 'ab'), lambda: 'a'.center('x'), lambda: 'a'.rjust(3, '')):
    try: f()
    except Exception as e: print(type(e).__name__, e)
# expect: 'ab   ' '***ab' '..ab.' ' abc  ' 'ab' -005 +00x €€é 00
# expect: 'a       bc      d' 'a   b' '  a\n  b' 'ab'
# expect: TypeError The fill character must be exactly one character long
# expect: TypeError 'str' object cannot be interpreted as an integer
# expect: TypeError The fill character must be exactly one character long

for s in ['', 'abc', 'Abc', 'ABC', '123', '1.5', 'a1', ' ', '\t\n', 'é', '²', '٣', 'Title Case', 'a_b', '1a', 'class', '½', 'ǅ', '\x00']:
    print(ascii(s), s.isalpha(), s.isdigit(), s.isdecimal(), s.isnumeric(), s.isalnum(), s.isspace(), s.isupper(), s.islower(), s.istitle(), s.isidentifier(), s.isprintable(), s.isascii())
# expect: '' False False False False False False False False False False True True
# expect: 'abc' True False False False True False False True False True True True
# expect: 'Abc' True False False False True False False False True True True True
# expect: 'ABC' True False False False True False True False False True True True
# expect: '123' False True True True True False False False False False True True
# expect: '1.5' False False False False False False False False False False True True
# expect: 'a1' False False False False True False False True False True True True
# expect: ' ' False False False False False True False False False False True True
# expect: '\t\n' False False False False False True False False False False False True
# expect: '\xe9' True False False False True False False True False True True False
# expect: '\xb2' False True False True True False False False False False True False
# expect: '\u0663' False True True True True False False False False False True False
# expect: 'Title Case' False False False False False False False False True False True True
# expect: 'a_b' False False False False False False False True False True True True
# expect: '1a' False False False False True False False True False False True True
# expect: 'class' True False False False True False False True False True True True
# expect: '\xbd' False False False True True False False False False False True False
# expect: '\u01c5' True False False False True False False False True True True False
# expect: '\x00' False False False False False False False False False False False True

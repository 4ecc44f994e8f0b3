for spec in ['', 's', '5', '<5', '>5', '^5', '*^7', '.2', '6.2', '05', '<05s', '^^5', '\u20ac>4']:
    print(repr(spec), repr(format('abc', spec)))
for spec in ['d', '+', '=5', ',', '#', ' ', '.2f', '-5', '_']:
    try: print(format('abc', spec))
    except ValueError as e: print(repr(spec), e)
for v in (None, [1], (1,), {}, {1}, object, len.__class__):
    print(format(v, ''), end=' ')
    try: format(v, '5')
    except TypeError as e: print(e)
# expect: '' 'abc'
# expect: 's' 'abc'
# expect: '5' 'abc  '
# expect: '<5' 'abc  '
# expect: '>5' '  abc'
# expect: '^5' ' abc '
# expect: '*^7' '**abc**'
# expect: '.2' 'ab'
# expect: '6.2' 'ab    '
# expect: '05' 'abc00'
# expect: '<05s' 'abc00'
# expect: '^^5' '^abc^'
# expect: '€>4' '€abc'
# expect: 'd' Unknown format code 'd' for object of type 'str'
# expect: '+' Sign not allowed in string format specifier
# expect: '=5' '=' alignment not allowed in string format specifier
# expect: ',' Cannot specify ',' with 's'.
# expect: '#' Alternate form (#) not allowed in string format specifier
# expect: ' ' Space not allowed in string format specifier
# expect: '.2f' Unknown format code 'f' for object of type 'str'
# expect: '-5' Sign not allowed in string format specifier
# expect: '_' Cannot specify '_' with 's'.
# expect: None unsupported format string passed to NoneType.__format__
# expect: [1] unsupported format string passed to list.__format__
# expect: (1,) unsupported format string passed to tuple.__format__
# expect: {} unsupported format string passed to dict.__format__
# expect: {1} unsupported format string passed to set.__format__
# expect: <class 'object'> unsupported format string passed to type.__format__
# expect: <class 'builtin_function_or_method'> unsupported format string passed to type.__format__

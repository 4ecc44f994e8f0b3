for s in ['1 +', '(1', '[1', '{1', '1)', '(1]', 'a b', '1 2', 'f(a b)', 'f(a=1, 2)', 'f(**k, *a)', 'f(a=1, a=2)', 'f(1=2)', 'f(a.b=1)', 'f(True=1)', 'f(x for x in y, 1)', '[x for]', '[for x in y]', '{1: }', '{1: 2, 3}', '{**a}', '{1, **a}', 'x ? y', '$', 'a!', '"abc', "'''abc", '5x', '0777', '1__0', 'a..b', 'lambda x', 'lambda: (yield', 'x := 1', '(x := )', '(1 := 2)', 'f(x := 1)', 'not', 'a not b', 'is', 'a if b', 'a if b else', '[*]', '*a', '**a', 'x[', 'x[]', 'x[1:2:3:4]', 'a, = b', '@', 'a @', '``', 'a <> b', 'a === b', 'a++', '++a', 'a && b', 'a || b', '!a', '1.a', '1 .a', '0x', '"\\x1"', '"\\N{nope}"', '"\\u12"', "b'é'", 'b"a" "b"']:
    try: print(repr(s), '=', repr(eval(s, {'a': 1, 'b': 2, 'x': 3, 'f': lambda **k: k})))
    except SyntaxError as e: print(repr(s), '->', e.msg)
    except Exception as e: print(repr(s), type(e).__name__, e)
# expect: '1 +' -> invalid syntax
# expect: '(1' -> '(' was never closed
# expect: '[1' -> '[' was never closed
# expect: '{1' -> '{' was never closed
# expect: '1)' -> unmatched ')'
# expect: '(1]' -> closing parenthesis ']' does not match opening parenthesis '('
# expect: 'a b' -> invalid syntax
# expect: '1 2' -> invalid syntax
# expect: 'f(a b)' -> invalid syntax. Perhaps you forgot a comma?
# expect: 'f(a=1, 2)' -> positional argument follows keyword argument
# expect: 'f(**k, *a)' -> iterable argument unpacking follows keyword argument unpacking
# expect: 'f(a=1, a=2)' -> keyword argument repeated: a
# expect: 'f(1=2)' -> expression cannot contain assignment, perhaps you meant "=="?
# expect: 'f(a.b=1)' -> expression cannot contain assignment, perhaps you meant "=="?
# expect: 'f(True=1)' -> cannot assign to True
# expect: 'f(x for x in y, 1)' -> Generator expression must be parenthesized
# expect: '[x for]' -> invalid syntax
# expect: '[for x in y]' -> invalid syntax
# expect: '{1: }' -> expression expected after dictionary key and ':'
# expect: '{1: 2, 3}' -> ':' expected after dictionary key
# expect: '{**a}' TypeError 'int' object is not a mapping
# expect: '{1, **a}' -> invalid syntax
# expect: 'x ? y' -> invalid syntax
# expect: '$' -> invalid syntax
# expect: 'a!' -> invalid syntax
# expect: '"abc' -> unterminated string literal (detected at line 1)
# expect: "'''abc" -> unterminated triple-quoted string literal (detected at line 1)
# expect: '5x' -> invalid decimal literal
# expect: '0777' -> leading zeros in decimal integer literals are not permitted; use an 0o prefix for octal integers
# expect: '1__0' -> invalid decimal literal
# expect: 'a..b' -> invalid syntax
# expect: 'lambda x' -> invalid syntax
# expect: 'lambda: (yield' -> '(' was never closed
# expect: 'x := 1' -> invalid syntax
# expect: '(x := )' -> invalid syntax
# expect: '(1 := 2)' -> cannot use assignment expressions with literal
# expect: 'f(x := 1)' TypeError <lambda>() takes 0 positional arguments but 1 was given
# expect: 'not' -> invalid syntax
# expect: 'a not b' -> invalid syntax
# expect: 'is' -> invalid syntax
# expect: 'a if b' -> expected 'else' after 'if' expression
# expect: 'a if b else' -> invalid syntax
# expect: '[*]' -> invalid syntax
# expect: '*a' -> invalid syntax
# expect: '**a' -> invalid syntax
# expect: 'x[' -> '[' was never closed
# expect: 'x[]' -> invalid syntax
# expect: 'x[1:2:3:4]' -> invalid syntax
# expect: 'a, = b' -> invalid syntax
# expect: '@' -> invalid syntax
# expect: 'a @' -> invalid syntax
# expect: '``' -> invalid syntax
# expect: 'a <> b' -> invalid syntax
# expect: 'a === b' -> invalid syntax
# expect: 'a++' -> invalid syntax
# expect: '++a' = 1
# expect: 'a && b' -> invalid syntax
# expect: 'a || b' -> invalid syntax
# expect: '!a' -> invalid syntax
# expect: '1.a' -> invalid decimal literal
# expect: '1 .a' AttributeError 'int' object has no attribute 'a'
# expect: '0x' -> invalid hexadecimal literal
# expect: '"\\x1"' -> (unicode error) 'unicodeescape' codec can't decode bytes in position 0-2: truncated \xXX escape
# expect: '"\\N{nope}"' -> (unicode error) 'unicodeescape' codec can't decode bytes in position 0-7: unknown Unicode character name
# expect: '"\\u12"' -> (unicode error) 'unicodeescape' codec can't decode bytes in position 0-3: truncated \uXXXX escape
# expect: "b'é'" -> bytes can only contain ASCII literal characters
# expect: 'b"a" "b"' -> cannot mix bytes and nonbytes literals

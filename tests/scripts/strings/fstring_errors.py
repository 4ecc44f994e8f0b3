for s in ["f'{}'", "f'{a'", "f'}'", "f'{a!x}'", "f'{#}'", "f'{a:{b:{c}}}'", "f'{!r}'", "f'{a!}'", "f'{\\'x\\'}'", "f'{*}'", "f'{a:{}}'", "f'{lambda x: 1}'", "f'{a['", "f'{a)}'", "f'{(a}'"]:
    try: eval(s)
    except SyntaxError as e: print(s, '->', e.msg)
# expect: f'{}' -> f-string: empty expression not allowed
# expect: f'{a' -> f-string: expecting '}'
# expect: f'}' -> f-string: single '}' is not allowed
# expect: f'{a!x}' -> f-string: invalid conversion character: expected 's', 'r', or 'a'
# expect: f'{#}' -> f-string expression part cannot include '#'
# expect: f'{a:{b:{c}}}' -> f-string: expressions nested too deeply
# expect: f'{!r}' -> f-string: expression required before '!'
# expect: f'{a!}' -> f-string: invalid conversion character: expected 's', 'r', or 'a'
# expect: f'{\'x\'}' -> f-string expression part cannot include a backslash
# expect: f'{*}' -> f-string: invalid syntax
# expect: f'{a:{}}' -> f-string: empty expression not allowed
# expect: f'{lambda x: 1}' -> f-string: invalid syntax
# expect: f'{a[' -> f-string: unmatched '['
# expect: f'{a)}' -> f-string: unmatched ')'
# expect: f'{(a}' -> f-string: closing parenthesis '}' does not match opening parenthesis '('

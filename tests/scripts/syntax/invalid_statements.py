for s in ['x = = 1', 'f(1', 'if x\n  pass', '1 = x', 'def f(\n', 'class', 'for x in', 'x +', 'return 1', 'yield 1', 'break', 'continue', 'f() = 1', 'x + 1 = 2', '(a, 1) = 2', '[a, f()] = 3', 'None = 1', 'True = 1', 'lambda = 1', 'def = 1', "'a' = 1", 'a.b() = 1', '{} = 1', '-x = 1', 'x if y else z = 1', 'a and b = 1', 'a < b = 1', '*a = 1', 'f(x) += 1', '(a, b) += 1', 'x: int: str', 'import', 'from x import', 'from import x', 'import a.', 'from x import *, y', 'print 1', 'exec "x"', 'print x', 'print "a"']:
    try: compile(s, '<s>', 'exec') if False else exec(s)
    except SyntaxError as e: print(repr(s), '->', e.msg)
    except NameError as e: print(repr(s), 'NameError')
# expect: 'x = = 1' -> invalid syntax
# expect: 'f(1' -> '(' was never closed
# expect: 'if x\n  pass' -> expected ':'
# expect: '1 = x' -> cannot assign to literal here. Maybe you meant '==' instead of '='?
# expect: 'def f(\n' -> '(' was never closed
# expect: 'class' -> invalid syntax
# expect: 'for x in' -> invalid syntax
# expect: 'x +' -> invalid syntax
# expect: 'return 1' -> 'return' outside function
# expect: 'yield 1' -> 'yield' outside function
# expect: 'break' -> 'break' outside loop
# expect: 'continue' -> 'continue' not properly in loop
# expect: 'f() = 1' -> cannot assign to function call here. Maybe you meant '==' instead of '='?
# expect: 'x + 1 = 2' -> cannot assign to expression here. Maybe you meant '==' instead of '='?
# expect: '(a, 1) = 2' -> cannot assign to literal
# expect: '[a, f()] = 3' -> cannot assign to function call
# expect: 'None = 1' -> cannot assign to None
# expect: 'True = 1' -> cannot assign to True
# expect: 'lambda = 1' -> invalid syntax
# expect: 'def = 1' -> invalid syntax
# expect: "'a' = 1" -> cannot assign to literal here. Maybe you meant '==' instead of '='?
# expect: 'a.b() = 1' -> cannot assign to function call here. Maybe you meant '==' instead of '='?
# expect: '{} = 1' -> cannot assign to dict literal here. Maybe you meant '==' instead of '='?
# expect: '-x = 1' -> cannot assign to expression here. Maybe you meant '==' instead of '='?
# expect: 'x if y else z = 1' -> cannot assign to conditional expression
# expect: 'a and b = 1' -> cannot assign to expression
# expect: 'a < b = 1' -> cannot assign to comparison
# expect: '*a = 1' -> starred assignment target must be in a list or tuple
# expect: 'f(x) += 1' -> 'function call' is an illegal expression for augmented assignment
# expect: '(a, b) += 1' -> 'tuple' is an illegal expression for augmented assignment
# expect: 'x: int: str' -> invalid syntax
# expect: 'import' -> invalid syntax
# expect: 'from x import' -> invalid syntax
# expect: 'from import x' -> invalid syntax
# expect: 'import a.' -> invalid syntax
# expect: 'from x import *, y' -> invalid syntax
# expect: 'print 1' -> Missing parentheses in call to 'print'. Did you mean print(...)?
# expect: 'exec "x"' -> Missing parentheses in call to 'exec'. Did you mean exec(...)?
# expect: 'print x' -> Missing parentheses in call to 'print'. Did you mean print(...)?
# expect: 'print "a"' -> Missing parentheses in call to 'print'. Did you mean print(...)?

for s in ['def f(a, a): pass', 'def f(a=1, b): pass', 'def f(*): pass', 'def f(*, **k): pass', 'def f(**k, a): pass', 'def f(*a, *b): pass', 'def f(a, /, b, /): pass', 'def f(/, a): pass', 'def f(1): pass', 'def f(a.b): pass', 'def f((a, b)): pass', 'def f(None): pass', 'def 1f(): pass', 'def f() return 1', 'def f: pass', 'class A\n pass', 'class 1: pass', 'lambda a, a: 1', 'lambda *: 1', 'lambda a=1, b: 1', 'def f(): yield = 1', 'def f(a): global a', 'def f():\n x = 1\n global x', 'def f():\n nonlocal q', 'nonlocal x', 'class A:\n return 1', 'async def f(): pass' if False else 'pass', '@\ndef f(): pass', '@x', 'def f(a:): pass', 'def f(*a=1): pass', 'def f(**k=1): pass', 'def f(a, *): pass', 'from __future__ import nope', 'x = 1\nfrom __future__ import annotations', 'return', 'def f():\n  break', 'for i in []:\n  def f(): continue', 'import a as 1', 'with a as 1: pass', 'for 1 in x: pass', 'for f() in x: pass', 'except: pass', 'try: pass\nfinally: pass\nexcept: pass', 'try: pass\nexcept: pass\nexcept A: pass', 'try: pass\nelse: pass', 'except A, B: pass', 'try: pass\nexcept A, B: pass', 'raise A, B', 'assert', 'del', 'global', 'pass 1', 'assert (1, 2) if False else 1']:
    try: exec(s)
    except SyntaxError as e: print(repr(s), '->', e.msg)
    except Exception as e: print(repr(s), type(e).__name__)
# expect: 'def f(a, a): pass' -> duplicate argument 'a' in function definition
# expect: 'def f(a=1, b): pass' -> non-default argument follows default argument
# expect: 'def f(*): pass' -> named arguments must follow bare *
# expect: 'def f(*, **k): pass' -> named arguments must follow bare *
# expect: 'def f(**k, a): pass' -> arguments cannot follow var-keyword argument
# expect: 'def f(*a, *b): pass' -> * argument may appear only once
# expect: 'def f(a, /, b, /): pass' -> / may appear only once
# expect: 'def f(/, a): pass' -> at least one argument must precede /
# expect: 'def f(1): pass' -> invalid syntax
# expect: 'def f(a.b): pass' -> invalid syntax
# expect: 'def f((a, b)): pass' -> Function parameters cannot be parenthesized
# expect: 'def f(None): pass' -> invalid syntax
# expect: 'def 1f(): pass' -> invalid decimal literal
# expect: 'def f() return 1' -> expected ':'
# expect: 'def f: pass' -> expected '('
# expect: 'class A\n pass' -> expected ':'
# expect: 'class 1: pass' -> invalid syntax
# expect: 'lambda a, a: 1' -> duplicate argument 'a' in function definition
# expect: 'lambda *: 1' -> named arguments must follow bare *
# expect: 'lambda a=1, b: 1' -> non-default argument follows default argument
# expect: 'def f(): yield = 1' -> assignment to yield expression not possible
# expect: 'def f(a): global a' -> name 'a' is parameter and global
# expect: 'def f():\n x = 1\n global x' -> name 'x' is assigned to before global declaration
# expect: 'def f():\n nonlocal q' -> no binding for nonlocal 'q' found
# expect: 'nonlocal x' -> nonlocal declaration not allowed at module level
# expect: 'class A:\n return 1' -> 'return' outside function
# expect: '@\ndef f(): pass' -> invalid syntax
# expect: '@x' -> invalid syntax
# expect: 'def f(a:): pass' -> invalid syntax
# expect: 'def f(*a=1): pass' -> var-positional argument cannot have default value
# expect: 'def f(**k=1): pass' -> var-keyword argument cannot have default value
# expect: 'def f(a, *): pass' -> named arguments must follow bare *
# expect: 'from __future__ import nope' -> future feature nope is not defined
# expect: 'x = 1\nfrom __future__ import annotations' -> from __future__ imports must occur at the beginning of the file
# expect: 'return' -> 'return' outside function
# expect: 'def f():\n  break' -> 'break' outside loop
# expect: 'for i in []:\n  def f(): continue' -> 'continue' not properly in loop
# expect: 'import a as 1' -> invalid syntax
# expect: 'with a as 1: pass' -> cannot assign to literal
# expect: 'for 1 in x: pass' -> cannot assign to literal
# expect: 'for f() in x: pass' -> cannot assign to function call
# expect: 'except: pass' -> invalid syntax
# expect: 'try: pass\nfinally: pass\nexcept: pass' -> invalid syntax
# expect: 'try: pass\nexcept: pass\nexcept A: pass' -> default 'except:' must be last
# expect: 'try: pass\nelse: pass' -> expected 'except' or 'finally' block
# expect: 'except A, B: pass' -> invalid syntax
# expect: 'try: pass\nexcept A, B: pass' -> multiple exception types must be parenthesized
# expect: 'raise A, B' -> invalid syntax
# expect: 'assert' -> invalid syntax
# expect: 'del' -> invalid syntax
# expect: 'global' -> invalid syntax
# expect: 'pass 1' -> invalid syntax

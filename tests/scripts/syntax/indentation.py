for s in ['if 1:\npass', 'if 1:\n  a = 1\n    b = 2', 'if 1:\n  a = 1\n b = 2', '  a = 1', 'def f():\nreturn 1', 'class A:\npass', 'for x in y:\npass', 'while 1:\npass', 'try:\npass', 'with a:\npass', 'else:\n pass', 'if 1:\n  pass\nelif 2:\npass', 'if 1:\n  pass\n else:\n  pass', 'if 1:\n\tx = 1\n        y = 2', 'try:\n  pass', 'try:\n  pass\nx = 1', 'def f():\n  x\n\n', 'if 1:', 'def f():', 'x = 1\n  y = 2', 'try:\n pass\nexcept:\npass', 'if 1:\n  if 2:\n  x = 1', 'match 1:\n case 1:\n pass', 'lambda:\n x']:
    try: exec(s)
    except SyntaxError as e: print(repr(s), '->', type(e).__name__, e.msg, e.lineno)
    except NameError: print(repr(s), 'NameError')
# expect: 'if 1:\npass' -> IndentationError expected an indented block after 'if' statement on line 1 2
# expect: 'if 1:\n  a = 1\n    b = 2' -> IndentationError unexpected indent 3
# expect: 'if 1:\n  a = 1\n b = 2' -> IndentationError unindent does not match any outer indentation level 3
# expect: '  a = 1' -> IndentationError unexpected indent 1
# expect: 'def f():\nreturn 1' -> IndentationError expected an indented block after function definition on line 1 2
# expect: 'class A:\npass' -> IndentationError expected an indented block after class definition on line 1 2
# expect: 'for x in y:\npass' -> IndentationError expected an indented block after 'for' statement on line 1 2
# expect: 'while 1:\npass' -> IndentationError expected an indented block after 'while' statement on line 1 2
# expect: 'try:\npass' -> IndentationError expected an indented block after 'try' statement on line 1 2
# expect: 'with a:\npass' -> IndentationError expected an indented block after 'with' statement on line 1 2
# expect: 'else:\n pass' -> SyntaxError invalid syntax 1
# expect: 'if 1:\n  pass\nelif 2:\npass' -> IndentationError expected an indented block after 'elif' statement on line 3 4
# expect: 'if 1:\n  pass\n else:\n  pass' -> IndentationError unindent does not match any outer indentation level 3
# expect: 'if 1:\n\tx = 1\n        y = 2' -> TabError inconsistent use of tabs and spaces in indentation 3
# expect: 'try:\n  pass' -> SyntaxError expected 'except' or 'finally' block 2
# expect: 'try:\n  pass\nx = 1' -> SyntaxError expected 'except' or 'finally' block 3
# expect: 'if 1:' -> IndentationError expected an indented block after 'if' statement on line 1 1
# expect: 'def f():' -> IndentationError expected an indented block after function definition on line 1 1
# expect: 'x = 1\n  y = 2' -> IndentationError unexpected indent 2
# expect: 'try:\n pass\nexcept:\npass' -> IndentationError expected an indented block after 'except' statement on line 3 4
# expect: 'if 1:\n  if 2:\n  x = 1' -> IndentationError expected an indented block after 'if' statement on line 2 3
# expect: 'match 1:\n case 1:\n pass' -> IndentationError expected an indented block after 'case' statement on line 2 3
# expect: 'lambda:\n x' -> SyntaxError invalid syntax 1

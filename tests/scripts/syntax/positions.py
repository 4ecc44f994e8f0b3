for s in ['x = = 1', 'f(1', 'a b c', 'if x\n  pass', '\n\n1 = x', 'x = (1,\n 2]', 'def f(a=1, b): pass', '"abc', 'print 1', 'a = 1\nb = $', 'f(x for x in y, 1)', 'None = 1', 'a.b() = 1', 'while True print(1)', 'x = [1, 2', 'd = {1: 2, 3}', '1 +', 'a = b = 1 = c', 'é = = 2', 'x = "é" 5']:
    try: exec(s)
    except SyntaxError as e: print(repr(s), '->', e.lineno, e.offset, repr(e.text.rstrip('\n')) if e.text else e.text, e.filename)
# expect: 'x = = 1' -> 1 5 'x = = 1' <string>
# expect: 'f(1' -> 1 2 'f(1' <string>
# expect: 'a b c' -> 1 3 'a b c' <string>
# expect: 'if x\n  pass' -> 1 5 'if x' <string>
# expect: '\n\n1 = x' -> 3 1 '1 = x' <string>
# expect: 'x = (1,\n 2]' -> 2 3 ' 2]' <string>
# expect: 'def f(a=1, b): pass' -> 1 12 'def f(a=1, b): pass' <string>
# expect: '"abc' -> 1 1 '"abc' <string>
# expect: 'print 1' -> 1 1 'print 1' <string>
# expect: 'a = 1\nb = $' -> 2 5 'b = $' <string>
# expect: 'f(x for x in y, 1)' -> 1 3 'f(x for x in y, 1)' <string>
# expect: 'None = 1' -> 1 1 'None = 1' <string>
# expect: 'a.b() = 1' -> 1 1 'a.b() = 1' <string>
# expect: 'while True print(1)' -> 1 12 'while True print(1)' <string>
# expect: 'x = [1, 2' -> 1 5 'x = [1, 2' <string>
# expect: 'd = {1: 2, 3}' -> 1 12 'd = {1: 2, 3}' <string>
# expect: '1 +' -> 1 4 '1 +' <string>
# expect: 'a = b = 1 = c' -> 1 9 'a = b = 1 = c' <string>
# expect: 'é = = 2' -> 1 5 'é = = 2' <string>
# expect: 'x = "é" 5' -> 1 9 'x = "é" 5' <string>

ns = {'a': 1}; exec('b = a + 1\ndef f(): return b', ns); print(ns['b'], ns['f']()); print(eval('a * 10', ns), eval('x + y', {'x': 1}, {'y': 2}))
exec('z = 5'); print(z)
print(eval('[i for i in range(3)]'), eval('  1 + 1'), eval("'a' if True else 'b'"))
for f in (lambda: eval('1 +'), lambda: exec('x ='), lambda: eval('a = 1'), lambda: exec('if x\n pass'), lambda: exec(5), lambda: eval('nope')):
    try: f()
    except Exception as e: print(type(e).__name__, e)
# expect: 2 2
# expect: 10 3
# expect: 5
# expect: [0, 1, 2] 2 a
# expect: SyntaxError invalid syntax (<string>, line 1)
# expect: SyntaxError invalid syntax (<string>, line 1)
# expect: SyntaxError invalid syntax (<string>, line 1)
# expect: SyntaxError expected ':' (<string>, line 1)
# expect: TypeError exec() arg 1 must be a string, bytes or code object
# expect: NameError name 'nope' is not defined

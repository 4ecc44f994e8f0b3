x = 1
def f():
    global x, created; x = 2; created = 'new'
f(); print(x, created, 'x' in globals(), 'x' in locals(), sorted(k for k in globals() if not k.startswith('_')))
def g(a):
    b = a; 
    return sorted(locals().items())
print(g(1))
class C:
    x = 'cls'
    def m(self): return x
print(C().m())
def h():
    y = 1
    class D:
        nonlocal y; y = 2
    return y
print(h())
globals()['dyn'] = 7; print(dyn)
for i in range(3): last = i
print(i, last)
def shadow_builtin():
    list = 'mine'
    return list
print(shadow_builtin(), list('a'))
len = lambda v: 'my len'; print(len([])); del len; print(len([]))
for src in ('def q():\n x = 1\n global x', 'def q():\n nonlocal zz', 'nonlocal x', 'def q(a):\n global a', 'def q():\n print(x)\n global x', 'def q():\n def r():\n  nonlocal x'):
    try: exec(src)
    except SyntaxError as e: print(repr(src), e.msg)
# expect: 2 new True True ['created', 'f', 'x']
# expect: [('a', 1), ('b', 1)]
# expect: 2
# expect: 2
# expect: 7
# expect: 2 2
# expect: mine ['a']
# expect: my len
# expect: 0
# expect: 'def q():\n x = 1\n global x' name 'x' is assigned to before global declaration
# expect: 'def q():\n nonlocal zz' no binding for nonlocal 'zz' found
# expect: 'nonlocal x' nonlocal declaration not allowed at module level
# expect: 'def q(a):\n global a' name 'a' is parameter and global
# expect: 'def q():\n print(x)\n global x' name 'x' is used prior to global declaration
# expect: 'def q():\n def r():\n  nonlocal x' no binding for nonlocal 'x' found

def f():
    print(undefined)
def g():
    x += 1
def h():
    del y
    y = 1
def k():
    def inner(): return z
    inner(); z = 1
def m():
    for i in []: pass
    return i
def n():
    try: pass
    except Exception as e: pass
    return e
for fn in (f, g, h, k, m, n, lambda: foo.bar, lambda: foo(), lambda: [q for q in qq], lambda: prnt(1), lambda: lenn([])):
    try: fn()
    except NameError as e: print(type(e).__name__, e, getattr(e, 'name', None))
try: del nothing
except NameError as e: print(e)
# expect: NameError name 'undefined' is not defined undefined
# expect: UnboundLocalError cannot access local variable 'x' where it is not associated with a value None
# expect: UnboundLocalError cannot access local variable 'y' where it is not associated with a value None
# expect: NameError cannot access free variable 'z' where it is not associated with a value in enclosing scope z
# expect: UnboundLocalError cannot access local variable 'i' where it is not associated with a value None
# expect: UnboundLocalError cannot access local variable 'e' where it is not associated with a value None
# expect: NameError name 'foo' is not defined foo
# expect: NameError name 'foo' is not defined foo
# expect: NameError name 'qq' is not defined qq
# expect: NameError name 'prnt' is not defined prnt
# expect: NameError name 'lenn' is not defined lenn
# expect: name 'nothing' is not defined

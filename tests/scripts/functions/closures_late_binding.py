fs = [lambda: i for i in range(3)]; print([f() for f in fs])
gs = [lambda i=i: i for i in range(3)]; print([g() for g in gs])
def make():
    x = 1
    def get(): return x
    def set_(v):
        nonlocal x; x = v
    return get, set_
g, s = make(); s(5); print(g()); g2, _ = make(); print(g2())
def deep():
    a = 1
    def l1():
        b = 2
        def l2():
            nonlocal a, b; a += 10; b += a; return a, b
        return l2
    return l1()
d = deep(); print(d(), d())
x = 'g'
def shadow():
    x = 'l'
    def inner():
        global x; x = 'changed'; return x
    return inner(), x
print(shadow(), x)
def del_cell():
    v = 1
    def f(): return v
    del v
    try: f()
    except NameError as e: return str(e)
print(del_cell())
# expect: [2, 2, 2]
# expect: [0, 1, 2]
# expect: 5
# expect: 1
# expect: (11, 13) (21, 34)
# expect: ('changed', 'l') changed
# expect: cannot access free variable 'v' where it is not associated with a value in enclosing scope

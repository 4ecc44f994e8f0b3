def counter():
    n = 0
    def inc(by=1):
        nonlocal n
        n += by
        return n
    return inc
c = counter(); c(); print(c(5))
print([f() for f in [lambda i=i: i for i in range(3)]])
def deco(tag):
    def wrap(f):
        def inner(*a, **k): return (tag, f(*a, **k))
        return inner
    return wrap
@deco('a')
@deco('b')
def h(x): return x
print(h(3))
def fact(n): return 1 if n < 2 else n * fact(n - 1)
print(fact(30))
def u():
    print(v)
    v = 1
try: u()
except UnboundLocalError as e: print(e)
print((lambda *a, k=1, **kw: (a, k, kw))(1, 2, k=3, z=4))
# expect: 6
# expect: [0, 1, 2]
# expect: ('a', ('b', 3))
# expect: 265252859812191058636308480000000
# expect: cannot access local variable 'v' where it is not associated with a value
# expect: ((1, 2), 3, {'z': 4})

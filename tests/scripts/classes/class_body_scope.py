x = 'global'
class A:
    y = x
    x = 'class'
    z = x
    def f(self): return x
    l = lambda self: x
    g = [x for _ in range(1)]
    for i in range(2): pass
    if True: cond = 'yes'
    print('in body', __qualname__, __module__)
print(A.y, A.x, A.z, A().f(), A().l(), A.g, A.i, A.cond)
def outer():
    v = 1
    class In:
        w = v
        def get(self): return v, __class__.__name__
    v = 2
    return In
print(outer().w, outer()().get(), outer().__qualname__)
class Doc:
    """First.

    Second."""
print(Doc.__doc__, A.__doc__)
# expect: in body A __main__
# expect: global class class global global ['global'] 1 yes
# expect: 1 (2, 'In') outer.<locals>.In
# expect: First.
# expect: 
# expect:     Second. None

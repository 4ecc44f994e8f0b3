class A:
    def __init__(self, n): self.n = n
    def __del__(self): print('del', self.n)
a = A(1)
a = A(2)
def f():
    b = A(3)
    print('in f')
f()
l = [A(4), A(5)]
l.pop()
print('popped')
l.clear()
A(6)
print('end')
del a
import weakref
class W: pass
w = W(); r = weakref.ref(w)
print(r() is w); del w; print(r())
# expect: del 1
# expect: in f
# expect: del 3
# expect: del 5
# expect: popped
# expect: del 4
# expect: del 6
# expect: end
# expect: del 2
# expect: True
# expect: None

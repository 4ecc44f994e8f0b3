class B:
    def __init__(self, n):
        if n: self.x = B(n - 1)
print(B(200) is not None)
def f(n): return sorted([1], key=lambda x: f(n + 1))
try: f(0)
except RecursionError as e: print(str(e)[:32])
nested = []
for _ in range(100000): nested = [nested]
try: repr(nested)
except RecursionError as e: print(e)
class C:
    def __getattr__(self, name): return getattr(self, name)
try: C().x
except RecursionError as e: print(str(e)[:32])
# expect: True
# expect: maximum recursion depth exceeded
# expect: maximum recursion depth exceeded while getting the repr of an object
# expect: maximum recursion depth exceeded

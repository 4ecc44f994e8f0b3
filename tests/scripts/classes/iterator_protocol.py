class Count:
    def __init__(self, n): self.n = n; self.i = 0
    def __iter__(self): return self
    def __next__(self):
        if self.i >= self.n: raise StopIteration
        self.i += 1; return self.i
print(list(Count(3)), sum(Count(4)), [*Count(2)], dict(zip('ab', Count(2))), 2 in Count(3), max(Count(5)), list(map(str, Count(2))), sorted(Count(3), reverse=True))
a, *b = Count(3); print(a, b)
c = Count(1); print(next(c), next(c, 'done'))
try: next(c)
except StopIteration as e: print(repr(e), e.value)
class Bad:
    def __iter__(self): return 5
try: iter(Bad())
except TypeError as e: print(e)
class NoNext:
    def __iter__(self): return self
try: list(NoNext())
except TypeError as e: print(e)
it = iter(lambda l=[3, 2, 1]: l.pop(), 3); print(list(it))
# expect: [1, 2, 3] 10 [1, 2] {'a': 1, 'b': 2} True 5 ['1', '2'] [3, 2, 1]
# expect: 1 [2, 3]
# expect: 1 done
# expect: StopIteration() None
# expect: iter() returned non-iterator of type 'int'
# expect: iter() returned non-iterator of type 'NoNext'
# expect: [1, 2]

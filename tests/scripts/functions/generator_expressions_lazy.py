def noisy(n):
    for i in range(n): print('make', i); yield i
g = (x * 2 for x in noisy(3)); print('created', type(g).__name__); print(next(g), next(g)); print(list(g), list(g))
print(any(x > 0 for x in noisy(5)), sum(x for x in range(4) if x % 2), ','.join(str(i) for i in range(3)), dict((i, i * i) for i in range(3)), max((len(w), w) for w in ['a', 'bb']))
first = next((x for x in [1, 2, 3] if x > 1), None); print(first)
n = 2; h = (x * n for x in [1, 2]); n = 10; print(list(h))
gen = (i for i in range(2)); print(gen.gi_running, gen.__name__, 1 in gen, list(gen))
def infinite():
    n = 0
    while True: yield n; n += 1
import itertools; print(list(itertools.islice(infinite(), 3)), [x for x, _ in zip(infinite(), 'ab')])
# expect: created generator
# expect: make 0
# expect: make 1
# expect: 0 2
# expect: make 2
# expect: [4] []
# expect: make 0
# expect: make 1
# expect: True 4 0,1,2 {0: 0, 1: 1, 2: 4} (2, 'bb')
# expect: 2
# expect: [10, 20]
# expect: False <genexpr> True []
# expect: [0, 1, 2] [0, 1]

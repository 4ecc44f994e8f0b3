def g():
    try:
        x = yield 1
        print('got', x)
        y = yield 2
        return 'ret'
    finally: print('cleanup')
it = g(); print(next(it)); print(it.send('hi'))
try: next(it)
except StopIteration as e: print(e.value)
def outer():
    r = yield from inner()
    print('r', r)
    yield from [10, 20]
def inner():
    yield 1
    return 'done'
print(list(outer()))
it = g(); next(it); it.close()
it = g(); next(it)
try: it.throw(ValueError('boo'))
except ValueError as e: print(e)
def bad():
    raise StopIteration
    yield
try: list(bad())
except RuntimeError as e: print(e)
a, *b, c = range(6); print(a, b, c)
print([*range(3), *'ab'], {**{'a': 1}, 'b': 2}, [y := 5, y ** 2], 1 < 2 < 3 > 1)
# expect: 1
# expect: got hi
# expect: 2
# expect: cleanup
# expect: ret
# expect: r done
# expect: [1, 10, 20]
# expect: cleanup
# expect: cleanup
# expect: boo
# expect: generator raised StopIteration
# expect: 0 [1, 2, 3, 4] 5
# expect: [0, 1, 2, 'a', 'b'] {'a': 1, 'b': 2} [5, 25] True

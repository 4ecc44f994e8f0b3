def inner():
    x = yield 'i1'; print('inner got', x)
    try: yield 'i2'
    except ValueError as e: print('inner caught', e); yield 'i3'
    return 'inner result'
def outer():
    r = yield from inner(); print('result', r)
    yield from 'ab'
    r = yield from [1]; print(r)
    return 'done'
o = outer(); print(next(o), o.send('X'), o.throw(ValueError('boo')), next(o), next(o), next(o))
try: next(o)
except StopIteration as e: print(e.value)
def closing():
    try: yield 1
    finally: print('inner closed')
def wrap():
    try: yield from closing()
    finally: print('outer closed')
w = wrap(); next(w); w.close()
def tree(t):
    if isinstance(t, list):
        for x in t: yield from tree(x)
    else: yield t
print(list(tree([1, [2, [3], 4]])))
def bad(): yield from 5
try: list(bad())
except TypeError as e: print(e)
# expect: inner got X
# expect: inner caught boo
# expect: result inner result
# expect: i1 i2 i3 a b 1
# expect: None
# expect: done
# expect: inner closed
# expect: outer closed
# expect: [1, 2, 3, 4]
# expect: 'int' object is not iterable

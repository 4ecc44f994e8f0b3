def g():
    r = []
    while True:
        try:
            x = yield len(r)
            r.append(x)
            if x == 'stop': return r
        except ValueError as e: r.append(('caught', str(e)))
        except GeneratorExit: print('closing', r); raise
i = g(); print(next(i), i.send('a'), i.throw(ValueError('v')), i.throw(ValueError, 'w') if False else '', i.send('b'))
try: i.send('stop')
except StopIteration as e: print(e.value)
j = g(); next(j); j.send(1); j.close(); j.close()
try: next(j)
except StopIteration as e: print('stopped', e.value)
k = g()
try: k.send(5)
except TypeError as e: print(e)
try: k.throw(KeyError('unstarted'))
except KeyError as e: print(repr(e))
print(list(k))
def ignore():
    while True:
        try: yield 1
        except GeneratorExit: pass
def ignore_once():
    try: yield 1
    except GeneratorExit: yield 2
m = ignore_once(); next(m)
try: m.close()
except RuntimeError as e: print(e)
def selfref():
    yield next(me)
me = selfref()
try: next(me)
except ValueError as e: print(e)
try: (x for x in 5)
except TypeError as e: print(e)
del m
# expect: 0 1 2  3
# expect: ['a', ('caught', 'v'), 'b', 'stop']
# expect: closing [1]
# expect: stopped None
# expect: can't send non-None value to a just-started generator
# expect: KeyError('unstarted')
# expect: []
# expect: generator ignored GeneratorExit
# expect: generator already executing
# expect: 'int' object is not iterable

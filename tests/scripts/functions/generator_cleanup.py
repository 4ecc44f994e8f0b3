def g(n):
    try: yield 1; yield 2
    finally: print('fin', n)
for x in g('break'):
    break
print('after break')
list(g('list')); it = g('del'); next(it); del it; print('after del')
def ctx():
    print('start')
    try: yield 'v'
    except KeyError: print('key')
    else: print('else')
    finally: print('end')
c = ctx(); next(c)
try: c.throw(KeyError)
except StopIteration: print('stop')
c = ctx(); next(c); print(next(c, 'none'))
never = g('never'); del never; print('no fin')
# expect: fin break
# expect: after break
# expect: fin list
# expect: fin del
# expect: after del
# expect: start
# expect: key
# expect: end
# expect: stop
# expect: start
# expect: else
# expect: end
# expect: none
# expect: no fin

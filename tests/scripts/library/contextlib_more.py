from contextlib import ContextDecorator, ExitStack, contextmanager, suppress, AbstractContextManager, nullcontext
class T(ContextDecorator):
    def __enter__(self): print('in'); return self
    def __exit__(self, *e): print('out', e[0]); return False
@T()
def f(): print('f'); return 5
print(f())
@contextmanager
def cm(n):
    print('+', n)
    try: yield n
    finally: print('-', n)
with ExitStack() as s:
    for i in range(3): s.enter_context(cm(i))
    p = s.pop_all()
print('popped'); p.close()
try:
    with ExitStack() as s:
        s.enter_context(cm('a')); s.callback(lambda: print('cb')); raise ValueError('v')
except ValueError as e: print(e)
with suppress(ZeroDivisionError): 1 / 0; print('never')
with suppress(): pass
try:
    with cm('err') as v: raise KeyError(v)
except KeyError as e: print(repr(e))
@contextmanager
def replace():
    try: yield
    except ValueError: raise TypeError('replaced')
try:
    with replace(): raise ValueError
except TypeError as e: print(e, repr(e.__context__))
c = cm('x'); print(type(c).__name__, c.__enter__(), c.__exit__(None, None, None))
# expect: in
# expect: f
# expect: out None
# expect: 5
# expect: + 0
# expect: + 1
# expect: + 2
# expect: popped
# expect: - 2
# expect: - 1
# expect: - 0
# expect: + a
# expect: cb
# expect: - a
# expect: v
# expect: + err
# expect: - err
# expect: KeyError('err')
# expect: replaced ValueError()
# expect: + x
# expect: - x
# expect: _GeneratorContextManager x False

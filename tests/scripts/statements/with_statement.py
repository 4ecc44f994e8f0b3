from contextlib import contextmanager, suppress, closing, nullcontext, ExitStack, redirect_stdout
import io
@contextmanager
def cm(n, swallow=False):
    print('enter', n)
    try: yield n * 2
    except ValueError as e:
        print('caught', e)
        if not swallow: raise
    finally: print('exit', n)
with cm(1) as v: print('body', v)
with cm(2, True): raise ValueError('x')
try:
    with cm(3): raise ValueError('y')
except ValueError as e: print('outer', e)
with cm(4) as a, cm(a) as b: print(a, b)
with suppress(KeyError, IndexError): {}['k']
class Cl:
    def close(self): print('closed')
with closing(Cl()) as c: pass
with nullcontext(5) as n: print(n)
with ExitStack() as st:
    print(st.enter_context(cm(7))); st.callback(print, 'callback', 'arg'); st.push(lambda *e: print('pushed', e[0]))
buf = io.StringIO()
with redirect_stdout(buf): print('hidden')
print(repr(buf.getvalue()))
@contextmanager
def noyield():
    if False: yield
@contextmanager
def twice(): yield 1; yield 2
for f in (noyield, twice):
    try:
        with f(): pass
    except RuntimeError as e: print(e)
@cm('deco')
def decorated(): print('in decorated')
decorated()
# expect: enter 1
# expect: body 2
# expect: exit 1
# expect: enter 2
# expect: caught x
# expect: exit 2
# expect: enter 3
# expect: caught y
# expect: exit 3
# expect: outer y
# expect: enter 4
# expect: enter 8
# expect: 8 16
# expect: exit 8
# expect: exit 4
# expect: closed
# expect: 5
# expect: enter 7
# expect: 14
# expect: pushed None
# expect: callback arg
# expect: exit 7
# expect: 'hidden\n'
# expect: generator didn't yield
# expect: generator didn't stop
# expect: enter deco
# expect: in decorated
# expect: exit deco

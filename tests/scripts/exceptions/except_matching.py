def f(exc, *types):
    try: raise exc
    except types as e: return type(e).__name__
    except Exception as e: return 'other ' + type(e).__name__
print(f(KeyError(), LookupError), f(ValueError(), KeyError, ValueError), f(OSError()), f(FileNotFoundError(2, 'x'), OSError))
class A(Exception): pass
class B(A): pass
for e in (A, B, B('x')):
    try: raise e
    except B: print('B')
    except A: print('A')
try:
    try: raise A
    except (5, A): print('no')
except TypeError as e: print(e)
try:
    try: raise A
    except 'x': pass
except TypeError as e: print(e)
try: raise KeyError('k')
except (LookupError, ValueError) as err: print(repr(err))
try: err
except NameError as e: print(e)
# expect: KeyError ValueError other OSError FileNotFoundError
# expect: A
# expect: B
# expect: B
# expect: catching classes that do not inherit from BaseException is not allowed
# expect: catching classes that do not inherit from BaseException is not allowed
# expect: KeyError('k')
# expect: name 'err' is not defined

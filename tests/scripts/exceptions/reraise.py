import sys
def f():
    try: 1 / 0
    except ZeroDivisionError: print('first', sys.exc_info()[0].__name__); raise
try: f()
except ZeroDivisionError as e: print('again', e); saved = e
print(sys.exc_info())
try: raise saved
except ZeroDivisionError as e: print(e is saved, e.__context__)
try:
    try: raise ValueError('a')
    except ValueError as e:
        try: raise KeyError('b')
        except KeyError: pass
        raise
except ValueError as e: print('outer', e)
try: raise
except RuntimeError as e: print(e)
def gen():
    try: yield 1
    except ValueError: print('in gen'); raise
g = gen(); next(g)
try: g.throw(ValueError('t'))
except ValueError as e: print('thrown', e)
try: raise ValueError('x').with_traceback(None)
except ValueError as e: print(e, e.__traceback__ is not None)
# expect: first ZeroDivisionError
# expect: again division by zero
# expect: (None, None, None)
# expect: True None
# expect: outer a
# expect: No active exception to reraise
# expect: in gen
# expect: thrown t
# expect: x True

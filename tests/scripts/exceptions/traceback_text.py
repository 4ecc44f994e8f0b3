import traceback
def f(x): return g(x)
def g(x): return 1 / x
try: f(0)
except ZeroDivisionError: print([l for l in traceback.format_exc().splitlines() if not l.startswith('    ')][0], traceback.format_exc().splitlines()[-1])
try:
    try: g(0)
    except ZeroDivisionError as e: raise KeyError('k') from e
except KeyError as e:
    lines = traceback.format_exception(e)
    print([l for l in ''.join(lines).splitlines() if l and not l.startswith(' ')])
try:
    try: g(0)
    except ZeroDivisionError as e: raise KeyError('k')
except KeyError as e: print([l for l in ''.join(traceback.format_exception(type(e), e, e.__traceback__)).splitlines() if l and not l.startswith(' ')])
print(traceback.format_exception_only(ValueError('a')), traceback.format_exception_only(ValueError, ValueError()), traceback.format_exception_only(KeyError('x')))
class My(Exception): pass
print(traceback.format_exception_only(My('m')))
# expect: Traceback (most recent call last): ZeroDivisionError: division by zero
# expect: ['Traceback (most recent call last):', 'ZeroDivisionError: division by zero', 'The above exception was the direct cause of the following exception:', 'Traceback (most recent call last):', "KeyError: 'k'"]
# expect: ['Traceback (most recent call last):', 'ZeroDivisionError: division by zero', 'During handling of the above exception, another exception occurred:', 'Traceback (most recent call last):', "KeyError: 'k'"]
# expect: ['ValueError: a\n'] ['ValueError\n'] ["KeyError: 'x'\n"]
# expect: ['My: m\n']

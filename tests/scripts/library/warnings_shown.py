import warnings
with warnings.catch_warnings(record=True) as seen:
    warnings.simplefilter('always')
    warnings.warn('first', DeprecationWarning)
    warnings.warn(UserWarning('second'))
for w in seen: print(w.category.__name__, w.message)
print(repr(warnings.formatwarning('text', UserWarning, '<stdin>', 3)))
with warnings.catch_warnings():
    warnings.simplefilter('error')
    try: warnings.warn('raised')
    except UserWarning as e: print(type(e).__name__, e)
try: warnings.warn('x', int)
except TypeError as e: print(e)
# expect: DeprecationWarning first
# expect: UserWarning second
# expect: '<stdin>:3: UserWarning: text\n'
# expect: UserWarning raised
# expect: category must be a Warning subclass, not 'type'

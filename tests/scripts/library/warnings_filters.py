import warnings
with warnings.catch_warnings(record=True) as w:
    warnings.simplefilter('always'); warnings.warn('one'); warnings.warn('two', DeprecationWarning, stacklevel=1); print(len(w), w[0].category.__name__, str(w[1].message), w[1].category.__name__)
with warnings.catch_warnings():
    warnings.simplefilter('error')
    try: warnings.warn('boom', UserWarning)
    except UserWarning as e: print('raised', e)
with warnings.catch_warnings():
    warnings.filterwarnings('ignore'); warnings.warn('silent')
with warnings.catch_warnings():
    warnings.filterwarnings('error', message='bad.*', category=UserWarning)
    try: warnings.warn('bad thing')
    except UserWarning as e: print('error', e)
class MyW(UserWarning): pass
with warnings.catch_warnings(record=True) as w:
    warnings.simplefilter('always', MyW); warnings.warn(MyW('mine')); print(type(w[0].message).__name__, w[0].message)
# expect: 2 UserWarning two DeprecationWarning
# expect: raised boom
# expect: error bad thing
# expect: MyW mine

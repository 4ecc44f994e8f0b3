def f(n):
    try:
        if n == 0: return 'a'
        if n == 1: raise ValueError('v')
        if n == 2: 1/0
        return 'b'
    except ValueError as e: return repr(e)
    finally: print('finally', n)
print(f(0), f(1), f(3))
try: f(2)
except ZeroDivisionError as e: print(type(e), e, e.args)
for i in range(3):
    try:
        if i == 1: continue
        if i == 2: break
        print('body', i)
    finally: print('fin', i)
try:
    try: {}['k']
    except KeyError as e: raise ValueError('bad') from e
except ValueError as e: print(repr(e), repr(e.__cause__))
try:
    try: 1/0
    except ZeroDivisionError: undefined_name
except NameError as e: print(e, '|', repr(e.__context__))
class MyError(Exception):
    def __init__(self, code): super().__init__(f'code {code}'); self.code = code
try: raise MyError(5)
except MyError as e: print(e, e.code, repr(e))
try: raise
except RuntimeError as e: print(e)
# expect: finally 0
# expect: finally 1
# expect: finally 3
# expect: a ValueError('v') b
# expect: finally 2
# expect: <class 'ZeroDivisionError'> division by zero ('division by zero',)
# expect: body 0
# expect: fin 0
# expect: fin 1
# expect: fin 2
# expect: ValueError('bad') KeyError('k')
# expect: name 'undefined_name' is not defined | ZeroDivisionError('division by zero')
# expect: code 5 5 MyError('code 5')
# expect: No active exception to reraise

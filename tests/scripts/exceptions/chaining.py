def chain(e):
    while e: print(type(e).__name__, e.args, e.__suppress_context__, repr(e.__cause__)); e = e.__context__
try:
    try: 1 / 0
    except ZeroDivisionError as z: raise ValueError('v') from z
except ValueError as e: chain(e)
try:
    try: 1 / 0
    except ZeroDivisionError: raise ValueError('w') from None
except ValueError as e: chain(e)
try:
    try:
        try: {}['a']
        except KeyError: [][1]
    finally: int('x')
except ValueError as e: chain(e)
for src in ('raise ValueError from 5', 'raise 5', 'raise "text"', 'raise int', 'raise None', 'raise ValueError from KeyError'):
    try: exec(src)
    except BaseException as e: print(src, '->', type(e).__name__, e, repr(e.__cause__))
# expect: ValueError ('v',) True ZeroDivisionError('division by zero')
# expect: ZeroDivisionError ('division by zero',) False None
# expect: ValueError ('w',) True None
# expect: ZeroDivisionError ('division by zero',) False None
# expect: ValueError ("invalid literal for int() with base 10: 'x'",) False None
# expect: IndexError ('list index out of range',) False None
# expect: KeyError ('a',) False None
# expect: raise ValueError from 5 -> TypeError exception causes must derive from BaseException None
# expect: raise 5 -> TypeError exceptions must derive from BaseException None
# expect: raise "text" -> TypeError exceptions must derive from BaseException None
# expect: raise int -> TypeError exceptions must derive from BaseException None
# expect: raise None -> TypeError exceptions must derive from BaseException None
# expect: raise ValueError from KeyError -> ValueError  KeyError()

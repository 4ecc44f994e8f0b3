e = ValueError('v'); e.add_note('first'); e.add_note('second'); print(e.__notes__, e)
try: e.add_note(5)
except TypeError as x: print(x)
import traceback; print(''.join(traceback.format_exception_only(e)), end='')
print(hasattr(ValueError(), '__notes__'))
# expect: ['first', 'second'] v
# expect: note must be a str, not 'int'
# expect: ValueError: v
# expect: first
# expect: second
# expect: False

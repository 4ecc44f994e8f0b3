def run(kind):
    out = []
    try:
        try:
            out.append('try')
            if kind == 'raise': raise ValueError
            if kind == 'return': return out
            if kind == 'other': raise KeyError('o')
        except ValueError: out.append('except')
        else: out.append('else')
        finally: out.append('finally')
    except KeyError as e: out.append(repr(e))
    out.append('after')
    return out
for k in ('ok', 'raise', 'return', 'other'): print(k, run(k))
def g():
    try: return 'try'
    finally: return 'finally'
def h():
    for i in range(3):
        try:
            if i == 1: return i
        finally:
            if i == 1: continue
    return 'end'
def k():
    while True:
        try: 1 / 0
        finally: break
    return 'swallowed'
def m():
    x = 1
    try: return x
    finally: x = 2
print(g(), h(), k(), m())
try:
    try: 1 / 0
    finally: raise KeyError('replaced')
except KeyError as e: print(repr(e.__context__))
# expect: ok ['try', 'else', 'finally', 'after']
# expect: raise ['try', 'except', 'finally', 'after']
# expect: return ['try', 'finally']
# expect: other ['try', 'finally', "KeyError('o')", 'after']
# expect: finally end swallowed 1
# expect: ZeroDivisionError('division by zero')

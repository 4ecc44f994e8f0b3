for e in (Exception(), Exception('a'), Exception('a', 1), KeyError('k'), KeyError(), KeyError('a', 'b'), ValueError(5), StopIteration(3), OSError(2, 'No such file'), OSError('x'), OSError(2, 'No such', 'f.txt'), SystemExit(3), IndexError('i'), ImportError('m', name='n'), UnicodeDecodeError('utf-8', b'\xff', 0, 1, 'bad'), AttributeError('a', name='n', obj=1), NameError('x', name='x'), SyntaxError('bad'), KeyboardInterrupt(), FileNotFoundError(2, 'nf', 'p'), OSError(13, 'den')):
    print(type(e).__name__, repr(e), '|', str(e), '|', e.args)
e = OSError(2, 'No such', 'f'); print(e.errno, e.strerror, e.filename, StopIteration(3).value, SystemExit(4).code, ImportError('m', name='n').name, NameError('x', name='q').name)
class E(Exception):
    def __init__(self, a, b=2): self.a = a
print(repr(E(1)), str(E(1)), E(1, b=3).args, E('x').a)
class F(Exception):
    def __str__(self): return 'custom'
print(F('q'), repr(F('q')), [F('q')], f'{F("z")}')
try: raise F
except F as f: print(repr(f), f.args)
for g in (lambda: Exception(a=1), lambda: ValueError('x').foo, lambda: KeyError()['a'], lambda: BaseException.__new__(int)):
    try: g()
    except Exception as e: print(type(e).__name__, e)
# expect: Exception Exception() |  | ()
# expect: Exception Exception('a') | a | ('a',)
# expect: Exception Exception('a', 1) | ('a', 1) | ('a', 1)
# expect: KeyError KeyError('k') | 'k' | ('k',)
# expect: KeyError KeyError() |  | ()
# expect: KeyError KeyError('a', 'b') | ('a', 'b') | ('a', 'b')
# expect: ValueError ValueError(5) | 5 | (5,)
# expect: StopIteration StopIteration(3) | 3 | (3,)
# expect: FileNotFoundError FileNotFoundError(2, 'No such file') | [Errno 2] No such file | (2, 'No such file')
# expect: OSError OSError('x') | x | ('x',)
# expect: FileNotFoundError FileNotFoundError(2, 'No such') | [Errno 2] No such: 'f.txt' | (2, 'No such')
# expect: SystemExit SystemExit(3) | 3 | (3,)
# expect: IndexError IndexError('i') | i | ('i',)
# expect: ImportError ImportError('m') | m | ('m',)
# expect: UnicodeDecodeError UnicodeDecodeError('utf-8', b'\xff', 0, 1, 'bad') | 'utf-8' codec can't decode byte 0xff in position 0: bad | ('utf-8', b'\xff', 0, 1, 'bad')
# expect: AttributeError AttributeError('a') | a | ('a',)
# expect: NameError NameError('x') | x | ('x',)
# expect: SyntaxError SyntaxError('bad') | bad | ('bad',)
# expect: KeyboardInterrupt KeyboardInterrupt() |  | ()
# expect: FileNotFoundError FileNotFoundError(2, 'nf') | [Errno 2] nf: 'p' | (2, 'nf')
# expect: PermissionError PermissionError(13, 'den') | [Errno 13] den | (13, 'den')
# expect: 2 No such f 3 4 n q
# expect: E(1) 1 (1,) x
# expect: custom F('q') [F('q')] custom
# expect: F() ()
# expect: TypeError Exception() takes no keyword arguments
# expect: AttributeError 'ValueError' object has no attribute 'foo'
# expect: TypeError 'KeyError' object is not subscriptable
# expect: TypeError BaseException.__new__(int): int is not a subtype of BaseException

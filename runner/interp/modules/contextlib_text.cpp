// The module contextlib, written in Python; it runs when first imported.
#include "runner/interp/modules/library.h"

namespace lessonrun::interp {

const char* const kContextlibText =
    R"py(from functools import wraps
import sys
class AbstractContextManager:
    def __enter__(self): return self
    def __exit__(self, *a): return None
class ContextDecorator:
    def __call__(self, f):
        @wraps(f)
        def inner(*a, **k):
            with self._recreate(): return f(*a, **k)
        return inner
    def _recreate(self): return self
class _GeneratorContextManager(ContextDecorator):
    def __init__(self, func, args, kw):
        self.gen, self._all = func(*args, **kw), (func, args, kw)
    def _recreate(self): return _GeneratorContextManager(*self._all)
    def __enter__(self):
        try: return next(self.gen)
        except StopIteration: raise RuntimeError("generator didn't yield") from None
    def __exit__(self, typ, value, tb):
        if typ is None:
            try: next(self.gen)
            except StopIteration: return False
            raise RuntimeError("generator didn't stop")
        if value is None: value = typ()
        try: self.gen.throw(value)
        except StopIteration as e: return e is not value
        except RuntimeError as e:
            if e is value: return False
            if isinstance(value, StopIteration) and e.__cause__ is value: return False
            raise
        except BaseException as e:
            if e is not value: raise
            return False
        raise RuntimeError("generator didn't stop after throw()")
def contextmanager(func):
    @wraps(func)
    def helper(*a, **k): return _GeneratorContextManager(func, a, k)
    return helper
class closing:
    def __init__(self, thing): self.thing = thing
    def __enter__(self): return self.thing
    def __exit__(self, *a): self.thing.close()
class suppress:
    def __init__(self, *exceptions): self._e = exceptions
    def __enter__(self): pass
    def __exit__(self, typ, value, tb): return typ is not None and issubclass(typ, self._e)
class nullcontext:
    def __init__(self, enter_result=None): self.enter_result = enter_result
    def __enter__(self): return self.enter_result
    def __exit__(self, *a): pass
class _Redirect:
    def __init__(self, target): self._target, self._old = target, []
    def __enter__(self):
        self._old.append(getattr(sys, self._name))
        setattr(sys, self._name, self._target)
        return self._target
    def __exit__(self, *a): setattr(sys, self._name, self._old.pop())
class redirect_stdout(_Redirect): _name = 'stdout'
class redirect_stderr(_Redirect): _name = 'stderr'
class ExitStack:
    def __init__(self): self._calls = []
    def enter_context(self, cm):
        r = type(cm).__enter__(cm)
        self._calls.append(lambda *a: type(cm).__exit__(cm, *a))
        return r
    def push(self, exit):
        self._calls.append((lambda *a: exit.__exit__(*a)) if hasattr(exit, '__exit__') else exit)
        return exit
    def callback(self, f, /, *args, **kw):
        self._calls.append(lambda *a: f(*args, **kw) and None)
        return f
    def pop_all(self):
        n = ExitStack()
        n._calls, self._calls = self._calls, []
        return n
    def close(self): self.__exit__(None, None, None)
    def __enter__(self): return self
    def __exit__(self, typ, value, tb):
        had, suppressed = value, False
        while self._calls:
            f = self._calls.pop()
            try:
                if f(type(value) if value is not None else None, value, None): value, suppressed = None, True
            except BaseException as e: value = e
        if value is not None and value is not had: raise value
        return suppressed and value is None
)py";

}  // namespace lessonrun::interp

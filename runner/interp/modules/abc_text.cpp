// The module abc, written in Python; it runs when first imported.
#include "runner/interp/modules/library.h"

namespace lessonrun::interp {

const char* const kAbcText =
    R"py(def abstractmethod(f):
    f.__isabstractmethod__ = True
    return f
class abstractproperty(property):
    __isabstractmethod__ = True
def _is_abstract(v):
    if isinstance(v, property): return any(getattr(f, '__isabstractmethod__', False) for f in (v.fget, v.fset, v.fdel))
    return getattr(v, '__isabstractmethod__', False)
class ABCMeta(type):
    def __new__(mcls, name, bases, namespace, **kw):
        cls = super().__new__(mcls, name, bases, namespace, **kw)
        names = {k for k, v in namespace.items() if _is_abstract(v)}
        for b in bases:
            for n in getattr(b, '__abstractmethods__', ()):
                if _is_abstract(getattr(cls, n, None)): names.add(n)
        cls.__abstractmethods__ = frozenset(names)
        cls._abc_registry = []
        return cls
    def register(cls, sub):
        cls._abc_registry.append(sub)
        return sub
    def __instancecheck__(cls, obj): return cls.__subclasscheck__(type(obj))
    def __subclasscheck__(cls, sub):
        if cls in sub.__mro__: return True
        hook = getattr(cls, '__subclasshook__', None)
        if hook is not None:
            r = hook(sub)
            if r is not NotImplemented: return r
        for r in cls._abc_registry:
            if issubclass(sub, r): return True
        for s in type.__subclasses__(cls):
            if issubclass(sub, s): return True
        return False
class ABC(metaclass=ABCMeta):
    __slots__ = ()
)py";

}  // namespace lessonrun::interp

// The module weakref, written in Python; it runs when first imported.
#include "runner/interp/modules/library.h"

namespace lessonrun::interp {

const char* const kWeakrefText =
    R"py(class WeakValueDictionary:
    def __init__(self): self._d = {}
    def __setitem__(self, k, v): self._d[k] = ref(v)
    def __getitem__(self, k):
        o = self._d[k]()
        if o is None: raise KeyError(k)
        return o
    def get(self, k, default=None):
        r = self._d.get(k)
        o = r() if r is not None else None
        return default if o is None else o
    def __contains__(self, k): return self.get(k) is not None
    def keys(self): return [k for k, r in self._d.items() if r() is not None]
    def values(self): return [r() for r in self._d.values() if r() is not None]
    def items(self): return [(k, r()) for k, r in self._d.items() if r() is not None]
    def __iter__(self): return iter(self.keys())
    def __len__(self): return len(self.keys())
class WeakSet:
    def __init__(self, items=()): self._l = [ref(x) for x in items]
    def add(self, x):
        if x not in self: self._l.append(ref(x))
    def discard(self, x): self._l = [r for r in self._l if r() is not x]
    def __iter__(self): return iter([r() for r in self._l if r() is not None])
    def __contains__(self, x): return any(r() is x for r in self._l)
    def __len__(self): return len(list(iter(self)))
class WeakKeyDictionary(dict): pass
)py";

}  // namespace lessonrun::interp

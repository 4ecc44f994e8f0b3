// The module collections.abc, written in Python; it runs when first imported.
#include "runner/interp/modules/library.h"

namespace lessonrun::interp {

const char* const kCollectionsAbcText =
    R"py(from abc import ABCMeta as _M
def _make(name, methods, bases=(), builtins=()):
    def hook(cls, sub):
        if cls.__name__ != name or not methods: return NotImplemented
        for m in methods:
            for k in sub.__mro__:
                if m in k.__dict__:
                    if k.__dict__[m] is None: return NotImplemented
                    break
            else: return NotImplemented
        return True
    def item(cls, args):
        from types import GenericAlias
        return GenericAlias(cls, args)
    c = _M(name, bases, {'__subclasshook__': classmethod(hook), '__module__': 'collections.abc', '__class_getitem__': item})
    for b in builtins: c.register(b)
    return c
Hashable = _make('Hashable', ['__hash__']); Iterable = _make('Iterable', ['__iter__']); Sized = _make('Sized', ['__len__'])
Container = _make('Container', ['__contains__']); Callable = _make('Callable', ['__call__'])
Iterator = _make('Iterator', ['__iter__', '__next__'], (Iterable,)); Reversible = _make('Reversible', ['__reversed__', '__iter__'], (Iterable,))
Generator = _make('Generator', ['send', 'throw', 'close', '__iter__', '__next__'], (Iterator,))
Collection = _make('Collection', ['__len__', '__iter__', '__contains__'], (Sized, Iterable, Container))
Sequence = _make('Sequence', [], (Reversible, Collection), (list, tuple, str, range, bytes, bytearray))
MutableSequence = _make('MutableSequence', [], (Sequence,), (list, bytearray))
class Mapping(_make('Mapping', [], (Collection,), ())):
    def get(self, key, default=None):
        try: return self[key]
        except KeyError: return default
    def __contains__(self, key):
        try: self[key]
        except KeyError: return False
        return True
    def keys(self): return list(self)
    def values(self): return [self[k] for k in self]
    def items(self): return [(k, self[k]) for k in self]
    def __eq__(self, o): return dict(self.items()) == dict(o.items()) if isinstance(o, (Mapping, dict)) else NotImplemented
class MutableMapping(Mapping):
    def pop(self, key, *default):
        try: v = self[key]
        except KeyError:
            if default: return default[0]
            raise
        del self[key]
        return v
    def setdefault(self, key, default=None):
        if key in self: return self[key]
        self[key] = default
        return default
    def update(self, other=(), **kw):
        for k, v in dict(other, **kw).items(): self[k] = v
    def clear(self):
        for k in list(self): del self[k]
Mapping.register(dict); MutableMapping.register(dict)
Set = _make('Set', [], (Collection,), (set, frozenset)); MutableSet = _make('MutableSet', [], (Set,), (set,))
)py";

}  // namespace lessonrun::interp

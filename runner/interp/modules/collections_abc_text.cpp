// The module collections.abc, written in Python; it runs when first imported.
#include "runner/interp/modules/library.h"

namespace lessonrun::interp {

const char* const kCollectionsAbcText =
    R"py(from abc import ABCMeta as _M, abstractmethod
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
class Iterator(_make('Iterator', ['__iter__', '__next__'], (Iterable,))):
    __module__ = 'collections.abc'
    @abstractmethod
    def __next__(self): raise StopIteration
    def __iter__(self): return self
Reversible = _make('Reversible', ['__reversed__', '__iter__'], (Iterable,))
Generator = _make('Generator', ['send', 'throw', 'close', '__iter__', '__next__'], (Iterator,))
Collection = _make('Collection', ['__len__', '__iter__', '__contains__'], (Sized, Iterable, Container))
class Sequence(_make('Sequence', [], (Reversible, Collection), (list, tuple, str, range, bytes, bytearray))):
    __module__ = 'collections.abc'
    @abstractmethod
    def __getitem__(self, index): raise IndexError
    @abstractmethod
    def __len__(self): return 0
    def __iter__(self):
        i = 0
        try:
            while True:
                yield self[i]
                i += 1
        except IndexError: return
    def __contains__(self, value): return any(v is value or v == value for v in self)
    def __reversed__(self):
        for i in reversed(range(len(self))): yield self[i]
    def index(self, value, start=0, stop=None):
        for i in range(start, len(self) if stop is None else stop):
            if self[i] is value or self[i] == value: return i
        raise ValueError
    def count(self, value): return sum(1 for v in self if v is value or v == value)
class MutableSequence(Sequence):
    @abstractmethod
    def __setitem__(self, index, value): raise IndexError
    @abstractmethod
    def __delitem__(self, index): raise IndexError
    @abstractmethod
    def insert(self, index, value): raise IndexError
    def append(self, value): self.insert(len(self), value)
    def clear(self):
        while len(self): self.pop()
    def reverse(self):
        n = len(self)
        for i in range(n // 2): self[i], self[n - i - 1] = self[n - i - 1], self[i]
    def extend(self, values):
        for v in list(values): self.append(v)
    def pop(self, index=-1):
        v = self[index]
        del self[index]
        return v
    def remove(self, value): del self[self.index(value)]
    def __iadd__(self, values): self.extend(values); return self
for _b in (list, tuple, str, range, bytes, bytearray): Sequence.register(_b)
MutableSequence.register(list); MutableSequence.register(bytearray)
class Mapping(_make('Mapping', [], (Collection,), ())):
    __module__ = 'collections.abc'
    @abstractmethod
    def __getitem__(self, key): raise KeyError
    @abstractmethod
    def __iter__(self):
        while False: yield None
    @abstractmethod
    def __len__(self): return 0
    def get(self, key, default=None):
        try: return self[key]
        except KeyError: return default
    def __contains__(self, key):
        try: self[key]
        except KeyError: return False
        return True
    def keys(self): return KeysView(self)
    def values(self): return ValuesView(self)
    def items(self): return ItemsView(self)
    def __eq__(self, o): return dict(self.items()) == dict(o.items()) if isinstance(o, (Mapping, dict)) else NotImplemented
class MutableMapping(Mapping):
    @abstractmethod
    def __setitem__(self, key, value): raise KeyError
    @abstractmethod
    def __delitem__(self, key): raise KeyError
    def popitem(self):
        try: key = next(iter(self))
        except StopIteration: raise KeyError from None
        value = self[key]
        del self[key]
        return key, value
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
class Set(_make('Set', [], (Collection,), (set, frozenset))):
    __module__ = 'collections.abc'
    @classmethod
    def _from_iterable(cls, it): return cls(it)
    def __le__(self, o): return len(self) <= len(o) and all(x in o for x in self) if isinstance(o, Set) else NotImplemented
    def __lt__(self, o): return len(self) < len(o) and self.__le__(o) if isinstance(o, Set) else NotImplemented
    def __ge__(self, o): return len(self) >= len(o) and all(x in self for x in o) if isinstance(o, Set) else NotImplemented
    def __gt__(self, o): return len(self) > len(o) and self.__ge__(o) if isinstance(o, Set) else NotImplemented
    def __eq__(self, o): return len(self) == len(o) and self.__le__(o) if isinstance(o, Set) else NotImplemented
    def __and__(self, o): return self._from_iterable(x for x in o if x in self)
    __rand__ = __and__
    def __or__(self, o): return self._from_iterable(x for s in (self, o) for x in s)
    __ror__ = __or__
    def __sub__(self, o): return self._from_iterable(x for x in self if x not in o)
    def __xor__(self, o): return (self - o) | self._from_iterable(x for x in o if x not in self)
    def isdisjoint(self, o): return not any(x in self for x in o)
class MappingView:
    __module__ = 'collections.abc'
    def __init__(self, mapping): self._mapping = mapping
    def __len__(self): return len(self._mapping)
    def __repr__(self): return f'{type(self).__name__}({self._mapping!r})'
class KeysView(MappingView, Set):
    __module__ = 'collections.abc'
    @classmethod
    def _from_iterable(cls, it): return set(it)
    def __contains__(self, key): return key in self._mapping
    def __iter__(self): return iter(self._mapping)
class ItemsView(MappingView, Set):
    __module__ = 'collections.abc'
    @classmethod
    def _from_iterable(cls, it): return set(it)
    def __contains__(self, item):
        key, value = item
        try: v = self._mapping[key]
        except KeyError: return False
        return v is value or v == value
    def __iter__(self):
        for key in self._mapping: yield (key, self._mapping[key])
class ValuesView(MappingView):
    __module__ = 'collections.abc'
    def __contains__(self, value): return any(v is value or v == value for v in self)
    def __iter__(self):
        for key in self._mapping: yield self._mapping[key]
class MutableSet(Set):
    def remove(self, v):
        if v not in self: raise KeyError(v)
        self.discard(v)
    def pop(self):
        try: v = next(iter(self))
        except StopIteration: raise KeyError from None
        self.discard(v)
        return v
    def clear(self):
        while len(self): self.pop()
    def __ior__(self, it):
        for v in it: self.add(v)
        return self
Set.register(set); Set.register(frozenset); MutableSet.register(set)
)py";

}  // namespace lessonrun::interp

// The module enum, written in Python; it runs when first imported.
#include "runner/interp/modules/library.h"

namespace lessonrun::interp {

const char* const kEnumText =
    R"py(class auto:
    value = None
class _Dict(dict):
    def __init__(self): self._names = []; self._last = []; self._gen = None; self._ignore = []
    def __setitem__(self, key, value):
        if key == '_generate_next_value_': self._gen = value.__func__ if isinstance(value, staticmethod) else value
        elif key.startswith('_') or hasattr(value, '__get__') and not isinstance(value, type): pass
        else:
            if key in self._names: raise TypeError(f'{key!r} already defined as {self[key]!r}')
            if isinstance(value, auto): value = self._gen(key, 1, len(self._names), self._last[:])
            elif isinstance(value, tuple) and any(isinstance(v, auto) for v in value):
                value = tuple(self._gen(key, 1, len(self._names), self._last[:]) if isinstance(v, auto) else v for v in value)
            self._names.append(key); self._last.append(value)
        dict.__setitem__(self, key, value)
class EnumType(type):
    @classmethod
    def __prepare__(mcls, name, bases, **kw):
        d = _Dict()
        for b in bases:
            g = getattr(b, '_generate_next_value_', None)
            if g is not None: d._gen = g
            if getattr(b, '_member_names_', None): raise TypeError(f'<enum {name!r}> cannot extend {b!r}')
        if d._gen is None: d._gen = _next_value
        return d
    def __new__(mcls, name, bases, ns, boundary=None, **kw):
        members = [(n, ns[n]) for n in getattr(ns, '_names', [])]
        body = {k: v for k, v in ns.items() if k not in dict(members)}
        cls = super().__new__(mcls, name, bases, body, **kw)
        cls._member_names_ = []; cls._member_map_ = {}; cls._value2member_map_ = {}; cls._unhashable_ = []
        data = None
        for b in cls.__mro__[1:]:
            if b is object or isinstance(b, EnumType): continue
            if '__new__' in b.__dict__: data = b; break
        cls._member_type_ = data or object
        if data is not None and cls.__name__ not in ('IntEnum', 'StrEnum', 'IntFlag'):
            base = next(b for b in cls.__mro__ if b.__name__ == 'Enum' and isinstance(b, EnumType))
            own_str = any(b.__name__ == 'ReprEnum' or b.__name__ == 'IntFlag' for b in cls.__mro__)
            for n in ('__repr__', '__str__', '__format__'):
                owner = next(b for b in cls.__mro__ if n in b.__dict__)
                if not isinstance(owner, EnumType) and (n == '__repr__' or not own_str): type.__setattr__(cls, n, (Flag if issubclass(cls, Flag) else base).__dict__[n])
        own_new = None
        for b in cls.__mro__:
            if isinstance(b, EnumType) and '__new__' in b.__dict__ and b.__name__ not in ('Enum', 'IntEnum', 'StrEnum', 'Flag', 'IntFlag', 'ReprEnum'): own_new = b.__dict__['__new__']; break
        is_flag = any(b.__name__ == 'Flag' for b in cls.__mro__)
        for n, value in members:
            args = value if isinstance(value, tuple) else (value,)
            if own_new is not None:
                f = own_new.__func__ if isinstance(own_new, staticmethod) else own_new
                m = f(cls, *args)
                if not hasattr(m, '_value_'): m._value_ = value
            elif data is not None:
                m = data.__new__(cls, *args)
                m._value_ = data(*args)
            else:
                m = object.__new__(cls)
                m._value_ = value
            m._name_ = n
            m.__objclass__ = cls
            for old in cls._member_map_.values():
                if old._value_ == m._value_: m = old; break
            else:
                if any('__init__' in b.__dict__ for b in cls.__mro__ if isinstance(b, EnumType) and b.__name__ != 'Enum'): m.__init__(*args)
                m._sort_order_ = len(cls._member_names_)
                if not (is_flag and (not isinstance(m._value_, int) or m._value_ <= 0 or m._value_ & (m._value_ - 1))): cls._member_names_.append(n)
            cls._member_map_[n] = m
            try: cls._value2member_map_[m._value_] = m
            except TypeError: cls._unhashable_.append(m)
            type.__setattr__(cls, n, m)
        return cls
    def __call__(cls, value, names=None, *, module=None, qualname=None, type=None, start=1, boundary=None):
        if names is None: return cls._lookup(value)
        bases = (cls,) if type is None else (type, cls)
        meta = EnumType
        ns = meta.__prepare__(value, bases)
        if isinstance(names, str): names = names.replace(',', ' ').split()
        if isinstance(names, dict): names = list(names.items())
        for i, n in enumerate(names):
            if isinstance(n, str): ns[n] = auto() if start == 1 else i + start
            else: ns[n[0]] = n[1]
        import _native
        ns['__module__'] = module or _native.caller_module(1)
        return meta(value, bases, ns) if False else EnumType.__new__(meta, value, bases, ns)
    def _lookup(cls, value):
        if isinstance(value, cls): return value
        try: return cls._value2member_map_[value]
        except KeyError: pass
        except TypeError:
            for m in cls._member_map_.values():
                if m._value_ == value: return m
        r = cls._missing_(value)
        if isinstance(r, cls): return r
        raise ValueError(f'{value!r} is not a valid {cls.__qualname__}')
    def __iter__(cls): return iter([cls._member_map_[n] for n in cls._member_names_])
    def __reversed__(cls): return iter([cls._member_map_[n] for n in reversed(cls._member_names_)])
    def __len__(cls): return len(cls._member_names_)
    def __bool__(cls): return True
    def __contains__(cls, m):
        if not isinstance(m, Enum): raise TypeError(f"unsupported operand type(s) for 'in': '{type(m).__qualname__}' and '{cls.__class__.__qualname__}'")
        return isinstance(m, cls) and m._name_ in cls._member_map_
    def __getitem__(cls, name): return cls._member_map_[name]
    @property
    def __members__(cls):
        from types import MappingProxyType
        return MappingProxyType(cls._member_map_)
    def __repr__(cls):
        return f'<flag {cls.__name__!r}>' if issubclass(cls, Flag) and cls is not Flag else f'<enum {cls.__name__!r}>'
    def __getattr__(cls, name): raise AttributeError(name)
    def __setattr__(cls, name, value):
        if name in cls.__dict__.get('_member_map_', {}): raise AttributeError(f'cannot reassign member {name!r}')
        super().__setattr__(name, value)
    def __delattr__(cls, name):
        if name in cls.__dict__.get('_member_map_', {}): raise AttributeError(f'{cls.__name__!r} cannot delete member {name!r}.')
        super().__delattr__(name)
EnumMeta = EnumType
def _next_value(name, start, count, last):
    return max([v for v in last if isinstance(v, int)], default=start - 1) + 1
class property(property): pass
def _reader(f):
    def refuse(self, *value): raise AttributeError(f"<enum 'Enum'> cannot {'set' if value else 'delete'} attribute {f.__name__!r}")
    return property(f, refuse, refuse)
class Enum(metaclass=EnumType):
    def __init__(self, *args): pass
    @_reader
    def name(self): return self._name_
    @_reader
    def value(self): return self._value_
    @classmethod
    def _missing_(cls, value): return None
    def __repr__(self):
        v = self._value_
        return f'<{self.__class__.__name__}.{self._name_}: {v!r}>'
    def __str__(self): return f'{self.__class__.__name__}.{self._name_}'
    def __format__(self, spec): return str.__format__(str(self), spec)
    def __hash__(self): return hash(self._name_)
    def __eq__(self, o): return self is o if self.__class__._member_type_ is object or isinstance(o, Enum) else self.__class__._member_type_.__eq__(self, o)
    def __reduce_ex__(self, p): return (self.__class__, (self._value_,))
    def __copy__(self): return self
    def __deepcopy__(self, memo): return self
    def __dir__(self): return ['__class__', '__doc__', '__module__', 'name', 'value']
class ReprEnum(Enum): pass
class IntEnum(int, ReprEnum):
    __eq__ = int.__eq__
    __hash__ = int.__hash__
    def __str__(self): return int.__repr__(self)
    def __format__(self, spec): return int.__format__(self, spec)
class StrEnum(str, ReprEnum):
    def _generate_next_value_(name, start, count, last): return name.lower()
    __eq__ = str.__eq__
    __hash__ = str.__hash__
    def __str__(self): return str.__str__(self)
    def __format__(self, spec): return str.__format__(self, spec)
class Flag(Enum):
    def _generate_next_value_(name, start, count, last):
        return 1 if not last else 1 << max(last).bit_length()
    @classmethod
    def _missing_(cls, value):
        if not isinstance(value, int): raise ValueError(f'{value!r} is not a valid {cls.__qualname__}')
        mask = 0
        for m in cls._member_map_.values(): mask |= m._value_
        if value < 0: value = mask & value
        unknown = value & ~mask
        if unknown and not issubclass(cls, int): raise ValueError(f'{value!r} is not a valid {cls.__qualname__}')
        m = object.__new__(cls) if cls._member_type_ is object else cls._member_type_.__new__(cls, value)
        m._value_ = value
        names = [x._name_ for x in cls if x._value_ & value == x._value_ and x._value_]
        m._name_ = '|'.join(names + ([str(unknown)] if unknown else [])) if names else None
        cls._value2member_map_[value] = m
        return m
    def __or__(self, o): return self.__class__(self._value_ | o._value_) if isinstance(o, self.__class__) else NotImplemented
    def __and__(self, o): return self.__class__(self._value_ & o._value_) if isinstance(o, self.__class__) else NotImplemented
    def __xor__(self, o): return self.__class__(self._value_ ^ o._value_) if isinstance(o, self.__class__) else NotImplemented
    def __invert__(self):
        mask = 0
        for m in self.__class__: mask |= m._value_
        return self.__class__(mask & ~self._value_)
    def __contains__(self, o): return o._value_ & self._value_ == o._value_
    def __bool__(self): return bool(self._value_)
    def __iter__(self): return iter([m for m in self.__class__ if m._value_ & self._value_])
    def __repr__(self):
        n = self.__class__.__name__
        return f'<{n}: {self._value_!r}>' if self._name_ is None else f'<{n}.{self._name_}: {self._value_!r}>'
    def __str__(self):
        n = self.__class__.__name__
        return f'{n}({self._value_!r})' if self._name_ is None else f'{n}.{self._name_}'
class IntFlag(int, Flag):
    __hash__ = int.__hash__
    __eq__ = int.__eq__
    def __str__(self): return int.__repr__(self)
    def __or__(self, o): return self.__class__(self._value_ | int(o)) if isinstance(o, int) else NotImplemented
    def __and__(self, o): return self.__class__(self._value_ & int(o)) if isinstance(o, int) else NotImplemented
    def __xor__(self, o): return self.__class__(self._value_ ^ int(o)) if isinstance(o, int) else NotImplemented
    __ror__, __rand__, __rxor__ = __or__, __and__, __xor__
    def __invert__(self):
        bits = max(m._value_.bit_length() for m in [self, *self.__class__])
        return self.__class__((1 << bits) - 1 & ~self._value_)
def unique(cls):
    dup = [(n, m.name) for n, m in cls.__members__.items() if n != m.name]
    if dup:
        raise ValueError(f'duplicate values found in {cls!r}: ' + ', '.join(f'{a} -> {n}' for a, n in dup))
    return cls
class member:
    def __init__(self, value): self.value = value
class nonmember(member): pass
)py";

}  // namespace lessonrun::interp

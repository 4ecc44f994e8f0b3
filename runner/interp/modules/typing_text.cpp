// The module typing and abc, written in Python; it runs when first imported.
#include "runner/interp/modules/library.h"

namespace lessonrun::interp {

const char* const kTypingText =
    R"py(def _show(x):
    if x is type(None): return 'NoneType'
    if x is ...: return '...'
    if isinstance(x, type) and not isinstance(x, GenericAlias):
        return x.__qualname__ if x.__module__ == 'builtins' else f'{x.__module__}.{x.__qualname__}'
    if isinstance(x, list): return '[' + ', '.join(_show(y) for y in x) + ']'
    return repr(x)
from types import GenericAlias, UnionType
class _Form:
    def __init__(self, name, get=None):
        self._name = name
        self._get = get
    def __repr__(self): return 'typing.' + self._name
    def __getitem__(self, args):
        if self._get is None: raise TypeError(f'{self!r} is not subscriptable')
        return self._get(self, args)
    def __or__(self, other): return Union[self, other]
    def __ror__(self, other): return Union[other, self]
    def __call__(self, *a, **k): raise TypeError(f'Cannot instantiate {self!r}')
    def __mro_entries__(self, bases):
        return ()
class _Alias:
    def __init__(self, origin, args, name=None):
        self.__dict__.update(__origin__=origin, __args__=args, _name=name)
    def __repr__(self):
        if self.__origin__ is Union:
            a = self.__args__
            if len(a) == 2 and type(None) in a:
                return 'typing.Optional[' + _show(a[0] if a[1] is type(None) else a[1]) + ']'
            return 'typing.Union[' + ', '.join(_show(x) for x in a) + ']'
        if self._name == 'Callable' and len(self.__args__) == 2 and isinstance(self.__args__[0], list):
            return f'typing.Callable[{_show(self.__args__[0])}, {_show(self.__args__[1])}]'
        n = 'typing.' + self._name if self._name else _show(self.__origin__)
        if self._name == 'Tuple' and not self.__args__: return 'typing.Tuple[()]'
        return n + '[' + ', '.join(_show(x) for x in self.__args__) + ']'
    def __eq__(self, o):
        if self.__origin__ is Union and isinstance(o, UnionType): return set(self.__args__) == set(o.__args__)
        if not isinstance(o, _Alias): return NotImplemented
        if self.__origin__ is Union: return o.__origin__ is Union and set(self.__args__) == set(o.__args__)
        return self.__origin__ == o.__origin__ and self.__args__ == o.__args__
    def __hash__(self):
        if self.__origin__ is Union: return hash(frozenset(self.__args__))
        return hash((self._name, tuple(self.__args__)))
    def __or__(self, other): return Union[self, other]
    def __ror__(self, other): return Union[other, self]
    def __getitem__(self, args):
        if not isinstance(args, tuple): args = (args,)
        it = iter(args)
        new = tuple(next(it) if isinstance(a, TypeVar) else a for a in self.__args__)
        return _Alias(self.__origin__, new, self._name)
    def __call__(self, *a, **k):
        return self.__origin__(*a, **k)
    def __mro_entries__(self, bases):
        o = self.__origin__
        if o is Generic or o is Protocol: return (o,)
        if isinstance(o, type):
            return (o,) if Generic in o.__mro__ or Generic in bases else (o, Generic)
        return ()
    def __getattr__(self, name):
        if name.startswith('__') and name.endswith('__'): raise AttributeError(name)
        return getattr(self.__origin__, name)
    def __instancecheck__(self, obj):
        if self.__origin__ is Union:
            return isinstance(obj, self.__args__)
        raise TypeError('Subscripted generics cannot be used with class and instance checks')
    @property
    def __parameters__(self):
        return tuple(a for a in self.__args__ if isinstance(a, TypeVar))
class ForwardRef:
    def __init__(self, arg): self.__forward_arg__ = arg
    def __repr__(self): return f'ForwardRef({self.__forward_arg__!r})'
    def __eq__(self, o): return isinstance(o, ForwardRef) and o.__forward_arg__ == self.__forward_arg__
    def __hash__(self): return hash(self.__forward_arg__)
def _type(x):
    if x is None: return type(None)
    if isinstance(x, str): return ForwardRef(x)
    return x
def _union(self, args):
    if not isinstance(args, tuple): args = (args,)
    out = []
    for a in args:
        a = _type(a)
        parts = a.__args__ if (isinstance(a, _Alias) and a.__origin__ is Union) or isinstance(a, UnionType) else (a,)
        for p in parts:
            if p not in out: out.append(p)
    if len(out) == 1: return out[0]
    return _Alias(Union, tuple(out), 'Union')
Union = _Form('Union', _union)
Optional = _Form('Optional', lambda self, a: Union[a, None])
def _named(origin):
    def get(self, args):
        if not isinstance(args, tuple): args = (args,)
        return _Alias(self if origin is None else origin, tuple(_type(a) for a in args), self._name)
    return get
class _Special(_Form):
    def __init__(self, name, origin):
        self._name, self._origin = name, origin
    @property
    def __origin__(self):
        if isinstance(self._origin, str):
            module, name = self._origin.split(':')
            self._origin = getattr(__import__(module, fromlist=(name,)), name)
        return self._origin
    def __getitem__(self, args): return _named(self.__origin__)(self, args)
    def __call__(self, *a, **k): raise TypeError(f'Type {self._name} cannot be instantiated; use {self.__origin__.__name__}() instead')
    def __mro_entries__(self, bases): return (self.__origin__,)
    def __instancecheck__(self, obj): return isinstance(obj, self.__origin__)
    def __subclasscheck__(self, cls): return issubclass(cls, self.__origin__)
List = _Special('List', list); Dict = _Special('Dict', dict); Set = _Special('Set', set)
FrozenSet = _Special('FrozenSet', frozenset); Tuple = _Special('Tuple', tuple); Type = _Special('Type', type)
DefaultDict = _Special('DefaultDict', 'collections:defaultdict'); OrderedDict = _Special('OrderedDict', 'collections:OrderedDict')
Counter = _Special('Counter', 'collections:Counter'); Deque = _Special('Deque', 'collections:deque')
for _n in ('Iterable', 'Iterator', 'Sequence', 'MutableSequence', 'Mapping', 'MutableMapping', 'Collection', 'Hashable', 'Sized', 'Container', 'Reversible', 'Generator', 'MutableSet'):
    globals()[_n] = _Special(_n, 'collections.abc:' + _n)
AbstractSet = _Special('AbstractSet', 'collections.abc:Set')
Callable = _Special('Callable', 'collections.abc:Callable')
for _n in ('ClassVar', 'Final', 'Required', 'NotRequired', 'Concatenate', 'TypeGuard', 'Unpack', 'Awaitable', 'Coroutine', 'AsyncIterator', 'AsyncIterable', 'AsyncGenerator', 'ContextManager', 'AsyncContextManager'):
    globals()[_n] = _Form(_n, _named(None))
Any = _Form('Any'); NoReturn = _Form('NoReturn'); Never = _Form('Never'); Self = _Form('Self'); LiteralString = _Form('LiteralString'); TypeAlias = _Form('TypeAlias')
def _literal(self, args):
    return _Literal(self, args if isinstance(args, tuple) else (args,), 'Literal')
class _Literal(_Alias):
    def _values(self): return frozenset((a, type(a)) for a in self.__args__)
    def __eq__(self, o): return self._values() == o._values() if isinstance(o, _Literal) else NotImplemented
    def __hash__(self): return hash(self._values())
    def __repr__(self): return 'typing.Literal[' + ', '.join(repr(a) for a in self.__args__) + ']'
Literal = _Form('Literal', _literal)
class _Annotated(_Alias):
    def __init__(self, origin, metadata):
        self.__dict__.update(__origin__=origin, __metadata__=metadata, __args__=(origin,), _name='Annotated')
    def __repr__(self): return 'typing.Annotated[' + _show(self.__origin__) + ', ' + ', '.join(repr(m) for m in self.__metadata__) + ']'
    def __eq__(self, o): return isinstance(o, _Annotated) and self.__origin__ == o.__origin__ and self.__metadata__ == o.__metadata__
    def __hash__(self): return hash((self.__origin__, len(self.__metadata__)))
def _annotated(self, args):
    if not isinstance(args, tuple) or len(args) < 2:
        raise TypeError('Annotated[...] should be used with at least two arguments (a type and an annotation).')
    o, m = _type(args[0]), args[1:]
    if isinstance(o, _Annotated): o, m = o.__origin__, o.__metadata__ + m
    return _Annotated(o, m)
Annotated = _Form('Annotated', _annotated)
class TypeVar:
    def __init__(self, name, *constraints, bound=None, covariant=False, contravariant=False):
        self.__name__, self.__constraints__, self.__bound__ = name, constraints, bound
        self._sign = '+' if covariant else '-' if contravariant else '~'
    def __repr__(self): return self._sign + self.__name__
    def __or__(self, o): return Union[self, o]
    def __ror__(self, o): return Union[o, self]
class ParamSpec(TypeVar):
    @property
    def args(self): return self
    @property
    def kwargs(self): return self
class TypeVarTuple(TypeVar):
    def __iter__(self): return iter((self,))
class Generic:
    def __class_getitem__(cls, args):
        if not isinstance(args, tuple): args = (args,)
        return _Alias(cls, args, 'Generic' if cls is Generic else 'Protocol' if cls is Protocol else None)
    def __init_subclass__(cls, *a, **k):
        super().__init_subclass__(*a, **k)
        seen = []
        for b in cls.__dict__.get('__orig_bases__', ()):
            for p in getattr(b, '__parameters__', ()):
                if p not in seen: seen.append(p)
        cls.__parameters__ = tuple(seen)
class _ProtocolMeta(type):
    def __instancecheck__(cls, obj):
        if Protocol not in cls.__bases__: return type.__instancecheck__(cls, obj)
        if not cls.__dict__.get('_is_runtime_protocol'): raise TypeError('Instance and class checks can only be used with @runtime_checkable protocols')
        return type.__instancecheck__(cls, obj) or all(hasattr(obj, n) and (getattr(obj, n) is not None or not callable(getattr(cls, n, None))) for n in cls._members())
    def __subclasscheck__(cls, sub):
        if Protocol not in cls.__bases__: return type.__subclasscheck__(cls, sub)
        if not cls.__dict__.get('_is_runtime_protocol'): raise TypeError('Instance and class checks can only be used with @runtime_checkable protocols')
        return type.__subclasscheck__(cls, sub) or all(any(n in k.__dict__ for k in sub.__mro__) for n in cls._members())
    def _members(cls):
        names = set()
        for k in cls.__mro__:
            if k is not Protocol and Protocol in k.__bases__:
                names.update(n for n in k.__dict__ if n not in _NOT_MEMBERS)
                names.update(k.__dict__.get('__annotations__', ()))
        return names
_NOT_MEMBERS = {'__module__', '__qualname__', '__doc__', '__dict__', '__weakref__', '__parameters__', '__orig_bases__', '__annotations__', '_is_runtime_protocol', '__init__', '__slots__', '__abstractmethods__', '_abc_registry', '__hash__', '__match_args__'}
class Protocol(Generic, metaclass=_ProtocolMeta): pass
def runtime_checkable(cls):
    if Protocol not in cls.__bases__: raise TypeError(f'@runtime_checkable can be only applied to protocol classes, got {cls!r}')
    cls._is_runtime_protocol = True
    return cls
def TYPE_CHECKING_(): pass
TYPE_CHECKING = False
def cast(typ, val): return val
def overload(f): return f
def final(f): return f
def no_type_check(f): return f
class NewType:
    def __init__(self, name, tp):
        import sys
        self.__qualname__ = name
        self.__name__ = name.rpartition('.')[2]
        self.__supertype__ = tp
        self.__module__ = sys._getframe(1).f_globals['__name__'] if hasattr(sys, '_getframe') else '__main__'
    def __call__(self, x): return x
    def __repr__(self): return f'{self.__module__}.{self.__qualname__}'
    def __or__(self, other): return Union[self, other]
    def __ror__(self, other): return Union[other, self]
def get_origin(tp):
    if isinstance(tp, _Annotated): return Annotated
    if isinstance(tp, UnionType): return UnionType
    if tp is Generic: return Generic
    return getattr(tp, '__origin__', None) if isinstance(tp, (_Alias, GenericAlias, _Special)) else None
def get_args(tp):
    if isinstance(tp, _Annotated): return (tp.__origin__,) + tp.__metadata__
    return tuple(tp.__args__) if isinstance(tp, (_Alias, GenericAlias, UnionType)) else ()
def get_type_hints(obj, globalns=None, localns=None, include_extras=False):
    import sys
    out = {}
    def resolve(v, ns):
        if v is None: return type(None)
        if isinstance(v, ForwardRef): v = v.__forward_arg__
        if isinstance(v, str): v = eval(v, ns, localns if localns is not None else ns)
        if isinstance(v, _Annotated) and not include_extras: v = v.__origin__
        return v
    if isinstance(obj, type):
        for base in reversed(obj.__mro__):
            m = sys.modules.get(base.__module__)
            ns = globalns if globalns is not None else vars(m) if m else {}
            for k, v in base.__dict__.get('__annotations__', {}).items(): out[k] = resolve(v, ns)
    else:
        ns = globalns if globalns is not None else getattr(obj, '__globals__', getattr(obj, '__dict__', {}))
        for k, v in getattr(obj, '__annotations__', {}).items(): out[k] = resolve(v, ns)
    return out
def NamedTuple(typename, fields=()):
    return __import__('collections').namedtuple(typename, [f[0] for f in fields])
class _NamedTupleMeta(type):
    def __new__(m, name, bases, ns):
        types = ns.get('__annotations__', {})
        t = __import__('collections').namedtuple(name, list(types), defaults=[ns[n] for n in types if n in ns], module=ns.get('__module__'))
        t.__annotations__ = types
        for k, v in ns.items():
            if k not in types and k not in ('__annotations__', '__module__', '__qualname__', '__classcell__'): setattr(t, k, v)
        return t
class _NT(_Form):
    def __call__(self, typename, fields=()): return __import__('collections').namedtuple(typename, [f[0] for f in fields])
    def __mro_entries__(self, bases): return (_NamedTupleBase,)
_NamedTupleBase = type.__new__(_NamedTupleMeta, 'NamedTuple', (), {})
NamedTuple = _NT('NamedTuple')
class _TypedDictMeta(type):
    def __call__(cls, *a, **k): return dict(*a, **k)
class TypedDict(metaclass=_TypedDictMeta):
    def __init_subclass__(cls, total=True): cls.__total__ = total
Text = str
AnyStr = TypeVar('AnyStr', bytes, str)
IO = _Form('IO', _named(None)); TextIO = _Form('TextIO')
SupportsInt = _Form('SupportsInt')
def assert_never(x): raise AssertionError(f'Expected code to be unreachable, but got: {x!r}')
def reveal_type(x): return x
)py";

}  // namespace lessonrun::interp

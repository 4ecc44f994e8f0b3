// The module dataclasses, written in Python; it runs when first imported.
#include "runner/interp/modules/library.h"

namespace lessonrun::interp {

const char* const kDataclassesText =
    R"py(class FrozenInstanceError(AttributeError): pass
class _Missing:
    def __repr__(self): return '<dataclasses._MISSING_TYPE object>'
MISSING = _Missing()
class _KwOnly: pass
KW_ONLY = _KwOnly()
class InitVar:
    def __init__(self, type): self.type = type
    def __class_getitem__(cls, t): return InitVar(t)
class _Factory:
    def __repr__(self): return '<factory>'
_FACTORY = _Factory()
class Field:
    def __init__(self, default, default_factory, init, repr, hash, compare, metadata, kw_only):
        self.name = self.type = None
        self.default, self.default_factory, self.init, self.repr = default, default_factory, init, repr
        self.hash, self.compare, self.metadata, self.kw_only = hash, compare, metadata or {}, kw_only
        self._init_var = False
    def __repr__(self): return f'Field(name={self.name!r},type={self.type!r},default={self.default!r},default_factory={self.default_factory!r},init={self.init!r},repr={self.repr!r},hash={self.hash!r},compare={self.compare!r},metadata=mappingproxy({self.metadata!r}),kw_only={self.kw_only!r},_field_type=_FIELD)'
def field(*, default=MISSING, default_factory=MISSING, init=True, repr=True, hash=None, compare=True, metadata=None, kw_only=MISSING):
    if default is not MISSING and default_factory is not MISSING: raise ValueError('cannot specify both default and default_factory')
    return Field(default, default_factory, init, repr, hash, compare, metadata, kw_only)
def _class_var(t):
    return repr(t).startswith('typing.ClassVar') or isinstance(t, str) and (t.startswith('ClassVar') or t.startswith('typing.ClassVar'))
def dataclass(cls=None, /, *, init=True, repr=True, eq=True, order=False, unsafe_hash=False, frozen=False, match_args=True, kw_only=False, slots=False, weakref_slot=False):
    def wrap(cls): return _process(cls, init, repr, eq, order, unsafe_hash, frozen, match_args, kw_only)
    return wrap if cls is None else wrap(cls)
def _process(cls, init, repr_, eq, order, unsafe_hash, frozen, match_args, kw_only):
    fields = {}
    for b in reversed(cls.__mro__[1:]):
        bf = b.__dict__.get('__dataclass_fields__')
        if bf is not None:
            for f in bf.values(): fields[f.name] = f
            if b.__dict__['__dataclass_params__'] and not frozen: raise TypeError('cannot inherit non-frozen dataclass from a frozen one')
            if frozen and not b.__dict__['__dataclass_params__']: raise TypeError('cannot inherit frozen dataclass from a non-frozen one')
    only = kw_only
    for name, t in cls.__dict__.get('__annotations__', {}).items():
        if _class_var(t): continue
        if t is KW_ONLY or t == 'KW_ONLY': only = True; continue
        d = cls.__dict__.get(name, MISSING)
        if isinstance(d, Field): f = d
        else:
            f = field(default=d)
        f.name, f.type = name, t
        if isinstance(t, InitVar): f._init_var = True
        if f.kw_only is MISSING: f.kw_only = only
        if isinstance(f.default, (list, dict, set)):
            raise ValueError(f'mutable default {type(f.default)} for field {name} is not allowed: use default_factory')
        fields[name] = f
        if isinstance(d, Field):
            if f.default is MISSING: delattr(cls, name)
            else: setattr(cls, name, f.default)
    cls.__dataclass_fields__ = fields
    cls.__dataclass_params__ = frozen
    real = [f for f in fields.values() if not f._init_var]
    if init:
        positional = [f for f in fields.values() if f.init and not f.kw_only]
        keyword = [f for f in fields.values() if f.init and f.kw_only]
        seen = False
        for f in positional:
            if f.default is not MISSING or f.default_factory is not MISSING: seen = True
            elif seen: raise TypeError(f'non-default argument {f.name!r} follows default argument')
        ns = {'_F': _FACTORY, '_set': object.__setattr__}
        def param(f):
            if f.default is not MISSING: ns['_d_' + f.name] = f.default; return f'{f.name}=_d_{f.name}'
            if f.default_factory is not MISSING: ns['_f_' + f.name] = f.default_factory; return f'{f.name}=_F'
            return f.name
        params = [param(f) for f in positional]
        if keyword: params += ['*'] + [param(f) for f in keyword]
        body = []
        for f in fields.values():
            if f._init_var: continue
            if f.init: v = f'_f_{f.name}() if {f.name} is _F else {f.name}' if f.default_factory is not MISSING else f.name
            elif f.default_factory is not MISSING: ns['_f_' + f.name] = f.default_factory; v = f'_f_{f.name}()'
            else: continue
            body.append(f'  _set(self, {f.name!r}, {v})' if frozen else f'  self.{f.name} = {v}')
        if hasattr(cls, '__post_init__'):
            body.append('  self.__post_init__(' + ', '.join(f.name for f in fields.values() if f._init_var) + ')')
        exec('def __init__(' + ', '.join(['self'] + params) + '):\n' + ('\n'.join(body) or '  pass'), ns)
        fn = ns['__init__']
        fn.__qualname__ = cls.__qualname__ + '.__init__'
        fn.__annotations__ = {f.name: f.type for f in positional + keyword}
        fn.__annotations__['return'] = None
        cls.__init__ = fn
    running = set()
    def own(name, fn):
        if name not in cls.__dict__ or name == '__hash__':
            fn.__name__ = name
            fn.__qualname__ = f'{cls.__qualname__}.{name}'
            setattr(cls, name, fn)
    if repr_:
        def __repr__(self):
            if id(self) in running: return '...'
            running.add(id(self))
            try: return self.__class__.__qualname__ + '(' + ', '.join(f'{f.name}={getattr(self, f.name)!r}' for f in real if f.repr) + ')'
            finally: running.discard(id(self))
        own('__repr__', __repr__)
    def key(self): return tuple(getattr(self, f.name) for f in real if f.compare)
    if eq:
        def __eq__(self, other):
            return key(self) == key(other) if other.__class__ is self.__class__ else NotImplemented
        had_hash = '__hash__' in cls.__dict__ and cls.__dict__['__hash__'] is not None
        own('__eq__', __eq__)
        if not had_hash:
            if frozen or unsafe_hash:
                own('__hash__', lambda self: hash(tuple(getattr(self, f.name) for f in real if (f.compare if f.hash is None else f.hash))))
            else: cls.__hash__ = None
    if order:
        if not eq: raise ValueError('eq must be true if order is true')
        own('__lt__', lambda a, b: key(a) < key(b) if b.__class__ is a.__class__ else NotImplemented)
        own('__le__', lambda a, b: key(a) <= key(b) if b.__class__ is a.__class__ else NotImplemented)
        own('__gt__', lambda a, b: key(a) > key(b) if b.__class__ is a.__class__ else NotImplemented)
        own('__ge__', lambda a, b: key(a) >= key(b) if b.__class__ is a.__class__ else NotImplemented)
    if frozen:
        def __setattr__(self, name, value):
            if type(self) is cls or name in fields: raise FrozenInstanceError(f'cannot assign to field {name!r}')
            super(cls, self).__setattr__(name, value)
        def __delattr__(self, name):
            if type(self) is cls or name in fields: raise FrozenInstanceError(f'cannot delete field {name!r}')
            super(cls, self).__delattr__(name)
        own('__setattr__', __setattr__); own('__delattr__', __delattr__)
    if match_args and '__match_args__' not in cls.__dict__:
        cls.__match_args__ = tuple(f.name for f in fields.values() if f.init and not f.kw_only)
    if cls.__doc__ is None: cls.__doc__ = cls.__name__ + '(' + ', '.join(f.name for f in real) + ')'
    return cls
def fields(c):
    try: fs = c.__dataclass_fields__
    except AttributeError: raise TypeError('must be called with a dataclass type or instance') from None
    return tuple(f for f in fs.values() if not f._init_var)
def is_dataclass(o): return hasattr(o if isinstance(o, type) else type(o), '__dataclass_fields__')
def _inner(o, dict_factory):
    if is_dataclass(o) and not isinstance(o, type): return dict_factory([(f.name, _inner(getattr(o, f.name), dict_factory)) for f in fields(o)])
    if isinstance(o, (list, tuple)): return type(o)(*[_inner(v, dict_factory) for v in o]) if hasattr(o, '_fields') else type(o)(_inner(v, dict_factory) for v in o)
    if isinstance(o, dict): return type(o)((_inner(k, dict_factory), _inner(v, dict_factory)) for k, v in o.items())
    return o
def asdict(obj, *, dict_factory=dict):
    if not is_dataclass(obj) or isinstance(obj, type): raise TypeError('asdict() should be called on dataclass instances')
    return _inner(obj, dict_factory)
def astuple(obj, *, tuple_factory=tuple):
    if not is_dataclass(obj) or isinstance(obj, type): raise TypeError('astuple() should be called on dataclass instances')
    def inner(o):
        if is_dataclass(o): return tuple_factory([inner(getattr(o, f.name)) for f in fields(o)])
        if isinstance(o, (list, tuple)): return type(o)(inner(v) for v in o)
        if isinstance(o, dict): return {k: inner(v) for k, v in o.items()}
        return o
    return inner(obj)
def replace(obj, /, **changes):
    for f in fields(obj):
        if not f.init:
            if f.name in changes: raise ValueError(f'field {f.name} is declared with init=False, it cannot be specified with replace()')
            continue
        if f.name not in changes: changes[f.name] = getattr(obj, f.name)
    return obj.__class__(**changes)
def make_dataclass(cls_name, fields_, *, bases=(), namespace=None, **kw):
    ns, ann = dict(namespace or {}), {}
    for f in fields_:
        if isinstance(f, str): ann[f] = 'typing.Any'
        else:
            ann[f[0]] = f[1]
            if len(f) == 3: ns[f[0]] = f[2]
    ns['__annotations__'] = ann
    return dataclass(type(cls_name, bases, ns), **kw)
)py";

}  // namespace lessonrun::interp

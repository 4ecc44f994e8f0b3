// sqlalchemy.orm.collections in Python: how a class that a lesson writes becomes a collection whose
// changes are told, and the dicts that know their members' keys. The functions that tell are those
// of CollectionAdapter (collection_adapter.cpp). The file is above 500 lines because it is the text
// of one Python module.
#include "runner/bind/collections.h"
#include "runner/bind/extensions.h"

namespace lessonrun::bind {

namespace {

const char* const kCollectionsText = R"py(from operator import attrgetter
from sqlalchemy.exc import ArgumentError, InvalidRequestError
from sqlalchemy.orm._states import AttributeEventToken, NO_VALUE, NEVER_SET, instance_state


def collection_adapter(collection):
    return collection._sa_adapter


class collection:
    """Decorators that say what the methods of a collection class do."""

    def _role(name):
        def mark(fn):
            fn._sa_instrument_role = name
            return fn
        return staticmethod(mark)

    appender = _role('appender')
    remover = _role('remover')
    iterator = _role('iterator')
    _converter = _role('converter')
    del _role

    @staticmethod
    def converter(fn):
        _warn_of_converter()
        return collection._converter(fn)

    @staticmethod
    def internally_instrumented(fn):
        fn._sa_instrumented = True
        return fn

    @staticmethod
    def _recipe(before, argument, after):
        def mark(fn):
            if before:
                fn._sa_instrument_before = before, argument
            if after:
                fn._sa_instrument_after = after
            return fn
        return mark

    @staticmethod
    def adds(arg):
        return collection._recipe('fire_append_event', arg, None)

    @staticmethod
    def replaces(arg):
        return collection._recipe('fire_append_event', arg, 'fire_remove_event')

    @staticmethod
    def removes(arg):
        return collection._recipe('fire_remove_event', arg, None)

    @staticmethod
    def removes_return():
        return collection._recipe(None, None, 'fire_remove_event')


def _comes(collection, member, initiator=None):
    adapter = None if initiator is False else collection._sa_adapter
    return adapter.fire_append_event(member, initiator) if adapter else member


def _stays(collection, member, initiator=None):
    if _tells_of_known:
        adapter = None if initiator is False else collection._sa_adapter
        if adapter:
            adapter.fire_append_wo_mutation_event(member, initiator)


def _goes(collection, member, initiator=None):
    adapter = None if initiator is False else collection._sa_adapter
    if adapter:
        adapter.fire_remove_event(member, initiator)


def _takes_out(collection):
    if collection._sa_adapter:
        collection._sa_adapter.fire_pre_remove_event()


# Each method of these classes makes, of a method as the class has it, one that tells.

class _OfLists:
    def append(plain):
        def append(self, item, _sa_initiator=None):
            plain(self, _comes(self, item, _sa_initiator))
        return append

    def remove(plain):
        def remove(self, value, _sa_initiator=None):
            _goes(self, value, _sa_initiator)
            plain(self, value)
        return remove

    def insert(plain):
        def insert(self, index, value):
            plain(self, index, _comes(self, value))
        return insert

    def __setitem__(plain):
        def __setitem__(self, index, value):
            if isinstance(index, slice):
                return _set_slice(self, index, value)
            held = self[index]
            if held is not None:
                _goes(self, held)
            plain(self, index, _comes(self, value))
        return __setitem__

    def __delitem__(plain):
        def __delitem__(self, index):
            for member in self[index] if isinstance(index, slice) else (self[index],):
                _goes(self, member)
            plain(self, index)
        return __delitem__

    def extend(plain):
        def extend(self, iterable):
            for member in list(iterable):
                self.append(member)
        return extend

    def __iadd__(plain):
        def __iadd__(self, iterable):
            for member in list(iterable):
                self.append(member)
            return self
        return __iadd__

    def pop(plain):
        def pop(self, index=-1):
            _takes_out(self)
            member = plain(self, index)
            _goes(self, member)
            return member
        return pop

    def clear(plain):
        def clear(self, index=-1):
            for member in self:
                _goes(self, member)
            plain(self)
        return clear


def _set_slice(self, index, value):
    start, stop = index.start or 0, index.stop
    if start < 0:
        start += len(self)
    if stop is None:
        stop = len(self)
    elif stop < 0:
        stop += len(self)
    if (index.step or 1) == 1:
        if value is not self:
            for _ in range(start, stop):
                if len(self) > start:
                    del self[start]
            for place, member in enumerate(value, start):
                self.insert(place, member)
        return
    places = range(start, stop, index.step)
    if len(value) != len(places):
        raise ValueError('attempt to assign sequence of size %s to extended slice of size %s'
                         % (len(value), len(places)))
    for place, member in zip(places, value):
        self.__setitem__(place, member)


def _is_set(self, other):
    return isinstance(other, (set, frozenset, self.__class__))


def _become(self, wanted):
    have = set(self)
    for member in have - wanted:
        self.remove(member)
    for member in wanted - have:
        self.add(member)


class _OfSets:
    def add(plain):
        def add(self, value, _sa_initiator=None):
            if value not in self:
                value = _comes(self, value, _sa_initiator)
            else:
                _stays(self, value, _sa_initiator)
            plain(self, value)
        return add

    def discard(plain):
        def discard(self, value, _sa_initiator=None):
            if value in self:
                _goes(self, value, _sa_initiator)
            plain(self, value)
        return discard

    def remove(plain):
        def remove(self, value, _sa_initiator=None):
            if value in self:
                _goes(self, value, _sa_initiator)
            plain(self, value)
        return remove

    def pop(plain):
        def pop(self):
            _takes_out(self)
            member = plain(self)
            _goes(self, member)
            return member
        return pop

    def clear(plain):
        def clear(self):
            for member in list(self):
                self.remove(member)
        return clear

    def update(plain):
        def update(self, value):
            for member in value:
                self.add(member)
        return update

    def difference_update(plain):
        def difference_update(self, value):
            for member in value:
                self.discard(member)
        return difference_update

    def intersection_update(plain):
        def intersection_update(self, other):
            _become(self, self.intersection(other))
        return intersection_update

    def symmetric_difference_update(plain):
        def symmetric_difference_update(self, other):
            _become(self, self.symmetric_difference(other))
        return symmetric_difference_update

    def _in_place(change):
        def made(plain):
            def operator(self, value):
                if not _is_set(self, value):
                    return NotImplemented
                change(self, value)
                return self
            return operator
        return made

    def _add_all(self, value):
        for member in value:
            self.add(member)

    def _discard_all(self, value):
        for member in value:
            self.discard(member)

    __ior__ = _in_place(_add_all)
    __isub__ = _in_place(_discard_all)
    __iand__ = _in_place(lambda self, value: _become(self, self.intersection(value)))
    __ixor__ = _in_place(lambda self, value: _become(self, self.symmetric_difference(value)))
    del _in_place, _add_all, _discard_all


_missing = object()


class _OfDicts:
    def __setitem__(plain):
        def __setitem__(self, key, value, _sa_initiator=None):
            if key in self:
                _goes(self, self[key], _sa_initiator)
            plain(self, key, _comes(self, value, _sa_initiator))
        return __setitem__

    def __delitem__(plain):
        def __delitem__(self, key, _sa_initiator=None):
            if key in self:
                _goes(self, self[key], _sa_initiator)
            plain(self, key)
        return __delitem__

    def clear(plain):
        def clear(self):
            for key in self:
                _goes(self, self[key])
            plain(self)
        return clear

    def pop(plain):
        def pop(self, key, default=_missing):
            _takes_out(self)
            known = key in self
            member = plain(self, key) if default is _missing else plain(self, key, default)
            if known:
                _goes(self, member)
            return member
        return pop

    def popitem(plain):
        def popitem(self):
            _takes_out(self)
            pair = plain(self)
            _goes(self, pair[1])
            return pair
        return popitem

    def setdefault(plain):
        def setdefault(self, key, default=None):
            if key not in self:
                self.__setitem__(key, default)
                return default
            held = self.__getitem__(key)
            if held is default:
                _stays(self, held)
            return held
        return setdefault

    def update(plain):
        def update(self, other=_missing, /, **kw):
            if other is _missing:
                pairs = []
            elif hasattr(other, 'keys'):
                pairs = [(key, other[key]) for key in list(other)]
            else:
                pairs = other
            for some in pairs, kw.items():
                for key, value in some:
                    if key not in self or self[key] is not value:
                        self[key] = value
                    else:
                        _stays(self, value)
        return update


def _methods_of(cls):
    return {name: make for name, make in vars(cls).items()
            if callable(make) and name not in ('__init_subclass__', '__subclasshook__')}


class InstrumentedDict(dict):
    """A dict as a collection, to derive from."""


_canned = {list: InstrumentedList, set: InstrumentedSet, dict: InstrumentedDict}
_interfaces = {
    list: ({'appender': 'append', 'remover': 'remove', 'iterator': '__iter__'},
           _methods_of(_OfLists)),
    set: ({'appender': 'add', 'remover': 'remove', 'iterator': '__iter__'}, _methods_of(_OfSets)),
    dict: ({'iterator': 'values'}, _methods_of(_OfDicts)),
}


def _duck_type(specimen):
    """The builtin kind of collection that a class or an object is, or acts as."""
    if hasattr(specimen, '__emulates__'):
        emulated = specimen.__emulates__
        return set if emulated is not None and issubclass(emulated, set) else emulated
    is_a = issubclass if isinstance(specimen, type) else isinstance
    for kind in list, set, dict:
        if is_a(specimen, kind):
            return kind
    for name, kind in ('append', list), ('add', set), ('set', dict):
        if hasattr(specimen, name):
            return kind
    return None


def prepare_instrumentation(factory):
    try:
        factory = _canned.get(factory, factory)
    except TypeError:
        pass
    cls = type(factory())
    if cls in _canned:
        factory = _canned[cls]
        cls = type(factory())
        if not _converts_builtins:
            raise AttributeError("'%s' object has no attribute '__mro__'" % cls.__name__)
    if cls not in (InstrumentedList, InstrumentedSet) and (
            getattr(cls, '_sa_instrumented', None) != id(cls)):
        _instrument_class(cls)
    return factory


def _instrument_class(cls):
    roles, methods = {}, {}
    for above in cls.__mro__:
        for name, method in list(vars(above).items()):
            if not callable(method):
                continue
            if hasattr(method, '_sa_instrument_role'):
                roles.setdefault(method._sa_instrument_role, name)
            before = getattr(method, '_sa_instrument_before', (None, None))
            after = getattr(method, '_sa_instrument_after', None)
            if before[0] or after:
                methods[name] = before + (after,)
    kind = _duck_type(cls)
    if kind in _interfaces:
        canned, makers = _interfaces[kind]
        for role, name in canned.items():
            roles.setdefault(role, name)
        for name, make in makers.items():
            plain = getattr(cls, name, None)
            if plain and name not in methods and not _tells(cls, name):
                made = make(plain)
                made._sa_instrumented = True
                setattr(cls, name, made)
    for role, event in (('an appender', 'fire_append_event'), ('a remover', 'fire_remove_event'),
                        ('an iterator', None)):
        name = roles.get(role.split()[1])
        if name is None or not hasattr(cls, name):
            raise ArgumentError('Type %s must elect %s method to be a collection class'
                                % (cls.__name__, role))
        if event and name not in methods and not _tells(cls, name):
            methods[name] = event, 1, None
    for name, (before, argument, after) in methods.items():
        setattr(cls, name, _telling(getattr(cls, name), before, argument, after))
    for role, name in roles.items():
        setattr(cls, '_sa_' + role, getattr(cls, name))
    if not issubclass(cls, (InstrumentedList, InstrumentedSet)):
        cls._sa_adapter = None
    if not hasattr(cls, '_sa_converter'):
        cls._sa_converter = None
    cls._sa_instrumented = id(cls)


def _tells(cls, name):
    """Does the method tell of changes already?"""
    if hasattr(getattr(cls, name), '_sa_instrumented'):
        return True
    for above in cls.__mro__:
        if above in (InstrumentedList, InstrumentedSet):
            return name in _interfaces[_duck_type(above)][1]
        if name in vars(above):
            return False
    return False


def _telling(method, before, argument, after):
    place = name = None
    if before:
        code = method.__code__
        names = code.co_varnames[:code.co_argcount]
        if isinstance(argument, int):
            place, name = argument, names[argument] if len(names) > argument else None
        else:
            place, name = names.index(argument) if argument in names else None, argument

    def telling(*args, **kw):
        if before:
            if place is not None and len(args) > place:
                member = args[place]
            elif name in kw:
                member = kw[name]
            else:
                raise ArgumentError('Missing argument %s' % argument)
        initiator = kw.pop('_sa_initiator', None)
        adapter = None if initiator is False else args[0]._sa_adapter
        if before and adapter:
            getattr(adapter, before)(member, initiator)
        result = method(*args, **kw)
        if after and adapter and result is not None:
            getattr(adapter, after)(result, initiator)
        return result

    telling._sa_instrumented = True
    if hasattr(method, '_sa_instrument_role'):
        telling._sa_instrument_role = method._sa_instrument_role
    telling.__name__ = method.__name__
    telling.__doc__ = method.__doc__
    return telling


def _assigned(collection, factory_kind, value):
    """The members of what is assigned, and the keys where it is a dict."""
    converter = getattr(collection, '_sa_converter', None)
    if converter is not None:
        return list(converter(value)), None
    kind = _duck_type(value)
    if kind is not factory_kind:
        raise TypeError('Incompatible collection type: %s is not %s-like' % (
            'None' if value is None else value.__class__.__name__,
            'None' if factory_kind is None else factory_kind.__name__))
    if hasattr(value, '_sa_iterator'):
        return list(value._sa_iterator()), None
    if kind is dict:
        return list(value.values()), list(value)
    return list(value), None


# ---- dicts that know the keys of their members --------------------------------------------------

_NONE = object()  # a key that is None where it may not be
_ADVICE = ('To skip this assignment entirely, Set the "ignore_unpopulated_attribute=True" '
           'parameter on the mapped collection factory.')


class MappedCollection(dict):
    """A dict whose keys a function gives for the members."""

    if _keys_must_be_set:
        def __init__(self, keyfunc, *dict_args, ignore_unpopulated_attribute=False):
            self.keyfunc = keyfunc
            self.ignore_unpopulated_attribute = ignore_unpopulated_attribute
            super().__init__(*dict_args)
    else:
        def __init__(self, keyfunc):
            self.keyfunc = keyfunc

    def _key_of(self, value, initiator):
        key = self.keyfunc(value)
        if not _keys_must_be_set or not (key is NO_VALUE or key is _NONE):
            return key
        if self.ignore_unpopulated_attribute:
            return _missing
        attributes = instance_state(value).mapper.attrs
        if not isinstance(initiator, AttributeEventToken):
            what = 'unknown relationship'
        elif initiator.key in attributes:
            what = str(attributes[initiator.key])
        else:
            what = initiator.key
        if key is _NONE:
            _warn("Attribute keyed dictionary value for attribute '%s' was None; this will raise "
                  "in a future release. %s" % (what, _ADVICE))
            return None
        raise InvalidRequestError(
            "In event triggered from population of attribute '%s' (potentially from a backref), "
            "can't populate value in KeyFuncDict; dictionary key derived from %s is not "
            "populated. Ensure appropriate state is set up on the %s object before assigning to "
            "the %s attribute. %s" % (what, _instance_str(value), _instance_str(value), what,
                                      _ADVICE))

    @collection.appender
    @collection.internally_instrumented
    def set(self, value, _sa_initiator=None):
        key = self._key_of(value, _sa_initiator)
        if key is not _missing:
            self.__setitem__(key, value, _sa_initiator)

    @collection.remover
    @collection.internally_instrumented
    def remove(self, value, _sa_initiator=None):
        key = self._key_of(value, _sa_initiator)
        if key is _missing:
            return
        if self[key] != value:
            raise InvalidRequestError(
                "Can not remove '%s': collection holds '%s' for key '%s'. Possible cause: is the "
                "%s key function based on mutable properties or properties that only obtain "
                "values after flush?" % (value, self[key], key, _keyed_name))
        self.__delitem__(key, _sa_initiator)


MappedCollection.__name__ = MappedCollection.__qualname__ = _keyed_name
if _keys_must_be_set:
    KeyFuncDict = MappedCollection
    KeyFuncDict.__module__ = 'sqlalchemy.orm.mapped_collection'
_instrument_class(MappedCollection)


def _keyed_by(keyfunc, ignore_unpopulated_attribute):
    if not _keys_must_be_set:
        return lambda: MappedCollection(keyfunc)

    class _MKeyfuncMapped(MappedCollection):
        def __init__(self, *dict_args):
            super().__init__(keyfunc, *dict_args,
                             ignore_unpopulated_attribute=ignore_unpopulated_attribute)

    return _MKeyfuncMapped


def keyfunc_mapping(keyfunc, *, ignore_unpopulated_attribute=False):
    return _keyed_by(keyfunc, ignore_unpopulated_attribute)


def attribute_keyed_dict(attr_name, *, ignore_unpopulated_attribute=False):
    read = attrgetter(attr_name)

    def key(member):
        found = read(member)
        if found is not None or not _keys_must_be_set:
            return found
        state = instance_state(member)
        if attr_name in state.mapper.attrs and attr_name not in state.dict:
            return NO_VALUE
        return _NONE

    return _keyed_by(key, ignore_unpopulated_attribute)


def column_keyed_dict(mapping_spec, *, ignore_unpopulated_attribute=False):
    columns = _columns_of(mapping_spec)

    def value_of(member, column):
        key = instance_state(member).mapper.get_property_by_column(column).key
        found = getattr(member, key)
        return NEVER_SET if found is None and key not in instance_state(member).dict else found

    def key(member):
        found = [value_of(member, column) for column in columns]
        if len(columns) > 1:
            return tuple(found)
        return _NONE if found[0] is None and _keys_must_be_set else found[0]

    return _keyed_by(key, ignore_unpopulated_attribute)


mapped_collection = keyfunc_mapping
attribute_mapped_collection = attribute_keyed_dict
column_mapped_collection = column_keyed_dict
if not _keys_must_be_set:
    del keyfunc_mapping, attribute_keyed_dict, column_keyed_dict
)py";

}  // namespace

void add_collections_module(interp::Interpreter& interp) {
  interp.modules().add(kCollectionsModule, fill_collections_module, kCollectionsText);
}

}  // namespace lessonrun::bind

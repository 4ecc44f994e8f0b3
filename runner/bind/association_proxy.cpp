// sqlalchemy.ext.associationproxy, written in Python over the public ORM, as it is in SQLAlchemy.
//
// A proxy reads and writes one attribute of related objects: through a scalar relationship the
// value itself, through a collection a list, set or dict that looks like one of values. On the
// class it makes EXISTS criteria. Only two questions about the mapping are asked in C++. The file
// is above 500 lines because it is the text of one Python module.
#include "runner/bind/extensions.h"
#include "runner/bind/instances.h"
#include "runner/bind/relationships.h"
#include "runner/bind/statements.h"

namespace lessonrun::bind {

using interp::Call;
using interp::Type;
using interp::Value;

namespace {

const char* const kAssociationProxyText = R"py(from collections.abc import ItemsView, ValuesView
from sqlalchemy import or_
from sqlalchemy.exc import ArgumentError, InvalidRequestError


def association_proxy(target_collection, attr, **kw):
    return AssociationProxy(target_collection, attr, **kw)


class AssociationProxy:
    is_attribute = True

    def __init__(self, target_collection, attr, *, creator=None, getset_factory=None,
                 proxy_factory=None, proxy_bulk_set=None, info=None, cascade_scalar_deletes=False,
                 create_on_none_assignment=False, **field_options):
        self.target_collection = target_collection
        self.value_attr = attr
        self.creator = creator
        self.getset_factory = getset_factory
        self.proxy_factory = proxy_factory
        self.proxy_bulk_set = proxy_bulk_set
        self.info = info or {}
        if cascade_scalar_deletes and create_on_none_assignment:
            raise ArgumentError("The cascade_scalar_deletes and create_on_none_assignment "
                                "parameters are mutually exclusive.")
        self.cascade_scalar_deletes = cascade_scalar_deletes
        self.create_on_none_assignment = create_on_none_assignment
        self._sa_field_options = field_options
        self.key = '_%s_%s_%s' % (type(self).__name__, target_collection, id(self))
        self._by_class = {}

    def __class_getitem__(cls, item):
        return cls

    def __get__(self, instance, owner):
        state = self.for_class(owner, instance)
        return self if state is None else state.get(instance)

    def __set__(self, instance, values):
        self.for_class(type(instance), instance).set(instance, values)

    def __delete__(self, instance):
        self.for_class(type(instance), instance).delete(instance)

    def for_class(self, class_, obj=None):
        owner = _mapped_class(class_)
        if owner is None:
            return None
        state = self._by_class.get(owner)
        if state is None:
            state = self._by_class[owner] = self._make(owner)
        if isinstance(state, AmbiguousAssociationProxyInstance) and obj is not None:
            return state.for_object(obj)
        return state

    def _make(self, owner, target=None):
        found = _relationship(owner, self.target_collection)
        if found is None:
            getattr(owner, self.target_collection)
            raise NotImplementedError('association proxy to a non-relationship intermediary is '
                                      'not supported')
        uselist, target_class = found
        target = target or target_class
        try:
            attr = getattr(target, self.value_attr)
        except AttributeError:
            kind = AmbiguousAssociationProxyInstance
        else:
            if isinstance(attr, AssociationProxyInstance) or _relationship(target, self.value_attr):
                kind = ObjectAssociationProxyInstance
            elif _is_expression(attr):
                kind = ColumnAssociationProxyInstance
            else:
                kind = AmbiguousAssociationProxyInstance
        return kind(self, owner, target, self.value_attr, not uselist)

    def _default_getset(self, collection_class):
        return _getset(self.value_attr, collection_class)

    def __repr__(self):
        return 'AssociationProxy(%r, %r)' % (self.target_collection, self.value_attr)


def _getset(attr, collection_class):
    def getter(instance):
        return getattr(instance, attr) if instance is not None else None
    def set_in_dict(instance, key, value):
        setattr(instance, attr, value)
    def set_plain(instance, value):
        setattr(instance, attr, value)
    return getter, set_in_dict if collection_class is dict else set_plain


class AssociationProxyInstance:
    def __init__(self, parent, owning_class, target_class, value_attr, scalar):
        self.parent = parent
        self.key = parent.key
        self.owning_class = owning_class
        self.target_collection = parent.target_collection
        self.collection_class = None
        self.target_class = target_class
        self.value_attr = value_attr
        self.scalar = scalar

    @property
    def info(self):
        return self.parent.info

    @property
    def remote_attr(self):
        return getattr(self.target_class, self.value_attr)

    @property
    def local_attr(self):
        return getattr(self.owning_class, self.target_collection)

    @property
    def attr(self):
        return (self.local_attr, self.remote_attr)

    def __clause_element__(self):
        raise NotImplementedError("The association proxy can't be used as a plain column "
                                  "expression; it only works inside of a comparison expression")

    # On objects.

    def _getset(self, collection_class):
        if self.parent.getset_factory:
            return self.parent.getset_factory(collection_class, self)
        return self.parent._default_getset(collection_class)

    def get(self, obj):
        if obj is None:
            return self
        if self.scalar:
            return self._getset(None)[0](getattr(obj, self.target_collection))
        held = obj.__dict__.get(self.key)
        if held is not None and held[0] == id(obj) and held[1] == id(self):
            return held[2]
        proxy = self._new(obj)
        obj.__dict__[self.key] = (id(obj), id(self), proxy)
        return proxy

    def set(self, obj, values):
        if not self.scalar:
            proxy = self.get(obj)
            if proxy is not values:
                proxy._bulk_replace(self, values)
            return
        creator = self.parent.creator or self.target_class
        target = getattr(obj, self.target_collection)
        if target is None:
            if values is not None or self.parent.create_on_none_assignment:
                setattr(obj, self.target_collection, creator(values))
        else:
            self._getset(None)[1](target, values)
            if values is None and self.parent.cascade_scalar_deletes:
                setattr(obj, self.target_collection, None)

    def delete(self, obj):
        if self.scalar:
            target = getattr(obj, self.target_collection)
            if target is not None:
                delattr(target, self.value_attr)
        delattr(obj, self.target_collection)

    def _new(self, obj):
        name = self.target_collection
        def lazy_collection():
            return getattr(obj, name)
        creator = self.parent.creator if self.parent.creator is not None else self.target_class
        collection = lazy_collection()
        for kind, proxy in ((dict, _AssociationDict), (set, _AssociationSet), (list, _AssociationList)):
            if isinstance(collection, kind):
                self.collection_class = kind
                break
        else:
            raise ArgumentError('could not guess which interface to use for collection_class "%s" '
                                'backing "%s"; specify a proxy_factory and proxy_bulk_set manually'
                                % (self.collection_class, self.target_collection))
        if self.parent.proxy_factory:
            return self.parent.proxy_factory(lazy_collection, creator, self.value_attr, self)
        getter, setter = self._getset(self.collection_class)
        return proxy(lazy_collection, creator, getter, setter, self)

    def _set(self, proxy, values):
        if self.parent.proxy_bulk_set:
            self.parent.proxy_bulk_set(proxy, values)
        elif self.collection_class is list:
            proxy.extend(values)
        else:
            proxy.update(values)

    # In statements.

    def _exists(self, criterion=None, **kwargs):
        local = self.local_attr
        return (local.has if self.scalar else local.any)(criterion, **kwargs)

    @property
    def _target_proxy(self):
        attr = getattr(self.target_class, self.value_attr)
        return attr if isinstance(attr, AssociationProxyInstance) else None

    @property
    def _value_is_scalar(self):
        found = _relationship(self.target_class, self.value_attr)
        return not found or not found[0]

    def _criterion_exists(self, criterion=None, is_has=False, **kwargs):
        target = self._target_proxy
        if target is not None:
            return self._exists(target._criterion_exists(criterion, **kwargs))
        if self._target_is_object:
            attr = self.remote_attr
            value = (attr.has if self._value_is_scalar else attr.any)(criterion, **kwargs)
        else:
            if kwargs:
                raise ArgumentError("Can't apply keyword arguments to column-targeted association "
                                    "proxy; use ==")
            if is_has and criterion is not None:
                raise ArgumentError('Non-empty has() not allowed for column-targeted association '
                                    'proxy; use ==')
            value = criterion
        return self._exists(value)

    def any(self, criterion=None, **kwargs):
        if self._target_proxy is None and self.scalar and (
                not self._target_is_object or self._value_is_scalar):
            raise InvalidRequestError("'any()' not implemented for scalar attributes. Use has().")
        return self._criterion_exists(criterion, False, **kwargs)

    def has(self, criterion=None, **kwargs):
        if self._target_proxy is None and (
                not self.scalar or self._target_is_object and not self._value_is_scalar):
            raise InvalidRequestError("'has()' not implemented for collections. %sUse any()."
                                      % ('' if _has_views else ' '))
        return self._criterion_exists(criterion, True, **kwargs)

    __hash__ = object.__hash__

    def __repr__(self):
        return '%s(%r)' % (self.__class__.__name__, self.parent)


class AmbiguousAssociationProxyInstance(AssociationProxyInstance):
    _target_is_object = False

    def _ambiguous(self, *args, **kwargs):
        raise AttributeError(
            "Association proxy %s.%s refers to an attribute '%s' that is not directly mapped on "
            "class %s; therefore this operation cannot proceed since we don't know what type of "
            "object is referred towards" % (self.owning_class.__name__, self.target_collection,
                                            self.value_attr, self.target_class))

    __eq__ = __ne__ = any = has = _ambiguous
    __hash__ = object.__hash__

    def for_object(self, obj):
        actual = getattr(obj, self.target_collection)
        if actual is None or isinstance(actual, (list, set, dict)):
            return self
        state = self.parent._make(self.owning_class, type(actual))
        return self if isinstance(state, AmbiguousAssociationProxyInstance) else state


class ObjectAssociationProxyInstance(AssociationProxyInstance):
    _target_is_object = True
    __hash__ = object.__hash__

    def contains(self, other, **kw):
        target = self._target_proxy
        if target is not None:
            return self._exists(target.contains(other) if not target.scalar else target == other)
        if self.scalar and not self._value_is_scalar:
            return self.local_attr.has(self.remote_attr.contains(other))
        if self.scalar:
            raise InvalidRequestError("contains() doesn't apply to a scalar object endpoint; use ==")
        return self._exists(self.remote_attr == other)

    def __eq__(self, obj):
        found = self.local_attr.has(self.remote_attr == obj)
        return or_(found, self.local_attr == None) if obj is None else found

    def __ne__(self, obj):
        return self.local_attr.has(self.remote_attr != obj)


class ColumnAssociationProxyInstance(AssociationProxyInstance):
    _target_is_object = False
    __hash__ = object.__hash__

    def __eq__(self, other):
        found = self._exists(self.remote_attr == other)
        return or_(found, self.local_attr == None) if other is None else found

    def __ne__(self, other): return self._exists(self.remote_attr != other)
    def __lt__(self, other): return self._exists(self.remote_attr < other)
    def __le__(self, other): return self._exists(self.remote_attr <= other)
    def __gt__(self, other): return self._exists(self.remote_attr > other)
    def __ge__(self, other): return self._exists(self.remote_attr >= other)

    def __getattr__(self, name):
        if name.startswith('_'):
            raise AttributeError(name)
        method = getattr(self.remote_attr, name)
        def operate(*other, **kwargs):
            return self._exists(method(*other, **kwargs))
        return operate


class _AssociationCollection:
    def __init__(self, lazy_collection, creator, getter, setter, parent):
        self.lazy_collection = lazy_collection
        self.creator = creator
        self.getter = getter
        self.setter = setter
        self.parent = parent

    @property
    def col(self):
        return self.lazy_collection()

    def __len__(self): return len(self.col)
    def __bool__(self): return bool(self.col)

    # The values as they are now, in the builtin collection that the proxy looks like.
    def copy(self): return self._plain(self)
    def __eq__(self, other): return self._plain(self) == other
    def __ne__(self, other): return self._plain(self) != other
    def __repr__(self): return repr(self._plain(self))
    def __hash__(self):
        raise TypeError('%s objects are unhashable' % type(self).__name__)


class _Ordered:
    def __lt__(self, other): return self._plain(self) < other
    def __le__(self, other): return self._plain(self) <= other
    def __gt__(self, other): return self._plain(self) > other
    def __ge__(self, other): return self._plain(self) >= other


class _AssociationList(_Ordered, _AssociationCollection):
    _plain = list
    __hash__ = _AssociationCollection.__hash__

    def __iter__(self):
        for member in self.col:
            yield self.getter(member)

    def __contains__(self, value):
        return any(self.getter(member) == value for member in self.col)

    def __getitem__(self, index):
        if isinstance(index, slice):
            return [self.getter(member) for member in self.col[index]]
        return self.getter(self.col[index])

    def __setitem__(self, index, value):
        if not isinstance(index, slice):
            self.setter(self.col[index], value)
            return
        places = list(range(*index.indices(len(self))))
        values = list(value)
        if (index.step or 1) == 1:
            start = index.start or 0
            for _ in places:
                del self[start]
            for offset, item in enumerate(values):
                self.insert(start + offset, item)
        elif len(values) != len(places):
            raise ValueError('attempt to assign sequence of size %s to extended slice of size %s'
                             % (len(values), len(places)))
        else:
            for place, item in zip(places, values):
                self.setter(self.col[place], item)

    def __delitem__(self, index): del self.col[index]
    def append(self, value): self.col.append(self.creator(value))
    def insert(self, index, value): self.col[index:index] = [self.creator(value)]
    def pop(self, index=-1): return self.getter(self.col.pop(index))
    def clear(self): del self.col[0:len(self.col)]
    def count(self, value): return list(self).count(value)
    def index(self, value, *where): return list(self).index(value, *where)

    def extend(self, values):
        for value in values:
            self.append(value)

    def remove(self, value):
        for place, held in enumerate(self):
            if held == value:
                del self.col[place]
                return
        raise ValueError('value not in list')

    def reverse(self): raise NotImplementedError()
    def sort(self): raise NotImplementedError()
    def __add__(self, other): return list(self) + list(other)
    def __radd__(self, other): return list(other) + list(self)
    def __mul__(self, n): return list(self) * n
    __rmul__ = __mul__

    def __iadd__(self, values):
        self.extend(values)
        return self

    def __imul__(self, n):
        if n == 0:
            self.clear()
        elif n > 1:
            self.extend(list(self) * (n - 1))
        return self

    def _bulk_replace(self, state, values):
        self.clear()
        state._set(self, values)


class _AssociationDict(_AssociationCollection):
    _plain = dict
    __hash__ = _AssociationCollection.__hash__

    def __getitem__(self, key): return self.getter(self.col[key])

    def __setitem__(self, key, value):
        if key in self.col:
            self.setter(self.col[key], key, value)
        else:
            self.col[key] = self.creator(key, value)

    def __delitem__(self, key): del self.col[key]
    def __contains__(self, key): return key in self.col
    def __iter__(self): return iter(self.col.keys())
    def clear(self): self.col.clear()
    def keys(self): return self.col.keys()

    def values(self):
        return ValuesView(self) if _has_views else (self[key] for key in self.col)

    def items(self):
        return ItemsView(self) if _has_views else ((key, self[key]) for key in self.col)

    def get(self, key, default=None): return self[key] if key in self.col else default

    def setdefault(self, key, default=None):
        if key not in self.col:
            self.col[key] = self.creator(key, default)
            return default
        return self[key]

    def pop(self, key, *default):
        if key not in self.col and default:
            return default[0]
        return self.getter(self.col.pop(key))

    def popitem(self):
        key, member = self.col.popitem()
        return (key, self.getter(member))

    def update(self, *a, **kw):
        if _has_views:
            a, kw = (dict(*a, **kw),), {}
        for key, value in dict(*a).items():
            self[key] = value
        for key, value in kw:  # as 1.x has it: keywords do not work there
            self[key] = value

    def _bulk_replace(self, state, values):
        removed = [key for key in self if key not in (values or ())]
        for key, value in values.items():
            self[key] = value
        for key in removed:
            del self[key]


class _AssociationSet(_Ordered, _AssociationCollection):
    _plain = set
    __hash__ = _AssociationCollection.__hash__

    def __iter__(self):
        for member in self.col:
            yield self.getter(member)

    def __contains__(self, value):
        return any(self.getter(member) == value for member in self.col)

    def add(self, value):
        if value not in self:
            self.col.add(self.creator(value))

    def _find(self, value):
        for member in self.col:
            if self.getter(member) == value:
                return (member,)

    def discard(self, value):
        found = self._find(value)
        if found:
            self.col.discard(found[0])

    def remove(self, value):
        found = self._find(value)
        if not found:
            raise KeyError(value)
        self.col.discard(found[0])

    def pop(self):
        if not self.col:
            raise KeyError('pop from an empty set')
        return self.getter(self.col.pop())

    def clear(self): self.col.clear()

    def update(self, *others):
        for other in others:
            for value in other:
                self.add(value)

    def difference_update(self, *others):
        for other in others:
            for value in list(other):
                self.discard(value)

    def _become(self, want):
        have = set(self)
        for value in have - want:
            self.remove(value)
        for value in want - have:
            self.add(value)

    def intersection_update(self, *others): self._become(set(self).intersection(*others))
    def symmetric_difference_update(self, other): self._become(set(self).symmetric_difference(other))
    def union(self, *others): return set(self).union(*others)
    def difference(self, *others): return set(self).difference(*others)
    def intersection(self, *others): return set(self).intersection(*others)
    def symmetric_difference(self, other): return set(self).symmetric_difference(other)
    def issubset(self, other): return set(self).issubset(other)
    def issuperset(self, other): return set(self).issuperset(other)
    def isdisjoint(self, other): return set(self).isdisjoint(other)
    __or__, __sub__, __and__, __xor__ = union, difference, intersection, symmetric_difference

    def __ior__(self, other):
        self.update(other)
        return self

    def __isub__(self, other):
        self.difference_update(other)
        return self

    def __iand__(self, other):
        self.intersection_update(other)
        return self

    def __ixor__(self, other):
        self.symmetric_difference_update(other)
        return self

    def _bulk_replace(self, state, values):
        wanted = list(values or ())
        removed = [value for value in self if value not in wanted]
        for value in wanted:
            self.add(value)
        for value in removed:
            self.remove(value)
)py";

// The mapped class of a class or an alias; None for others.
Value mapped_class(Call& call) {
  if (const orm::Mapper* mapper = find_mapper(call[0])) return Value(mapped_type(*mapper));
  orm::ClauseRef clause = find_clause(context(call.interp), call[0]);
  if (clause == nullptr || clause->kind() != orm::NodeKind::entity) return Value::none();
  return Value(mapped_type(*static_cast<const orm::EntityElement&>(*clause).mapper));
}

// (uselist, class) of a relationship; None for other attributes.
Value relationship_of(Call& call) {
  const orm::Mapper* mapper = find_mapper(call[0]);
  if (mapper == nullptr) return Value::none();
  mapper->registry().configure();
  const orm::RelationshipProperty* relationship = mapper->relationship(call.text(1));
  if (relationship == nullptr) return Value::none();
  Type* target = mapped_type(relationship->mapper());
  return call.interp.tuple({Value::boolean(relationship->uselist()), Value(target)});
}

Value is_expression(Call& call) {
  return Value::boolean(find_clause(context(call.interp), call[0]) != nullptr);
}

}  // namespace

void add_association_proxy_module(interp::Interpreter& interp) {
  interp.modules().add(
      "sqlalchemy.ext.associationproxy",
      [](interp::ModuleBuilder& builder) {
        // Views of proxied dicts are 2.0's.
        builder.value("_has_views", Value::boolean(context(builder.interp).profile.typed_names));
        builder.function("_mapped_class", "cls", guard<mapped_class>);
        builder.function("_relationship", "cls, key", guard<relationship_of>);
        builder.function("_is_expression", "value", guard<is_expression>);
      },
      kAssociationProxyText);
}

}  // namespace lessonrun::bind

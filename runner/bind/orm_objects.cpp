// What inspect() tells of mapped classes, their attributes and their objects, and the helpers of
// sqlalchemy.orm.attributes, in Python over the few questions that only C++ can answer.
#include "orm/orm_error.h"
#include "orm/relationship.h"
#include "orm/session.h"
#include "runner/bind/extensions.h"
#include "runner/bind/instances.h"
#include "runner/bind/properties.h"
#include "runner/bind/relationships.h"
#include "runner/bind/session.h"
#include "runner/bind/statements.h"

namespace lessonrun::bind {

using interp::Call;
using interp::Interpreter;
using interp::Value;

namespace {

const char* const kText = R"py(from collections import namedtuple
from sqlalchemy.exc import ArgumentError, InvalidRequestError
from sqlalchemy.orm.exc import UnmappedClassError, UnmappedInstanceError


class _Symbol:
    def __init__(self, name, number):
        self.name = name
        self.value = number

    def __repr__(self):
        if _is_enum:
            return '<LoaderCallableStatus.%s: %d>' % (self.name, self.value)
        return "symbol(%r)" % self.name

    def __str__(self):
        return 'LoaderCallableStatus.%s' % self.name if _is_enum else repr(self)


NO_VALUE = _Symbol('NO_VALUE', 4)
PASSIVE_NO_RESULT = _Symbol('PASSIVE_NO_RESULT', 0)


class AttributeEventToken:
    def __init__(self, key):
        self.key = key


class Event(AttributeEventToken):
    pass


def _event_token(key):
    return (AttributeEventToken if _is_enum else Event)(key)


class History(namedtuple('History', ['added', 'unchanged', 'deleted'])):
    def __bool__(self):
        return bool(self.added or self.unchanged or self.deleted)

    def empty(self):
        return not bool((self.added or self.deleted) or self.unchanged)

    def sum(self):
        return (self.added or []) + (self.unchanged or []) + (self.deleted or [])

    def non_deleted(self):
        return (self.added or []) + (self.unchanged or [])

    def non_added(self):
        return (self.unchanged or []) + (self.deleted or [])

    def has_changes(self):
        return bool(self.added or self.deleted)


_BLANK = History((), (), ())


class _Properties:
    """Names and what they stand for, as attributes and as a mapping."""

    def __init__(self, items):
        self._data = dict(items)

    def __getattr__(self, key):
        try:
            return self._data[key]
        except KeyError:
            raise AttributeError(key)

    def __getitem__(self, key):
        return self._data[key]

    def __contains__(self, key):
        return key in self._data

    def __iter__(self):
        return iter(list(self._data.values()))

    def __len__(self):
        return len(self._data)

    def __dir__(self):
        return list(self._data)

    def get(self, key, default=None):
        return self._data.get(key, default)

    def has_key(self, key):
        return key in self._data

    def keys(self):
        return list(self._data)

    def values(self):
        return list(self._data.values())

    def items(self):
        return list(self._data.items())


class _Property:
    is_mapper = False

    def __init__(self, parent, key):
        self.parent = parent
        self.key = key

    @property
    def class_attribute(self):
        return getattr(self.parent.class_, self.key)

    def __str__(self):
        return '%s.%s' % (self.parent.class_.__name__, self.key)

    def __repr__(self):
        return '<%s at 0x%x; %s>' % (type(self).__name__, id(self), self.key)


class ColumnProperty(_Property):
    def __init__(self, parent, key, columns, deferred):
        super().__init__(parent, key)
        self.columns = columns
        self.deferred = deferred

    @property
    def expression(self):
        return self.columns[0]


class MappedSQLExpression(ColumnProperty):
    pass


class SynonymProperty(_Property):
    def __init__(self, parent, key, name):
        super().__init__(parent, key)
        self.name = name


class RelationshipProperty(_Property):
    def __init__(self, parent, key, known):
        super().__init__(parent, key)
        self.__dict__.update(known)

    @property
    def entity(self):
        return self.mapper

    @property
    def target(self):
        return self.mapper.local_table

    @property
    def remote_side(self):
        return {pair[1] for pair in self.local_remote_pairs}

    @property
    def local_columns(self):
        return {pair[0] for pair in self.local_remote_pairs}


class Relationship(RelationshipProperty):
    def __repr__(self):
        return '<_RelationshipDeclared at 0x%x; %s>' % (id(self), self.key)


class _Direction:
    def __init__(self, name, number):
        self.name = name
        self.value = number

    def __repr__(self):
        if _is_enum:
            return '<RelationshipDirection.%s: %d>' % (self.name, self.value)
        return "symbol('%s')" % self.name


ONETOMANY = _Direction('ONETOMANY', 1)
MANYTOONE = _Direction('MANYTOONE', 2)
MANYTOMANY = _Direction('MANYTOMANY', 3)
_directions = {d.name: d for d in (ONETOMANY, MANYTOONE, MANYTOMANY)}

_known = {}


def _cached(mapper, kind, key, make):
    of_class = _known.setdefault(mapper.class_, {})
    if (kind, key) not in of_class:
        of_class[(kind, key)] = make()
    return of_class[(kind, key)]


def _synonyms(mapper):
    found = {}
    for cls in mapper.class_.__mro__:
        for key, value in vars(cls).items():
            if key not in found and type(value).__name__ == 'Synonym':
                found[key] = _cached(mapper, 'synonym', key,
                                     lambda: SynonymProperty(mapper, key, _synonym_of(value)))
    return found


def _relationship(mapper, key):
    known = _relationship_of(mapper.class_, key)
    known['direction'] = _directions[known['direction']]
    return (Relationship if _is_enum else RelationshipProperty)(mapper, key, known)


def _all(mapper):
    columns = {}
    for key, held, is_expression, deferred in _columns(mapper.class_):
        cls = MappedSQLExpression if is_expression and _is_enum else ColumnProperty
        columns[key] = _cached(mapper, 'column', key,
                               lambda: cls(mapper, key, held, deferred))
    others = {key: _cached(mapper, 'relationship', key, lambda: _relationship(mapper, key))
              for key in _relationships(mapper.class_)}
    late = {key: value for key, value in others.items() if value._made_by_backref}
    others = {key: value for key, value in others.items() if key not in late}
    others.update(_synonyms(mapper))
    order = list(vars(mapper.class_))
    first = sorted(others, key=lambda key: order.index(key) if key in order else -1)
    return {**{key: others[key] for key in first}, **columns, **late}


def _columns_by_key(mapper):
    return {key: held[0] for key, held, is_expression, deferred in _columns(mapper.class_)}


def _of_type(mapper, cls):
    return _Properties([(k, p) for k, p in _all(mapper).items() if isinstance(p, cls)])


def _get_property(mapper, key):
    properties = _all(mapper)
    try:
        return properties[key]
    except KeyError as err:
        text = "Mapper '%s' has no property '%s'" % (mapper, key)
        if _has_registry_text:
            text += (".  If this property was indicated from other mappers or configure events, "
                     "ensure registry.configure() has been called.")
        raise InvalidRequestError(text) from err


def _descriptors(mapper):
    found = {}
    for cls in reversed(mapper.class_.__mro__):
        for key, value in vars(cls).items():
            kind = type(value).__name__
            if kind in ('InstrumentedAttribute', 'Synonym', 'AssociationProxy', 'hybrid_property',
                        'hybrid_method'):
                found[key] = value if kind.startswith('hybrid') else getattr(mapper.class_, key)
    return _Properties(found.items())


def _property_of_column(mapper, column):
    for prop in _all(mapper).values():
        if isinstance(prop, ColumnProperty) and any(one is column for one in prop.columns):
            return prop
    raise UnmappedColumnError("Column %s is not configured on mapper %s" % (column, mapper))


def _parents(mapper):
    while mapper is not None:
        yield mapper
        mapper = mapper.inherits


def _identity_key(mapper, primary_key):
    return (_identity_class(mapper.class_), tuple(primary_key), None)


def _keys_of(mapper):
    return [_property_of_column(mapper, column).key for column in mapper.primary_key]


def _primary_key_of(mapper, instance):
    return tuple([getattr(instance, key) for key in _keys_of(mapper)])


_mapper = {
    'mapper': lambda m: m,
    'entity': lambda m: m.class_,
    'is_mapper': lambda m: True,
    'is_selectable': lambda m: False,
    'is_aliased_class': lambda m: False,
    'attrs': lambda m: _Properties(_all(m).items()),
    'iterate_properties': lambda m: iter(list(_all(m).values())),
    'column_attrs': lambda m: _of_type(m, ColumnProperty),
    'relationships': lambda m: _of_type(m, RelationshipProperty),
    'synonyms': lambda m: _of_type(m, SynonymProperty),
    'composites': lambda m: _Properties(()),
    'all_orm_descriptors': _descriptors,
    'columns': lambda m: _Properties(_columns_by_key(m).items()),
    'c': lambda m: _Properties(_columns_by_key(m).items()),
    'get_property': lambda m: lambda key, _configure_mappers=True: _get_property(m, key),
    'has_property': lambda m: lambda key: key in _all(m),
    'get_property_by_column': lambda m: lambda column: _property_of_column(m, column),
    'isa': lambda m: lambda other: any(one is other for one in _parents(m)),
    'iterate_to_root': lambda m: lambda: _parents(m),
    'common_parent': lambda m: lambda other: m.base_mapper is other.base_mapper,
    'base_mapper': lambda m: list(_parents(m))[-1],
    'inherits': lambda m: _mapper_above(m.class_),
    'self_and_descendants': lambda m: frozenset(_mappers_below(m.class_)) if False
    else tuple(_mappers_below(m.class_)),
    'polymorphic_iterator': lambda m: lambda: iter(_mappers_below(m.class_)),
    'polymorphic_map': lambda m: _polymorphic_map(m.class_),
    'identity_key_from_primary_key': lambda m: lambda primary_key, identity_token=None:
        _identity_key(m, primary_key),
    'identity_key_from_instance': lambda m: lambda instance:
        _identity_key(m, _primary_key_of(m, instance)),
    'primary_key_from_instance': lambda m: lambda instance: list(_primary_key_of(m, instance))
    if not _is_enum else _primary_key_of(m, instance),
    'validators': lambda m: {},
    'non_primary': lambda m: False,
    'configured': lambda m: True,
    'batch': lambda m: True,
}


def _mapper_attribute(mapper, name):
    """(known, value)"""
    if name in _mapper:
        return (True, _mapper[name](mapper))
    facts = _facts(mapper.class_)
    return (name in facts, facts.get(name))


def _history(instance, key, before, now):
    """`before` is None where nothing was changed, else (had a value, the value)."""
    relationship = key in _relationships(type(instance))
    if relationship and _relationship_of(type(instance), key)['uselist']:
        if now is NO_VALUE:
            return _BLANK
        members = list(_members(now))
        if before is None:
            return History((), members, ())
        if not before[0]:
            return History(members, (), ())
        old = {id(one) for one in before[1]}
        new = {id(one) for one in members}
        return History([one for one in members if id(one) not in old],
                       [one for one in members if id(one) in old],
                       [one for one in before[1] if id(one) not in new])
    if before is None:
        return _BLANK if now is NO_VALUE else History((), [now], ())
    if before[0] and now is not NO_VALUE:
        if before[1] is now if relationship else before[1] == now:
            return History((), [now], ())
    deleted = [before[1]] if before[0] else ()
    if now is NO_VALUE:
        return History([None] if not before[0] else (), (), deleted)
    return History([now], (), deleted)


def _members(collection):
    return collection.values() if isinstance(collection, dict) else collection


def _history_of(instance, key, loads=False):
    pending = _pending(instance, key)
    if pending is not None and not loads:
        return History(pending[0], [], pending[1])
    if loads and key not in vars(instance):
        if _loads(instance, key):
            getattr(instance, key)
    before = _committed(instance).get(key)
    return _history(instance, key, before, vars(instance).get(key, NO_VALUE))


class AttributeState:
    def __init__(self, state, key):
        self.state = state
        self.key = key

    @property
    def loaded_value(self):
        return vars(self.state.object).get(self.key, NO_VALUE)

    @property
    def value(self):
        return getattr(self.state.object, self.key)

    @property
    def history(self):
        return _history_of(self.state.object, self.key)

    def load_history(self):
        return _history_of(self.state.object, self.key, True)


def _state_keys(state):
    return list(_all(state.mapper))


def _unloaded(state):
    loaded = vars(state.object)
    collections = {key for key in _relationships(type(state.object)) if key in loaded
                   and not loaded[key] and hasattr(loaded[key], '__len__')}
    if state.identity is not None:
        collections = ()
    return {key for key in _state_keys(state) if key not in loaded or key in collections}


_state = {
    'dict': lambda s: vars(s.object),
    'class_': lambda s: type(s.object),
    'mapper': lambda s: class_mapper(type(s.object)),
    'obj': lambda s: lambda: s.object,
    'is_instance': lambda s: True,
    'session': lambda s: _session_of(s.object),
    'session_id': lambda s: None if _session_of(s.object) is None else _session_of(s.object).hash_key,
    'has_identity': lambda s: s.identity is not None,
    'identity_key': lambda s: None if s.identity is None else _identity_key(s.mapper, s.identity),
    'key': lambda s: None if s.identity is None else _identity_key(s.mapper, s.identity),
    'identity_token': lambda s: None,
    'was_deleted': lambda s: s.deleted or _was_deleted(s.object),
    'attrs': lambda s: _Properties([(key, AttributeState(s, key)) for key in _state_keys(s)]),
    'unloaded': _unloaded,
    'unloaded_expirable': _unloaded,
    'unmodified': lambda s: {k for k in _state_keys(s) if k not in _committed(s.object)},
    'committed_state': lambda s: {k: v[1] if v[0] else NO_VALUE
                                  for k, v in _committed(s.object).items()},
    'expired_attributes': lambda s: _unloaded(s) if s.expired else _expired(s.object),
    'get_history': lambda s: lambda key, passive=None: _history_of(s.object, key, True),
}


def _state_attribute(state, name):
    if name in _state:
        return (True, _state[name](state))
    return (False, None)


def _class_attribute(attribute, name):
    cls, key, expression = _attribute_facts(attribute)
    if name in ('property', 'prop'):
        return (True, _all(class_mapper(cls))[key])
    if name == 'expression' and expression is not None:
        return (True, expression)
    if name in ('parent', 'class_', 'is_attribute', 'is_mapper', 'is_instance'):
        return (True, {'parent': class_mapper(cls), 'class_': cls}.get(name, name == 'is_attribute'))
    return (False, None)


class AliasedInsp:
    is_mapper = False
    is_aliased_class = True
    is_selectable = False

    def __init__(self, entity):
        self.entity = entity
        self.mapper, self.selectable, self.name = _alias_facts(entity)
        self.class_ = self.mapper.class_
        self.with_polymorphic_mappers = [self.mapper]
        self.polymorphic_on = self.mapper.polymorphic_on

    def __repr__(self):
        return '<AliasedInsp at 0x%x; %s>' % (id(self), self.class_.__name__)


def _need_state(instance):
    state = _state_of(instance)
    if state is None:
        name = '%s.%s' % (type(instance).__module__, type(instance).__qualname__)
        raise UnmappedInstanceError("Class '%s' is not mapped" % name)
    return state


def instance_state(instance):
    state = _state_of(instance)
    if state is None:
        raise AttributeError("'%s' object has no attribute '_sa_instance_state'"
                             % type(instance).__name__)
    return state


def instance_dict(instance):
    return vars(instance)


def get_history(obj, key, passive=None):
    return _history_of(_need_state(obj).object, key, True)


def set_attribute(instance, key, value, initiator=None):
    setattr(instance, key, value)


def get_attribute(instance, key):
    return getattr(instance, key)


def del_attribute(instance, key):
    delattr(instance, key)


def set_committed_value(instance, key, value):
    _need_state(instance)
    _set_committed(instance, key, value)


def flag_modified(instance, key):
    _need_state(instance)
    if key not in vars(instance):
        raise InvalidRequestError(
            "Can't flag attribute '%s' modified; it's not present in the object state" % key)
    _flag(instance, key)


def flag_dirty(instance):
    _need_state(instance)
    _flag(instance, None)


def is_instrumented(instance, key):
    return key in _all(class_mapper(type(instance)))


def class_mapper(class_, configure=True):
    mapper = _mapper_of(class_)
    if mapper is not None:
        return mapper
    if not isinstance(class_, type):
        raise ArgumentError("Class object expected, got '%r'." % (class_,))
    raise UnmappedClassError("Class '%s.%s' is not mapped" % (class_.__module__,
                                                             class_.__qualname__))


def object_mapper(instance):
    return _need_state(instance).mapper


def object_session(instance):
    try:
        state = instance_state(instance)
    except AttributeError as err:
        name = '%s.%s' % (type(instance).__module__, type(instance).__qualname__)
        raise UnmappedInstanceError("Class '%s' is not mapped" % name) from err
    return _session_of(state.object)


def was_deleted(object):
    return _need_state(object).was_deleted


def make_transient(instance):
    _make_transient(_need_state(instance).object)


def make_transient_to_detached(instance):
    state = _need_state(instance)
    if state.session is not None or state.identity is not None:
        raise InvalidRequestError("Given object must be transient")
    _make_detached(instance)


def identity_key(*args, instance=None, row=None, ident=None, identity_token=None):
    if args:
        if len(args) == 2:
            ident = args[1]
        mapper = class_mapper(args[0])
        if row is not None:
            return _identity_key(mapper, [row[column] for column in mapper.primary_key])
        return _identity_key(mapper, ident if isinstance(ident, (tuple, list)) else (ident,))
    if instance is None:
        raise ArgumentError("class or instance is required")
    mapper = object_mapper(instance)
    return _identity_key(mapper, _primary_key_of(mapper, instance))
)py";

const orm::Mapper& mapper_of(Call& call) {
  const orm::Mapper* mapper = find_mapper(call[0]);
  if (mapper == nullptr) call.interp.raise("TypeError", "a mapped class is needed");
  mapper->registry().configure();
  return *mapper;
}

orm::InstanceState& state_of(Call& call) { return to_state(context(call.interp), call[0]); }

Value column_value(Context& owner, const orm::ColumnRef& column) {
  return column == nullptr ? Value::none() : wrap(owner, orm::ClauseRef(column));
}

Value column_object(Context& owner, const orm::Column* column) {
  return wrap(owner, orm::ClauseRef(const_cast<orm::Column*>(column)->column_ref()));
}

Value name_list(Interpreter& interp, std::vector<std::string> names) {
  std::vector<Value> list;
  for (const std::string& name : names) list.push_back(interp.str(name));
  return interp.list(std::move(list));
}

// (key, columns, is an expression, deferred) of each column attribute, in SELECT's order.
Value columns_of(Call& call) {
  Context& owner = context(call.interp);
  std::vector<Value> list;
  for (const orm::MappedProperty& property : mapper_of(call).properties()) {
    if (!property.is_column() || property.hidden) continue;
    std::vector<Value> columns;
    const bool computed = property.column == nullptr;
    columns.push_back(computed ? column_value(owner, property.expression->label(property.key))
                               : column_object(owner, property.column.get()));
    for (const auto& more : property.more_columns)
      columns.push_back(column_object(owner, more.get()));
    list.push_back(
        call.interp.tuple({call.interp.str(property.key), call.interp.list(std::move(columns)),
                           Value::boolean(computed), Value::boolean(property.deferred)}));
  }
  return call.interp.list(std::move(list));
}

Value relationships_of(Call& call) {
  std::vector<std::string> names;
  for (const orm::Relationship* one : mapper_of(call).relationships()) names.push_back(one->key());
  return name_list(call.interp, std::move(names));
}

const char* lazy_name(orm::Lazy lazy) {
  switch (lazy) {
    case orm::Lazy::select:
      return "select";
    case orm::Lazy::joined:
      return "joined";
    case orm::Lazy::subquery:
      return "subquery";
    case orm::Lazy::selectin:
      return "selectin";
    case orm::Lazy::dynamic:
      return "dynamic";
    case orm::Lazy::write_only:
      return "write_only";
    default:
      return "other";
  }
}

Value relationship_of(Call& call) {
  Context& owner = context(call.interp);
  Interpreter& interp = call.interp;
  const orm::Relationship* one = mapper_of(call).relationship(call.text(1));
  if (one == nullptr) return Value::none();
  const char* direction = one->direction() == orm::Direction::one_to_many   ? "ONETOMANY"
                          : one->direction() == orm::Direction::many_to_one ? "MANYTOONE"
                                                                            : "MANYTOMANY";
  std::vector<Value> pairs;
  for (const orm::Relationship::Pair& pair : one->local_remote_pairs()) {
    pairs.push_back(interp.tuple({column_object(owner, pair.from), column_object(owner, pair.to)}));
  }
  const std::string& reverse = one->args().back_populates;
  return interp.dict(
      {{"mapper", wrap_mapper(owner, one->mapper())},
       {"direction", interp.str(direction)},
       {"uselist", Value::boolean(one->uselist())},
       {"viewonly", Value::boolean(one->viewonly())},
       {"lazy", interp.str(lazy_name(one->lazy()))},
       {"secondary", one->secondary() == nullptr ? Value::none()
                                                 : wrap(owner, orm::ClauseRef(one->secondary()))},
       {"primaryjoin", column_value(owner, one->primaryjoin())},
       {"secondaryjoin", column_value(owner, one->secondaryjoin())},
       {"back_populates", reverse.empty() ? Value::none() : interp.str(reverse)},
       {"local_remote_pairs", interp.list(std::move(pairs))},
       {"_made_by_backref", Value::boolean(one->args().is_backref)}});
}

// What is one value each.
Value facts_of(Call& call) {
  Context& owner = context(call.interp);
  Interpreter& interp = call.interp;
  const orm::Mapper& mapper = mapper_of(call);
  std::vector<Value> tables;
  for (const orm::Table* table : mapper.tables()) {
    tables.push_back(wrap(owner, orm::ClauseRef(const_cast<orm::Table*>(table)->table_ref())));
  }
  std::vector<Value> keys;
  for (const orm::Column* column : mapper.primary_key()) {
    keys.push_back(column_object(owner, column));
  }
  const auto& identity = mapper.polymorphic_identity();
  Value eager = Value::boolean(mapper.eager_defaults() == orm::EagerDefaults::always);
  if (mapper.eager_defaults() == orm::EagerDefaults::automatic && owner.profile.bulk_dml) {
    eager = interp.str("auto");
  }
  Value from = wrap(owner, orm::ClauseRef(mapper.mapped_table().ref()));
  return interp.dict(
      {{"persist_selectable", from},
       {"mapped_table", from},
       {"selectable", wrap(owner, orm::ClauseRef(mapper.selectable().ref()))},
       {"tables", interp.list(std::move(tables))},
       {"primary_key", interp.tuple(std::move(keys))},
       {"polymorphic_on", column_value(owner, mapper.polymorphic_on())},
       {"polymorphic_identity", identity ? from_orm(owner, *identity) : Value::none()},
       {"version_id_col", mapper.version_column() == nullptr
                              ? Value::none()
                              : column_object(owner, mapper.version_column())},
       {"single", Value::boolean(mapper.single())},
       {"concrete", Value::boolean(mapper.concrete())},
       {"inherit_condition", column_value(owner, mapper.inherit_condition())},
       {"eager_defaults", eager}});
}

Value mapper_above(Call& call) {
  const orm::Mapper* above = mapper_of(call).inherits();
  return above == nullptr ? Value::none() : wrap_mapper(context(call.interp), *above);
}

Value mappers_below(Call& call) {
  std::vector<Value> list;
  for (const orm::Mapper* one : mapper_of(call).self_and_descendants()) {
    list.push_back(wrap_mapper(context(call.interp), *one));
  }
  return call.interp.list(std::move(list));
}

Value polymorphic_map_of(Call& call) {
  Context& owner = context(call.interp);
  Value map = call.interp.dict();
  for (const auto& item : mapper_of(call).polymorphic_map()) {
    call.interp.setitem(map, from_orm(owner, item.first), wrap_mapper(owner, *item.second));
  }
  return map;
}

Value identity_class(Call& call) { return Value(mapped_type(mapper_of(call).identity_mapper())); }

Value mapper_object(Call& call) {
  if (interp::try_payload<MapperData>(call[0]) != nullptr) return call[0];
  const orm::Mapper* mapper = find_mapper(call[0]);
  if (mapper == nullptr) return Value::none();
  mapper->registry().configure();
  return wrap_mapper(context(call.interp), *mapper);
}

Value state_object(Call& call) {
  Context& owner = context(call.interp);
  if (find_state(owner, call[0]) == nullptr) return Value::none();
  return wrap_state(owner, call[0]);
}

Value session_of(Call& call) {
  auto* session = static_cast<orm::Session*>(state_of(call).session);
  if (session == nullptr) return Value::none();
  const auto* handle = dynamic_cast<const SessionHandle*>(session->info.get());
  Value object = handle == nullptr ? Value() : handle->object.lock();
  return object ? object : Value::none();
}

const std::string& key_of(const orm::InstanceState& state, size_t attribute) {
  return state.mapper().property(attribute).key;
}

// (had a value, the value) of each attribute whose change has been recorded.
Value committed_of(Call& call) {
  Context& owner = context(call.interp);
  Interpreter& interp = call.interp;
  orm::InstanceState& state = state_of(call);
  Value found = interp.dict();
  for (size_t attribute : state.changed_attributes()) {
    const orm::MappedProperty& property = state.mapper().property(attribute);
    auto before = state.value_before(attribute);
    Value value = Value::none();
    if (before && property.relationship != nullptr && property.relationship->uselist()) {
      value = interp.list(objects_of(state.members_before(attribute)));
    } else if (before) {
      value = from_orm(owner, *before);
    }
    interp.setitem(found, interp.str(property.key),
                   interp.tuple({Value::boolean(before.has_value()), value}));
  }
  return found;
}

// What came to and went from a collection that is not loaded; None for others.
Value pending_of(Call& call) {
  orm::InstanceState& state = state_of(call);
  const orm::Relationship* relationship = state.mapper().relationship(call.text(1));
  if (relationship == nullptr || !state.has_pending(relationship->index())) return Value::none();
  orm::Passive passive = orm::passive_no_initialize;
  passive.pending = true;
  orm::ObjectHistory history = state.object_history(*relationship, passive);
  return call.interp.tuple(
      {call.interp.list(objects_of(history.added)), call.interp.list(objects_of(history.deleted))});
}

// Is there something to load: has the object a row?
Value loads(Call& call) { return Value::boolean(state_of(call).key != nullptr); }

Value expired_of(Call& call) {
  orm::InstanceState& state = state_of(call);
  std::vector<Value> names;
  state.expired_attributes.each(
      [&](size_t attribute) { names.push_back(call.interp.str(key_of(state, attribute))); });
  Value set_class(call.interp.types().set);
  return call.interp.call(set_class, {call.interp.list(std::move(names))});
}

size_t attribute_of(Call& call, const orm::InstanceState& state) {
  std::string key(call.text(1));
  auto attribute = state.mapper().find(key);
  if (!attribute) call.interp.raise("KeyError", key);
  return *attribute;
}

Value set_committed(Call& call) {
  Context& owner = context(call.interp);
  auto& state = static_cast<PythonState&>(state_of(call));
  size_t attribute = attribute_of(call, state);
  const orm::Relationship* relationship = state.mapper().property(attribute).relationship;
  if (relationship == nullptr) {
    state.set_committed(attribute, orm::Value());
    state.store(attribute, call[2]);
    return Value::none();
  }
  std::vector<orm::Instance> members;
  if (relationship->uselist()) {
    for (const Value& one : call.interp.to_vector(call[2])) {
      members.emplace_back(&to_state(owner, one));
    }
  } else if (!call[2].is_none()) {
    members.emplace_back(&to_state(owner, call[2]));
  }
  state.forget_change(attribute);
  state.set_loaded(*relationship, members);
  return Value::none();
}

Value flag(Call& call) {
  orm::InstanceState& state = state_of(call);
  if (call[1].is_none()) {
    state.mark_modified(std::nullopt);
  } else {
    state.mark_modified(attribute_of(call, state));
  }
  return Value::none();
}

Value make_transient(Call& call) {
  orm::InstanceState& state = state_of(call);
  if (state.session != nullptr) static_cast<orm::Session*>(state.session)->expunge(state);
  state.expired_attributes.clear();
  state.expired = false;
  state.key = nullptr;
  state.deleted = false;
  return Value::none();
}

Value make_detached(Call& call) {
  orm::InstanceState& state = state_of(call);
  state.key = state.mapper().identity_key_from(state);
  state.commit_all();
  orm::AttributeSet missing;
  for (const orm::MappedProperty& property : state.mapper().properties()) {
    if (!state.has(property.index) && property.is_column()) missing.add(property.index);
  }
  state.expire(&missing);
  return Value::none();
}

Value was_deleted(Call& call) {
  return Value::boolean(state_of(call).object_state() == orm::ObjectState::deleted ||
                        state_of(call).deleted);
}

Value alias_facts(Call& call) {
  Context& owner = context(call.interp);
  orm::ClauseRef clause = find_clause(owner, call[0]);
  if (clause == nullptr || clause->kind() != orm::NodeKind::entity) {
    call.interp.raise("TypeError", "an alias of a class is needed");
  }
  const auto& entity = static_cast<const orm::EntityElement&>(*clause);
  const std::string& name = entity.name.empty() ? entity.mapper->class_name() : entity.name;
  return call.interp.tuple({wrap_mapper(owner, *entity.mapper),
                            wrap(owner, orm::ClauseRef(entity.selectable().ref())),
                            call.interp.str(name)});
}

Value synonym_of(Call& call) {
  return call.interp.str(interp::payload<SynonymData>(call.interp, call[0]).target);
}

// (class, key) of User.name.
Value attribute_facts(Call& call) {
  const auto& data = interp::payload<AttributeData>(call.interp, call[0]);
  return call.interp.tuple(
      {Value(mapped_type(*data.mapper)), call.interp.str(data.mapper->property(data.index).key),
       column_value(context(call.interp), orm::ColumnRef(as_column(data.clause.get())))});
}

}  // namespace

void add_orm_objects_module(interp::Interpreter& interp) {
  interp.modules().add(
      kObjectsModule,
      [](interp::ModuleBuilder& builder) {
        const orm::Profile& profile = context(builder.interp).profile;
        builder.value("_is_enum", Value::boolean(profile.mapper_str_brackets));
        builder.value("_has_registry_text", Value::boolean(profile.mapper_str_brackets));
        builder.function("_columns", "cls", guard<columns_of>);
        builder.function("_relationships", "cls", guard<relationships_of>);
        builder.function("_relationship_of", "cls, key", guard<relationship_of>);
        builder.function("_facts", "cls", guard<facts_of>);
        builder.function("_mapper_above", "cls", guard<mapper_above>);
        builder.function("_mappers_below", "cls", guard<mappers_below>);
        builder.function("_polymorphic_map", "cls", guard<polymorphic_map_of>);
        builder.function("_identity_class", "cls", guard<identity_class>);
        builder.function("_mapper_of", "cls", guard<mapper_object>);
        builder.function("_state_of", "instance", guard<state_object>);
        builder.function("_session_of", "instance", guard<session_of>);
        builder.function("_committed", "instance", guard<committed_of>);
        builder.function("_pending", "instance, key", guard<pending_of>);
        builder.function("_loads", "instance, key", guard<loads>);
        builder.function("_expired", "instance", guard<expired_of>);
        builder.function("_set_committed", "instance, key, value", guard<set_committed>);
        builder.function("_flag", "instance, key", guard<flag>);
        builder.function("_make_transient", "instance", guard<make_transient>);
        builder.function("_make_detached", "instance", guard<make_detached>);
        builder.function("_was_deleted", "instance", guard<was_deleted>);
        builder.function("_alias_facts", "entity", guard<alias_facts>);
        builder.function("_attribute_facts", "attribute", guard<attribute_facts>);
        builder.function("_synonym_of", "synonym", guard<synonym_of>);
      },
      kText);
}

Value object_attribute(Interpreter& interp, const char* function, const Value& self,
                       const std::string& name) {
  Value answer = interp.call(interp.getattr(interp.modules().import(kObjectsModule), function),
                             {self, interp.str(name)});
  const std::vector<Value> both = interp.to_vector(answer);
  return interp.truth(both[0]) ? both[1] : Value();
}

}  // namespace lessonrun::bind

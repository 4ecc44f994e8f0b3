// What inspect() tells of mapped classes, their attributes and aliases, in Python over the few
// questions that only C++ can answer. The file is above 500 lines because that Python is one
// module.
#include "orm/orm_error.h"
#include "orm/relationship.h"
#include "runner/bind/extensions.h"
#include "runner/bind/instances.h"
#include "runner/bind/properties.h"
#include "runner/bind/relationships.h"
#include "runner/bind/statements.h"

namespace lessonrun::bind {

using interp::Call;
using interp::Interpreter;
using interp::Value;

namespace {

const char* const kMapperInspectionText =
    R"py(import warnings
from sqlalchemy.exc import ArgumentError, InvalidRequestError, SAWarning
from sqlalchemy.orm.exc import UnmappedClassError, UnmappedColumnError


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


class _Kind(type):
    """A class of properties: what relationship() and its like made is of it, too."""

    def __instancecheck__(cls, obj):
        return type.__instancecheck__(cls, obj) or isinstance(obj, cls._made)


class _Property(metaclass=_Kind):
    is_mapper = False
    _made = ()

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
    _made = _made_column_property

    def __init__(self, parent, key, columns, deferred, group=None, active_history=False,
                 instrument=True):
        super().__init__(parent, key)
        self.columns = columns
        self.deferred = deferred
        self.group = group
        self.active_history = active_history
        self.instrument = instrument
        self.doc = getattr(columns[0], 'doc', None)
        self.info = {}

    @property
    def expression(self):
        return self.columns[0]


class MappedSQLExpression(ColumnProperty):
    _made = ()


class SynonymProperty(_Property):
    def __init__(self, parent, key, name):
        super().__init__(parent, key)
        self.name = name


class Synonym(SynonymProperty):
    pass


class RelationshipProperty(_Property):
    _made = _made_relationship

    def __init__(self, parent, key, known):
        super().__init__(parent, key)
        self.__dict__.update(known)

    @property
    def entity(self):
        return self.mapper if self._alias is None else AliasedInsp(self._alias)

    @property
    def target(self):
        return self.mapper.local_table

    @property
    def cascade(self):
        return CascadeOptions(self._cascade)

    @property
    def _reverse_property(self):
        return {_all(mapper)[key] for mapper, key in self._reverse}

    @property
    def remote_side(self):
        return {pair[1] for pair in self.local_remote_pairs}

    @property
    def local_columns(self):
        return {pair[0] for pair in self.local_remote_pairs}


class Relationship(RelationshipProperty):
    def __repr__(self):
        return '<_RelationshipDeclared at 0x%x; %s>' % (id(self), self.key)


_cascades = {'save-update', 'merge', 'expunge', 'delete', 'refresh-expire'}


class CascadeOptions(frozenset):
    """What relationship(cascade=...) says, as the set of its words."""

    def __new__(cls, value_list):
        if value_list is None or isinstance(value_list, str):
            value_list = [word.strip() for word in (value_list or '').split(',') if word.strip()]
        words = set(value_list)
        unknown = words - _cascades - {'all', 'none', 'delete-orphan'}
        if unknown:
            raise ArgumentError('Invalid cascade option(s): %s'
                                % ', '.join([repr(word) for word in sorted(unknown)]))
        if 'all' in words:
            words |= _cascades
        if 'none' in words:
            words.clear()
        words.discard('all')
        self = super().__new__(cls, words)
        for word in ('save-update', 'delete', 'refresh-expire', 'merge', 'expunge',
                     'delete-orphan'):
            setattr(self, word.replace('-', '_'), word in words)
        if self.delete_orphan and not self.delete:
            warnings.warn("The 'delete-orphan' cascade option requires 'delete'.", SAWarning,
                          stacklevel=2)
        return self

    @classmethod
    def from_string(cls, arg):
        return cls(arg)

    def __repr__(self):
        return 'CascadeOptions(%r)' % ','.join(sorted(self))


class _Direction:
    def __init__(self, name, number):
        self.name = name
        self.value = number

    def __str__(self):
        return 'RelationshipDirection.' + self.name if _is_enum else repr(self)

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
            if key not in found and type(value).__name__ in ('Synonym', 'SynonymProperty'):
                found[key] = _cached(mapper, 'synonym', key,
                                     lambda: (Synonym if _is_enum else SynonymProperty)(
                                         mapper, key, _synonym_of(value)))
    return found


def _composites(mapper):
    found = {}
    for cls in mapper.class_.__mro__:
        for key, value in vars(cls).items():
            if type(value).__name__ in ('Composite', 'CompositeProperty'):
                found.setdefault(key, value)
    return found


def _relationship(mapper, key):
    known = _relationship_of(mapper.class_, key)
    known['direction'] = _directions[known['direction']]
    return (Relationship if _is_enum else RelationshipProperty)(mapper, key, known)


def _all(mapper):
    columns = {}
    for key, held, is_expression, deferred, *more in _columns(mapper.class_):
        cls = MappedSQLExpression if is_expression and _is_enum else ColumnProperty
        columns[key] = _cached(mapper, 'column', key,
                               lambda: cls(mapper, key, held, deferred, *more))
    others = {key: _cached(mapper, 'relationship', key, lambda: _relationship(mapper, key))
              for key in _relationships(mapper.class_)}
    late = {key: value for key, value in others.items() if value._added_late}
    others = {key: value for key, value in others.items() if key not in late}
    others.update(_synonyms(mapper))
    others.update(_composites(mapper))
    order = list(vars(mapper.class_))
    first = sorted(others, key=lambda key: order.index(key) if key in order else -1)
    missing = {key: value for key, value in vars(mapper.class_).items()
               if type(value).__name__ == 'ConcreteInheritedProperty'}
    return {**{key: others[key] for key in first}, **columns, **late, **missing}


def _columns_by_key(mapper):
    return {key: held[0] for key, held, *more in _columns(mapper.class_)}


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
            if kind in ('InstrumentedAttribute', 'Synonym', 'SynonymProperty', 'Composite',
                        'CompositeProperty', 'AssociationProxy', 'hybrid_property',
                        'hybrid_method'):
                found[key] = value if kind.startswith('hybrid') else getattr(mapper.class_, key)
    return _Properties(found.items())


def _property_of_column(mapper, column):
    for prop in _all(mapper).values():
        if isinstance(prop, ColumnProperty) and any(one is column for one in prop.columns):
            return prop
    raise UnmappedColumnError("No column %s is configured on mapper %s..." % (column, mapper))


class ClassManager:
    """What SQLAlchemy knows of a class whose attributes it has taken over."""

    is_mapped = True

    def __init__(self, mapper):
        self.mapper = mapper
        self.class_ = mapper.class_

    def _attributes(self):
        return {key: getattr(self.class_, key) for key, prop in _all(self.mapper).items()
                if getattr(prop, 'instrument', True)
                and type(prop).__name__ != 'ConcreteInheritedProperty'}

    def keys(self):
        return self._attributes().keys()

    def values(self):
        return self._attributes().values()

    def items(self):
        return self._attributes().items()

    def __getitem__(self, key):
        return self._attributes()[key]

    def __contains__(self, key):
        return key in self._attributes()

    def __iter__(self):
        return iter(self._attributes())

    def __len__(self):
        return len(self._attributes())

    @property
    def attributes(self):
        return iter(self._attributes().values())

    def __repr__(self):
        return '<ClassManager of %r at %x>' % (self.class_, id(self))


def _manager(mapper):
    return _cached(mapper, 'manager', '', lambda: ClassManager(mapper))


def manager_of_class(cls):
    mapper = _mapper_of(cls)
    return None if mapper is None else _manager(mapper)


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
    'composites': lambda m: _Properties(_composites(m).items()),
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
    'self_and_descendants': lambda m: tuple(_mappers_below(m.class_)),
    'polymorphic_iterator': lambda m: lambda: iter(_mappers_below(m.class_)),
    'polymorphic_map': lambda m: _polymorphic_map(m.class_),
    'identity_key_from_primary_key': lambda m: lambda primary_key, identity_token=None:
        _identity_key(m, primary_key),
    'identity_key_from_instance': lambda m: lambda instance:
        _identity_key(m, _primary_key_of(m, instance)),
    'primary_key_from_instance': lambda m: lambda instance: list(_primary_key_of(m, instance))
    if not _is_enum else _primary_key_of(m, instance),
    'add_property': lambda m: lambda key, prop: _add_property(m.class_, key, prop),
    'add_properties': lambda m: lambda dict_of_properties: [
        _add_property(m.class_, key, prop) for key, prop in dict_of_properties.items()] and None,
    'validators': lambda m: _validators(m.class_),
    'non_primary': lambda m: False,
    'class_manager': _manager,
    'entity_namespace': lambda m: m.class_,
    'is_sibling': lambda m: lambda other:
        m.base_mapper is other.base_mapper and not m.isa(other) and not other.isa(m),
    'registry': lambda m: _registry_of(m.class_),
    'with_polymorphic_mappers': lambda m: _with_polymorphic(m.class_),
    'configured': lambda m: True,
}


def _mapper_attribute(mapper, name):
    """(known, value)"""
    if name in _mapper:
        return (True, _mapper[name](mapper))
    facts = _facts(mapper.class_)
    return (name in facts, facts.get(name))


def _class_attribute(attribute, name):
    cls, key, expression = _attribute_facts(attribute)
    if name in ('property', 'prop'):
        return (True, _all(class_mapper(cls))[key])
    if name == 'expression' and expression is not None:
        return (True, expression)
    if name in ('entity', 'mapper', 'info'):
        prop = _all(class_mapper(cls))[key]
        if isinstance(prop, RelationshipProperty) and name != 'info':
            return (True, getattr(prop, name))
        if name == 'info' and isinstance(prop, ColumnProperty):
            return (True, prop.columns[0].info)
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

    def __clause_element__(self):
        return self.entity

    def __repr__(self):
        return '<AliasedInsp at 0x%x; %s>' % (id(self), self.class_.__name__)


def class_mapper(class_, configure=True):
    mapper = _mapper_of(class_)
    if mapper is not None:
        return mapper
    if not isinstance(class_, type):
        raise ArgumentError("Class object expected, got '%r'." % (class_,))
    raise UnmappedClassError("Class '%s.%s' is not mapped" % (class_.__module__,
                                                             class_.__name__))
)py";

const orm::Mapper& mapper_argument(Call& call) {
  const orm::Mapper* mapper = find_mapper(call[0]);
  if (mapper == nullptr) call.interp.raise("TypeError", "a mapped class is needed");
  return *mapper;
}

const orm::Mapper& inspected_mapper(Call& call) {
  const orm::Mapper& mapper = mapper_argument(call);
  mapper.registry().configure();
  return mapper;
}

Value column_value(Context& owner, const orm::ColumnRef& column) {
  return column == nullptr ? Value::none() : wrap(owner, orm::ClauseRef(column));
}

Value column_object(Context& owner, const orm::Column* column) {
  return wrap(owner, orm::ClauseRef(const_cast<orm::Column*>(column)->column_ref()));
}

Value polymorphic_load(Interpreter& interp, const orm::Mapper& mapper) {
  switch (mapper.options().polymorphic_load) {
    case orm::PolymorphicLoad::inline_:
      return interp.str("inline");
    case orm::PolymorphicLoad::selectin:
      return interp.str("selectin");
    default:
      return Value::none();
  }
}

Value name_list(Interpreter& interp, const std::vector<std::string>& names) {
  std::vector<Value> list;
  list.reserve(names.size());
  for (const std::string& name : names) list.push_back(interp.str(name));
  return interp.list(std::move(list));
}

// (key, columns, is an expression, deferred) of each column attribute, in SELECT's order.
Value mapper_columns(Call& call) {
  Context& owner = context(call.interp);
  std::vector<Value> list;
  for (const orm::MappedProperty& property : inspected_mapper(call).properties()) {
    if (!property.is_column()) continue;
    std::vector<Value> columns;
    const bool computed = property.column == nullptr;
    columns.push_back(computed ? column_value(owner, property.expression->label(property.key))
                               : column_object(owner, property.column.get()));
    for (const auto& more : property.more_columns)
      columns.push_back(column_object(owner, more.get()));
    list.push_back(call.interp.tuple(
        {call.interp.str(property.key), call.interp.list(std::move(columns)),
         Value::boolean(computed), Value::boolean(property.deferred),
         property.deferred_group.empty() ? Value::none() : call.interp.str(property.deferred_group),
         Value::boolean(property.active_history), Value::boolean(!property.hidden)}));
  }
  return call.interp.list(std::move(list));
}

Value relationships_of(Call& call) {
  std::vector<std::string> names;
  for (const orm::RelationshipProperty* one : inspected_mapper(call).relationships())
    names.push_back(one->key());
  return name_list(call.interp, names);
}

Value inspected_relationship(Call& call) {
  Context& owner = context(call.interp);
  Interpreter& interp = call.interp;
  const orm::RelationshipProperty* one = inspected_mapper(call).relationship(call.text(1));
  if (one == nullptr) return Value::none();
  const char* direction = one->direction() == orm::Direction::one_to_many   ? "ONETOMANY"
                          : one->direction() == orm::Direction::many_to_one ? "MANYTOONE"
                                                                            : "MANYTOMANY";
  using Pairs = std::vector<orm::RelationshipProperty::Pair>;
  auto pair_list = [&](const Pairs& of) {
    std::vector<Value> list;
    for (const auto& pair : of)
      list.push_back(
          interp.tuple({column_object(owner, pair.from), column_object(owner, pair.to)}));
    return interp.list(std::move(list));
  };
  std::vector<Value> backs;
  for (const orm::RelationshipProperty* back : one->reverse())
    backs.push_back(interp.tuple({wrap_mapper(owner, back->parent()), interp.str(back->key())}));
  std::string cascade = one->cascade().repr();
  cascade = cascade.substr(cascade.find('\'') + 1);
  cascade.resize(cascade.find('\''));
  std::vector<Value> order;
  for (const orm::ColumnRef& clause : one->order_by()) order.push_back(column_value(owner, clause));
  const std::string& reverse = one->args().back_populates;
  return interp.dict(
      {{"mapper", wrap_mapper(owner, one->mapper())},
       {"parent", wrap_mapper(owner, one->parent())},
       {"_alias",
        one->alias() == nullptr ? Value::none() : wrap_entity(owner, orm::ClauseRef(one->alias()))},
       {"direction", interp.str(direction)},
       {"uselist", Value::boolean(one->uselist())},
       {"viewonly", Value::boolean(one->viewonly())},
       {"lazy", interp.str(lazy_word(one->lazy()))},
       {"secondary", one->secondary() == nullptr ? Value::none()
                                                 : wrap(owner, orm::ClauseRef(one->secondary()))},
       {"primaryjoin", column_value(owner, one->primaryjoin())},
       {"secondaryjoin", column_value(owner, one->secondaryjoin())},
       {"back_populates", reverse.empty() ? Value::none() : interp.str(reverse)},
       {"local_remote_pairs", pair_list(one->local_remote_pairs())},
       {"synchronize_pairs", pair_list(one->synchronize_pairs())},
       {"secondary_synchronize_pairs", pair_list(one->secondary_synchronize_pairs())},
       {"order_by", order.empty() ? Value::boolean(false) : interp.list(std::move(order))},
       {"post_update", Value::boolean(one->args().post_update)},
       {"passive_updates", Value::boolean(one->args().passive_updates)},
       {"passive_deletes",
        one->args().passive_deletes == orm::PassiveDeletes::all
            ? interp.str("all")
            : Value::boolean(one->args().passive_deletes == orm::PassiveDeletes::yes)},
       {"single_parent", Value::boolean(one->args().single_parent)},
       {"_cascade", interp.str(cascade)},
       {"_reverse", interp.list(std::move(backs))},
       {"_added_late", Value::boolean(one->args().is_backref || one->args().is_late)}});
}

// What is one value each.
Value facts_of(Call& call) {
  Context& owner = context(call.interp);
  Interpreter& interp = call.interp;
  const orm::Mapper& mapper = mapper_argument(call);
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
       {"batch", Value::boolean(mapper.batch())},
       {"always_refresh", Value::boolean(mapper.options().always_refresh)},
       {"allow_partial_pks", Value::boolean(mapper.options().allow_partial_pks)},
       {"passive_deletes", Value::boolean(mapper.passive_deletes())},
       {"confirm_deleted_rows", Value::boolean(mapper.options().confirm_deleted_rows)},
       {"passive_updates", Value::boolean(true)},  // other settings are refused
       {"legacy_is_orphan", Value::boolean(false)},
       {"polymorphic_load", polymorphic_load(interp, mapper)},
       {"eager_defaults", eager}});
}

Value mapper_registry(Call& call) {
  return wrap_registry(context(call.interp),
                       orm::Ref<orm::Registry>(&mapper_argument(call).registry()));
}

// What is selected with the class; strict_attrs alone makes AbstractConcreteBase say it so.
Value mappers_with(Call& call) {
  const orm::Mapper& mapper = inspected_mapper(call);
  std::vector<Value> list;
  const orm::MapperOptions& options = mapper.options();
  if (!options.concrete_abstract || options.strict_attributes) {
    for (const orm::Mapper* one : mapper.with_polymorphic()) {
      list.push_back(wrap_mapper(context(call.interp), *one));
    }
  }
  return call.interp.list(std::move(list));
}

Value mapper_above(Call& call) {
  const orm::Mapper* above = mapper_argument(call).inherits();
  return above == nullptr ? Value::none() : wrap_mapper(context(call.interp), *above);
}

Value mappers_below(Call& call) {
  std::vector<Value> list;
  for (const orm::Mapper* one : mapper_argument(call).self_and_descendants()) {
    list.push_back(wrap_mapper(context(call.interp), *one));
  }
  return call.interp.list(std::move(list));
}

Value polymorphic_map_of(Call& call) {
  Context& owner = context(call.interp);
  Value map = call.interp.dict();
  for (const auto& item : mapper_argument(call).polymorphic_map()) {
    call.interp.setitem(map, from_orm(owner, item.first), wrap_mapper(owner, *item.second));
  }
  return map;
}

Value identity_class(Call& call) {
  return Value(mapped_type(mapper_argument(call).identity_mapper()));
}

Value mapper_object(Call& call) {
  if (interp::try_payload<MapperData>(call[0]) != nullptr) return call[0];
  const orm::Mapper* mapper = find_mapper(call[0]);
  if (mapper == nullptr) return Value::none();
  mapper->registry().configure();
  return wrap_mapper(context(call.interp), *mapper);
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

Value add_property(Call& call) {
  Context& owner = context(call.interp);
  MappedClass* mapped = find_mapped(mapped_type(mapper_argument(call)));
  const std::string key(call.text(1));
  if (mapped == nullptr || !add_mapped_attribute(owner, *mapped, key, call[2])) {
    raise_error(owner, orm::ArgumentError::cls,
                "Can't add the property '" + key + "': a column, a relationship or another " +
                    "mapper property is expected, got " + call.interp.repr(call[2]));
  }
  return Value::none();
}

// `{name: (function, options)}` of what @validates marked.
Value validators_of(Call& call) {
  Interpreter& interp = call.interp;
  Value found = interp.dict();
  const MappedClass* mapped = find_mapped(mapped_type(mapper_argument(call)));
  if (mapped == nullptr) return found;
  for (const auto& [name, validator] : mapped->validators) {
    Value options = interp.dict();
    interp.setitem(options, interp.str("include_removes"),
                   Value::boolean(validator.include_removes));
    interp.setitem(options, interp.str("include_backrefs"),
                   Value::boolean(validator.include_backrefs));
    interp.setitem(found, interp.str(name), interp.tuple({validator.function, options}));
  }
  return found;
}

}  // namespace

void add_mapper_inspection_module(Interpreter& interp) {
  interp.modules().add(
      kMappersModule,
      [](interp::ModuleBuilder& builder) {
        const orm::Profile& profile = context(builder.interp).profile;
        Context& owner = context(builder.interp);
        builder.value("_made_column_property", Value(owner.type("ColumnProperty")));
        builder.value("_made_relationship", Value(owner.type("RelationshipProperty")));
        builder.value("_is_enum", Value::boolean(profile.typed_names));
        builder.value("_has_registry_text", Value::boolean(profile.typed_names));
        builder.function("_columns", "cls", guard<mapper_columns>);
        builder.function("_relationships", "cls", guard<relationships_of>);
        builder.function("_relationship_of", "cls, key", guard<inspected_relationship>);
        builder.function("_facts", "cls", guard<facts_of>);
        builder.function("_mapper_above", "cls", guard<mapper_above>);
        builder.function("_registry_of", "cls", guard<mapper_registry>);
        builder.function("_with_polymorphic", "cls", guard<mappers_with>);
        builder.function("_mappers_below", "cls", guard<mappers_below>);
        builder.function("_polymorphic_map", "cls", guard<polymorphic_map_of>);
        builder.function("_identity_class", "cls", guard<identity_class>);
        builder.function("_mapper_of", "cls", guard<mapper_object>);
        builder.function("_alias_facts", "entity", guard<alias_facts>);
        builder.function("_attribute_facts", "attribute", guard<attribute_facts>);
        builder.function("_synonym_of", "synonym", guard<synonym_of>);
        builder.function("_add_property", "cls, key, prop", guard<add_property>);
        builder.function("_validators", "cls", guard<validators_of>);
      },
      kMapperInspectionText);
}

Value attribute_in_python(Interpreter& interp, const char* module, const char* function,
                          const Value& self, const std::string& name) {
  Value answer = interp.call(interp.getattr(interp.modules().import(module), function),
                             {self, interp.str(name)});
  const std::vector<Value> both = interp.to_vector(answer);
  return interp.truth(both[0]) ? both[1] : Value();
}

}  // namespace lessonrun::bind

// What inspect() tells of mapped objects, and the helpers of sqlalchemy.orm.attributes, in Python
// over the few questions that only C++ can answer. The file is just above 500 lines because that
// Python is one module.
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

const char* const kStateInspectionText = R"py(from collections import namedtuple
from sqlalchemy.exc import ArgumentError, InvalidRequestError
from sqlalchemy.orm.exc import UnmappedInstanceError
from sqlalchemy.orm._mappers import (_Properties, _all, _identity_key, _manager, _primary_key_of,
                                     _relationship_of, _relationships, class_mapper,
                                     manager_of_class)


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
_NONE_KEY = _Symbol('NONE_KEY', 0)
NEVER_SET = _Symbol('NEVER_SET', 0) if _has_never_set else NO_VALUE


class LoaderCallableStatus:
    """What a read of an attribute may give instead of its value."""

    PASSIVE_NO_RESULT = PASSIVE_NO_RESULT
    NO_VALUE = NO_VALUE
    NEVER_SET = NEVER_SET


class _Op(_Symbol):
    def __repr__(self):
        return "symbol(%r)" % self.name

    __str__ = __repr__


OP_APPEND = _Op('APPEND', 1)
OP_REMOVE = _Op('REMOVE', 2)
OP_REPLACE = _Op('REPLACE', 3)
OP_BULK_REPLACE = _Op('BULK_REPLACE', 4)
OP_MODIFIED = _Op('MODIFIED', 5)
_ops = {one.name: one for one in (OP_APPEND, OP_REMOVE, OP_REPLACE, OP_BULK_REPLACE, OP_MODIFIED)}


class _Impl:
    def __init__(self, key):
        self.key = key


class AttributeEventToken:
    def __init__(self, key, op):
        self.key = key
        self.op = op
        self.impl = _Impl(key)


class Event(AttributeEventToken):
    pass


def _event_token(key, op):
    return (AttributeEventToken if _is_enum else Event)(key, _ops[op])


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


_UNKNOWN = History((), (), ()) if _is_enum else History(None, None, None)


def _history(instance, key, before, now, loads):
    """`before` is None where nothing was changed, else (had a value, the value)."""
    relationship = key in _relationships(type(instance))
    if relationship and _relationship_of(type(instance), key)['uselist']:
        if now is NO_VALUE:
            return History((), [], ()) if loads else _UNKNOWN
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
        if now is NO_VALUE:
            return History((), (), ()) if loads else _UNKNOWN
        return History((), [now], ())
    if before[0] and now is not NO_VALUE:
        if before[1] is now if relationship else before[1] == now:
            return History((), [now], ())
    deleted = [before[1]] if before[0] else ()
    if now is NO_VALUE:
        return History([None] if not before[0] else (), (), deleted)
    return History([now], (), deleted)


def _members(collection):
    return collection.values() if isinstance(collection, dict) else collection


def _composite(cls, key):
    for one in cls.__mro__:
        value = vars(one).get(key)
        if value is not None:
            return value if type(value).__name__ in ('Composite', 'CompositeProperty') else None
    return None


def _composite_history(instance, composite):
    parts = [_history_of(instance, key) for key in composite._attribute_keys]
    added, deleted = [], []
    for part in parts:
        added.extend(part.non_deleted() or [None])
        deleted.extend(part.deleted or [None])
    make = composite.composite_class
    if any(part.has_changes() for part in parts):
        return History([make(*added)], (), [make(*deleted)])
    return History((), [make(*added)], ())


def _history_of(instance, key, loads=False):
    composite = _composite(type(instance), key)
    if composite is not None:
        return _composite_history(instance, composite)
    pending = _pending(instance, key)
    if pending is not None and not loads:
        return History(pending[0], [], pending[1])
    if loads and key not in vars(instance):
        if _loads(instance, key):
            getattr(instance, key)
    before = _committed(instance).get(key)
    return _history(instance, key, before, vars(instance).get(key, NO_VALUE), loads)


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
    return list(_manager(state.mapper).keys())


def _unloaded(state):
    loaded, committed = vars(state.object), _committed(state.object)
    return {key for key in _state_keys(state) if key not in loaded and key not in committed}


_state = {
    'dict': lambda s: vars(s.object),
    'mapper': lambda s: class_mapper(s.class_),
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
    'manager': lambda s: _manager(s.mapper),
    'unmodified_intersection': lambda s: lambda keys: {
        k for k in keys if k in _state_keys(s) and k not in _committed(s.object)},
    'get_history': lambda s: lambda key, passive=None: _history_of(s.object, key, True),
}


def _state_attribute(state, name):
    if name in _state:
        return (True, _state[name](state))
    return (False, None)


def _need_state(instance):
    state = _state_of(instance)
    if state is None:
        name = '%s.%s' % (type(instance).__module__, type(instance).__name__)
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


def object_mapper(instance):
    return _need_state(instance).mapper


def object_session(instance):
    try:
        state = instance_state(instance)
    except AttributeError as err:
        name = '%s.%s' % (type(instance).__module__, type(instance).__name__)
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

orm::InstanceState& given_state(Call& call) { return to_state(context(call.interp), call[0]); }

Value state_instance(Call& call) {
  Context& owner = context(call.interp);
  if (find_state(owner, call[0]) == nullptr) return Value::none();
  return wrap_state(owner, call[0]);
}

Value state_owner(Call& call) { return session_object(given_state(call)); }

const std::string& key_of(const orm::InstanceState& state, size_t attribute) {
  return state.mapper().property(attribute).key;
}

// (had a value, the value) of each attribute whose change has been recorded.
Value committed_of(Call& call) {
  Context& owner = context(call.interp);
  Interpreter& interp = call.interp;
  orm::InstanceState& state = given_state(call);
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
  orm::InstanceState& state = given_state(call);
  const orm::RelationshipProperty* relationship = state.mapper().relationship(call.text(1));
  if (relationship == nullptr || !state.has_pending(relationship->index())) return Value::none();
  orm::Passive passive = orm::passive_no_initialize;
  passive.pending = true;
  orm::ObjectHistory history = state.object_history(*relationship, passive);
  return call.interp.tuple(
      {call.interp.list(objects_of(history.added)), call.interp.list(objects_of(history.deleted))});
}

// Is there something to load: has the object a row?
Value loads(Call& call) { return Value::boolean(given_state(call).key != nullptr); }

Value expired_of(Call& call) {
  orm::InstanceState& state = given_state(call);
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
  auto& state = static_cast<PythonState&>(given_state(call));
  size_t attribute = attribute_of(call, state);
  const orm::RelationshipProperty* relationship = state.mapper().property(attribute).relationship;
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

Value state_flag(Call& call) {
  if (!call[1].is_none()) tell_modified(call.interp, call[0], std::string(call.text(1)));
  orm::InstanceState& state = given_state(call);
  if (call[1].is_none()) {
    state.mark_modified(std::nullopt);
  } else {
    state.mark_modified(attribute_of(call, state));
  }
  return Value::none();
}

Value make_transient(Call& call) {
  orm::InstanceState& state = given_state(call);
  if (state.session != nullptr) static_cast<orm::Session*>(state.session)->expunge(state);
  state.expired_attributes.clear();
  state.expired = false;
  state.key = nullptr;
  state.deleted = false;
  return Value::none();
}

Value make_detached(Call& call) {
  orm::InstanceState& state = given_state(call);
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
  return Value::boolean(given_state(call).object_state() == orm::ObjectState::deleted ||
                        given_state(call).deleted);
}

}  // namespace

Value session_object(const orm::InstanceState& state) {
  const auto* session = static_cast<const orm::Session*>(state.session);
  if (session == nullptr) return Value::none();
  const auto* handle = dynamic_cast<const SessionHandle*>(session->info.get());
  Value object = handle == nullptr ? Value() : handle->object.lock();
  return object ? object : Value::none();
}

void add_state_inspection_module(Interpreter& interp) {
  interp.modules().add(
      kStatesModule,
      [](interp::ModuleBuilder& builder) {
        const orm::Profile& profile = context(builder.interp).profile;
        builder.value("_is_enum", Value::boolean(profile.typed_names));
        builder.value("_has_never_set", Value::boolean(profile.never_set_symbol));
        builder.function("_state_of", "instance", guard<state_instance>);
        builder.function("_session_of", "instance", guard<state_owner>);
        builder.function("_committed", "instance", guard<committed_of>);
        builder.function("_pending", "instance, key", guard<pending_of>);
        builder.function("_loads", "instance, key", guard<loads>);
        builder.function("_expired", "instance", guard<expired_of>);
        builder.function("_set_committed", "instance, key, value", guard<set_committed>);
        builder.function("_flag", "instance, key", guard<state_flag>);
        builder.function("_make_transient", "instance", guard<make_transient>);
        builder.function("_make_detached", "instance", guard<make_detached>);
        builder.function("_was_deleted", "instance", guard<was_deleted>);
      },
      kStateInspectionText);
}

}  // namespace lessonrun::bind

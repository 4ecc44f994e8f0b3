// sqlalchemy.ext.mutable: values that tell the object which has them that they were changed in
// place, in Python as SQLAlchemy's are. C++ knows which column types were marked by as_mutable(),
// and asks the module whenever such a column's value is loaded or assigned.
#include "runner/bind/mutable.h"

#include <algorithm>

#include "runner/bind/column_types.h"
#include "runner/bind/extensions.h"

namespace lessonrun::bind {

using interp::Call;
using interp::Type;
using interp::Value;

namespace {

constexpr const char* kMutableModule = "sqlalchemy.ext.mutable";

const char* const kMutableText = R"py(import weakref
from sqlalchemy.orm.attributes import flag_modified


class MutableBase:
    @property
    def _parents(self):
        known = self.__dict__.get('_sa_parents')
        if known is None:
            known = self.__dict__['_sa_parents'] = {}
        return known

    def _adopt(self, parent, key):
        self._parents[id(parent)] = (weakref.ref(parent), key)

    def _leave(self, parent):
        self._parents.pop(id(parent), None)

    def _owners(self):
        for held, key in list(self._parents.values()):
            parent = held()
            if parent is not None:
                yield parent, key

    @classmethod
    def coerce(cls, key, value):
        if value is None:
            return None
        raise ValueError("Attribute '%s' does not accept objects of type %s" % (key, type(value)))


class Mutable(MutableBase):
    def changed(self):
        for parent, key in self._owners():
            flag_modified(parent, key)

    @classmethod
    def as_mutable(cls, sqltype):
        sqltype = sqltype() if isinstance(sqltype, type) else sqltype
        _mark(sqltype, cls)
        return sqltype

    @classmethod
    def associate_with_attribute(cls, attribute):
        _mark_attribute(attribute.class_, attribute.key, cls)

    @classmethod
    def associate_with(cls, sqltype):
        _mark(sqltype, cls)


def _loaded(cls, parent, key, value):
    value = cls.coerce(key, value)
    if value is not None:
        value._adopt(parent, key)
    return value


def _assigned(cls, parent, key, value, before):
    if value is before:
        return value
    if not isinstance(value, cls):
        value = cls.coerce(key, value)
    if value is not None:
        value._adopt(parent, key)
    if isinstance(before, cls):
        before._leave(parent)
    return value


def _telling(base, names):
    def wrap(name):
        change = getattr(base, name)

        def method(self, *args, **kwargs):
            result = change(self, *args, **kwargs)
            self.changed()
            return result
        method.__name__ = name
        return method

    def decorate(cls):
        for name in names.split():
            if name not in cls.__dict__:
                setattr(cls, name, wrap(name))
        return cls
    return decorate


@_telling(dict, '__setitem__ __delitem__ setdefault update pop popitem clear')
class MutableDict(Mutable, dict):
    @classmethod
    def coerce(cls, key, value):
        if not isinstance(value, cls):
            return cls(value) if isinstance(value, dict) else Mutable.coerce(key, value)
        return value


@_telling(list, '__setitem__ __delitem__ append extend insert remove pop clear sort reverse')
class MutableList(Mutable, list):
    def __iadd__(self, other):
        self.extend(other)
        return self

    @classmethod
    def coerce(cls, key, value):
        if not isinstance(value, cls):
            return cls(value) if isinstance(value, list) else Mutable.coerce(key, value)
        return value


@_telling(set, 'add remove discard pop clear update difference_update intersection_update '
               'symmetric_difference_update')
class MutableSet(Mutable, set):
    def __ior__(self, other):
        self.update(other)
        return self

    def __iand__(self, other):
        self.intersection_update(other)
        return self

    def __ixor__(self, other):
        self.symmetric_difference_update(other)
        return self

    def __isub__(self, other):
        self.difference_update(other)
        return self

    @classmethod
    def coerce(cls, index, value):
        if not isinstance(value, cls):
            return cls(value) if isinstance(value, set) else Mutable.coerce(index, value)
        return value


class MutableComposite(MutableBase):
    _is_mutable_composite = True

    def changed(self):
        for parent, key in self._owners():
            setattr(parent, key, self)
)py";

struct Marked {
  orm::TypeRef type;  ///< this very object, or, where it was a class, any of its kind
  bool of_kind;
  Value cls;
};

struct MutablesData : interp::Payload {
  std::vector<Marked> marked;
  void clear_references() noexcept override { marked.clear(); }
};

MutablesData& mutables_of(Context& owner) {
  Type* type = owner.type("_Mutables");
  if (type->class_payload == nullptr) type->class_payload = std::make_unique<MutablesData>();
  return *static_cast<MutablesData*>(type->class_payload.get());
}

Type* make_mutables_type(Context& owner) {
  return interp::TypeBuilder(owner.interp, "_Mutables", kMutableModule).abstract().build();
}

Value ask(Context& owner, const char* function, const std::vector<Value>& arguments) {
  const Value module = owner.interp.modules().import(kMutableModule);
  return owner.interp.call(owner.interp.getattr(module, function), arguments, {});
}

Value mark(Call& call) {
  Context& owner = context(call.interp);
  mutables_of(owner).marked.push_back(
      {to_type(owner, call[0]), call[0].is(interp::Kind::kType), call[1]});
  return Value::none();
}

// A type that the lesson defines is made anew from its Python object whenever it is named, so that
// object tells whether it is the marked one, and its class whether it is of the marked kind.
bool marks(const Marked& one, const orm::TypeRef& held) {
  const Value object = user_type_object(*held);
  const Value marked = user_type_object(*one.type);
  if (object && marked) {
    return one.of_kind ? object.object()->type == marked.object()->type : object.same(marked);
  }
  if (object || marked) return false;
  return one.of_kind ? &held->type_class() == &one.type->type_class() : held == one.type;
}

void watch(MappedClass& mapped, size_t attribute, Value cls) {
  mapped.mutables[attribute] = std::move(cls);
  for (const orm::Ref<orm::Mapper>& one : mapped.registry->mappers()) {
    if (one.get() == mapped.mapper) one->watch();
  }
}

Value mark_attribute(Call& call) {
  MappedClass* mapped = find_mapped(call[0].as<Type>());
  const auto attribute = mapped->mapper->find(call.text(1));
  if (attribute) watch(*mapped, *attribute, call[2]);
  return Value::none();
}

}  // namespace

void find_mutable(Context& owner, MappedClass& mapped, const orm::MappedProperty& property) {
  Type* type = owner.type("_Mutables");
  if (property.column == nullptr || type->class_payload == nullptr) return;
  const orm::TypeRef& held = property.column->type;
  for (const Marked& one : mutables_of(owner).marked) {
    if (marks(one, held)) watch(mapped, property.index, one.cls);
  }
}

void mutables_loaded(Context& owner, PythonState& state, const orm::AttributeSet* attributes) {
  for (const auto& [attribute, cls] : state.mapped().mutables) {
    if (attributes != nullptr && !attributes->has(attribute)) continue;
    Value value = state.stored(attribute);
    if (!value || value.is_none()) continue;
    const Value key = owner.interp.str(state.mapper().property(attribute).key);
    state.store(attribute, ask(owner, "_loaded", {cls, Value(&state.object()), key, value}));
  }
}

Value mutable_assigned(Context& owner, PythonState& state, size_t attribute, const Value& value) {
  const auto& mutables = state.mapped().mutables;
  auto found = mutables.find(attribute);
  if (found == mutables.end()) return value;
  Value before = state.stored(attribute);
  if (!before) before = Value::none();
  return ask(owner, "_assigned",
             {found->second, Value(&state.object()),
              owner.interp.str(state.mapper().property(attribute).key), value, before});
}

void adopt_composite(interp::Interpreter& interp, const Value& value, const Value& object,
                     const std::string& key) {
  if (!value.is_object() || value.is_none()) return;
  if (!interp.find_attr(value, "_is_mutable_composite")) return;
  interp.call_method(value, "_adopt", {object, interp.str(key)});
}

void add_mutable_module(interp::Interpreter& interp) {
  interp.modules().add(
      kMutableModule,
      [](interp::ModuleBuilder& builder) {
        builder.function("_mark", "sqltype, cls", guard<mark>);
        builder.function("_mark_attribute", "owner, key, cls", guard<mark_attribute>);
      },
      kMutableText);
}

void add_mutable_types(std::vector<std::pair<std::string, TypeMaker>>& table) {
  table.emplace_back("_Mutables", make_mutables_type);
}

}  // namespace lessonrun::bind

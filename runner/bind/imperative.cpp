// Classes that are mapped without a declarative base: registry.map_imperatively() and, before it,
// mapper(); the decorators @registry.mapped, @as_declarative() and @registry.as_declarative_base().
#include "orm/orm_error.h"
#include "runner/bind/binding.h"
#include "runner/bind/extensions.h"
#include "runner/bind/instances.h"
#include "runner/bind/refusal.h"
#include "runner/bind/relationships.h"
#include "runner/bind/statements.h"

namespace lessonrun::bind {

using interp::Call;
using interp::Interpreter;
using interp::Kind;
using interp::Type;
using interp::Value;

namespace {

RegistryData& registry_of(Call& call) {
  return interp::payload<RegistryData>(call.interp, call.self);
}

// A second mapper of a class: before 2.0, `mapper(cls, table, non_primary=True)`.
void refuse_second_mapper(Context& owner, const Value& keywords) {
  for (auto& [name, value] : dict_items(owner, keywords)) {
    if (name != "non_primary" || !owner.interp.truth(value)) continue;
    owner.interp.unsupported("mapper(non_primary=True)",
                             "a second mapper of a class is not supported; use aliased(cls, "
                             "selectable) as the target of the relationship");
  }
}

Value keyword(Context& owner, const Value& keywords, const std::string& wanted) {
  for (auto& [name, value] : dict_items(owner, keywords)) {
    if (name == wanted) return value;
  }
  return Value::none();
}

Type& class_argument(Context& owner, const Value& value) {
  if (!value.is(Kind::kType)) {
    raise_error(owner, orm::ArgumentError::cls,
                "Argument 'cls_' is expected to be of type '<class 'type'>', got '" +
                    owner.interp.repr(Value(owner.interp.type_of(value))) + "'");
  }
  Type& type = *value.as<Type>();
  if (dynamic_cast<MappedClass*>(type.class_payload.get()) != nullptr) {
    raise_error(owner, orm::ArgumentError::cls,
                "Class '" + owner.interp.repr(value) + "' already has a primary mapper defined. " +
                    (!owner.profile.select_list_style
                         ? ""
                         : "Use non_primary=True to create a non primary Mapper.  clear_mappers() "
                           "will remove *all* current mappers from all classes."));
  }
  return type;
}

// The keywords of Mapper(): `properties` apart, for it is no option but what is mapped.
Value map_with(Context& owner, const Value& cls, orm::Registry& registry, const Value& table,
               const Value& keywords) {
  Interpreter& interp = owner.interp;
  refuse_second_mapper(owner, keywords);
  Type& type = class_argument(owner, cls);
  const Value inherits = keyword(owner, keywords, "inherits");
  if (table.is_none() && inherits.is_none()) {
    raise_error(owner, orm::ArgumentError::cls,
                "Mapper[" + type.name +
                    "(None)] has None for a primary table argument and does not specify "
                    "'inherits'");
  }
  Value properties = interp.dict();
  Value options = interp.dict();
  for (auto& [name, value] : dict_items(owner, keywords)) {
    if (name == "properties") {
      if (!value.is_none()) properties = value;
    } else {
      interp.setitem(options, interp.str(name), value);
    }
  }
  map_imperatively(owner, type, registry, table, properties, options);
  return wrap_mapper(owner, *find_mapped(&type)->mapper);
}

Value registry_map_imperatively(Call& call) {
  return map_with(context(call.interp), call[0], *registry_of(call).registry, call[1], call[2]);
}

Value registry_map_declaratively(Call& call) {
  Context& owner = context(call.interp);
  Type& type = class_argument(owner, call[0]);
  const RegistryData& data = registry_of(call);
  map_declaratively(owner, type, *data.registry, data.type_map);
  return wrap_mapper(owner, *find_mapped(&type)->mapper);
}

Value registry_mapped(Call& call) {
  const RegistryData& data = registry_of(call);
  Context& owner = context(call.interp);
  map_declaratively(owner, class_argument(owner, call[0]), *data.registry, data.type_map);
  return call[0];
}

// The classes that mapper() of 1.x maps know each other through one registry. The module keeps it,
// so that it goes when the interpreter's objects go.
orm::Ref<orm::Registry> classical_registry(Context& owner) {
  Interpreter& interp = owner.interp;
  Value home = interp.import_module("sqlalchemy.orm");
  constexpr const char* kName = "_mapper_registry";
  if (Value held = interp.find_attr(home, kName)) {
    return interp::payload<RegistryData>(interp, held).registry;
  }
  auto registry = make_registry(owner, orm::make_ref<orm::MetaData>(owner.profile));
  interp.setattr(home, kName, wrap_registry(owner, registry));
  return registry;
}

Value mapper_function(Call& call) {
  Context& owner = context(call.interp);
  if (owner.profile.legacy_orm_removed) {
    raise_error(owner, orm::InvalidRequestError::cls,
                "The 'sqlalchemy.orm.mapper()' function is removed as of SQLAlchemy 2.0.  Use the "
                "'sqlalchemy.orm.registry.map_imperatively()` method of the "
                "``sqlalchemy.orm.registry`` class to perform classical mapping.");
  }
  return map_with(owner, call[0], *classical_registry(owner), call[1], call[2]);
}

// The base class that a decorated class becomes: declarative_base(cls=..) under its own name.
Value base_of(Call& wrapping, const Value& make, const Value& given) {
  const Value& cls = wrapping[0];
  auto keywords = dict_items(context(wrapping.interp), given);
  std::vector<std::pair<std::string_view, Value>> named(keywords.begin(), keywords.end());
  named.emplace_back("cls", cls);
  named.emplace_back("name", wrapping.interp.getattr(cls, "__name__"));
  return wrapping.interp.call(make, {}, named);
}

Value as_declarative_function(Call& call) {
  Value keywords = call[0];
  return make_guarded(call.interp, "decorate", "cls", [keywords](Call& wrapping) {
    const Binding* row = find_binding(nullptr, "declarative_base");
    Value make = interp::make_function(wrapping.interp, row->name, row->signature, row->call);
    return base_of(wrapping, make, keywords);
  });
}

Value registry_as_declarative_base(Call& call) {
  Value make = call.interp.getattr(call.self, "generate_base");
  Value keywords = call[0];
  return make_guarded(call.interp, "decorate", "cls", [make, keywords](Call& wrapping) {
    return base_of(wrapping, make, keywords);
  });
}

std::string mapper_repr(Interpreter& interp, const Value& self) {
  char address[32];
  std::snprintf(address, sizeof address, "0x%llx",
                static_cast<unsigned long long>(reinterpret_cast<uintptr_t>(self.object())));
  return std::string("<Mapper at ") + address + "; " +
         interp::payload<MapperData>(interp, self).mapper->class_name() + ">";
}

std::string mapper_str(Interpreter& interp, const Value& self) {
  return interp::payload<MapperData>(interp, self).mapper->str();
}

const orm::Mapper& mapper_of(Call& call) {
  return *interp::payload<MapperData>(call.interp, call.self).mapper;
}
Value mapper_class(Call& call) { return Value(mapped_type(mapper_of(call))); }
Value mapper_table(Call& call) {
  const orm::Mapper& mapper = mapper_of(call);
  const orm::FromClause& from = mapper.options().concrete_abstract
                                    ? *mapper.options().with_polymorphic.selectable
                                    : mapper.local_from();
  return wrap(context(call.interp), orm::ClauseRef(from.ref()));
}

Value mapper_missing(Interpreter& interp, const Value& self, interp::StrObject* name) {
  Value found = attribute_in_python(interp, kMappersModule, "_mapper_attribute", self, name->text);
  return found ? found : refuse_attribute(interp, "Mapper", name);
}

Type* make_mapper_type(Context& owner) {
  return interp::TypeBuilder(owner.interp, "Mapper", "sqlalchemy.orm.mapper")
      .payload<MapperData>()
      .abstract()
      .property("class_", guard<mapper_class>)
      .property("local_table", guard<mapper_table>)
      .slots([](interp::Slots& slots) {
        slots.getattr_missing = mapper_missing;
        slots.repr = mapper_repr;
        slots.str = mapper_str;
      })
      .build();
}

// mapped_as_dataclass(registry, **kwargs): the decorator alone.
Value mapped_as_dataclass_function(Call& call) {
  const auto given = dict_items(context(call.interp), call[1]);
  std::vector<std::pair<std::string_view, Value>> keywords;
  keywords.reserve(given.size());
  for (const auto& item : given) keywords.emplace_back(item.first, item.second);
  return call.interp.call(call.interp.getattr(call[0], "mapped_as_dataclass"), {}, keywords);
}

const Binding kMappingRows[] = {
    {"mapped_as_dataclass", "registry, **kwargs", guard<mapped_as_dataclass_function>,
     "!a C++ program maps a struct with ORM_MAP", BindingKind::function},
    {"mapper", "class_, local_table=None, **kwargs", guard<mapper_function>,
     "!a C++ program maps a struct with ORM_MAP", BindingKind::function},
    {"as_declarative", "**kw", guard<as_declarative_function>, "!a C++ program needs no base class",
     BindingKind::function},
};

const Binding kImperativeRows[] = {
    {"map_imperatively", "class_, local_table=None, **kw", guard<registry_map_imperatively>,
     "!a C++ program maps a struct with ORM_MAP"},
    {"map_declaratively", "cls", guard<registry_map_declaratively>,
     "!a C++ program maps a struct with ORM_MAP"},
    {"mapped", "cls", guard<registry_mapped>, "!a C++ program maps a struct with ORM_MAP"},
    {"as_declarative_base", "**kw", guard<registry_as_declarative_base>,
     "!a C++ program needs no base class"},
};

}  // namespace

Value wrap_mapper(Context& owner, const orm::Mapper& mapper) {
  return owner.unique(&mapper, [&] {
    auto data = std::make_unique<MapperData>();
    data->mapper = orm::Ref<const orm::Mapper>(&mapper);
    return owner.make("Mapper", std::move(data));
  });
}

void add_imperative_types(TypeTable& table) { table.emplace_back("Mapper", make_mapper_type); }

void add_imperative_methods(interp::TypeBuilder& registry) {
  add_bindings(registry, kImperativeRows);
}

std::vector<BindingTable> imperative_tables() {
  return {{"sqlalchemy.orm", nullptr, kMappingRows, std::size(kMappingRows)},
          {"sqlalchemy.orm", "registry", kImperativeRows, std::size(kImperativeRows)}};
}

}  // namespace lessonrun::bind

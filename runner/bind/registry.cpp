// registry: the object behind a declarative base, and the bases it makes.
#include <algorithm>

#include "orm/orm_error.h"
#include "orm/relationship.h"
#include "runner/bind/annotation_types.h"
#include "runner/bind/mapped_dataclass.h"
#include "runner/bind/mapper_events.h"
#include "runner/bind/refusal.h"
#include "runner/bind/relationships.h"
#include "runner/bind/statements.h"

namespace lessonrun::bind {

using interp::Call;
using interp::Kind;
using interp::Type;
using interp::Value;

namespace {

const char* registry_class() { return "registry"; }

RegistryData& own_registry(Call& call) {
  return interp::payload<RegistryData>(call.interp, call.self);
}

Value registry_init(Call& call) {
  Context& owner = context(call.interp);
  RegistryData& data = own_registry(call);
  orm::Ref<orm::MetaData> metadata;
  if (!call.arg("metadata").is_none()) {
    const auto* given = interp::try_payload<MetaDataData>(call.arg("metadata"));
    if (given == nullptr) {
      raise_error(owner, orm::ArgumentError::cls, "registry(metadata=) takes a MetaData object");
    }
    metadata = given->metadata;
  } else {
    metadata = orm::make_ref<orm::MetaData>(owner.profile);
  }
  const Value& types = call.arg("type_annotation_map");
  if (!types.is_none()) update_type_map(owner, data.type_map, types);
  if (call.arg("constructor")) data.constructor = call.arg("constructor");
  data.registry = make_registry(owner, metadata);
  // Classes that are mapped through it find this object again.
  owner.unique(data.registry.get(), [&] { return call.self; });
  return Value::none();
}

Value registry_metadata(Call& call) {
  return wrap_metadata(context(call.interp),
                       orm::Ref<orm::MetaData>(&own_registry(call).registry->metadata()));
}

Value registry_set_metadata(Call& call) {
  const auto* given = interp::try_payload<MetaDataData>(call[0]);
  if (given == nullptr) {
    raise_error(context(call.interp), orm::ArgumentError::cls,
                "registry.metadata takes a MetaData object");
  }
  own_registry(call).registry->set_metadata(given->metadata);
  return Value::none();
}

Value registry_mappers(Call& call) {
  Context& owner = context(call.interp);
  std::vector<Value> mappers;
  for (const auto& mapper : own_registry(call).registry->mappers()) {
    mappers.push_back(wrap_mapper(owner, *mapper));
  }
  return call.interp.call(Value(call.interp.types().frozenset),
                          {call.interp.list(std::move(mappers))});
}

Value registry_constructor(Call& call) {
  RegistryData& data = own_registry(call);
  if (!data.constructor) data.constructor = default_constructor(call.interp);
  return data.constructor;
}

Value registry_type_map(Call& call) {
  Value& map = own_registry(call).type_map;
  if (!map) map = call.interp.dict();
  return map;
}

Value registry_update_type_map(Call& call) {
  update_type_map(context(call.interp), own_registry(call).type_map, call[0]);
  return Value::none();
}

Value registry_configure(Call& call) {
  own_registry(call).registry->configure();
  return Value::none();
}

using Registries = std::vector<orm::Ref<orm::Registry>>;

bool among(const Registries& registries, const orm::Registry& registry) {
  return std::any_of(registries.begin(), registries.end(),
                     [&](const auto& one) { return one.get() == &registry; });
}

// Registries whose classes have relationships to classes of these.
Registries dependents(Context& owner, const Registries& registries) {
  Registries found;
  each_mapped_class(owner, [&](MappedClass& mapped) {
    if (among(registries, *mapped.registry) || among(found, *mapped.registry)) return;
    const auto& relationships = mapped.mapper->relationships();
    if (std::any_of(relationships.begin(), relationships.end(), [&](const auto* one) {
          return one->target_if_known() != nullptr &&
                 among(registries, one->target_if_known()->registry());
        })) {
      found.push_back(mapped.registry);
    }
  });
  return found;
}

void dispose(Context& owner, const Registries& registries) {
  std::vector<interp::Type*> types;
  each_mapped_class(owner, [&](MappedClass& mapped) {
    if (among(registries, *mapped.registry)) types.push_back(mapped.type);
  });
  for (interp::Type* type : types) unmap(owner, *type);
  for (const auto& registry : registries) registry->forget_mappers();
}

Value registry_dispose(Call& call) {
  Context& owner = context(call.interp);
  Registries registries{own_registry(call).registry};
  for (Registries more = dependents(owner, registries); !more.empty();
       more = dependents(owner, registries)) {
    if (!call.interp.truth(call.arg("cascade"))) {
      raise_error(owner, orm::InvalidRequestError::cls,
                  "Registry has dependent registries that are not disposed; pass cascade=True to "
                  "clear these also");
    }
    registries.insert(registries.end(), more.begin(), more.end());
  }
  dispose(owner, registries);
  return Value::none();
}

Value clear_mappers_function(Call& call) {
  Context& owner = context(call.interp);
  Registries registries;
  each_mapped_class(owner, [&](MappedClass& mapped) {
    if (!among(registries, *mapped.registry)) registries.push_back(mapped.registry);
  });
  dispose(owner, registries);
  return Value::none();
}

// A class whose base is this registry's: what declarative_base() gives, made from it.
Value registry_generate_base(Call& call) {
  Context& owner = context(call.interp);
  Value class_namespace = call.interp.dict();
  call.interp.setitem(class_namespace, call.interp.str("registry"), call.self);
  RegistryData& data = own_registry(call);
  if (call.arg("constructor")) data.constructor = call.arg("constructor");
  const Value& constructor = data.constructor;
  if (constructor) {
    call.interp.setitem(class_namespace, call.interp.str("__init__"),
                        init_of(call.interp, constructor));
  }
  std::vector<Value> bases;
  const Value& cls = call.arg("cls");
  if (!cls.is_none() && cls.is(Kind::kType) && cls.as<Type>() != call.interp.types().object) {
    bases.push_back(cls);
  }
  bases.emplace_back(owner.type("_DeclarativeRoot"));
  return call.interp.make_class(call.interp.text(call.arg("name")), bases, class_namespace);
}

const Binding kRegistryRows[] = {
    {"metadata", "", guard<registry_metadata>, "{self}.metadata()", BindingKind::property},
    {"mappers", "", guard<registry_mappers>, "{self}.mappers()", BindingKind::property},
    {"constructor", "", guard<registry_constructor>, "!a struct has constructors of its own",
     BindingKind::property},
    {"type_annotation_map", "", guard<registry_type_map>, "!members of structs have types",
     BindingKind::property},
    {"update_type_annotation_map", "type_annotation_map", guard<registry_update_type_map>,
     "!members of structs have types"},
    {"configure", "cascade=False", guard<registry_configure>, "{self}.configure()"},
    {"dispose", "cascade=False", guard<registry_dispose>, "!the mappers of structs stay"},
    {"generate_base", "mapper=None, cls=None, name='Base', metaclass=None, constructor=?",
     guard<registry_generate_base>, "!a C++ program needs no base class"},
};

const Binding kRegistryFunctionRows[] = {
    {"clear_mappers", "", guard<clear_mappers_function>, "!the mappers of structs stay",
     BindingKind::function},
};

Type* make_registry_type(Context& owner) {
  interp::TypeBuilder builder(owner.interp, "registry", "sqlalchemy.orm.decl_api");
  builder.payload<RegistryData>().init(
      "*, metadata=None, class_registry=None, type_annotation_map=None, constructor=?",
      guard<registry_init>);
  add_bindings(builder, kRegistryRows);
  builder.property("metadata", guard<registry_metadata>, guard<registry_set_metadata>);
  add_imperative_methods(builder);
  add_dataclass_methods(builder);
  return builder
      .slots([](interp::Slots& slots) { slots.getattr_missing = refuse_missing<registry_class>; })
      .build();
}

}  // namespace

Value wrap_registry(Context& owner, const orm::Ref<orm::Registry>& registry) {
  return owner.unique(registry.get(), [&] {
    auto data = std::make_unique<RegistryData>();
    data->registry = registry;
    return owner.make("registry", std::move(data));
  });
}

void add_registry_types(TypeTable& table) { table.emplace_back("registry", make_registry_type); }

std::vector<BindingTable> registry_tables() {
  return {{"sqlalchemy.orm", "registry", kRegistryRows, std::size(kRegistryRows)},
          {"sqlalchemy.orm", nullptr, kRegistryFunctionRows, std::size(kRegistryFunctionRows)}};
}

}  // namespace lessonrun::bind

// Declarative mapping: a class statement with columns becomes a Table and a Mapper.
//
// declarative_base() and class Base(DeclarativeBase) make a base class; its native root is told of
// each subclass when the class is complete, reads the class's attributes and annotations, and puts
// the descriptors of instances.cpp in their place.
#include "orm/orm_error.h"
#include "runner/bind/annotation_types.h"
#include "runner/bind/bound.h"
#include "runner/bind/class_reader.h"
#include "runner/bind/inheritance.h"
#include "runner/bind/instances.h"
#include "runner/bind/mapped_column.h"
#include "runner/bind/properties.h"
#include "runner/bind/relationships.h"
#include "runner/bind/statements.h"

namespace lessonrun::bind {

using interp::Arguments;
using interp::Call;
using interp::DictObject;
using interp::Interpreter;
using interp::Kind;
using interp::StrObject;
using interp::Type;
using interp::Value;

namespace {

// ---- the base class -----------------------------------------------------------------------------

BaseClass* find_base(const Type& type) {
  for (const Type* at : type.mro) {
    if (auto* base = dynamic_cast<BaseClass*>(at->class_payload.get())) return base;
  }
  return nullptr;
}

// Gives a base class its registry and metadata.
void make_base(Context& owner, Type& type) {
  Interpreter& interp = owner.interp;
  orm::Ref<orm::MetaData> metadata;
  orm::Ref<orm::Registry> registry;
  if (Value* given = interp.type_lookup(&type, interp.intern("registry"))) {
    if (const auto* data = interp::try_payload<RegistryData>(*given)) {
      registry = data->registry;
      metadata = orm::Ref<orm::MetaData>(&registry->metadata());
      if (type.dict.find(interp.intern("type_annotation_map")) != nullptr) {
        raise_error(owner, orm::InvalidRequestError::cls,
                    "Declarative base class has both a 'registry' attribute and a "
                    "type_annotation_map entry.  Per-base type_annotation_maps are not supported.  "
                    "Please apply the type_annotation_map to this registry directly.");
      }
    }
  }
  if (Value* given = interp.type_lookup(&type, interp.intern("metadata"))) {
    if (const auto* data = interp::try_payload<MetaDataData>(*given)) metadata = data->metadata;
  }
  if (metadata == nullptr) metadata = orm::make_ref<orm::MetaData>(owner.profile);
  auto base = std::make_unique<BaseClass>();
  bool is_given = registry != nullptr;
  if (!is_given) registry = make_registry(owner, metadata);
  base->registry = registry;
  type.class_payload = std::move(base);
  if (!is_given) {
    const Value held = wrap_registry(owner, registry);
    if (Value* types = type.dict.find(interp.intern("type_annotation_map"))) {
      update_type_map(owner, interp::payload<RegistryData>(interp, held).type_map, *types);
    }
    interp.set_class_attr(&type, interp.intern("registry"), held);
  }
  interp.set_class_attr(&type, interp.intern("metadata"), wrap_metadata(owner, metadata));
}

bool is_true_in(Interpreter& interp, Type& type, const char* name) {
  Value* value = type.dict.find(interp.intern(name));
  return value != nullptr && interp.truth(*value);
}

}  // namespace

void declarative_subclassed(Interpreter& interp, Type* type, DictObject&,
                            const Arguments& arguments) {
  Context& owner = context(interp);
  // The lesson's own __init_subclass__ has had the keywords.
  const Value* own = interp.type_lookup(type, interp.intern("__init_subclass__"));
  const bool is_own =
      own != nullptr && (own->is(Kind::kFunction) ||
                         (own->is(Kind::kClassMethod) &&
                          own->as<interp::WrappedObject>()->function.is(Kind::kFunction)));
  if (arguments.keywords != 0 && !is_own) {
    interp.raise("TypeError", type->name + ".__init_subclass__() takes no keyword arguments");
  }
  BaseClass* base = find_base(*type);
  if (base == nullptr) {
    make_base(owner, *type);
    return;
  }
  if (is_true_in(interp, *type, "__abstract__") || waits_to_be_mapped(owner, *type)) return;
  if (is_abstract_concrete(owner, *type)) return;
  map_deferred(owner, *type);
}

bool waits_to_be_mapped(Context& owner, const Type& type) {
  Interpreter& interp = owner.interp;
  auto& cls = const_cast<Type&>(type);
  if (find_base(type) == nullptr ||
      dynamic_cast<MappedClass*>(type.class_payload.get()) != nullptr ||
      dynamic_cast<BaseClass*>(type.class_payload.get()) != nullptr) {
    return false;
  }
  const Value* waits = interp.type_lookup(&cls, interp.intern("_sa_decl_prepare"));
  return waits != nullptr && interp.truth(*waits) && !is_true_in(interp, cls, "__abstract__");
}

void map_deferred(Context& owner, Type& type) {
  const orm::Ref<orm::Registry>& registry = find_base(type)->registry;
  const Value held = wrap_registry(owner, registry);
  ClassReader(owner, type, *registry, interp::payload<RegistryData>(owner.interp, held).type_map)
      .map();
}

Value default_constructor(Interpreter& interp) {
  return make_guarded(interp, "__init__", "self, /, **kwargs", [](Call& call) {
    for (auto& [name, value] : dict_items(context(call.interp), call[1])) {
      interp::StrObject* key = call.interp.intern(name);
      if (call.interp.type_lookup(call.interp.type_of(call[0]), key) == nullptr) {
        call.interp.raise("TypeError", "'" + name + "' is an invalid keyword argument for " +
                                           call.interp.type_of(call[0])->name);
      }
      call.interp.setattr(call[0], key, value);
    }
    return Value::none();
  });
}

Value init_of(Interpreter& interp, const Value& constructor) {
  if (!constructor.is_none()) return constructor;
  StrObject* name = interp.intern("__init__");
  Value empty = interp.eval("lambda self: None", interp.main_namespace());
  empty.as<interp::FunctionObject>()->qualname = Value(name);
  empty.as<interp::FunctionObject>()->name = Value(name);
  return empty;
}

namespace {

// Makes a class that has no declarative base ready to be mapped. Does it get a constructor?
bool adopt(Context& owner, Type& type, const Value& constructor) {
  Interpreter& interp = owner.interp;
  type.make_payload = [] { return std::unique_ptr<interp::Payload>(new InstanceData); };
  StrObject* name = interp.intern("__init__");
  Value* found = interp.type_lookup(&type, name);
  Value* objects = interp.type_lookup(interp.types().object, name);
  const bool own = found != nullptr && (objects == nullptr || !found->same(*objects));
  if (own) return false;
  Value init;
  if (!constructor && owner.profile.default_constructor) {
    init = default_constructor(interp);
  } else {
    init = init_of(interp, constructor ? constructor : Value::none());
  }
  interp.set_class_attr(&type, name, init);
  return true;
}

Value constructor_of(Context& owner, orm::Registry& registry) {
  const Value held = wrap_registry(owner, orm::Ref<orm::Registry>(&registry));
  return interp::payload<RegistryData>(owner.interp, held).constructor;
}

// The constructor of mapped classes: keywords that name attributes of the class.
void construct(Interpreter& interp, const Value& self, const Arguments& arguments) {
  Type* type = interp.type_of(self);
  if (const orm::Mapper* mapper = find_mapper(type)) {
    mapper->registry().configure();
    mapper->check_instantiable();
  }
  if (arguments.positional != 0) {
    interp.raise("TypeError", "__init__() takes 1 positional argument but " +
                                  std::to_string(arguments.positional + 1) + " were given");
  }
  for (size_t i = 0; i < arguments.keywords; ++i) {
    auto* name = arguments.names[i].as<interp::StrObject>();
    if (interp.type_lookup(type, name) == nullptr) {
      interp.raise("TypeError", interp.repr(arguments.names[i]) +
                                    " is an invalid keyword argument for " + type->name);
    }
    interp.setattr(self, name, arguments.keyword(i));
  }
}

interp::TypeBuilder root_builder(Context& owner, const char* name, const char* module,
                                 const char* meta) {
  interp::TypeBuilder builder(owner.interp, name, module);
  builder.metaclass(owner.type(meta)).payload<InstanceData>().slots([](interp::Slots& slots) {
    slots.init = guard<construct>;
    slots.subclassed = guard<declarative_subclassed>;
  });
  return builder;
}

// DeclarativeBase without a metaclass: attributes are mapped with the class statement alone.
Type* make_plain_declarative_base_type(Context& owner) {
  interp::TypeBuilder builder(owner.interp, "DeclarativeBaseNoMeta", "sqlalchemy.orm.decl_api");
  builder.payload<InstanceData>().slots([](interp::Slots& slots) {
    slots.init = guard<construct>;
    slots.subclassed = guard<declarative_subclassed>;
  });
  return builder.build();
}

Type* make_declarative_base_type(Context& owner) {
  return root_builder(owner, "DeclarativeBase", "sqlalchemy.orm.decl_api",
                      "DeclarativeAttributeIntercept")
      .build();
}

// The hidden root of declarative_base(): its classes show `object` above them in SQLAlchemy.
Type* make_declarative_root_type(Context& owner) {
  return root_builder(owner, "object", "builtins", "DeclarativeMeta").build();
}

Value declarative_base_function(Call& call) {
  Context& owner = context(call.interp);
  Interpreter& interp = call.interp;
  Value class_namespace = interp.dict();
  for (const char* name : {"metadata", "type_annotation_map"}) {
    const Value& given = call.arg(name);
    if (!given.is_none()) interp.setitem(class_namespace, interp.str(name), given);
  }
  const Value& constructor = call.arg("constructor");
  if (constructor) {
    interp.setitem(class_namespace, interp.str("__init__"), init_of(interp, constructor));
  }
  std::vector<Value> bases;
  const Value& cls = call.arg("cls");
  if (!cls.is_none()) {
    bases = cls.is(Kind::kTuple) ? items(cls) : std::vector<Value>{cls};
  }
  bases.emplace_back(owner.type("_DeclarativeRoot"));
  Value base = interp.make_class(interp.text(call.arg("name")), bases, class_namespace);
  if (constructor) {
    const Value held = interp.getattr(base, "registry");
    interp::payload<RegistryData>(interp, held).constructor = constructor;
  }
  const Value& bind = call.arg("bind");
  if (!bind.is_none()) {
    const Value held = interp.getattr(base, "metadata");
    set_metadata_bind(owner, *interp::payload<MetaDataData>(interp, held).metadata, bind);
  }
  return base;
}

const Binding kMappingFunctionRows[] = {
    {"declarative_base",
     "bind=None, metadata=None, mapper=None, cls=None, name='Base', constructor=?, "
     "class_registry=None, metaclass=None, type_annotation_map=None",
     guard<declarative_base_function>, "!a C++ program needs no base class", BindingKind::function},
};

}  // namespace

namespace {

// The first object of a class after something was mapped: the mappers are configured before its
// __init__ runs, which may ask for what that brings, a backref of another class. Objects after it
// are made as ever.
Value create_configured(Interpreter& interp, Type* type, const Arguments& arguments) {
  const auto plain = interp.types().object->slots.new_;
  type->slots.new_ = plain;
  try {
    if (const orm::Mapper* mapper = find_mapper(type)) mapper->registry().configure();
  } catch (...) {
    type->slots.new_ = guard<create_configured>;
    throw;
  }
  return plain(interp, type, arguments);
}

}  // namespace

void configure_with_next_object(Context& owner, const orm::Registry& registry) {
  for (const orm::Ref<orm::Mapper>& mapper : registry.mappers()) {
    Type* type = mapped_type(*mapper);
    if (type == nullptr || type->slots.new_ != owner.interp.types().object->slots.new_) continue;
    type->slots.new_ = guard<create_configured>;
  }
}

void map_declaratively(Context& owner, Type& type, orm::Registry& registry, const Value& type_map) {
  const bool gave_init = adopt(owner, type, constructor_of(owner, registry));
  ClassReader(owner, type, registry, type_map).map();
  find_mapped(&type)->gave_init = gave_init;
}

void map_imperatively(Context& owner, Type& type, orm::Registry& registry, const Value& table,
                      const Value& properties, const Value& keywords) {
  const bool gave_init = adopt(owner, type, constructor_of(owner, registry));
  ClassReader(owner, type, registry, Value()).map_imperatively(table, properties, keywords);
  find_mapped(&type)->gave_init = gave_init;
}

Value without_mapped(const Value& annotation) {
  const auto* mapped = interp::try_payload<MappedAnnotation>(annotation);
  return mapped == nullptr ? annotation : mapped->inner;
}

void add_mapping_types(TypeTable& table) {
  table.emplace_back("DeclarativeBase", make_declarative_base_type);
  table.emplace_back("DeclarativeBaseNoMeta", make_plain_declarative_base_type);
  table.emplace_back("_DeclarativeRoot", make_declarative_root_type);
}

std::vector<BindingTable> mapping_tables() {
  return {{"sqlalchemy.orm", nullptr, kMappingFunctionRows, std::size(kMappingFunctionRows)}};
}

}  // namespace lessonrun::bind

// Mapped classes that are dataclasses too: the fields are told to Python's own module, which writes
// __init__, __repr__ and __eq__; the attributes are mapped after it.
#include "runner/bind/mapped_dataclass.h"

#include <algorithm>
#include <iterator>

#include "orm/orm_error.h"
#include "runner/bind/binding.h"
#include "runner/bind/instances.h"
#include "runner/bind/relationships.h"
#include "runner/bind/statements.h"

namespace lessonrun::bind {

using interp::Arguments;
using interp::Call;
using interp::DictObject;
using interp::Interpreter;
using interp::Kind;
using interp::Type;
using interp::Value;

namespace {

constexpr const char* kArgumentsName = "_sa_apply_dc_transforms";
constexpr std::string_view kDataclassOptions[] = {
    "init",    "repr",    "default", "default_factory",
    "compare", "kw_only", "hash",    "dataclass_metadata"};
constexpr std::string_view kArguments[] = {
    "init", "repr", "eq", "order", "unsafe_hash", "match_args", "kw_only", "dataclass_callable"};

bool is_argument(std::string_view name) {
  return std::find(std::begin(kArguments), std::end(kArguments), name) != std::end(kArguments);
}

Value dataclasses(Interpreter& interp, const char* name) {
  return interp.getattr(interp.import_module("dataclasses"), name);
}

// dataclasses.field(..) of the options that were given.
Value make_field(Interpreter& interp, const DataclassOptions& options) {
  std::vector<std::pair<std::string_view, Value>> keywords;
  bool init = true;
  for (const auto& [name, value] : options.given) {
    if (name == "init") init = interp.truth(value);
    keywords.emplace_back(name == "dataclass_metadata" ? std::string_view("metadata") : name,
                          value);
  }
  if (!init && options.find("default_factory") == nullptr) {
    // The default of a field that __init__ leaves out has to reach the mapped attribute.
    for (auto& [name, value] : keywords) {
      if (name != "default" || interp.is_callable(value)) continue;
      name = "default_factory";
      value = make_guarded(interp, "default", "", [held = value](Call&) { return held; });
    }
  }
  return interp.call(dataclasses(interp, "field"), std::vector<Value>{}, keywords);
}

void run_dataclass(Context& owner, Type& type, const Value& annotations, const Value& arguments) {
  Interpreter& interp = owner.interp;
  interp::StrObject* name = interp.intern("__annotations__");
  Value own;
  if (Value* found = type.dict.find(name)) own = *found;
  Value callable = dataclasses(interp, "dataclass");
  std::vector<std::pair<std::string_view, Value>> keywords;
  std::vector<std::pair<std::string, Value>> given = dict_items(owner, arguments);
  for (const auto& [key, value] : given) {
    if (key == "dataclass_callable") {
      callable = value;
    } else {
      keywords.emplace_back(key, value);
    }
  }
  interp.set_class_attr(&type, name, annotations);
  try {
    interp.call(callable, {Value(&type)}, keywords);
  } catch (const interp::PythonError& error) {
    const std::string kind = interp.type_name(error.exception);
    if (kind != "TypeError" && kind != "ValueError") throw;
    raise_error(owner, orm::InvalidRequestError::cls,
                "Python dataclasses error encountered when creating dataclass for '" + type.name +
                    "': " + interp.repr(error.exception) +
                    ". Please refer to Python dataclasses documentation for additional "
                    "information. (Background on this error at: https://sqlalche.me/e/20/dcte)");
  }
  // Classes below read the annotations with their Mapped[].
  if (own) {
    interp.set_class_attr(&type, name, own);
  } else {
    interp.delete_class_attr(&type, name);
  }
}

// `class Base(MappedAsDataclass, DeclarativeBase, kw_only=True)`
void dataclass_subclassed(Interpreter& interp, Type* type, DictObject& class_namespace,
                          const Arguments& arguments) {
  Context& owner = context(interp);
  Value merged = interp.dict();
  if (Value above = dataclass_arguments(interp, *type)) {
    for (auto& [name, value] : dict_items(owner, above)) {
      interp.setitem(merged, interp.str(name), value);
    }
  }
  for (size_t i = 0; i < arguments.keywords; ++i) {
    if (!is_argument(arguments.names[i].as<interp::StrObject>()->text)) {
      interp.raise("TypeError", type->name + ".__init_subclass__() takes no keyword arguments");
    }
    interp.setitem(merged, arguments.names[i], arguments.keyword(i));
  }
  interp.set_class_attr(type, interp.intern(kArgumentsName), merged);
  Type* root = owner.type("DeclarativeBase");
  Type* old_root = owner.type("_DeclarativeRoot");
  if (type->is_subtype_of(root) || type->is_subtype_of(old_root)) {
    declarative_subclassed(interp, type, class_namespace, {});
  }
  if (dynamic_cast<MappedClass*>(type->class_payload.get()) != nullptr) return;
  Value annotations = interp.dict();
  if (Value* own = type->dict.find(interp.intern("__annotations__"))) {
    for (auto& [name, value] : dict_items(owner, *own)) {
      interp.setitem(annotations, interp.str(name), without_mapped(value));
    }
  }
  run_dataclass(owner, *type, annotations, merged);
}

Type* make_mapped_as_dataclass_type(Context& owner) {
  return interp::TypeBuilder(owner.interp, "MappedAsDataclass", "sqlalchemy.orm.decl_api")
      .slots([](interp::Slots& slots) { slots.subclassed = guard<dataclass_subclassed>; })
      .build();
}

Value map_dataclass(Call& call, const Value& cls, const Value& registry, const Value& arguments) {
  Context& owner = context(call.interp);
  Type& type = *cls.as<Type>();
  call.interp.set_class_attr(&type, call.interp.intern(kArgumentsName), arguments);
  const auto& data = interp::payload<RegistryData>(call.interp, registry);
  map_declaratively(owner, type, *data.registry, data.type_map);
  return cls;
}

Value registry_mapped_as_dataclass(Call& call) {
  Value arguments = call[1];
  for (auto& [name, value] : dict_items(context(call.interp), arguments)) {
    if (!is_argument(name)) {
      call.interp.raise(
          "TypeError",
          "registry.mapped_as_dataclass() got an unexpected keyword argument '" + name + "'");
    }
  }
  if (!call[0].is_none()) return map_dataclass(call, call[0], call.self, arguments);
  Value registry = call.self;
  return make_guarded(call.interp, "decorate", "cls", [registry, arguments](Call& wrapping) {
    return map_dataclass(wrapping, wrapping[0], registry, arguments);
  });
}

const Binding kMappedDataclassRows[] = {
    {"mapped_as_dataclass", "cls=None, /, **kwargs", guard<registry_mapped_as_dataclass>,
     "!a C++ program maps a struct with ORM_MAP"},
};

}  // namespace

const Value* DataclassOptions::find(std::string_view name) const {
  for (const auto& [key, value] : given) {
    if (key == name) return &value;
  }
  return nullptr;
}

bool take_dataclass_option(const std::string& name, const Value& value, DataclassOptions& out) {
  if (std::find(std::begin(kDataclassOptions), std::end(kDataclassOptions), name) ==
      std::end(kDataclassOptions))
    return false;
  out.given.emplace_back(name, value);
  return true;
}

Value dataclass_arguments(Interpreter& interp, Type& type) {
  Value* found = interp.type_lookup(&type, interp.intern(kArgumentsName));
  return found == nullptr ? Value() : *found;
}

void make_dataclass(Context& owner, Type& type, const std::vector<DataclassField>& fields,
                    const Value& arguments) {
  Interpreter& interp = owner.interp;
  if (type.dict.find(interp.intern("__dataclass_fields__")) != nullptr) {
    raise_error(owner, orm::InvalidRequestError::cls,
                "Class " + interp.repr(Value(&type)) +
                    " is already a dataclass; ensure that base classes / decorator styles of "
                    "establishing dataclasses are not being mixed. This can happen if a class that "
                    "inherits from 'MappedAsDataclass', even indirectly, is been mapped with "
                    "'@registry.mapped_as_dataclass'");
  }
  Value annotations = interp.dict();
  for (const DataclassField& field : fields) {
    interp.setitem(annotations, interp.str(field.name), field.annotation);
    Value value = field.options != nullptr ? make_field(interp, *field.options) : field.value;
    if (value) interp.set_class_attr(&type, interp.intern(field.name), value);
  }
  run_dataclass(owner, type, annotations, arguments);
  for (const DataclassField& field : fields) {
    if (field.keeps_value) interp.set_class_attr(&type, interp.intern(field.name), field.value);
  }
}

void refuse_dataclass_options(Context& owner, Type& type, const std::string& key,
                              const DataclassOptions& options, bool is_property) {
  std::vector<std::string> names;
  for (const char* name : {"default", "default_factory", "dataclass_metadata", "init", "repr"}) {
    if (!is_property && std::string_view(name) == "default") continue;
    if (options.find(name) != nullptr) names.push_back("'" + std::string(name) + "'");
  }
  std::string listed;
  for (const std::string& name : names) listed += (listed.empty() ? "" : ", ") + name;
  raise_error(owner, orm::ArgumentError::cls,
              "Attribute '" + key + "' on class " + owner.interp.repr(Value(&type)) +
                  " includes dataclasses argument(s): " + listed +
                  " but class does not specify SQLAlchemy native dataclass configuration.");
}

void add_dataclass_types(TypeTable& table) {
  table.emplace_back("MappedAsDataclass", make_mapped_as_dataclass_type);
}

void add_dataclass_methods(interp::TypeBuilder& registry) {
  add_bindings(registry, kMappedDataclassRows);
}

}  // namespace lessonrun::bind

// sqlalchemy.ext.compiler: @compiles, and the `compiler` that its functions are given.
//
// A function for a class of the lesson is asked by that class's node; one for a class of SQLAlchemy
// by the hooks that every dialect of the lesson carries.
#include <map>

#include "orm/orm_error.h"
#include "runner/bind/column_types.h"
#include "runner/bind/custom.h"
#include "runner/bind/dialects.h"
#include "runner/bind/extensions.h"
#include "runner/bind/statements.h"

namespace lessonrun::bind {

using interp::Call;
using interp::Interpreter;
using interp::Type;
using interp::Value;

namespace {

// The functions for one class, by the dialect's name; "default" for all others.
using Functions = std::map<std::string, Value, std::less<>>;

const Value* function_for(const Functions& functions, const std::string& dialect) {
  auto found = functions.find(dialect);
  if (found == functions.end()) found = functions.find("default");
  return found == functions.end() ? nullptr : &found->second;
}

// Is it a class of column types?
bool is_type_class(const Value& cls) {
  if (!cls.is(interp::Kind::kType)) return false;
  for (const Type* at : cls.as<Type>()->mro) {
    if (at->name == "TypeEngine" && !at->heap) return true;
  }
  return false;
}

class PythonHooks final : public orm::CompileHooks {
 public:
  explicit PythonHooks(Context& owner) : owner_(owner) {}
  std::optional<std::string> element(const orm::ClauseElement& node,
                                     orm::Compiling& compiling) override;
  std::optional<std::string> type(const orm::TypeEngine& type,
                                  const orm::Dialect& dialect) override;

  // SQLAlchemy's classes by name, the lesson's by themselves.
  std::map<std::string, Functions, std::less<>> named;
  std::map<const Type*, Functions> own;
  std::vector<Value> kept;  // the classes, so that no other gets the address of one

 private:
  Context& owner_;
};

// What is registered, and the dialect of str() that asks for it.
struct CompilerData : interp::Payload {
  std::shared_ptr<PythonHooks> hooks;
  std::shared_ptr<orm::Dialect> str_dialect;
  void clear_references() noexcept override {
    if (hooks == nullptr) return;
    hooks->named.clear();
    hooks->own.clear();
    hooks->kept.clear();
    hooks->elements = hooks->types = false;
  }
};

CompilerData& compilers(Context& owner) {
  Type* type = owner.type("_Compilers");
  if (type->class_payload == nullptr) {
    auto data = std::make_unique<CompilerData>();
    data->hooks = std::make_shared<PythonHooks>(owner);
    data->str_dialect = orm::make_str_dialect(owner.profile);
    data->str_dialect->hooks = data->hooks.get();
    type->class_payload = std::move(data);
  }
  return *static_cast<CompilerData*>(type->class_payload.get());
}

// ---- the compiler object ------------------------------------------------------------------------

struct LiveData : interp::Payload {
  orm::Compiling* compiling = nullptr;  // null once the statement is compiled
  std::shared_ptr<const orm::Dialect> dialect;
};

// Lends a Compiling to a Python object for as long as a function of the lesson runs.
class Lent {
 public:
  Lent(Context& owner, orm::Compiling* compiling, const orm::Dialect& dialect) {
    auto data = std::make_unique<LiveData>();
    data->compiling = compiling;
    data->dialect = std::shared_ptr<const orm::Dialect>(&dialect, [](const auto*) {});
    data_ = data.get();
    object = owner.make("SQLCompiler (live)", std::move(data));
  }
  ~Lent() { data_->compiling = nullptr; }
  Lent(const Lent&) = delete;
  Lent& operator=(const Lent&) = delete;
  Value object;

 private:
  LiveData* data_;
};

std::string call_function(Context& owner, const Value& function, const Value& element,
                          orm::Compiling* compiling, const orm::Dialect& dialect) {
  Lent compiler(owner, compiling, dialect);
  std::vector<std::pair<std::string_view, Value>> keywords;
  const Value literal = Value::boolean(compiling != nullptr && compiling->literal_binds());
  if (owner.interp.truth(literal)) keywords.emplace_back("literal_binds", literal);
  return owner.interp.str_of(
      owner.interp.call(function, std::vector<Value>{element, compiler.object}, keywords));
}

[[noreturn]] void raise_unsupported(Context& owner, const orm::Dialect& dialect,
                                    const Value& object, bool registered) {
  std::string type = owner.interp.repr(Value(owner.interp.type_of(object)));
  raise_error(
      owner, orm::UnsupportedCompilationError::cls,
      "Compiler <sqlalchemy." + std::string(dialect.compiler_name) +
          "Compiler object at 0x7f0000000000> can't render element of type " + type +
          (registered ? ": " + type + " construct has no default compilation handler." : "") +
          " (Background on this error at: " + owner.profile.error_link + "l7de)");
}

orm::Compiling& compiling_of(Call& call) {
  auto& data = interp::payload<LiveData>(call.interp, call.self);
  if (data.compiling == nullptr) {
    call.interp.unsupported("a compiler kept after its statement",
                            "use the compiler only within the function that is given it");
  }
  return *data.compiling;
}

const orm::Dialect& live_dialect(Call& call) {
  return *interp::payload<LiveData>(call.interp, call.self).dialect;
}

Value live_process(Call& call) {
  Context& owner = context(call.interp);
  if (orm::ClauseRef clause = find_clause(owner, call[0])) {
    orm::Compiling::How how;
    for (auto& [name, value] : dict_items(owner, call[1])) {
      if (name == "asfrom") how.asfrom = call.interp.truth(value);
      if (name == "literal_binds") how.literal_binds = call.interp.truth(value);
    }
    return call.interp.str(compiling_of(call).process(*clause, how));
  }
  return call.interp.str(live_dialect(call).type_ddl(*to_type(owner, call[0])));
}

Value live_literal(Call& call) {
  Context& owner = context(call.interp);
  return call.interp.str(
      orm::literal_sql(to_orm(owner, call[0]), *to_type(owner, call[1]), live_dialect(call)));
}

Value live_dialect_object(Call& call) {
  return wrap_dialect(context(call.interp),
                      interp::payload<LiveData>(call.interp, call.self).dialect);
}

Value live_preparer(Call& call) {
  auto data = std::make_unique<DialectData>();
  data->dialect = interp::payload<LiveData>(call.interp, call.self).dialect;
  return context(call.interp).make("IdentifierPreparer", std::move(data));
}

Value live_self(Call& call) { return call.self; }

// `compiler.visit_VARCHAR(type)`: the words of another type with this one's arguments.
Value visit_type(Context& owner, const orm::Dialect& dialect, const std::string& name,
                 const orm::TypeEngine& type) {
  for (const orm::TypeClass* cls : orm::type_classes()) {
    if (name != cls->visit_name || (cls->dialect[0] != '\0' && dialect.name != cls->dialect)) {
      continue;
    }
    orm::TypeRef other = orm::make_ref<orm::TypeEngine>(*cls, type.args());
    return owner.interp.str(dialect.type_words(*other));
  }
  owner.interp.unsupported("compiler.visit_" + name,
                           "compiler.visit_" + name + "() is not there; name a type's own words");
}

Value live_missing(Interpreter& interp, const Value& self, interp::StrObject* name) {
  const std::string& wanted = name->text;
  if (wanted.rfind("visit_", 0) != 0) {
    if (wanted.rfind("__", 0) == 0) return {};
    interp.unsupported("compiler." + wanted,
                       "a compiler has process(), visit_...(), dialect and "
                       "preparer here, not " +
                           wanted);
  }
  std::string kind = wanted.substr(6);
  return make_guarded(interp, wanted, "element, **kw", [compiler = self, kind](Call& call) {
    Context& owner = context(call.interp);
    auto& data = interp::payload<LiveData>(call.interp, compiler);
    orm::ClauseRef clause = find_clause(owner, call[0]);
    if (clause == nullptr) return visit_type(owner, *data.dialect, kind, *to_type(owner, call[0]));
    if (data.compiling == nullptr) {
      call.interp.unsupported("a compiler kept after its statement",
                              "use the compiler only within the function that is given it");
    }
    return call.interp.str(data.compiling->original(*clause));
  });
}

std::string live_repr(Interpreter& interp, const Value& self) {
  char address[24];
  std::snprintf(address, sizeof address, "%p", static_cast<const void*>(self.object()));
  return std::string("<sqlalchemy.") +
         interp::payload<LiveData>(interp, self).dialect->compiler_name + "Compiler object at " +
         address + ">";
}

Type* make_live_type(Context& owner) {
  return interp::TypeBuilder(owner.interp, "SQLCompiler", "sqlalchemy.sql.compiler")
      .payload<LiveData>()
      .abstract()
      .method("process", "obj, **kwargs", guard<live_process>)
      .method("render_literal_value", "value, type_", guard<live_literal>)
      .property("dialect", guard<live_dialect_object>)
      .property("preparer", guard<live_preparer>)
      .property("sql_compiler", live_self)
      .property("type_compiler", live_self)
      .property("type_compiler_instance", live_self)
      .slots([](interp::Slots& slots) {
        slots.repr = live_repr;
        slots.getattr_missing = guard<live_missing>;
      })
      .build();
}

// ---- hooks --------------------------------------------------------------------------------------

// The name that SQLAlchemy's class of a DDL node has.
const char* ddl_class(orm::DDLElement::Op op) {
  using Op = orm::DDLElement::Op;
  static constexpr std::pair<Op, const char*> kNames[] = {
      {Op::create_table, "CreateTable"},       {Op::drop_table, "DropTable"},
      {Op::create_index, "CreateIndex"},       {Op::drop_index, "DropIndex"},
      {Op::add_constraint, "AddConstraint"},   {Op::drop_constraint, "DropConstraint"},
      {Op::create_sequence, "CreateSequence"}, {Op::drop_sequence, "DropSequence"},
      {Op::create_schema, "CreateSchema"},     {Op::drop_schema, "DropSchema"},
      {Op::create_column, "CreateColumn"}};
  for (const auto& [one, name] : kNames) {
    if (one == op) return name;
  }
  return "DDL";
}

std::optional<std::string> PythonHooks::element(const orm::ClauseElement& node,
                                                orm::Compiling& compiling) {
  Value object;
  std::string name;
  if (node.kind() == orm::NodeKind::ddl) {
    name = ddl_class(static_cast<const orm::DDLElement&>(node).op);
  } else {
    object = wrap(owner_, orm::ClauseRef(const_cast<orm::ClauseElement*>(&node)));
    name = owner_.interp.type_of(object)->name;
  }
  auto found = named.find(name);
  if (found == named.end()) return std::nullopt;
  const Value* function = function_for(found->second, compiling.dialect().name);
  if (function == nullptr) return std::nullopt;
  if (!object) object = wrap(owner_, orm::ClauseRef(const_cast<orm::ClauseElement*>(&node)));
  return call_function(owner_, *function, object, &compiling, compiling.dialect());
}

std::optional<std::string> PythonHooks::type(const orm::TypeEngine& type,
                                             const orm::Dialect& dialect) {
  const Value* function = nullptr;
  if (Value object = user_type_object(type)) {
    for (const Type* at : owner_.interp.type_of(object)->mro) {
      auto found = own.find(at);
      if (found != own.end() && function == nullptr) {
        function = function_for(found->second, dialect.name);
      }
    }
  } else {
    auto found = named.find(std::string_view(type.type_class().name));
    if (found != named.end()) function = function_for(found->second, dialect.name);
  }
  if (function == nullptr) return std::nullopt;
  Value object = wrap_type(owner_, orm::TypeRef(&type));
  return call_function(owner_, *function, object, nullptr, dialect);
}

// ---- compiles(), deregister() -------------------------------------------------------------------

// The functions for a class; SQLAlchemy's constructs of DDL are functions here, known by name.
Functions& functions_of(Context& owner, const Value& cls) {
  PythonHooks& hooks = *compilers(owner).hooks;
  (is_type_class(cls) ? hooks.types : hooks.elements) = true;
  if (cls.is(interp::Kind::kType) && cls.as<Type>()->heap) {
    hooks.kept.push_back(cls);
    return hooks.own[cls.as<Type>()];
  }
  return hooks.named[owner.interp.str_of(owner.interp.getattr(cls, "__name__"))];
}

Value compiles_function(Call& call) {
  Value cls = call[0];
  std::vector<std::string> dialects;
  for (const Value& name : items(call[1])) dialects.push_back(call.interp.str_of(name));
  if (dialects.empty()) dialects.emplace_back("default");
  return make_guarded(call.interp, "decorate", "fn", [cls, dialects](Call& inner) {
    Functions& functions = functions_of(context(inner.interp), cls);
    for (const std::string& name : dialects) functions[name] = inner[0];
    return inner[0];
  });
}

Value deregister_function(Call& call) {
  functions_of(context(call.interp), call[0]).clear();
  return Value::none();
}

Type* make_compilers_type(Context& owner) {
  return interp::TypeBuilder(owner.interp, "_Compilers", "sqlalchemy.ext.compiler")
      .abstract()
      .build();
}

}  // namespace

std::string compile_custom(Context& owner, const orm::CustomElement& element, const Value& object,
                           orm::Compiling& compiling) {
  const PythonHooks& hooks = *compilers(owner).hooks;
  const orm::Dialect& dialect = compiling.dialect();
  bool registered = false;
  for (const Type* at : owner.interp.type_of(object)->mro) {
    const Functions* functions = nullptr;
    if (at->heap) {
      auto found = hooks.own.find(at);
      if (found != hooks.own.end()) functions = &found->second;
    } else {
      auto found = hooks.named.find(at->name);
      if (found != hooks.named.end()) functions = &found->second;
    }
    registered = registered || (functions != nullptr && !functions->empty());
    const Value* function = functions == nullptr ? nullptr : function_for(*functions, dialect.name);
    if (function != nullptr) return call_function(owner, *function, object, &compiling, dialect);
    if (!at->heap) {
      // Of SQLAlchemy's bases only these have SQL of their own.
      bool renders = at->name != "FunctionElement" && at->name != "ColumnElement";
      if (element.base && renders) return compiling.original(element);
      break;
    }
  }
  raise_unsupported(owner, dialect, object, registered);
}

orm::CompileHooks* compile_hooks(Context& owner) { return compilers(owner).hooks.get(); }

std::shared_ptr<const orm::Dialect> str_dialect(Context& owner) {
  return compilers(owner).str_dialect;
}

void add_compiler_types(TypeTable& table) {
  table.emplace_back("_Compilers", make_compilers_type);
  table.emplace_back("SQLCompiler (live)", make_live_type);
}

void add_compiler_module(Interpreter& interp) {
  interp.modules().add("sqlalchemy.ext.compiler", [](interp::ModuleBuilder& builder) {
    builder.function("compiles", "class_, *specs", guard<compiles_function>);
    builder.function("deregister", "class_", guard<deregister_function>);
  });
}

}  // namespace lessonrun::bind

// Context: what the bindings keep for one interpreter, and the way from one world to the other.
//
// The interpreter knows no SQL and the ORM no Python; everything that crosses goes through here:
// values, expressions, errors, log lines.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "orm/core.h"
#include "orm/engine_parts.h"
#include "orm/mapper.h"
#include "runner/base/transcript.h"
#include "runner/interp/interpreter.h"

namespace lessonrun::bind {

/// Receives what the database side of a step does, in order with the interpreter's output.
class EventSink {
 public:
  virtual ~EventSink() = default;
  virtual void log(Event event) = 0;
};

/// What a lesson may reach.
struct Options {
  const orm::Profile* profile = &orm::profile_2_0;
  orm::DriverOptions driver;          ///< scratch folder, time limit
  std::shared_ptr<orm::Clock> clock;  ///< null: the system's
  std::string url;                    ///< `--url`: replaces sqlite:// of create_engine; empty: no
};

class DeclaredValues;

class Context {
 public:
  Context(interp::Interpreter& interpreter, EventSink& sink, Options options);
  ~Context();
  Context(const Context&) = delete;
  Context& operator=(const Context&) = delete;

  interp::Interpreter& interp;
  EventSink& sink;
  const Options options;
  const orm::Profile& profile;
  std::shared_ptr<orm::LogSink> log;
  std::vector<interp::WeakValue> sessions;  ///< those that were made; some may be gone
  uint64_t sessions_made = 0;
  orm::Ref<orm::ConfigureFailure> mapper_failure = orm::make_ref<orm::ConfigureFailure>();
  DeclaredValues* declared = nullptr;  ///< of the classes that are being mapped, the last first

  /// A type of the bindings by name, built when first asked for.
  interp::Type* type(const char* name);
  /// The Python class of an ORM error.
  interp::Type* error_type(const orm::ErrorClass& cls);
  /// A new Python object of a binding's type with that payload.
  interp::Value make(const char* type_name, std::unique_ptr<interp::Payload> payload);
  template <class T, class... Args>
  interp::Value make(const char* type_name, Args&&... args) {
    return make(type_name, std::unique_ptr<interp::Payload>(new T{std::forward<Args>(args)...}));
  }
  /// The Python object for a C++ one that has an identity (`a is b`): made once, kept weakly.
  interp::Value unique(const void* identity, const std::function<interp::Value()>& make_object);
  /// Warns as SQLAlchemy does: "SAWarning", "SADeprecationWarning", "LegacyAPIWarning", ....
  void warn(const char* category, std::string_view message);

 private:
  std::map<std::string, interp::Type*, std::less<>> types_;
  std::map<const orm::ErrorClass*, interp::Type*> errors_;
  std::unordered_map<const void*, interp::WeakValue> unique_;
};

/// A new registry of the interpreter's.
orm::Ref<orm::Registry> make_registry(Context& context, const orm::Ref<orm::MetaData>& metadata);

/// The context of an interpreter; install() made it.
Context& context(interp::Interpreter& interp);

/// Is this the listener that was registered? As SQLAlchemy keys one: the same object, or methods of
/// the same function bound to the same object, which `self.hook` makes anew each time.
bool same_listener(const interp::Value& one, const interp::Value& other);

/// Gives an interpreter the modules sqlalchemy, sqlalchemy.orm, ... for one profile.
void install(interp::Interpreter& interp, EventSink& sink, Options options);

/// How a type is built; the registry of builders is in types_table.cpp.
using TypeMaker = interp::Type* (*)(Context&);
/// The maker of the type of that name, or null.
TypeMaker find_type_maker(std::string_view name);

/// The Python exception of an ORM error.
interp::Value exception_of(interp::Interpreter& interp, const orm::Error& error);
/// Raises the Python exception of an ORM error.
[[noreturn]] void raise_error(interp::Interpreter& interp, const orm::Error& error);
/// Raises one of the ORM's errors by class, with its plain message.
[[noreturn]] void raise_error(Context& context, const orm::ErrorClass& cls, std::string message);

/// Makes a native function that lets ORM errors out as Python exceptions: guard<session_add>.
template <auto F>
struct Guarded;
template <class R, class... A, R (*F)(A...)>
struct Guarded<F> {
  static interp::Interpreter& interpreter(interp::Call& call) { return call.interp; }
  static interp::Interpreter& interpreter(interp::Interpreter& interp) { return interp; }
  template <class First, class... Rest>
  static interp::Interpreter& of(First& first, Rest&...) {
    return interpreter(first);
  }
  static R call(A... arguments) {
    try {
      return F(arguments...);
    } catch (const orm::Error& error) {
      raise_error(of(arguments...), error);
    }
  }
};
template <auto F>
inline constexpr auto guard = &Guarded<F>::call;

/// The same for a function that keeps values: a free function object of Python's.
template <class F>
interp::Value make_guarded(interp::Interpreter& interp, std::string_view name,
                           const char* signature, F body) {
  return interp::make_closure(interp, name, signature,
                              [body = std::move(body)](interp::Call& call) -> interp::Value {
                                try {
                                  return body(call);
                                } catch (const orm::Error& error) {
                                  raise_error(call.interp, error);
                                }
                              });
}

// ---- values -------------------------------------------------------------------------------------

/// A Python object that passes through the ORM untouched: an enum member, an unknown object.
class PythonObject final : public orm::Opaque, public orm::TypedValue {
 public:
  PythonObject(interp::Interpreter& interpreter, interp::Value held)
      : interp(interpreter), value(std::move(held)) {}
  std::string repr() const override { return interp.repr(value); }
  std::string type_name() const override { return interp.type_name(value); }
  bool equals(const orm::Opaque& other) const override;
  size_t hash() const override;
  orm::TypeRef sql_type() const override;
  interp::Interpreter& interp;
  interp::Value value;
};

orm::Value to_orm(Context& context, const interp::Value& value);
interp::Value from_orm(Context& context, const orm::Value& value);
/// Parameters from a dict, in its order.
orm::ParameterSet to_parameters(Context& context, const interp::Value& dict);
/// Parameters of execute(): nothing, a dict, or a list of dicts.
std::vector<orm::ParameterSet> to_parameter_sets(Context& context, const interp::Value& value);
/// The pairs of a **kwargs dict.
std::vector<std::pair<std::string, interp::Value>> dict_items(Context& context,
                                                              const interp::Value& dict);

// ---- clauses ------------------------------------------------------------------------------------

/// The payload of every SQL construct.
struct ClauseData : interp::Payload {
  explicit ClauseData(orm::ClauseRef held = nullptr) : clause(std::move(held)) {}
  void clear_references() noexcept override {
    clause = nullptr;
    implicit = nullptr;
    bind.reset();
  }
  orm::ClauseRef clause;
  orm::Ref<orm::FromClause> implicit;  ///< a SELECT: what stands for it in FROM, once made
  interp::Value bind;                  ///< 1.x: the engine it was given, `statement.bind = engine`
};
/// A clause as a Python object of the fitting class.
interp::Value wrap(Context& context, const orm::ClauseRef& clause);
/// The clause of a Python object: a construct, a mapped class or attribute; null for others.
orm::ClauseRef find_clause(Context& context, const interp::Value& value);
/// An identifier, with what a quoted_name says of its quotes; empty for None and nothing at all.
orm::Name to_name(Context& context, const interp::Value& value);
/// The same with `quote=`, which comes before what the name itself says.
orm::Name to_name(Context& context, const interp::Value& value, const interp::Value& quote);
/// A clause, or a value to be bound.
orm::Operand to_operand(Context& context, const interp::Value& value);
/// ArgumentError for a str where an expression belongs; `what` begins the sentence.
[[noreturn]] void raise_textual(Context& context, const char* what, const interp::Value& value);
/// A column expression; a plain value becomes a literal where `literals`, else ArgumentError with
/// SQLAlchemy's words for `role` ("WHERE/HAVING role", ...).
orm::ColumnRef to_column(Context& context, const interp::Value& value, const char* role);
/// What a foreign key refers to, given as a column.
orm::ColumnRef to_key_target(Context& context, const interp::Value& value);
/// For ORDER BY and the like: also text and label names. `clause` is what the error calls it.
orm::ColumnRef to_order(Context& context, const interp::Value& value,
                        const char* clause = "GROUP BY / OF / etc.");
/// What select() takes.
orm::ClauseRef to_select_element(Context& context, const interp::Value& value);
std::vector<orm::ClauseRef> to_select_elements(Context& context,
                                               const std::vector<interp::Value>& values);
/// A FROM object.
orm::Ref<orm::FromClause> to_from(Context& context, const interp::Value& value);
/// The items of a *args tuple.
const std::vector<interp::Value>& items(const interp::Value& tuple);

// ---- types --------------------------------------------------------------------------------------

struct TypeData : interp::Payload {
  explicit TypeData(orm::TypeRef held = nullptr) : type(std::move(held)) {}
  void clear_references() noexcept override {
    type = nullptr;
    keywords.reset();
  }
  orm::TypeRef type;
  interp::Value keywords;  ///< of an Enum that stands for any enum, whose options others take
};
/// A column type from an instance or a class (`String(30)`, `Integer`); null for other objects.
orm::TypeRef find_type(Context& context, const interp::Value& value);
/// The same; ArgumentError for other objects.
orm::TypeRef to_type(Context& context, const interp::Value& value);
interp::Value wrap_type(Context& context, const orm::TypeRef& type);
/// The column type of a Python type in Mapped[...], or null.
orm::TypeRef type_of_annotation(Context& context, const interp::Value& annotation);

// ---- engines ------------------------------------------------------------------------------------

struct EngineData : interp::Payload {
  explicit EngineData(orm::Engine held = {}) : engine(std::move(held)) {}
  void clear_references() noexcept override { engine = {}; }
  orm::Engine engine;
};
struct ConnectionData : interp::Payload {
  explicit ConnectionData(orm::Connection held = {}) : connection(std::move(held)) {}
  void clear_references() noexcept override { connection = {}; }
  orm::Connection connection;
};
interp::Value wrap_engine(Context& context, const orm::Engine& engine);
interp::Value wrap_connection(Context& context, const orm::Connection& connection);
interp::Value wrap_result(Context& context, const orm::Result& result);
/// The same of a session's statement; `of_classes`: it selects from mapped classes.
interp::Value wrap_session_result(Context& context, const orm::Result& result, bool of_classes);
/// The result of a result object; nothing for other objects.
std::optional<orm::Result> find_result(const interp::Value& value);
interp::Value wrap_scalars(Context& context, const orm::Result& result);
interp::Value wrap_row(Context& context, const orm::Row& row);
/// A Bind (Engine or Connection) from a Python object; null for others.
orm::Bind* find_bind(const interp::Value& value);

// ---- metadata -----------------------------------------------------------------------------------

struct MetaDataData : interp::Payload {
  explicit MetaDataData(orm::Ref<orm::MetaData> held = nullptr) : metadata(std::move(held)) {}
  void clear_references() noexcept override { metadata = nullptr; }
  orm::Ref<orm::MetaData> metadata;
};
struct ConstraintData : interp::Payload {
  explicit ConstraintData(orm::Ref<orm::Constraint> held = nullptr) : constraint(std::move(held)) {}
  void clear_references() noexcept override { constraint = nullptr; }
  orm::Ref<orm::Constraint> constraint;
};
struct IndexData : interp::Payload {
  explicit IndexData(orm::Ref<orm::Index> held = nullptr) : index(std::move(held)) {}
  void clear_references() noexcept override { index = nullptr; }
  orm::Ref<orm::Index> index;
};
struct ForeignKeyData : interp::Payload {
  orm::ForeignKey key;
  orm::Ref<orm::Column> keep;  ///< the column it belongs to, and with it the MetaData
};
struct SequenceData : interp::Payload {
  explicit SequenceData(orm::Ref<orm::Sequence> held = nullptr) : sequence(std::move(held)) {}
  orm::Ref<orm::Sequence> sequence;
};
/// Computed(..), Identity(..), FetchedValue(), DefaultClause(..): a server default as an object.
struct ServerDefaultData : interp::Payload {
  void clear_references() noexcept override { value.clause = nullptr; }
  orm::ServerDefault value;
};
interp::Value wrap_metadata(Context& context, const orm::Ref<orm::MetaData>& metadata);
/// The arguments of Column() and mapped_column(), read from a call.
struct ColumnSpec {
  std::string name;
  orm::TypeRef type;
  orm::ColumnArgs args;
};
ColumnSpec read_column(Context& context, const std::vector<interp::Value>& positional,
                       const interp::Value& keywords);
/// Items of Table(...) and __table_args__.
std::vector<orm::TableItem> to_table_items(Context& context,
                                           const std::vector<interp::Value>& values);
orm::TableArgs to_table_args(Context& context, const interp::Value& keywords);

// ---- mapping ------------------------------------------------------------------------------------

/// The mapper of a mapped class; null for others.
const orm::Mapper* find_mapper(const interp::Value& cls);
const orm::Mapper* find_mapper(const interp::Type* type);
/// The state of a mapped object; null for others.
orm::InstanceState* find_state(Context& context, const interp::Value& object);
/// The same; UnmappedInstanceError for others.
orm::InstanceState& to_state(Context& context, const interp::Value& object);
/// The Python object of a state.
interp::Value object_of(const orm::InstanceState& state);
/// A list of objects as an IdentitySet.
interp::Value wrap_identity_set(Context& context, const std::vector<orm::Instance>& instances);
std::vector<interp::Value> objects_of(const std::vector<orm::Instance>& instances);

}  // namespace lessonrun::bind

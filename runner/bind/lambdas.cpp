// lambda_stmt(), create_mock_engine() and quoted_name, written in Python over the rest.
//
// SQLAlchemy calls a lambda once and keeps what it made; the SQL is the same when it is called each
// time, as here. What the lambda takes from around it becomes parameters of those names.
#include "runner/bind/custom.h"
#include "runner/bind/dialects.h"
#include "runner/bind/extensions.h"
#include "runner/bind/schema.h"
#include "runner/bind/statements.h"

namespace lessonrun::bind {

using interp::Call;
using interp::Interpreter;
using interp::Value;

namespace {

const char* const kLambdaText = R"py(from sqlalchemy.exc import ArgumentError


class LambdaElement:
    __module__ = 'sqlalchemy.sql.lambdas'

    def __init__(self, fn, *args, **kw):
        self.fn = fn
        self._made = None

    def _resolve(self):
        if self._made is None:
            self._made = _call_lambda(self.fn, ())
        return self._made

    @property
    def _resolved(self):
        return self._resolve()

    def __clause_element__(self):
        return self._resolve()

    def __str__(self):
        return str(self._resolve())

    def __repr__(self):
        return '%s(%r)' % (type(self).__name__, self.fn.__code__)

    def __add__(self, other):
        return LinkedLambdaElement(other, self)

    def add_criteria(self, other, enable_tracking=True, track_on=None,
                     track_closure_variables=True, track_bound_values=True):
        return LinkedLambdaElement(other, self)

    def __getattr__(self, name):
        if name.startswith('__'):
            raise AttributeError(name)
        if name == '_generate_cache_key':
            _refuse_cache_key()
        return getattr(self._resolve(), name)

    def spoil(self):
        return NullLambdaStatement(self.fn())


class StatementLambdaElement(LambdaElement):
    __module__ = 'sqlalchemy.sql.lambdas'

    def __init__(self, fn, *args, **kw):
        super().__init__(fn)
        # The lambda runs at once, so that its mistakes show here.
        self._resolve()


class LinkedLambdaElement(StatementLambdaElement):
    __module__ = 'sqlalchemy.sql.lambdas'

    def __init__(self, fn, parent):
        self.parent_lambda = parent
        super().__init__(fn)

    def _resolve(self):
        if self._made is None:
            self._made = _call_lambda(self.fn, (self.parent_lambda._resolve(),))
        return self._made


class NullLambdaStatement(LambdaElement):
    __module__ = 'sqlalchemy.sql.lambdas'

    def __init__(self, statement):
        self._made = statement

    def __add__(self, other):
        return NullLambdaStatement(other(self._made))

    def add_criteria(self, other, **kw):
        return NullLambdaStatement(other(self._made))


def lambda_stmt(lmb, enable_tracking=True, track_closure_variables=True, track_on=None,
                global_track_bound_values=True, track_bound_values=True, lambda_cache=None):
    return StatementLambdaElement(lmb)
)py";

const char* const kQuotedText = R"py(class quoted_name(str):
    __module__ = 'sqlalchemy.sql.elements'

    def __new__(cls, value, quote):
        if isinstance(value, cls) and (quote is None or value.quote == quote):
            return value
        assert value is not None, 'use quoted_name.construct() for None passthrough'
        self = super().__new__(cls, value)
        self.quote = quote
        return self

    @classmethod
    def construct(cls, value, quote):
        return None if value is None else cls(value, quote)

    def lower(self):
        return self if self.quote else str(self).lower()

    def upper(self):
        return self if self.quote else str(self).upper()


class conv(quoted_name):
    def __new__(cls, value, quote=None):
        return super().__new__(cls, value, quote)

    @property
    def _conventional(self):
        return True
)py";

const char* const kMockText = R"py(class MockConnection(_MockBase):
    __module__ = 'sqlalchemy.engine.mock'

    def __init__(self, dialect, execute):
        self.dialect = dialect
        self.name = dialect.name
        self._execute_impl = execute
        self.engine = self
        self._become_bind(dialect)

    def execute(self, *args, **kw):
        return self._execute_impl(*args, **kw)

    def execution_options(self, **kw):
        return self

    def connect(self, **kw):
        return self


def create_mock_engine(url, executor, **kw):
    return MockConnection(_dialect_of(url), executor)
)py";

// Plain values, which a lambda's statement may be given anew.
bool is_literal(Context& owner, const Value& value) {
  if (value.is_none() || value.is_bool()) return false;
  if (value.is_int() || value.tag() == interp::Tag::kFloat) return true;
  if (!value.is_object()) return false;
  if (value.is(interp::Kind::kStr) || value.is(interp::Kind::kBytes)) return true;
  const std::string& module = owner.interp.type_of(value)->module;
  return !value.is(interp::Kind::kType) && !value.is(interp::Kind::kFunction) &&
         (module == "datetime" || module == "decimal" || module == "uuid");
}

// Calls a lambda with parameters in the place of the values around it, and puts those back.
class Substitution {
 public:
  Substitution(Context& owner, const Value& fn) : interp_(owner.interp) {
    if (!fn.is(interp::Kind::kFunction)) return;
    auto* function = fn.as<interp::FunctionObject>();
    std::vector<Value> names =
        interp_.to_vector(interp_.getattr(interp_.getattr(fn, "__code__"), "co_freevars"));
    for (size_t i = 0; i < names.size() && i < function->closure.size(); ++i) {
      auto* cell = function->closure[i].as<interp::CellObject>();
      if (!is_literal(owner, cell->value)) continue;
      cells_.emplace_back(function->closure[i], cell->value);
      cell->value = parameter(owner, names[i], cell->value);
    }
    globals_ = function->globals;
    for (const Value& name :
         interp_.to_vector(interp_.getattr(interp_.getattr(fn, "__code__"), "co_names"))) {
      if (!interp_.contains(globals_, name)) continue;
      Value value = interp_.getitem(globals_, name);
      if (interp_.str_of(name).rfind("__", 0) == 0 || !is_literal(owner, value)) continue;
      saved_.emplace_back(name, value);
      interp_.setitem(globals_, name, parameter(owner, name, value));
    }
  }
  ~Substitution() {
    for (auto& [cell, value] : cells_) cell.as<interp::CellObject>()->value = value;
    for (auto& [name, value] : saved_) interp_.setitem(globals_, name, value);
  }
  Substitution(const Substitution&) = delete;
  Substitution& operator=(const Substitution&) = delete;

 private:
  static Value parameter(Context& owner, const Value& name, const Value& value) {
    auto made = orm::bindparam(owner.interp.str_of(name), to_orm(owner, value));
    made->unique = true;
    return wrap(owner, made);
  }
  Interpreter& interp_;
  Value globals_;
  std::vector<std::pair<Value, Value>> cells_, saved_;
};

Value call_lambda(Call& call) { return run_lambda(context(call.interp), call[0], items(call[1])); }

Value refuse_cache_key(Call& call) {
  call.interp.unsupported("_generate_cache_key()",
                          "lessonrun does not show cache keys; leave _generate_cache_key() out");
}

// What DDL is sent to where there is no database: a function of the lesson.
class MockBind final : public orm::Bind {
 public:
  MockBind(Context& owner, Value connection, std::shared_ptr<const orm::Dialect> dialect)
      : owner_(owner), connection_(std::move(connection)), dialect_(std::move(dialect)) {}
  const orm::Dialect& dialect() const override { return *dialect_; }
  void run_ddl(orm::FunctionRef<void(orm::Bind&)> work) override { work(*this); }
  void execute_ddl(const orm::ClauseRef& ddl) override {
    owner_.interp.call(owner_.interp.getattr(connection_, "execute"), {wrap(owner_, ddl)});
  }
  bool has_table(const std::string&, const std::string&) override { return false; }
  bool has_index(const std::string&, const std::string&, const std::string&) override {
    return false;
  }

 private:
  Context& owner_;
  Value connection_;
  std::shared_ptr<const orm::Dialect> dialect_;
};

// _MockBase._become_bind(dialect)
Value become_bind(Call& call) {
  const DialectData* dialect = find_dialect(call[0]);
  interp::payload<MockData>(call.interp, call.self).bind =
      std::make_unique<MockBind>(context(call.interp), call.self, dialect->dialect);
  return Value::none();
}

interp::Type* make_mock_base(Context& owner) {
  return interp::TypeBuilder(owner.interp, "_MockBase", "sqlalchemy.engine.mock")
      .payload<MockData>()
      .method("_become_bind", "dialect", guard<become_bind>)
      .build();
}

Value dialect_of_url(Call& call) {
  Context& owner = context(call.interp);
  std::string name = call.interp.str_of(call[0]);
  name = name.substr(0, name.find(':'));
  auto dialect = std::const_pointer_cast<orm::Dialect>(orm::make_dialect(name, owner.profile));
  if (dialect == nullptr) {
    call.interp.unsupported("create_mock_engine('" + name + "://')",
                            "create_mock_engine() knows sqlite, postgresql, mysql, mariadb, oracle "
                            "and mssql");
  }
  dialect->hooks = compile_hooks(owner);
  return wrap_dialect(owner, dialect);
}

}  // namespace

Value run_lambda(Context& owner, const Value& fn, const std::vector<Value>& arguments) {
  Substitution parameters(owner, fn);
  return owner.interp.call(fn, arguments, std::vector<std::pair<std::string_view, Value>>{});
}

std::optional<bool> quote_of_name(Context& owner, const Value& name) {
  if (!name.is_object() || !owner.interp.type_of(name)->heap) return std::nullopt;
  Value quote = owner.interp.find_attr(name, "quote");
  if (!quote || quote.is_none()) return std::nullopt;
  return owner.interp.truth(quote);
}

orm::Name to_name(Context& owner, const Value& value) {
  if (!value || value.is_none()) return {};
  orm::Name name(std::string(owner.interp.text(value)), quote_of_name(owner, value));
  name.conventional =
      owner.interp.type_of(value)->heap && owner.interp.find_attr(value, "_conventional");
  return name;
}

orm::Name to_name(Context& owner, const Value& value, const Value& quote) {
  orm::Name name = to_name(owner, value);
  if (quote && !quote.is_none()) name.quote = owner.interp.truth(quote);
  return name;
}

void add_mock_types(TypeTable& table) { table.emplace_back("_MockBase", make_mock_base); }

void add_python_modules(Interpreter& interp) {
  interp.modules().add(
      "sqlalchemy.sql.lambdas",
      [](interp::ModuleBuilder& builder) {
        builder.function("_call_lambda", "fn, arguments", guard<call_lambda>);
        builder.function("_refuse_cache_key", "", guard<refuse_cache_key>);
      },
      kLambdaText);
  interp.modules().add(
      "sqlalchemy.engine.mock",
      [](interp::ModuleBuilder& builder) {
        builder.function("_dialect_of", "url", guard<dialect_of_url>);
        builder.value("_MockBase", Value(context(builder.interp).type("_MockBase")));
      },
      kMockText);
  interp.modules().add(
      "sqlalchemy.sql._quoted", [](interp::ModuleBuilder&) {}, kQuotedText);
}

}  // namespace lessonrun::bind

// Listeners of engines, connections and pools: what the engine tells, as arguments of a function of
// the lesson.
#include "runner/bind/engine_events.h"

#include <algorithm>

#include "runner/bind/dbapi.h"
#include "runner/bind/dialects.h"
#include "runner/bind/statements.h"

namespace lessonrun::bind {

using interp::Interpreter;
using interp::Value;

namespace {

constexpr const char* kEngineEvents[] = {"connect",
                                         "first_connect",
                                         "checkout",
                                         "checkin",
                                         "reset",
                                         "invalidate",
                                         "close",
                                         "engine_connect",
                                         "engine_disposed",
                                         "set_connection_execution_options",
                                         "savepoint",
                                         "release_savepoint",
                                         "rollback_savepoint",
                                         "begin",
                                         "commit",
                                         "rollback",
                                         "before_execute",
                                         "after_execute",
                                         "handle_error",
                                         "before_cursor_execute",
                                         "after_cursor_execute"};

// One function of the lesson that listens to one event.
class PythonListener final : public EngineEventListener {
 public:
  PythonListener(Context& owner, std::string event, Value fn, EngineListening how)
      : owner_(owner),
        event_(std::move(event)),
        fn_(std::move(fn)),
        engine_(std::move(how.engine)),
        only_(how.only),
        retval_(how.retval),
        once_(how.once) {}

  void first_connect(orm::DriverConnection& driver) override {
    if (event_ == "first_connect") run(with_record(driver, true));
  }
  void connect(orm::DriverConnection& driver) override {
    if (event_ == "connect") run(with_record(driver, true));
  }
  void checkout(orm::DriverConnection& driver) override {
    if (event_ != "checkout") return;
    std::vector<Value> arguments = with_record(driver);
    arguments.push_back(connection_proxy(owner_, driver));
    run(arguments);
  }
  void reset(orm::DriverConnection& driver) override {
    if (event_ != "reset") return;
    std::vector<Value> arguments = with_record(driver);
    if (owner_.profile.typed_names) {
      Interpreter& interp = owner_.interp;
      Value state = interp.call(interp.make_class("PoolResetState", {}, interp.dict()));
      interp.setattr(state, "transaction_was_reset", flag_of(false));
      interp.setattr(state, "terminate_only", flag_of(false));
      interp.setattr(state, "asyncio_safe", flag_of(true));
      arguments.push_back(state);
    }
    run_prefix(std::move(arguments), 2);
  }
  void checkin(orm::DriverConnection& driver) override {
    if (event_ == "checkin") run(with_record(driver));
  }
  void invalidate(orm::DriverConnection& driver) override {
    if (event_ != "invalidate") return;
    std::vector<Value> arguments = with_record(driver);
    arguments.push_back(Value::none());
    run(arguments);
  }
  void close(const orm::DriverConnection& driver) override {
    if (event_ == "close") run(with_record(const_cast<orm::DriverConnection&>(driver)));
    forget_connection(owner_, driver);
  }
  void engine_connect(orm::Connection& connection) override {
    if (event_ != "engine_connect") return;
    // Before 2.0 there were branches of connections.
    std::vector<Value> arguments = {wrap_connection(owner_, connection)};
    if (!owner_.profile.typed_names) arguments.push_back(flag_of(false));
    run(arguments);
  }
  void engine_disposed() override {
    if (event_ == "engine_disposed") run({engine_});
  }
  void set_connection_execution_options(orm::Connection& connection,
                                        orm::Options& options) override {
    if (event_ != "set_connection_execution_options" || !concerns(connection)) return;
    Interpreter& interp = owner_.interp;
    Value dict = interp.dict();
    for (const auto& [name, value] : options) {
      interp.setitem(dict, interp.str(name), from_orm(owner_, value));
    }
    run({wrap_connection(owner_, connection), dict});
    options.clear();
    for (auto& [name, value] : dict_items(owner_, dict)) {
      options.emplace_back(name, to_orm(owner_, value));
    }
  }
  // A savepoint's name is told when it ends, not when it begins.
  void savepoint(orm::Connection& connection, const std::string&) override {
    if (event_ == "savepoint" && concerns(connection))
      run({wrap_connection(owner_, connection), Value::none()});
  }
  void release_savepoint(orm::Connection& connection, const std::string& name) override {
    if (event_ == "release_savepoint") savepoint_ends(connection, name);
  }
  void rollback_savepoint(orm::Connection& connection, const std::string& name) override {
    if (event_ == "rollback_savepoint") savepoint_ends(connection, name);
  }
  void begin(orm::Connection& connection) override { transaction("begin", connection); }
  void commit(orm::Connection& connection) override { transaction("commit", connection); }
  void rollback(orm::Connection& connection) override { transaction("rollback", connection); }

  void before_cursor_execute(orm::Connection& connection, std::string& sql,
                             std::vector<orm::Value>& parameters, size_t rows, bool many) override {
    if (event_ != "before_cursor_execute" || !concerns(connection)) return;
    Value answer =
        run({wrap_connection(owner_, connection), Value::none(), owner_.interp.str(sql),
             to_python(parameters, rows, many && rows > 0), Value::none(), Value::boolean(many)});
    if (!retval_ || !answer || answer.is_none()) return;
    std::vector<Value> pair = owner_.interp.to_vector(answer);
    sql = owner_.interp.str_of(pair.at(0));
    if (many && rows > 0) return;
    parameters.clear();
    for (const Value& value : owner_.interp.to_vector(pair.at(1))) {
      parameters.push_back(to_orm(owner_, value));
    }
  }
  void after_cursor_execute(orm::Connection& connection, const std::string& sql,
                            const std::vector<orm::Value>& parameters, size_t rows,
                            bool many) override {
    if (event_ != "after_cursor_execute" || !concerns(connection)) return;
    run({wrap_connection(owner_, connection), Value::none(), owner_.interp.str(sql),
         to_python(parameters, rows, many), Value::none(), Value::boolean(many)});
  }

  void before_execute(orm::Connection& connection, orm::ClauseRef& statement,
                      const std::vector<orm::ParameterSet>& parameters) override {
    if (event_ != "before_execute" || !concerns(connection)) return;
    Value answer = run_prefix(execution(connection, *statement, parameters), 4);
    if (!retval_ || !answer || answer.is_none()) return;
    if (orm::ClauseRef other = find_clause(owner_, owner_.interp.to_vector(answer).at(0))) {
      statement = other;
    }
  }
  void after_execute(orm::Connection& connection, const orm::ClauseElement& statement,
                     const std::vector<orm::ParameterSet>& parameters,
                     orm::Result& result) override {
    if (event_ != "after_execute" || !concerns(connection)) return;
    std::vector<Value> arguments = execution(connection, statement, parameters);
    arguments.push_back(wrap_result(owner_, result));
    // The older form has no execution options before the result.
    if (takes(arguments.size()) < arguments.size()) arguments.erase(arguments.begin() + 4);
    run(arguments);
  }
  void handle_error(orm::Connection& connection, const orm::StatementError& error,
                    const std::vector<orm::Value>& values) override {
    if (event_ != "handle_error" || !concerns(connection)) return;
    Interpreter& interp = owner_.interp;
    Value translated = exception_of(interp, error);
    Value seen = interp.call(interp.make_class("ExceptionContextImpl", {}, interp.dict()));
    auto put = [&](const char* name, const Value& value) { interp.setattr(seen, name, value); };
    put("connection", wrap_connection(owner_, connection));
    put("engine", wrap_engine(owner_, connection.engine()));
    put("dialect", engine_dialect_object(owner_, connection.engine()));
    put("statement",
        error.info().has_statement ? interp.str(error.info().statement) : Value::none());
    put("parameters", to_python(values, 1, false));
    put("sqlalchemy_exception", translated);
    put("original_exception", interp.find_attr(translated, "orig"));
    put("chained_exception", Value::none());
    put("execution_context", Value::none());
    put("is_disconnect", flag_of(false));
    put("invalidate_pool_on_disconnect", flag_of(true));
    Value answer = run({seen});
    if (retval_ && answer && !answer.is_none()) interp.raise_from(answer, translated);
  }

  bool is(const std::string& event, const Value& fn) const override {
    return active && event == event_ && same_listener(fn_, fn);
  }

 private:
  std::vector<Value> with_record(orm::DriverConnection& driver, bool fresh = false) {
    return {wrap_dbapi(owner_, driver), connection_record(owner_, driver, fresh)};
  }
  bool concerns(const orm::Connection& connection) const {
    return only_ == nullptr || only_ == connection.state().base();
  }
  void savepoint_ends(orm::Connection& connection, const std::string& name) {
    if (concerns(connection))
      run({wrap_connection(owner_, connection), owner_.interp.str(name), Value::none()});
  }

  void transaction(const char* name, orm::Connection& connection) {
    if (event_ == name && concerns(connection)) run({wrap_connection(owner_, connection)});
  }

  Value run(const std::vector<Value>& arguments) {
    if (!active) return {};
    if (once_) active = false;
    return owner_.interp.call(fn_, arguments, {});
  }

  // How many of `most` arguments the function takes; SQLAlchemy passes the older forms what they
  // were written for.
  size_t takes(size_t most) {
    Interpreter& interp = owner_.interp;
    Value code = interp.find_attr(fn_, "__code__");
    if (!code) return most;
    constexpr int64_t kVarArguments = 4;  // CO_VARARGS
    if ((interp.to_int64(interp.getattr(code, "co_flags")) & kVarArguments) != 0) return most;
    auto count = static_cast<size_t>(interp.to_int64(interp.getattr(code, "co_argcount")));
    return std::min(count, most);
  }
  Value run_prefix(std::vector<Value> arguments, size_t least) {
    arguments.resize(std::max(least, takes(arguments.size())));
    return run(arguments);
  }

  // conn, clauseelement, multiparams, params[, execution_options]
  std::vector<Value> execution(orm::Connection& connection, const orm::ClauseElement& statement,
                               const std::vector<orm::ParameterSet>& parameters) {
    Interpreter& interp = owner_.interp;
    auto dict_of = [&](const orm::ParameterSet& set) {
      Value dict = interp.dict();
      for (const auto& [name, value] : set)
        interp.setitem(dict, interp.str(name), from_orm(owner_, value));
      return dict;
    };
    std::vector<Value> many;
    if (parameters.size() > 1 || !owner_.profile.future) {
      for (const auto& set : parameters) many.push_back(dict_of(set));
    }
    Value params =
        parameters.size() == 1 && owner_.profile.future ? dict_of(parameters[0]) : interp.dict();
    std::vector<Value> out = {
        wrap_connection(owner_, connection),
        wrap(owner_, orm::ClauseRef(const_cast<orm::ClauseElement*>(&statement))),
        owner_.profile.future ? interp.list(std::move(many)) : interp.tuple(std::move(many)),
        params};
    if (owner_.profile.stmt_cache)
      out.push_back(make_facade(owner_, "immutabledict", interp.dict()));
    return out;
  }

  [[gnu::noinline]] static Value flag_of(bool value) { return Value::boolean(value); }

  Value to_python(const std::vector<orm::Value>& values, size_t rows, bool many) {
    auto tuple = [&](size_t from, size_t count) {
      std::vector<Value> row;
      for (size_t i = from; i < from + count; ++i) row.push_back(from_orm(owner_, values[i]));
      return owner_.interp.tuple(std::move(row));
    };
    if (!many) return tuple(0, values.size());
    size_t width = rows == 0 ? 0 : values.size() / rows;
    std::vector<Value> sets;
    for (size_t i = 0; i < rows; ++i) sets.push_back(tuple(i * width, width));
    return owner_.profile.many_as_list ? owner_.interp.list(std::move(sets))
                                       : owner_.interp.tuple(std::move(sets));
  }

  Context& owner_;
  std::string event_;
  Value fn_;
  Value engine_;      ///< what engine_disposed is told of
  const void* only_;  ///< the one connection that it listens to, or null
  bool retval_, once_;
};

}  // namespace

bool is_engine_event(const std::string& event) {
  return std::any_of(std::begin(kEngineEvents), std::end(kEngineEvents),
                     [&](const char* known) { return event == known; });
}

std::shared_ptr<EngineEventListener> make_engine_listener(Context& owner, std::string event,
                                                          Value fn, EngineListening listening) {
  return std::make_shared<PythonListener>(owner, std::move(event), std::move(fn),
                                          std::move(listening));
}

}  // namespace lessonrun::bind

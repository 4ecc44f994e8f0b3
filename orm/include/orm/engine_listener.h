// EngineListener: what is told of an engine's events.
#pragma once

#include <orm/driver.h>
#include <orm/engine.h>
#include <orm/error.h>
#include <orm/result.h>

#include <memory>
#include <string>
#include <vector>

namespace orm {

/// What listens to an engine (event.listen). Override what matters.
class EngineListener {
 public:
  virtual ~EngineListener() = default;
  virtual void first_connect(DriverConnection&) {}  ///< the pool's first
  virtual void connect(DriverConnection&) {}        ///< a new DBAPI connection
  virtual void checkout(DriverConnection&) {}
  virtual void reset(DriverConnection&) {}  ///< is rolled back, on its way to the pool
  virtual void checkin(DriverConnection&) {}
  virtual void invalidate(DriverConnection&) {}
  virtual void close(const DriverConnection&) {}  ///< goes for good
  virtual void engine_connect(Connection&) {}     ///< Engine.connect() has one ready
  virtual void engine_disposed() {}
  /// The options of Connection.execution_options(), which may be changed.
  virtual void set_connection_execution_options(Connection&, Options&) {}
  virtual void savepoint(Connection&, const std::string& name) { (void)name; }
  virtual void release_savepoint(Connection&, const std::string& name) { (void)name; }
  virtual void rollback_savepoint(Connection&, const std::string& name) { (void)name; }
  virtual void begin(Connection&) {}
  virtual void commit(Connection&) {}
  virtual void rollback(Connection&) {}
  /// May change SQL and parameters (retval=True). Values of many `rows` stand one after another; of
  /// one of the statements that an INSERT of many rows is sent in (insertmanyvalues) they are all
  /// of one row, and `rows` is 0. Afterwards the whole INSERT is told of.
  virtual void before_cursor_execute(Connection&, std::string& sql, std::vector<Value>& parameters,
                                     size_t rows, bool executemany) {
    (void)sql, (void)parameters, (void)rows, (void)executemany;
  }
  virtual void after_cursor_execute(Connection&, const std::string& sql,
                                    const std::vector<Value>& parameters, size_t rows,
                                    bool executemany) {
    (void)sql, (void)parameters, (void)rows, (void)executemany;
  }
  /// May put another statement in the place of the one that is executed.
  virtual void before_execute(Connection&, ClauseRef&, const std::vector<ParameterSet>&) {}
  virtual void after_execute(Connection&, const ClauseElement&, const std::vector<ParameterSet>&,
                             Result&) {}
  /// The driver has refused a statement; may throw another error than `error`, the translated one.
  virtual void handle_error(Connection&, const StatementError& error, const std::vector<Value>&) {
    (void)error;
  }
};

/// event.listen(engine, ..): the listener hears of the engine, and of those made from it by
/// execution_options().
void add_listener(const Engine& engine, std::shared_ptr<EngineListener> listener);

}  // namespace orm

// Listeners of one event that are functions.
#include "orm/listen.h"

#include <memory>
#include <utility>

#include "orm/driver.h"
#include "orm/engine_listener.h"

namespace orm {

namespace {

class ConnectListener final : public EngineListener {
 public:
  explicit ConnectListener(std::function<void(DriverConnection&)> function)
      : function_(std::move(function)) {}
  void connect(DriverConnection& connection) override { function_(connection); }

 private:
  std::function<void(DriverConnection&)> function_;
};

using TransactionFunction = std::function<void(Connection&)>;

class BeginListener final : public EngineListener {
 public:
  explicit BeginListener(TransactionFunction function) : function_(std::move(function)) {}
  void begin(Connection& connection) override { function_(connection); }

 private:
  TransactionFunction function_;
};

class CommitListener final : public EngineListener {
 public:
  explicit CommitListener(TransactionFunction function) : function_(std::move(function)) {}
  void commit(Connection& connection) override { function_(connection); }

 private:
  TransactionFunction function_;
};

class RollbackListener final : public EngineListener {
 public:
  explicit RollbackListener(TransactionFunction function) : function_(std::move(function)) {}
  void rollback(Connection& connection) override { function_(connection); }

 private:
  TransactionFunction function_;
};

using StatementFunction =
    std::function<void(Connection&, const std::string&, const std::vector<Value>&)>;

class StatementListener final : public EngineListener {
 public:
  explicit StatementListener(StatementFunction function) : function_(std::move(function)) {}
  void before_cursor_execute(Connection& connection, std::string& sql,
                             std::vector<Value>& parameters, size_t, bool) override {
    function_(connection, sql, parameters);
  }

 private:
  StatementFunction function_;
};

}  // namespace

void listen_connect(const Engine& engine, std::function<void(DriverConnection&)> listener) {
  add_listener(engine, std::make_shared<ConnectListener>(std::move(listener)));
}

void listen_begin(const Engine& engine, TransactionFunction listener) {
  add_listener(engine, std::make_shared<BeginListener>(std::move(listener)));
}

void listen_commit(const Engine& engine, TransactionFunction listener) {
  add_listener(engine, std::make_shared<CommitListener>(std::move(listener)));
}

void listen_rollback(const Engine& engine, TransactionFunction listener) {
  add_listener(engine, std::make_shared<RollbackListener>(std::move(listener)));
}

void listen_before_execute(
    const Engine& engine,
    std::function<void(Connection&, const std::string&, const std::vector<Value>&)> listener) {
  add_listener(engine, std::make_shared<StatementListener>(std::move(listener)));
}

}  // namespace orm

// Pools: which connection a checkout gets, by SQLAlchemy's pool classes.
#include <orm/error.h>

#include "orm/engine/state.h"

namespace orm {

const char* Pool::class_name() const {
  switch (kind_) {
    case Kind::singleton_thread:
      return "SingletonThreadPool";
    case Kind::static_:
      return "StaticPool";
    case Kind::null:
      return "NullPool";
    case Kind::queue:
      return "QueuePool";
    case Kind::assertion:
      return "AssertionPool";
  }
  return "Pool";
}

std::shared_ptr<PooledConnection> Pool::checkout(bool& created) {
  std::lock_guard<std::mutex> lock(mutex_);
  auto open = [&] {
    auto connection = std::make_shared<PooledConnection>();
    connection->driver = creator_();
    created = true;
    return connection;
  };
  std::shared_ptr<PooledConnection> result;
  switch (kind_) {
    case Kind::singleton_thread: {
      auto& mine = by_thread_[std::this_thread::get_id()];
      if (!mine) mine = open();
      result = mine;
      break;
    }
    case Kind::static_:
      if (!single_) single_ = open();
      result = single_;
      break;
    case Kind::null:
      result = open();
      break;
    case Kind::assertion:
      if (single_ && single_->users > 0)
        throw AssertionError("connection is already checked out at:\n");
      if (!single_) single_ = open();
      result = single_;
      break;
    case Kind::queue:
      if (!idle_.empty()) {
        result = idle_.back();
        idle_.pop_back();
        // The place of one that was discarded.
        if (result->driver == nullptr) result = open();
      } else {
        if (overflow_ >= 0 && open_ >= size_ + overflow_)
          throw TimeoutError("QueuePool limit of size " + std::to_string(size_) + " overflow " +
                             std::to_string(overflow_) + " reached, connection timed out, " +
                             timeout_text);
        result = open();
        ++open_;
      }
      break;
  }
  ++result->users;
  return result;
}

void Pool::checkin(std::shared_ptr<PooledConnection> connection) {
  {
    std::lock_guard<std::mutex> lock(mutex_);
    if (--connection->users > 0) return;
    try {
      if (connection->driver->in_transaction()) connection->driver->rollback();
    } catch (const DriverError&) {
      // A connection that cannot roll back is not kept.
      if (kind_ == Kind::queue) --open_;
      return;
    }
    if (connection->discarded) return;
    if (kind_ == Kind::queue && static_cast<int>(idle_.size()) < size_) {
      idle_.push_back(std::move(connection));
      return;
    }
    if (kind_ == Kind::queue) --open_;
    if (kind_ != Kind::queue && kind_ != Kind::null) return;
  }
  // Whoever is told may ask the pool.
  if (on_close) on_close(*connection->driver);
}

void Pool::discard(const std::shared_ptr<PooledConnection>& connection) {
  std::lock_guard<std::mutex> lock(mutex_);
  if (kind_ == Kind::queue && connection->discarded) return;
  connection->discarded = true;
  if (single_ == connection) single_.reset();
  for (auto entry = by_thread_.begin(); entry != by_thread_.end();)
    entry = entry->second == connection ? by_thread_.erase(entry) : std::next(entry);
  if (kind_ != Kind::queue) return;
  // Its place stays, for a new connection.
  if (static_cast<int>(idle_.size()) < size_) {
    idle_.push_back(std::make_shared<PooledConnection>());
  } else {
    --open_;
  }
}

void Pool::dispose() {
  std::vector<std::shared_ptr<PooledConnection>> closed;
  {
    std::lock_guard<std::mutex> lock(mutex_);
    for (const auto& [thread, connection] : by_thread_) closed.push_back(connection);
    if (single_) closed.push_back(single_);
    closed.insert(closed.end(), idle_.begin(), idle_.end());
    by_thread_.clear();
    single_.reset();
    open_ -= static_cast<int>(idle_.size());
    idle_.clear();
    connected = false;
  }
  if (!on_close) return;
  for (const auto& connection : closed) {
    if (connection->driver != nullptr) on_close(*connection->driver);
  }
}

int Pool::checkedin() {
  std::lock_guard<std::mutex> lock(mutex_);
  return static_cast<int>(idle_.size());
}

int Pool::checkedout() {
  std::lock_guard<std::mutex> lock(mutex_);
  return open_ - static_cast<int>(idle_.size());
}

int Pool::overflow() {
  std::lock_guard<std::mutex> lock(mutex_);
  return open_ - size_;
}

std::string Pool::status() {
  if (kind_ == Kind::queue)
    return "Pool size: " + std::to_string(size_) +
           "  Connections in pool: " + std::to_string(checkedin()) +
           " Current Overflow: " + std::to_string(overflow()) +
           " Current Checked out connections: " + std::to_string(checkedout());
  if (kind_ != Kind::singleton_thread) return class_name();
  std::lock_guard<std::mutex> lock(mutex_);
  return "SingletonThreadPool id:" + std::to_string(reinterpret_cast<uintptr_t>(this)) +
         " size: " + std::to_string(by_thread_.size());
}

}  // namespace orm

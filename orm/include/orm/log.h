// Where the echo goes: records with a logger's name and a message, as SQLAlchemy logs them.
#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace orm {

enum class LogLevel : uint8_t { debug = 10, info = 20, warning = 30 };

/// What a record is about, so that a reader need not guess from its text.
enum class LogKind : uint8_t { sql, parameters, transaction, savepoint, row, pool, other };

struct LogRecord {
  LogKind kind;
  LogLevel level;
  std::string_view logger;   ///< `sqlalchemy.engine.Engine`
  std::string_view message;  ///< as shown after the logger's name
  std::string_view sql;      ///< kind sql, savepoint: the statement
  std::string_view params;   ///< kind parameters: the parameters alone, without `[generated in ..]`
};

/// Receives the echo. A sink may be shared by engines of one thread; it is not locked.
class LogSink {
 public:
  virtual ~LogSink() = default;
  /// Does anything listen to that logger at that level, apart from an engine's own echo flag?
  /// Asked once per connection, as SQLAlchemy does.
  virtual bool enabled(std::string_view logger, LogLevel level) = 0;
  /// `echoed`: the engine's echo flag asks for it (SQLAlchemy then adds a handler on stdout).
  virtual void write(const LogRecord& record) = 0;
  /// An engine with echo=True or "debug" was made: level of its logger.
  virtual void engine_echo(std::string_view logger, LogLevel level) { (void)logger, (void)level; }
  /// Every statement sent to the driver, echo or not. `logger` is the one that also gets records
  /// of it; empty if none does.
  virtual void statement_sent(std::string_view logger, std::string_view sql,
                              std::string_view params) {
    (void)logger, (void)sql, (void)params;
  }
  virtual bool wants_statements() const { return false; }
  /// A warning (SAWarning) that an execution gives, as one sentence.
  virtual void warning(const std::string& message) { (void)message; }
  /// What 1.4 warns of because 2.0 takes it away (RemovedIn20Warning), as one sentence.
  virtual void removed_in_20(const std::string& message) { (void)message; }
};

/// Writes lines as Python's logging does to stdout: time, level, logger, message.
std::shared_ptr<LogSink> stdout_log();

/// Source of time; replaced where output must be the same every time.
class Clock {
 public:
  virtual ~Clock() = default;
  /// Seconds, for durations.
  virtual double monotonic() = 0;
  /// Microseconds since 1970 UTC, for time stamps and CURRENT_TIMESTAMP.
  virtual int64_t now_microseconds() = 0;
  /// Is `now` fixed, so that SQL functions of the database must follow it too?
  virtual bool fixed() const { return false; }
};
std::shared_ptr<Clock> system_clock();

}  // namespace orm

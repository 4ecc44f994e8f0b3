// The echo of an engine as events of the transcript, and as records of Python's logging.
//
// echo=True gives SQLAlchemy's logger a handler on stdout: those lines are events of their own
// kinds, so that the checker can tell SQL from output. Handlers that the lesson itself sets up
// (logging.basicConfig) get each record too, and write wherever they write.
#include "runner/bind/log.h"

#include <ctime>
#include <set>

#include "runner/bind/context.h"
#include "runner/bind/legacy.h"

namespace lessonrun::bind {

namespace {

class TranscriptLog final : public orm::LogSink {
 public:
  explicit TranscriptLog(Context& context) : context_(context) {}

  bool enabled(std::string_view logger, orm::LogLevel level) override {
    set_own_level();
    return interp::logging::is_enabled_for(context_.interp, logger, static_cast<int>(level));
  }

  void write(const orm::LogRecord& record) override {
    // An echoing engine has a handler on its own logger; a record also reaches those of the
    // loggers above, so a named engine beside an unnamed one logs twice.
    for (size_t i = count_echoes(record.logger); i > 0; --i) context_.sink.log(event_of(record));
    interp::logging::log(context_.interp, record.logger, static_cast<int>(record.level),
                         record.message);
  }

  void engine_echo(std::string_view logger, orm::LogLevel) override {
    echoing_.insert(std::string(logger));
  }

  bool wants_statements() const override { return true; }

  void warning(const std::string& message) override { context_.warn("SAWarning", message); }
  void removed_in_20(const std::string& message) override { warn_removed_in_20(context_, message); }

  // What is echoed gets into the transcript as a record.
  void statement_sent(std::string_view logger, std::string_view sql,
                      std::string_view params) override {
    if (count_echoes(logger) > 0) return;
    Event event;
    event.kind = EventKind::sql;
    event.text = std::string(sql);
    event.parameters = std::string(params);
    event.line = context_.interp.current_line();
    event.echoed = false;
    context_.sink.log(std::move(event));
  }

 private:
  // The logger of the whole package begins with WARNING unless the lesson gave it a level, so that
  // a basicConfig() of INFO alone shows no SQL. It can be asked for once logging is imported.
  void set_own_level() {
    if (settled_ || !context_.interp.modules().get("logging")) return;
    settled_ = true;
    constexpr int kWarn = static_cast<int>(orm::LogLevel::warning);
    if (interp::logging::level_of(context_.interp, "sqlalchemy") == 0)
      interp::logging::set_level(context_.interp, "sqlalchemy", kWarn);
  }
  /// How many echoing engines' handlers a record for this logger reaches.
  size_t count_echoes(std::string_view logger) const {
    size_t count = 0;
    for (std::string_view name = logger; !name.empty();) {
      count += echoing_.count(name);
      size_t dot = name.rfind('.');
      name = dot == std::string_view::npos ? std::string_view() : name.substr(0, dot);
    }
    return count;
  }

  Event event_of(const orm::LogRecord& record) const {
    Event event;
    event.kind = event_kind(record);
    event.text = std::string(record.message);
    event.parameters = std::string(record.params);
    event.line = context_.interp.current_line();
    event.prefix = prefix(record);
    return event;
  }

  static EventKind event_kind(const orm::LogRecord& record) {
    switch (record.kind) {
      case orm::LogKind::sql:
      case orm::LogKind::savepoint:
        return EventKind::sql;
      case orm::LogKind::parameters:
        return EventKind::parameters;
      case orm::LogKind::transaction:
        return EventKind::transaction;
      default:
        return EventKind::log_other;
    }
  }

  // `2026-11-21 09:00:00,123 INFO sqlalchemy.engine.Engine `
  std::string prefix(const orm::LogRecord& record) const {
    double now = context_.interp.host().now();
    auto seconds = static_cast<std::time_t>(now);
    std::tm local{};
    localtime_r(&seconds, &local);
    char text[64];
    size_t size = std::strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S", &local);
    char milliseconds[8];
    std::snprintf(milliseconds, sizeof milliseconds, ",%03d",
                  static_cast<int>((now - static_cast<double>(seconds)) * 1000) % 1000);
    std::string made(text, size);
    made += milliseconds;
    switch (record.level) {
      case orm::LogLevel::debug:
        made += " DEBUG ";
        break;
      case orm::LogLevel::info:
        made += " INFO ";
        break;
      case orm::LogLevel::warning:
        made += " WARNING ";
        break;
    }
    made += record.logger;
    return made + " ";
  }

  Context& context_;
  std::set<std::string, std::less<>> echoing_;
  bool settled_ = false;
};

}  // namespace

std::shared_ptr<orm::LogSink> make_log(Context& context) {
  return std::make_shared<TranscriptLog>(context);
}

}  // namespace lessonrun::bind

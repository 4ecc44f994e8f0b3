// The default log sink and clock.
#include <orm/log.h>

#include <chrono>
#include <cstdio>
#include <ctime>

namespace orm {

namespace {

class SystemClock : public Clock {
 public:
  double monotonic() override {
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch())
        .count();
  }
  int64_t now_microseconds() override {
    return std::chrono::duration_cast<std::chrono::microseconds>(
               std::chrono::system_clock::now().time_since_epoch())
        .count();
  }
};

class StdoutLog : public LogSink {
 public:
  bool enabled(std::string_view, LogLevel) override { return false; }
  void write(const LogRecord& record) override {
    int64_t now = SystemClock().now_microseconds();
    std::time_t seconds = now / 1000000;
    std::tm local{};
    localtime_r(&seconds, &local);
    char stamp[48];
    std::strftime(stamp, sizeof stamp, "%Y-%m-%d %H:%M:%S", &local);
    const char* level = record.level == LogLevel::debug ? "DEBUG" : "INFO";
    std::printf("%s,%03d %s %.*s %.*s\n", stamp, static_cast<int>(now / 1000 % 1000), level,
                static_cast<int>(record.logger.size()), record.logger.data(),
                static_cast<int>(record.message.size()), record.message.data());
  }
};

}  // namespace

std::shared_ptr<LogSink> stdout_log() { return std::make_shared<StdoutLog>(); }
std::shared_ptr<Clock> system_clock() { return std::make_shared<SystemClock>(); }

}  // namespace orm

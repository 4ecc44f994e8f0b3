// EngineParts: what an engine is built of, for programs that bring some of it themselves.
#pragma once

#include <orm/driver.h>
#include <orm/engine.h>
#include <orm/log.h>

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace orm {

class CompileHooks;

/// What create_engine() takes beside its options; whatever is left out is the usual one.
struct EngineParts {
  std::shared_ptr<LogSink> log{};  ///< where the echo goes; null: stdout_log()
  CompileHooks* hooks = nullptr;   ///< of the engine's dialect
  std::shared_ptr<Clock> clock{};  ///< null: system_clock()
  DriverOptions driver{};
  /// Opens connections in the place of the driver: SQLAlchemy's `creator`.
  std::function<std::unique_ptr<DriverConnection>()> creator{};
  /// In the place of those of JSON columns.
  std::function<std::string(const Value&)> json_serializer{};
  std::function<Value(std::string_view)> json_deserializer{};
};

/// create_engine() of parts; see engine.h.
Engine create_engine(const Url& url, EngineOptions options, const EngineParts& parts);
Engine create_engine(std::string_view url, EngineOptions options, const EngineParts& parts);

/// Is there a driver for databases of that URL? Throws NoSuchModuleError, or ModuleNotFoundError as
/// where Python has no such module.
void require_driver(const Url& url, const Profile& profile);
/// Sets one keyword argument of create_engine() by name; adds those that nobody knows to `unknown`.
void set_engine_option(EngineOptions& options, const std::string& name, const Value& value,
                       std::vector<std::string>& unknown);
/// The TypeError for keywords that nothing takes.
[[noreturn]] void throw_unknown_engine_options(const std::vector<std::string>& unknown,
                                               const Url& url, const EngineOptions& options);

}  // namespace orm

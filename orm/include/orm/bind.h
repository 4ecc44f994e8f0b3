// Bind: what DDL is sent to.
#pragma once

#include <orm/clause.h>
#include <orm/function_ref.h>

#include <string>

namespace orm {

struct Dialect;

/// What DDL is sent to: an Engine or a Connection (engine.h implements it).
class Bind {
 public:
  virtual ~Bind() = default;
  virtual const Dialect& dialect() const = 0;
  /// Runs `work` inside one transaction where the profile wants one, on a Bind of its own.
  virtual void run_ddl(FunctionRef<void(Bind&)> work) = 0;
  virtual void execute_ddl(const ClauseRef& ddl) = 0;
  virtual bool has_table(const std::string& name, const std::string& schema) = 0;
  /// The schema of a table here: schema_translate_map applied.
  virtual std::string effective_schema(const std::string& schema) const { return schema; }
  /// A warning (SAWarning) about what is done.
  virtual void warn(const std::string& message) { (void)message; }
  virtual bool has_index(const std::string& table, const std::string& name,
                         const std::string& schema) = 0;
};

}  // namespace orm

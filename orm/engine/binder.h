// Parameter sets as the values that a compiled statement is sent with.
#pragma once

#include <orm/compiler.h>
#include <orm/error.h>

#include <string>
#include <vector>

namespace orm {

/// Turns parameter sets into values in the order of the compiled statement's parameters.
class Binder {
 public:
  Binder(const Compiled& compiled, const Dialect& dialect, const Profile& profile,
         const KeyBuilder* key, const char* no_parameters);

  /// One value for each of Compiled::binds, converted for the driver. `filled` learns the defaults
  /// that were evaluated, `given` the values before they are converted. Throws StatementError where
  /// a value is missing or does not convert.
  void collect(const ParameterSet* set, const std::vector<ParameterSet>& all,
               std::vector<Value>& out, ParameterSet* filled, std::vector<Value>* given = nullptr);

 private:
  const Value* lookup(const ParameterSet* set, size_t bind);
  const DefaultFill* default_of(size_t bind) const;
  Value evaluate(const DefaultFill& fill, const ParameterSet* set,
                 const ParameterSet& evaluated) const;
  const BindParameter* source_of(const CompiledBind& bind) const;
  // All parameters of a row by name, as far as they are known.
  ParameterSet current(const ParameterSet* set, const ParameterSet& evaluated) const;
  /// Throws StatementError where a value that is found out late cannot be.
  Value value_of(const BindParameter& source, const std::vector<ParameterSet>& all) const;
  [[noreturn]] void missing(const std::string& name, const ParameterSet* set,
                            const std::vector<ParameterSet>& all) const;
  [[noreturn]] void wrap(const char* cls, const std::string& message,
                         const std::vector<ParameterSet>& all, const char* code = nullptr,
                         std::exception_ptr cause = nullptr) const;

  const Compiled& compiled_;
  const Dialect& dialect_;
  const Profile& profile_;
  const KeyBuilder* key_;
  const char* no_parameters_;
  std::vector<size_t> sources_;
};

}  // namespace orm

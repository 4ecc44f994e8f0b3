// What a type of somebody else's throws while it converts a value.
#pragma once

#include <orm/error.h>

#include <memory>
#include <string>

namespace orm {

/// An exception of the language that a type's conversion is written in. A statement that could not
/// be sent for it is a StatementError whose `orig` it is, and its `cause`.
class ForeignError : public Error {
 public:
  /// `name` with its module, `builtins.ValueError`; `object` is for whoever threw it.
  ForeignError(std::string name, std::string message, std::shared_ptr<void> object)
      : Error(ValueError::cls, std::move(message)),
        name_(std::move(name)),
        object_(std::move(object)) {}
  const std::string& name() const noexcept { return name_; }
  const std::shared_ptr<void>& object() const noexcept { return object_; }

 private:
  std::string name_;
  std::shared_ptr<void> object_;
};

}  // namespace orm

// Criteria and SET values evaluated on objects that the session has: how a bulk UPDATE or DELETE
// finds out, without a query, which of them it touched. SQLAlchemy's
// synchronize_session='evaluate'.
#pragma once

#include <functional>
#include <string>
#include <utility>

#include "orm/error.h"
#include "orm/mapper.h"

namespace orm {

/// An expression has no meaning outside the database. SQLAlchemy's UnevaluatableError.
class Unevaluatable : public Error {
 public:
  static const ErrorClass cls;
  explicit Unevaluatable(std::string message) : Error(cls, std::move(message)) {}
};

/// What an expression gives for one object.
struct Evaluated {
  Value value;
  bool expired = false;  ///< an attribute of it is not loaded: nothing can be said
};
using Evaluation = std::function<Evaluated(InstanceState&)>;

/// The expression as a function of an object of `mapper`. Throws Unevaluatable. `loads`: attributes
/// that are not loaded are loaded, as before 1.4.
Evaluation evaluation_of(const ColumnElement& expression, const Mapper& mapper, bool loads);

}  // namespace orm

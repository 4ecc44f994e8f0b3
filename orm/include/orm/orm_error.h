// Errors of the mapper and the session, named and worded as sqlalchemy.orm.exc.
#pragma once

#include <orm/error.h>

#include <string>
#include <vector>

namespace orm {

class InstanceState;

/// The row of an object is not the one it was loaded from any more.
class StaleDataError : public SQLAlchemyError {
 public:
  static const ErrorClass cls;
  explicit StaleDataError(std::string message) : SQLAlchemyError(cls, std::move(message)) {}
};

// NOLINTBEGIN(bugprone-macro-parentheses): a class and its base cannot stand in parentheses.
#define ORM_MAPPING_ERROR(Name, Base)                                               \
  class Name : public Base {                                                        \
   public:                                                                          \
    static const ErrorClass cls;                                                    \
    explicit Name(std::string message) : Base(cls, std::move(message)) {}           \
                                                                                    \
   protected:                                                                       \
    Name(const ErrorClass& c, std::string message) : Base(c, std::move(message)) {} \
  };
// NOLINTEND(bugprone-macro-parentheses)

/// A flush that cannot be done: missing primary keys, conflicts of identity.
ORM_MAPPING_ERROR(FlushError, SQLAlchemyError)
/// A mapping is wanted of something that has none.
ORM_MAPPING_ERROR(UnmappedError, InvalidRequestError)
ORM_MAPPING_ERROR(UnmappedInstanceError, UnmappedError)
ORM_MAPPING_ERROR(UnmappedClassError, UnmappedError)
ORM_MAPPING_ERROR(UnmappedColumnError, InvalidRequestError)
/// The row of an object has gone.
ORM_MAPPING_ERROR(ObjectDeletedError, InvalidRequestError)
/// An object without a session was asked for a value that is not loaded.
ORM_MAPPING_ERROR(DetachedInstanceError, SQLAlchemyError)
/// A mapped class lacks an annotation that Mapped[] needs.
ORM_MAPPING_ERROR(MappedAnnotationError, ArgumentError)

/// Every class above, so that a binding can list them.
const std::vector<const ErrorClass*>& mapping_error_classes();

/// `<User at 0x7f3c…>`
std::string state_str(const InstanceState& state);

}  // namespace orm

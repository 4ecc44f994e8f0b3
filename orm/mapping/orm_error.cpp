// The classes of sqlalchemy.orm.exc as data.
#include "orm/orm_error.h"

#include <cstdint>
#include <cstdio>

#include "orm/mapper.h"

namespace orm {

namespace {
constexpr const char* kModule = "sqlalchemy.orm.exc";
}

const ErrorClass StaleDataError::cls = {"StaleDataError", kModule, &SQLAlchemyError::cls};
const ErrorClass FlushError::cls = {"FlushError", kModule, &SQLAlchemyError::cls};
const ErrorClass UnmappedError::cls = {"UnmappedError", kModule, &InvalidRequestError::cls};
const ErrorClass UnmappedInstanceError::cls = {"UnmappedInstanceError", kModule,
                                               &UnmappedError::cls};
const ErrorClass UnmappedClassError::cls = {"UnmappedClassError", kModule, &UnmappedError::cls};
const ErrorClass UnmappedColumnError::cls = {"UnmappedColumnError", kModule,
                                             &InvalidRequestError::cls};
const ErrorClass ObjectDeletedError::cls = {"ObjectDeletedError", kModule,
                                            &InvalidRequestError::cls};
const ErrorClass DetachedInstanceError::cls = {"DetachedInstanceError", kModule,
                                               &SQLAlchemyError::cls};
const ErrorClass MappedAnnotationError::cls = {"MappedAnnotationError", kModule,
                                               &ArgumentError::cls};

const std::vector<const ErrorClass*>& mapping_error_classes() {
  static const std::vector<const ErrorClass*> kClasses = {
      &StaleDataError::cls,       &FlushError::cls,
      &UnmappedError::cls,        &UnmappedInstanceError::cls,
      &UnmappedClassError::cls,   &UnmappedColumnError::cls,
      &ObjectDeletedError::cls,   &DetachedInstanceError::cls,
      &MappedAnnotationError::cls};
  return kClasses;
}

std::string state_str(const InstanceState& state) {
  char address[32];
  std::snprintf(address, sizeof address, "0x%llx",
                static_cast<unsigned long long>(reinterpret_cast<uintptr_t>(state.address())));
  return "<" + state.mapper().class_name() + " at " + address + ">";
}

}  // namespace orm

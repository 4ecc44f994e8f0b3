// The classes of errors and the text of those that carry a statement.
#include <orm/error.h>
#include <orm/profile.h>

namespace orm {

const Error* Error::cause_error() const noexcept {
  if (cause == nullptr) return nullptr;
  try {
    std::rethrow_exception(cause);
  } catch (const Error& error) {
    return &error;  // the one that `cause` holds
  } catch (...) {
    return nullptr;
  }
}

namespace {
constexpr const char* kBuiltins = "builtins";
constexpr const char* kExc = "sqlalchemy.exc";
const ErrorClass kException{"Exception", kBuiltins, nullptr};
const ErrorClass kRuntimeError{"RuntimeError", kBuiltins, &kException};
const ErrorClass kArithmeticError{"ArithmeticError", kBuiltins, &kException};
}  // namespace

const ErrorClass TypeError::cls{"TypeError", kBuiltins, &kException};
const ErrorClass ValueError::cls{"ValueError", kBuiltins, &kException};
const ErrorClass AttributeError::cls{"AttributeError", kBuiltins, &kException};
const ErrorClass AssertionError::cls{"AssertionError", kBuiltins, &kException};
const ErrorClass RecursionError::cls{"RecursionError", kBuiltins, &kRuntimeError};
const ErrorClass LookupError::cls{"LookupError", kBuiltins, &kException};
const ErrorClass KeyError::cls{"KeyError", kBuiltins, &LookupError::cls};
const ErrorClass IndexError::cls{"IndexError", kBuiltins, &LookupError::cls};
const ErrorClass OverflowError::cls{"OverflowError", kBuiltins, &kArithmeticError};
const ErrorClass ZeroDivisionError::cls{"ZeroDivisionError", kBuiltins, &kArithmeticError};
const ErrorClass NotImplementedError::cls{"NotImplementedError", kBuiltins, &kRuntimeError};
const ErrorClass ImportError::cls{"ImportError", kBuiltins, &kException};
const ErrorClass ModuleNotFoundError::cls{"ModuleNotFoundError", kBuiltins, &ImportError::cls};
const ErrorClass UnsupportedError::cls{"UnsupportedError", "lessonrun", &kException};

#define ORM_CLASS(Name, Base) const ErrorClass Name::cls{#Name, kExc, &Base::cls};
const ErrorClass SQLAlchemyError::cls{"SQLAlchemyError", kExc, &kException};
ORM_CLASS(ArgumentError, SQLAlchemyError)
ORM_CLASS(DuplicateColumnError, ArgumentError)
ORM_CLASS(ObjectNotExecutableError, ArgumentError)
ORM_CLASS(NoSuchModuleError, ArgumentError)
ORM_CLASS(NoForeignKeysError, ArgumentError)
ORM_CLASS(AmbiguousForeignKeysError, ArgumentError)
ORM_CLASS(ConstraintColumnNotFoundError, ArgumentError)
ORM_CLASS(CircularDependencyError, SQLAlchemyError)
ORM_CLASS(CompileError, SQLAlchemyError)
ORM_CLASS(UnsupportedCompilationError, CompileError)
ORM_CLASS(IdentifierError, SQLAlchemyError)
ORM_CLASS(DisconnectionError, SQLAlchemyError)
ORM_CLASS(TimeoutError, SQLAlchemyError)
ORM_CLASS(InvalidRequestError, SQLAlchemyError)
ORM_CLASS(IllegalStateChangeError, InvalidRequestError)
ORM_CLASS(NoInspectionAvailable, InvalidRequestError)
ORM_CLASS(PendingRollbackError, InvalidRequestError)
ORM_CLASS(ResourceClosedError, InvalidRequestError)
ORM_CLASS(NoSuchColumnError, InvalidRequestError)
ORM_CLASS(NoResultFound, InvalidRequestError)
ORM_CLASS(MultipleResultsFound, InvalidRequestError)
ORM_CLASS(NoReferenceError, InvalidRequestError)
ORM_CLASS(NoReferencedTableError, NoReferenceError)
ORM_CLASS(NoReferencedColumnError, NoReferenceError)
ORM_CLASS(AwaitRequired, InvalidRequestError)
ORM_CLASS(NoSuchTableError, InvalidRequestError)
ORM_CLASS(UnreflectableTableError, InvalidRequestError)
ORM_CLASS(UnboundExecutionError, InvalidRequestError)
ORM_CLASS(StatementError, SQLAlchemyError)
ORM_CLASS(DBAPIError, StatementError)
ORM_CLASS(InterfaceError, DBAPIError)
ORM_CLASS(DatabaseError, DBAPIError)
ORM_CLASS(DataError, DatabaseError)
ORM_CLASS(OperationalError, DatabaseError)
ORM_CLASS(IntegrityError, DatabaseError)
ORM_CLASS(InternalError, DatabaseError)
ORM_CLASS(ProgrammingError, DatabaseError)
ORM_CLASS(NotSupportedError, DatabaseError)
#undef ORM_CLASS

const std::vector<const ErrorClass*>& error_classes() {
  static const std::vector<const ErrorClass*> classes = {&SQLAlchemyError::cls,
                                                         &ArgumentError::cls,
                                                         &DuplicateColumnError::cls,
                                                         &ObjectNotExecutableError::cls,
                                                         &NoSuchModuleError::cls,
                                                         &NoForeignKeysError::cls,
                                                         &AmbiguousForeignKeysError::cls,
                                                         &ConstraintColumnNotFoundError::cls,
                                                         &CircularDependencyError::cls,
                                                         &CompileError::cls,
                                                         &UnsupportedCompilationError::cls,
                                                         &IdentifierError::cls,
                                                         &DisconnectionError::cls,
                                                         &TimeoutError::cls,
                                                         &InvalidRequestError::cls,
                                                         &IllegalStateChangeError::cls,
                                                         &NoInspectionAvailable::cls,
                                                         &PendingRollbackError::cls,
                                                         &ResourceClosedError::cls,
                                                         &NoSuchColumnError::cls,
                                                         &NoResultFound::cls,
                                                         &MultipleResultsFound::cls,
                                                         &NoReferenceError::cls,
                                                         &NoReferencedTableError::cls,
                                                         &NoReferencedColumnError::cls,
                                                         &AwaitRequired::cls,
                                                         &NoSuchTableError::cls,
                                                         &UnreflectableTableError::cls,
                                                         &UnboundExecutionError::cls,
                                                         &StatementError::cls,
                                                         &DBAPIError::cls,
                                                         &InterfaceError::cls,
                                                         &DatabaseError::cls,
                                                         &DataError::cls,
                                                         &OperationalError::cls,
                                                         &IntegrityError::cls,
                                                         &InternalError::cls,
                                                         &ProgrammingError::cls,
                                                         &NotSupportedError::cls};
  return classes;
}

std::string with_link(const std::string& message, const char* code, const Profile& profile) {
  return message + " (Background on this error at: " + profile.error_link + code + ")";
}

std::string with_code(std::string message, const char* code, const Profile& profile) {
  if (code == nullptr || *code == '\0') return message;
  message += "\n(Background on this error at: ";
  message += profile.error_link;
  message += code;
  message += ")";
  return message;
}

namespace {
// Codes of the error classes that have one.
const char* code_of(const ErrorClass& cls) {
  static const std::pair<const ErrorClass*, const char*> codes[] = {
      {&DBAPIError::cls, "dbapi"},       {&InterfaceError::cls, "rvf5"},
      {&DatabaseError::cls, "4xp6"},     {&DataError::cls, "9h9h"},
      {&OperationalError::cls, "e3q8"},  {&IntegrityError::cls, "gkpj"},
      {&InternalError::cls, "2j85"},     {&ProgrammingError::cls, "f405"},
      {&NotSupportedError::cls, "tw8g"}, {nullptr, nullptr}};
  for (const auto* entry = codes; entry->first != nullptr; ++entry)
    if (entry->first == &cls) return entry->second;
  return nullptr;
}

std::string full_text(const ErrorClass& cls, const std::string& head, const StatementInfo& info,
                      const Profile& profile) {
  std::string text = head;
  if (info.has_statement) {
    text += "\n[SQL: " + info.statement + "]";
    if (info.hide_parameters)
      text += "\n[SQL parameters hidden due to hide_parameters=True]";
    else if (!info.params_repr.empty())
      text += "\n[parameters: " + info.params_repr + "]";
  }
  return with_code(std::move(text), info.code.empty() ? code_of(cls) : info.code.c_str(), profile);
}
}  // namespace

StatementError::StatementError(const ErrorClass& of_class, std::string message, StatementInfo info,
                               const Profile& profile)
    : SQLAlchemyError(of_class, full_text(of_class, message, info, profile)),
      info_(std::move(info)),
      head_(std::move(message)) {}

}  // namespace orm

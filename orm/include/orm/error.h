// Errors of the library, named and worded as sqlalchemy.exc.
//
// Each class has an ErrorClass, data about it that survives at run time (name, module, base), so
// that a binding can build the same hierarchy in its own language. `what()` is Python's str().
#pragma once

#include <orm/value.h>

#include <exception>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace orm {

struct Profile;

/// A class of errors as Python sees it; compare by address.
struct ErrorClass {
  const char* name;
  const char* module;  ///< `sqlalchemy.exc`, `builtins`, ...
  const ErrorClass* base;
  /// Is this class `other` or derived from it?
  bool derives_from(const ErrorClass& other) const {
    for (const ErrorClass* c = this; c != nullptr; c = c->base)
      if (c == &other) return true;
    return false;
  }
};

/// Base of all errors the library throws.
class Error : public std::exception {
 public:
  Error(const ErrorClass& cls, std::string message) : cls_(&cls), message_(std::move(message)) {}
  /// str(error): message, statement, parameters and the link of its code.
  const char* what() const noexcept override { return message_.c_str(); }
  const std::string& message() const noexcept { return message_; }
  const ErrorClass& error_class() const noexcept { return *cls_; }
  /// `raise ... from cause`: an Error; null where there is none.
  std::exception_ptr cause;
  /// The same as an object, which lives as long as `cause`; null where there is none.
  const Error* cause_error() const noexcept;
  bool is_a(const ErrorClass& cls) const noexcept { return cls_->derives_from(cls); }

 protected:
  const ErrorClass* cls_;
  std::string message_;
};

// NOLINTBEGIN(bugprone-macro-parentheses): a class and its base cannot stand in parentheses.
#define ORM_ERROR(Name, Base)                                                       \
  class Name : public Base {                                                        \
   public:                                                                          \
    static const ErrorClass cls;                                                    \
    explicit Name(std::string message) : Base(cls, std::move(message)) {}           \
                                                                                    \
   protected:                                                                       \
    Name(const ErrorClass& c, std::string message) : Base(c, std::move(message)) {} \
  };

// Python's own errors, where SQLAlchemy lets them out.
ORM_ERROR(TypeError, Error)
ORM_ERROR(ValueError, Error)
ORM_ERROR(AttributeError, Error)
/// A rule of the unit of work was broken: Python's AssertionError.
ORM_ERROR(AssertionError, Error)
/// A statement is nested deeper than it can be compiled.
ORM_ERROR(RecursionError, Error)
/// A value is not among those that are known: Python's LookupError, which Enum raises.
ORM_ERROR(LookupError, Error)
ORM_ERROR(KeyError, LookupError)
ORM_ERROR(IndexError, LookupError)
ORM_ERROR(OverflowError, Error)
ORM_ERROR(ZeroDivisionError, Error)
ORM_ERROR(NotImplementedError, Error)
ORM_ERROR(ImportError, Error)
ORM_ERROR(ModuleNotFoundError, ImportError)
/// What the library does not do; the sentence names it. Not a class of SQLAlchemy.
ORM_ERROR(UnsupportedError, Error)

ORM_ERROR(SQLAlchemyError, Error)
ORM_ERROR(ArgumentError, SQLAlchemyError)
ORM_ERROR(DuplicateColumnError, ArgumentError)
ORM_ERROR(ObjectNotExecutableError, ArgumentError)
ORM_ERROR(NoSuchModuleError, ArgumentError)
ORM_ERROR(NoForeignKeysError, ArgumentError)
ORM_ERROR(AmbiguousForeignKeysError, ArgumentError)
ORM_ERROR(ConstraintColumnNotFoundError, ArgumentError)
ORM_ERROR(CircularDependencyError, SQLAlchemyError)
ORM_ERROR(CompileError, SQLAlchemyError)
ORM_ERROR(UnsupportedCompilationError, CompileError)
ORM_ERROR(IdentifierError, SQLAlchemyError)
ORM_ERROR(DisconnectionError, SQLAlchemyError)
ORM_ERROR(TimeoutError, SQLAlchemyError)
ORM_ERROR(InvalidRequestError, SQLAlchemyError)
ORM_ERROR(IllegalStateChangeError, InvalidRequestError)
ORM_ERROR(NoInspectionAvailable, InvalidRequestError)
ORM_ERROR(PendingRollbackError, InvalidRequestError)
ORM_ERROR(ResourceClosedError, InvalidRequestError)
ORM_ERROR(NoSuchColumnError, InvalidRequestError)
ORM_ERROR(NoResultFound, InvalidRequestError)
ORM_ERROR(MultipleResultsFound, InvalidRequestError)
ORM_ERROR(NoReferenceError, InvalidRequestError)
ORM_ERROR(NoReferencedTableError, NoReferenceError)
ORM_ERROR(NoReferencedColumnError, NoReferenceError)
ORM_ERROR(AwaitRequired, InvalidRequestError)
ORM_ERROR(NoSuchTableError, InvalidRequestError)
ORM_ERROR(UnreflectableTableError, InvalidRequestError)
ORM_ERROR(UnboundExecutionError, InvalidRequestError)

/// What a failed statement carries.
struct StatementInfo {
  std::string statement;      ///< SQL as sent
  std::string params_repr;    ///< the parameters as the echo shows them; empty if there are none
  std::vector<Value> params;  ///< of a single execution
  std::string orig_class;     ///< `sqlite3.IntegrityError`
  std::string orig_message;   ///< `UNIQUE constraint failed: users.name`
  bool has_statement = false;
  bool hide_parameters = false;
  std::string sqlite_errorname;  ///< `SQLITE_CONSTRAINT_UNIQUE`
  int sqlite_errorcode = 0;
  std::string code;  ///< code of the link, where the class does not decide it
};

/// An error while a statement ran; its text ends with the SQL and the parameters.
class StatementError : public SQLAlchemyError {
 public:
  static const ErrorClass cls;
  StatementError(std::string message, StatementInfo info, const Profile& profile)
      : StatementError(cls, std::move(message), std::move(info), profile) {}
  const StatementInfo& info() const noexcept { return info_; }
  /// The message alone, without SQL, parameters and link: `args[0]`.
  const std::string& head() const noexcept { return head_; }
  /// Puts a remark in parentheses before the message (`add_detail`).
  void add_detail(const std::string& detail) { message_ = "(" + detail + ")\n" + message_; }

 protected:
  StatementError(const ErrorClass& of_class, std::string message, StatementInfo info,
                 const Profile& profile);

 private:
  StatementInfo info_;
  std::string head_;
};

#define ORM_STATEMENT_ERROR(Name, Base)                                                  \
  class Name : public Base {                                                             \
   public:                                                                               \
    static const ErrorClass cls;                                                         \
    Name(std::string message, StatementInfo info, const Profile& profile)                \
        : Base(cls, std::move(message), std::move(info), profile) {}                     \
                                                                                         \
   protected:                                                                            \
    Name(const ErrorClass& c, std::string message, StatementInfo info, const Profile& p) \
        : Base(c, std::move(message), std::move(info), p) {}                             \
  };
// NOLINTEND(bugprone-macro-parentheses)

ORM_STATEMENT_ERROR(DBAPIError, StatementError)
ORM_STATEMENT_ERROR(InterfaceError, DBAPIError)
ORM_STATEMENT_ERROR(DatabaseError, DBAPIError)
ORM_STATEMENT_ERROR(DataError, DatabaseError)
ORM_STATEMENT_ERROR(OperationalError, DatabaseError)
ORM_STATEMENT_ERROR(IntegrityError, DatabaseError)
ORM_STATEMENT_ERROR(InternalError, DatabaseError)
ORM_STATEMENT_ERROR(ProgrammingError, DatabaseError)
ORM_STATEMENT_ERROR(NotSupportedError, DatabaseError)

/// What a driver throws: a DBAPI error before SQLAlchemy wraps it.
class DriverError : public std::exception {
 public:
  enum class Kind {
    interface_error,
    database,
    data,
    operational,
    integrity,
    internal,
    programming,
    not_supported,
    overflow,
    type
  };
  DriverError(Kind of_kind, std::string text, int number = 0, std::string name = {})
      : kind(of_kind), message(std::move(text)), code(number), code_name(std::move(name)) {}
  const char* what() const noexcept override { return message.c_str(); }
  Kind kind;
  std::string message;
  int code;
  std::string code_name;
};

/// Every class above, so that a binding can list them.
const std::vector<const ErrorClass*>& error_classes();

/// `message` with SQLAlchemy's "(Background on this error at: ...)" line for an error code.
std::string with_code(std::string message, const char* code, const Profile& profile);
/// The same in one line, as errors without a statement have it.
std::string with_link(const std::string& message, const char* code, const Profile& profile);

}  // namespace orm

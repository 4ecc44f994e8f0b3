// The module sqlite3: the exceptions that SQLAlchemy wraps, and connections of its own for lessons
// that show the driver beside SQLAlchemy.
#include "runner/bind/dbapi.h"
#include "runner/bind/extensions.h"

namespace lessonrun::bind {

using interp::Call;
using interp::Interpreter;
using interp::ModuleBuilder;
using interp::Type;
using interp::Value;

namespace {

// The exceptions of Python's driver, which SQLAlchemy wraps and keeps as `orig`.
struct DriverError {
  const char* name;
  const char* base;  ///< Exception, or one above in the table
};
constexpr DriverError kDriverErrors[] = {
    {"Warning", "Exception"},
    {"Error", "Exception"},
    {"InterfaceError", "Error"},
    {"DatabaseError", "Error"},
    {"DataError", "DatabaseError"},
    {"OperationalError", "DatabaseError"},
    {"IntegrityError", "DatabaseError"},
    {"InternalError", "DatabaseError"},
    {"ProgrammingError", "DatabaseError"},
    {"NotSupportedError", "DatabaseError"},
};

template <size_t I>
Type* make_driver_error(Context& owner) {
  std::string_view base = kDriverErrors[I].base;
  return owner.interp.make_exception_type(
      kDriverErrors[I].name, "sqlite3",
      base == "Exception" ? owner.interp.exception_type("Exception")
                          : owner.type(("sqlite3." + std::string(base)).c_str()));
}

template <size_t... I>
void add_driver_errors(TypeTable& table, std::index_sequence<I...>) {
  (table.emplace_back(std::string("sqlite3.") + kDriverErrors[I].name, make_driver_error<I>), ...);
}

const char* const kDriverText =
    R"py(apilevel, paramstyle, threadsafety, version = '2.0', 'qmark', 3, '2.6.0'
PARSE_DECLTYPES, PARSE_COLNAMES = 1, 2
Binary = bytes


class Row:
    def __init__(self, cursor, data, /):
        self.__names = [column[0] for column in cursor.description]
        self.__data = data

    def keys(self):
        return list(self.__names)

    def __getitem__(self, key):
        if isinstance(key, str):
            for name, value in zip(self.__names, self.__data):
                if name.lower() == key.lower():
                    return value
            raise IndexError('No item with that key')
        return self.__data[key]

    def __len__(self):
        return len(self.__data)

    def __iter__(self):
        return iter(self.__data)

    def __hash__(self):
        return hash(tuple(self.__names)) ^ hash(self.__data)

    def __eq__(self, other):
        if not isinstance(other, Row):
            return NotImplemented
        return self.keys() == other.keys() and tuple(self) == tuple(other)
)py";

Value connect(Call& call) {
  const Value level = call[3];
  if (!call[2].is_none() && call.integer(2) != 0) {
    call.interp.unsupported("sqlite3.connect(detect_types=)",
                            "sqlite3.connect(detect_types=...) is not supported");
  }
  return open_sqlite(context(call.interp), call.interp.str_of(call[0]), level.is_none());
}

Value resolve_driver(Interpreter& interp, std::string_view name) {
  Context& owner = context(interp);
  for (const DriverError& one : kDriverErrors) {
    if (name == one.name) return Value(owner.type(("sqlite3." + std::string(name)).c_str()));
  }
  if (name == "Connection" || name == "Cursor") {
    return Value(owner.type(("dbapi." + std::string(name)).c_str()));
  }
  if (name == "sqlite_version") return interp.str(orm::sqlite_library_version());
  if (name == "sqlite_version_info") {
    std::vector<Value> parts;
    for (const Value& one : interp.to_vector(interp.call_method(
             interp.str(orm::sqlite_library_version()), "split", {interp.str(".")}))) {
      parts.push_back(Value::integer(std::stoi(interp.str_of(one))));
    }
    return interp.tuple(std::move(parts));
  }
  static constexpr std::string_view kRefused[] = {"register_adapter", "register_converter",
                                                  "complete_statement", "Blob",
                                                  "enable_callback_tracebacks"};
  for (std::string_view refused : kRefused) {
    if (name == refused) {
      interp.unsupported("sqlite3." + std::string(name),
                         "sqlite3." + std::string(name) + " is not supported");
    }
  }
  return {};
}

}  // namespace

void add_driver_types(TypeTable& table) {
  add_driver_errors(table, std::make_index_sequence<std::size(kDriverErrors)>());
}

void add_driver_module(Interpreter& interp) {
  interp.modules().add(
      "sqlite3",
      [](ModuleBuilder& builder) {
        builder.function("connect",
                         "database, timeout=5.0, detect_types=0, isolation_level='', "
                         "check_same_thread=True, factory=None, cached_statements=128, uri=False",
                         guard<connect>);
        builder.fallback(resolve_driver);
      },
      kDriverText);
}

}  // namespace lessonrun::bind

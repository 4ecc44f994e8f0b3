// Spelling of types, and the table of what methods return.
#include "runner/translate/types.h"

#include <algorithm>
#include <iterator>

namespace lessonrun::translate {

namespace {

// What a method returns: the kind alone, or a shape over the receiver's first item.
enum class Shape : unsigned char { kind, self, item, optional_item, list_of_item };

struct Rule {
  Kind owner;
  const char* name;
  Shape shape;
  Kind kind = Kind::none;
};

constexpr Rule kRules[] = {
    {Kind::engine, "connect", Shape::kind, Kind::connection},
    {Kind::engine, "begin", Shape::kind, Kind::transaction},
    {Kind::engine, "url", Shape::kind, Kind::url},
    {Kind::engine, "dispose", Shape::kind, Kind::none},
    {Kind::connection, "execute", Shape::kind, Kind::result},
    {Kind::connection, "exec_driver_sql", Shape::kind, Kind::result},
    {Kind::connection, "scalar", Shape::kind, Kind::value},
    {Kind::connection, "scalars", Shape::kind, Kind::list},
    {Kind::connection, "begin", Shape::kind, Kind::transaction},
    {Kind::connection, "begin_nested", Shape::kind, Kind::transaction},
    {Kind::connection, "in_transaction", Shape::kind, Kind::boolean},
    {Kind::connection, "in_nested_transaction", Shape::kind, Kind::boolean},
    {Kind::connection, "closed", Shape::kind, Kind::boolean},
    {Kind::connection, "engine", Shape::kind, Kind::engine},
    {Kind::connection, "commit", Shape::kind, Kind::none},
    {Kind::connection, "rollback", Shape::kind, Kind::none},
    {Kind::connection, "close", Shape::kind, Kind::none},
    {Kind::transaction, "commit", Shape::kind, Kind::none},
    {Kind::transaction, "rollback", Shape::kind, Kind::none},
    {Kind::transaction, "close", Shape::kind, Kind::none},
    {Kind::transaction, "is_active", Shape::kind, Kind::boolean},
    {Kind::result, "all", Shape::kind, Kind::list},
    {Kind::result, "fetchall", Shape::kind, Kind::list},
    {Kind::result, "first", Shape::optional_item},
    {Kind::result, "fetchone", Shape::optional_item},
    {Kind::result, "one", Shape::kind, Kind::row},
    {Kind::result, "one_or_none", Shape::optional_item},
    {Kind::result, "scalar", Shape::kind, Kind::value},
    {Kind::result, "scalar_one", Shape::kind, Kind::value},
    {Kind::result, "rowcount", Shape::kind, Kind::integer},
    {Kind::result, "lastrowid", Shape::kind, Kind::integer},
    {Kind::result, "returns_rows", Shape::kind, Kind::boolean},
    {Kind::result, "is_insert", Shape::kind, Kind::boolean},
    {Kind::result, "closed", Shape::kind, Kind::boolean},
    {Kind::result, "close", Shape::kind, Kind::none},
    {Kind::session, "add", Shape::kind, Kind::none},
    {Kind::session, "add_all", Shape::kind, Kind::none},
    {Kind::session, "delete", Shape::kind, Kind::none},
    {Kind::session, "flush", Shape::kind, Kind::none},
    {Kind::session, "commit", Shape::kind, Kind::none},
    {Kind::session, "rollback", Shape::kind, Kind::none},
    {Kind::session, "close", Shape::kind, Kind::none},
    {Kind::session, "expunge_all", Shape::kind, Kind::none},
    {Kind::session, "expire_all", Shape::kind, Kind::none},
    {Kind::session, "expire", Shape::kind, Kind::none},
    {Kind::session, "refresh", Shape::kind, Kind::none},
    {Kind::session, "in_transaction", Shape::kind, Kind::boolean},
    {Kind::session, "in_nested_transaction", Shape::kind, Kind::boolean},
    {Kind::session, "is_active", Shape::kind, Kind::boolean},
    {Kind::session, "connection", Shape::kind, Kind::connection},
    {Kind::session, "begin", Shape::kind, Kind::session_transaction},
    {Kind::session, "begin_nested", Shape::kind, Kind::session_transaction},
    {Kind::session, "new", Shape::kind, Kind::identity_set},
    {Kind::session, "dirty", Shape::kind, Kind::identity_set},
    {Kind::session, "deleted", Shape::kind, Kind::identity_set},
    {Kind::session_transaction, "commit", Shape::kind, Kind::none},
    {Kind::session_transaction, "rollback", Shape::kind, Kind::none},
    {Kind::session_transaction, "is_active", Shape::kind, Kind::boolean},
    {Kind::metadata, "create_all", Shape::kind, Kind::none},
    {Kind::metadata, "drop_all", Shape::kind, Kind::none},
    {Kind::table, "create", Shape::kind, Kind::none},
    {Kind::table, "drop", Shape::kind, Kind::none},
    {Kind::select, "where", Shape::self},
    {Kind::select, "filter", Shape::self},
    {Kind::select, "filter_by", Shape::self},
    {Kind::select, "order_by", Shape::self},
    {Kind::select, "group_by", Shape::self},
    {Kind::select, "having", Shape::self},
    {Kind::select, "limit", Shape::self},
    {Kind::select, "offset", Shape::self},
    {Kind::select, "distinct", Shape::self},
    {Kind::query, "filter", Shape::self},
    {Kind::query, "filter_by", Shape::self},
    {Kind::query, "order_by", Shape::self},
    {Kind::query, "group_by", Shape::self},
    {Kind::query, "distinct", Shape::self},
    {Kind::query, "limit", Shape::self},
    {Kind::query, "offset", Shape::self},
    {Kind::query, "all", Shape::list_of_item},
    {Kind::query, "first", Shape::optional_item},
    {Kind::query, "one", Shape::item},
    {Kind::query, "one_or_none", Shape::optional_item},
    {Kind::query, "count", Shape::kind, Kind::integer},
    {Kind::query, "scalar", Shape::kind, Kind::value},
    {Kind::typed_result, "all", Shape::list_of_item},
    {Kind::typed_result, "fetchall", Shape::list_of_item},
    {Kind::typed_result, "first", Shape::optional_item},
    {Kind::typed_result, "one", Shape::item},
    {Kind::typed_result, "one_or_none", Shape::optional_item},
};

// The item that a result of SQL text has.
Type item_of(const Type& self) {
  if (!self.items.empty()) return self.items[0];
  return {self.kind == Kind::result ? Kind::row : Kind::value};
}

constexpr const char* kReserved[] = {
    "alignas",  "alignof",  "and",      "asm",      "auto",   "bool",      "break",     "case",
    "catch",    "char",     "class",    "concept",  "const",  "consteval", "constexpr", "continue",
    "decltype", "default",  "delete",   "do",       "double", "else",      "engine_",   "enum",
    "explicit", "export",   "extern",   "false",    "float",  "for",       "friend",    "goto",
    "if",       "inline",   "int",      "long",     "main",   "mutable",   "namespace", "new",
    "noexcept", "not",      "nullptr",  "operator", "or",     "orm",       "private",   "protected",
    "public",   "register", "requires", "return",   "short",  "signed",    "sizeof",    "static",
    "struct",   "switch",   "template", "this",     "throw",  "true",      "try",       "typedef",
    "typeid",   "typename", "union",    "unsigned", "using",  "virtual",   "void",      "volatile",
    "while",    "xor",      "std",      "fmt"};

}  // namespace

std::string spelled(const Type& type) {
  switch (type.kind) {
    case Kind::boolean:
      return "bool";
    case Kind::integer:
      return "int64_t";
    case Kind::real:
      return "double";
    case Kind::text:
      return "std::string";
    case Kind::value:
      return "orm::Value";
    case Kind::row:
      return "orm::Row";
    case Kind::result:
      return "orm::Result";
    case Kind::engine:
      return "orm::Engine";
    case Kind::connection:
      return "orm::Connection";
    case Kind::transaction:
      return "orm::Transaction";
    case Kind::url:
      return "orm::Url";
    case Kind::object:
      return "orm::Ptr<" + type.name + ">";
    case Kind::list:
    case Kind::optional: {
      std::string item = spelled(type.items[0]);
      if (item.empty()) return {};
      return (type.kind == Kind::list ? "std::vector<" : "std::optional<") + item + ">";
    }
    case Kind::tuple: {
      std::string items;
      for (const Type& item : type.items) {
        std::string text = spelled(item);
        if (text.empty()) return {};
        items += (items.empty() ? "" : ", ") + text;
      }
      return "std::tuple<" + items + ">";
    }
    default:
      return {};
  }
}

const char* binding_owner(const Type& type) {
  switch (type.kind) {
    case Kind::engine:
      return "Engine";
    case Kind::connection:
      return "Connection";
    case Kind::transaction:
      return "Transaction";
    case Kind::session:
      return "Session";
    case Kind::session_transaction:
      return "SessionTransaction";
    case Kind::result:
    case Kind::typed_result:
      return "Result";
    case Kind::metadata:
      return "MetaData";
    case Kind::table:
      return "Table";
    case Kind::select:
      return "Select";
    case Kind::query:
      return "Query";
    case Kind::url:
      return "URL";
    default:
      return nullptr;
  }
}

Type result_type(const Type& self, const std::string& name) {
  for (const Rule& rule : kRules) {
    if (rule.owner != self.kind || name != rule.name) continue;
    switch (rule.shape) {
      case Shape::self:
        return self;
      case Shape::item:
        return item_of(self);
      case Shape::optional_item:
        return optional_of(item_of(self));
      case Shape::list_of_item:
        return list_of(item_of(self));
      case Shape::kind:
        if (rule.kind == Kind::list) return list_of({name == "scalars" ? Kind::value : Kind::row});
        return {rule.kind};
    }
  }
  return {};
}

std::string plain(const Code& code) { return code.attribute ? code.text + ".get()" : code.text; }

std::string quoted(std::string_view text) {
  static constexpr char kDigits[] = "01234567";
  std::string out = "\"";
  for (char c : text) {
    auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (c == '\n') {
      out += "\\n";
    } else if (c == '\t') {
      out += "\\t";
    } else if (byte < 32 || byte == 127) {
      out += '\\';
      for (int shift = 6; shift >= 0; shift -= 3) out += kDigits[byte >> shift & 7];
    } else {
      out += c;
    }
  }
  return out + "\"";
}

bool is_reserved(std::string_view name) {
  return std::find(std::begin(kReserved), std::end(kReserved), name) != std::end(kReserved);
}

std::string identifier(std::string_view name) {
  for (char c : name) {
    if (static_cast<unsigned char>(c) >= 128) {
      throw NoEquivalent("the name '" + std::string(name) + "' has letters outside ASCII");
    }
  }
  std::string text(name);
  return is_reserved(text) ? text + "_" : text;
}

}  // namespace lessonrun::translate

// Spelling of types, and the table of what methods return. The file is just above 500 lines because
// of that table.
#include "runner/translate/types.h"

#include <algorithm>
#include <iterator>

namespace lessonrun::translate {

namespace {

// What a method returns: the kind alone, or a shape over the receiver's first item.
enum class Shape : unsigned char {
  kind,
  self,
  item,
  optional_item,
  list_of_item,
  optional_value,
  list_of_text,
  named,  // of the C++ class `cpp`
  list_of_named
};

// NOLINTNEXTLINE(clang-analyzer-optin.performance.Padding): in the order that a row is read in
struct Rule {
  Kind owner;
  const char* name;
  Shape shape;
  Kind kind = Kind::none;
  const char* cpp = "";
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
    {Kind::connection, "execution_options", Shape::self},
    {Kind::connection, "get_isolation_level", Shape::kind, Kind::text},
    {Kind::engine, "execution_options", Shape::self},
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
    {Kind::result, "scalar_one_or_none", Shape::optional_value},
    {Kind::result, "fetchmany", Shape::list_of_item},
    {Kind::result, "keys", Shape::list_of_text},
    {Kind::result, "mappings", Shape::kind, Kind::list},
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
    {Kind::core_metadata, "create_all", Shape::kind, Kind::none},
    {Kind::core_metadata, "drop_all", Shape::kind, Kind::none},
    {Kind::core_metadata, "reflect", Shape::kind, Kind::none},
    {Kind::core_metadata, "clear", Shape::kind, Kind::none},
    {Kind::core_metadata, "remove", Shape::kind, Kind::none},
    {Kind::from, "create", Shape::kind, Kind::none},
    {Kind::from, "drop", Shape::kind, Kind::none},
    {Kind::from, "alias", Shape::named, Kind::from, "Alias"},
    {Kind::from, "tablesample", Shape::named, Kind::from, "Alias"},
    {Kind::from, "join", Shape::named, Kind::from, "From"},
    {Kind::from, "outerjoin", Shape::named, Kind::from, "From"},
    {Kind::from, "select", Shape::named, Kind::statement, "Select"},
    {Kind::from, "union", Shape::self},
    {Kind::from, "union_all", Shape::self},
    {Kind::from, "insert", Shape::named, Kind::statement, "Insert"},
    {Kind::from, "update", Shape::named, Kind::statement, "Update"},
    {Kind::from, "delete", Shape::named, Kind::statement, "Delete"},
    {Kind::from, "name", Shape::kind, Kind::text},
    {Kind::from, "key", Shape::kind, Kind::text},
    {Kind::from, "fullname", Shape::kind, Kind::text},
    {Kind::from, "description", Shape::kind, Kind::text},
    {Kind::from, "primary_key", Shape::kind, Kind::constraint},
    {Kind::statement, "subquery", Shape::named, Kind::from, "Alias"},
    {Kind::statement, "alias", Shape::named, Kind::from, "Alias"},
    {Kind::statement, "lateral", Shape::named, Kind::from, "Alias"},
    {Kind::statement, "cte", Shape::named, Kind::from, "CTE"},
    {Kind::statement, "scalar_subquery", Shape::named, Kind::sql, "ScalarSelect"},
    {Kind::statement, "as_scalar", Shape::named, Kind::sql, "ScalarSelect"},
    {Kind::statement, "exists", Shape::named, Kind::sql, "Exists"},
    {Kind::statement, "label", Shape::named, Kind::sql, "Expr"},
    {Kind::statement, "union", Shape::named, Kind::statement, "CompoundSelect"},
    {Kind::statement, "union_all", Shape::named, Kind::statement, "CompoundSelect"},
    {Kind::statement, "intersect", Shape::named, Kind::statement, "CompoundSelect"},
    {Kind::statement, "except_", Shape::named, Kind::statement, "CompoundSelect"},
    {Kind::statement, "compile", Shape::kind, Kind::compilation},
    {Kind::statement, "order_by", Shape::self},
    {Kind::statement, "group_by", Shape::self},
    {Kind::statement, "limit", Shape::self},
    {Kind::statement, "offset", Shape::self},
    {Kind::statement, "fetch", Shape::self},
    {Kind::statement, "slice", Shape::self},
    {Kind::statement, "where", Shape::self},
    {Kind::statement, "filter", Shape::self},
    {Kind::statement, "filter_by", Shape::self},
    {Kind::statement, "having", Shape::self},
    {Kind::statement, "distinct", Shape::self},
    {Kind::statement, "select_from", Shape::self},
    {Kind::statement, "join", Shape::self},
    {Kind::statement, "outerjoin", Shape::self},
    {Kind::statement, "join_from", Shape::self},
    {Kind::statement, "outerjoin_from", Shape::self},
    {Kind::statement, "add_columns", Shape::self},
    {Kind::statement, "column", Shape::self},
    {Kind::statement, "with_only_columns", Shape::self},
    {Kind::statement, "correlate", Shape::self},
    {Kind::statement, "correlate_except", Shape::self},
    {Kind::statement, "prefix_with", Shape::self},
    {Kind::statement, "suffix_with", Shape::self},
    {Kind::statement, "with_for_update", Shape::self},
    {Kind::statement, "values", Shape::self},
    {Kind::statement, "ordered_values", Shape::self},
    {Kind::statement, "from_select", Shape::self},
    {Kind::statement, "returning", Shape::self},
    {Kind::statement, "on_conflict_do_nothing", Shape::self},
    {Kind::statement, "on_conflict_do_update", Shape::self},
    {Kind::statement, "excluded", Shape::kind, Kind::columns},
    {Kind::statement, "add_cte", Shape::self},
    {Kind::statement, "set_label_style", Shape::self},
    {Kind::sql, "in_", Shape::named, Kind::sql, "Expr"},
    {Kind::sql, "not_in", Shape::named, Kind::sql, "Expr"},
    {Kind::sql, "notin_", Shape::named, Kind::sql, "Expr"},
    {Kind::sql, "like", Shape::named, Kind::sql, "Expr"},
    {Kind::sql, "ilike", Shape::named, Kind::sql, "Expr"},
    {Kind::sql, "not_like", Shape::named, Kind::sql, "Expr"},
    {Kind::sql, "notlike", Shape::named, Kind::sql, "Expr"},
    {Kind::sql, "not_ilike", Shape::named, Kind::sql, "Expr"},
    {Kind::sql, "notilike", Shape::named, Kind::sql, "Expr"},
    {Kind::sql, "startswith", Shape::named, Kind::sql, "Expr"},
    {Kind::sql, "endswith", Shape::named, Kind::sql, "Expr"},
    {Kind::sql, "contains", Shape::named, Kind::sql, "Expr"},
    {Kind::sql, "istartswith", Shape::named, Kind::sql, "Expr"},
    {Kind::sql, "iendswith", Shape::named, Kind::sql, "Expr"},
    {Kind::sql, "icontains", Shape::named, Kind::sql, "Expr"},
    {Kind::sql, "between", Shape::named, Kind::sql, "Expr"},
    {Kind::sql, "is_", Shape::named, Kind::sql, "Expr"},
    {Kind::sql, "is_not", Shape::named, Kind::sql, "Expr"},
    {Kind::sql, "isnot", Shape::named, Kind::sql, "Expr"},
    {Kind::sql, "is_distinct_from", Shape::named, Kind::sql, "Expr"},
    {Kind::sql, "isnot_distinct_from", Shape::named, Kind::sql, "Expr"},
    {Kind::sql, "bitwise_and", Shape::named, Kind::sql, "Expr"},
    {Kind::sql, "bitwise_or", Shape::named, Kind::sql, "Expr"},
    {Kind::sql, "bitwise_xor", Shape::named, Kind::sql, "Expr"},
    {Kind::sql, "is_not_distinct_from", Shape::named, Kind::sql, "Expr"},
    {Kind::sql, "concat", Shape::named, Kind::sql, "Expr"},
    {Kind::sql, "match", Shape::named, Kind::sql, "Expr"},
    {Kind::sql, "regexp_match", Shape::named, Kind::sql, "Expr"},
    {Kind::sql, "regexp_replace", Shape::named, Kind::sql, "Expr"},
    {Kind::sql, "asc", Shape::named, Kind::sql, "Expr"},
    {Kind::sql, "desc", Shape::named, Kind::sql, "Expr"},
    {Kind::sql, "nulls_first", Shape::named, Kind::sql, "Expr"},
    {Kind::sql, "nullsfirst", Shape::named, Kind::sql, "Expr"},
    {Kind::sql, "nulls_last", Shape::named, Kind::sql, "Expr"},
    {Kind::sql, "nullslast", Shape::named, Kind::sql, "Expr"},
    {Kind::sql, "distinct", Shape::named, Kind::sql, "Expr"},
    {Kind::sql, "label", Shape::named, Kind::sql, "Expr"},
    {Kind::sql, "cast", Shape::named, Kind::sql, "Expr"},
    {Kind::sql, "collate", Shape::named, Kind::sql, "Expr"},
    {Kind::sql, "op", Shape::named, Kind::sql, "Expr"},
    {Kind::sql, "bool_op", Shape::named, Kind::sql, "Expr"},
    {Kind::sql, "over", Shape::named, Kind::sql, "Expr"},
    {Kind::sql, "within_group", Shape::named, Kind::sql, "Expr"},
    {Kind::sql, "filter", Shape::named, Kind::sql, "Expr"},
    {Kind::sql, "as_string", Shape::named, Kind::sql, "Expr"},
    {Kind::sql, "as_integer", Shape::named, Kind::sql, "Expr"},
    {Kind::sql, "as_float", Shape::named, Kind::sql, "Expr"},
    {Kind::sql, "as_boolean", Shape::named, Kind::sql, "Expr"},
    {Kind::sql, "where", Shape::self},
    {Kind::sql, "correlate", Shape::self},
    {Kind::sql, "correlate_except", Shape::self},
    {Kind::sql, "select_from", Shape::self},
    {Kind::sql, "bindparams", Shape::self},
    {Kind::sql, "columns", Shape::named, Kind::statement, "Selectable"},
    {Kind::sql, "compile", Shape::kind, Kind::compilation},
    {Kind::sql, "name", Shape::kind, Kind::text},
    {Kind::sql, "key", Shape::kind, Kind::text},
    {Kind::sql, "type", Shape::kind, Kind::column_type},
    {Kind::sql, "nullable", Shape::kind, Kind::boolean},
    {Kind::sql, "primary_key", Shape::kind, Kind::boolean},
    {Kind::sql, "unique", Shape::kind, Kind::boolean},
    {Kind::sql, "index", Shape::kind, Kind::boolean},
    {Kind::compilation, "params", Shape::kind, Kind::parameters},
    {Kind::inspector, "get_table_names", Shape::list_of_text},
    {Kind::inspector, "get_view_names", Shape::list_of_text},
    {Kind::inspector, "get_schema_names", Shape::list_of_text},
    {Kind::inspector, "get_temp_table_names", Shape::list_of_text},
    {Kind::inspector, "has_table", Shape::kind, Kind::boolean},
    {Kind::inspector, "get_columns", Shape::list_of_named, Kind::other, "orm::ReflectedColumn"},
    {Kind::inspector, "get_foreign_keys", Shape::list_of_named, Kind::other,
     "orm::ReflectedForeignKey"},
    {Kind::inspector, "get_indexes", Shape::list_of_named, Kind::other, "orm::ReflectedIndex"},
    {Kind::inspector, "get_unique_constraints", Shape::list_of_named, Kind::other,
     "orm::ReflectedIndex"},
    {Kind::inspector, "get_pk_constraint", Shape::named, Kind::other, "orm::ReflectedPrimaryKey"},
    {Kind::dialect, "name", Shape::kind, Kind::text},
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
    case Kind::mapping:
      return "orm::RowMapping";
    case Kind::parameters:
      return "orm::ParameterSet";
    case Kind::column_type:
      return "orm::TypeRef";
    case Kind::foreign_key:
      return "const orm::ForeignKey*";
    case Kind::sql:
    case Kind::from:
    case Kind::statement:
      return "orm::core::" + type.name;
    case Kind::core_metadata:
      return "orm::core::MetaData";
    case Kind::columns:
      return "orm::core::Columns";
    case Kind::compilation:
      return "orm::core::Compilation";
    case Kind::object_dict:
      return "orm::ObjectDict";
    case Kind::other:
    case Kind::enum_member:
    case Kind::record:
      return type.name;
    case Kind::set: {
      const std::string item = spelled(type.items[0]);
      return item.empty() ? item : "orm::Set<" + item + ">";
    }
    case Kind::dict: {
      const std::string key = spelled(type.items[0]), value = spelled(type.items[1]);
      if (key.empty() || value.empty()) return {};
      return "orm::Dict<" + key + ", " + value + ">";
    }
    case Kind::named_function:
      return "std::pair<std::string, std::function<void()>>";
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
    case Kind::select:
      return "Select";
    case Kind::query:
      return "Query";
    case Kind::url:
      return "URL";
    case Kind::core_metadata:
      return "MetaData";
    case Kind::from:
      return type.name == "From" ? "Join" : type.name.c_str();
    case Kind::statement:
      return type.name.c_str();
    case Kind::sql:
      return "ColumnElement";
    case Kind::inspector:
      return "Inspector";
    default:
      return nullptr;
  }
}

bool is_core(const Type& type) {
  return type.kind == Kind::from || type.kind == Kind::sql || type.kind == Kind::statement ||
         type.kind == Kind::columns || type.kind == Kind::core_metadata ||
         type.kind == Kind::inspector;
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
      case Shape::optional_value:
        return optional_of({Kind::value});
      case Shape::list_of_text:
        return list_of({Kind::text});
      case Shape::named:
        return {rule.kind, {}, rule.cpp};
      case Shape::list_of_named:
        return list_of({rule.kind, {}, rule.cpp});
      case Shape::kind:
        if (rule.kind == Kind::list) {
          return list_of({name == "scalars"    ? Kind::value
                          : name == "mappings" ? Kind::mapping
                                               : Kind::row});
        }
        return {rule.kind};
    }
  }
  return {};
}

std::optional<Code> reflected_item(const Code& self, std::string_view key) {
  struct Item {
    const char* cls;
    const char* key;
    Type type;
    const char* member = nullptr;
  };
  static const Item kItems[] = {
      {"orm::ReflectedColumn", "name", {Kind::text}},
      {"orm::ReflectedColumn", "type", {Kind::column_type}},
      {"orm::ReflectedColumn", "nullable", {Kind::boolean}},
      {"orm::ReflectedColumn", "default", optional_of({Kind::text}), "default_"},
      {"orm::ReflectedColumn", "primary_key", {Kind::integer}},
      {"orm::ReflectedForeignKey", "constrained_columns", list_of({Kind::text}), "columns"},
      {"orm::ReflectedForeignKey", "referred_table", {Kind::text}},
      {"orm::ReflectedForeignKey", "referred_columns", list_of({Kind::text})},
      {"orm::ReflectedIndex", "name", {Kind::text}},
      {"orm::ReflectedIndex", "column_names", list_of({Kind::text}), "columns"},
      {"orm::ReflectedIndex", "unique", {Kind::boolean}},
      {"orm::ReflectedPrimaryKey", "constrained_columns", list_of({Kind::text}), "columns"},
  };
  for (const Item& item : kItems) {
    if (self.type.name != item.cls || key != item.key) continue;
    return Code{self.text + "." + (item.member == nullptr ? item.key : item.member), item.type};
  }
  return std::nullopt;
}

std::string plain(const Code& code) {
  if (code.text.empty() && is_untyped(code.type)) {
    throw NoEquivalent("an empty collection has no type in C++ until something is put into it");
  }
  return code.attribute ? code.text + ".get()" : code.text;
}

Code present(const Code& code) {
  if (code.type.kind != Kind::optional) return code;
  return present({plain(code) + ".value()", code.type.items[0]});
}

std::string unwrapped(const std::string& text) {
  if (text.size() < 2 || text.front() != '(' || text.back() != ')') return text;
  int depth = 0;
  bool in_text = false;
  for (size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    if (in_text) {
      if (c == '\\') ++i;
      if (c == '"') in_text = false;
      continue;
    }
    if (c == '"') in_text = true;
    if (c == '(') ++depth;
    if (c == ')' && --depth == 0 && i + 1 < text.size()) return text;
  }
  return text.substr(1, text.size() - 2);
}

std::string cpp_quoted(std::string_view text) {
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

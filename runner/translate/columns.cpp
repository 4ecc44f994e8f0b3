// Columns of declarative classes: `orm::Mapped<type, options...> name{};`
#include "runner/translate/class_args.h"
#include "runner/translate/translator.h"

namespace lessonrun::translate {

using lang::Expr;
using lang::ExprKind;
using lang::Stmt;
using lang::StmtKind;

namespace {

// The column type of a constructor's name: `String` with a length is an option of its own.
Type type_of_column_type(std::string_view name) {
  struct Pair {
    const char* name;
    Kind kind;
  };
  static constexpr Pair kPairs[] = {
      {"Integer", Kind::integer},  {"BigInteger", Kind::integer}, {"SmallInteger", Kind::integer},
      {"String", Kind::text},      {"Text", Kind::text},          {"Unicode", Kind::text},
      {"UnicodeText", Kind::text}, {"Boolean", Kind::boolean},    {"Float", Kind::real},
      {"Double", Kind::real},      {"Numeric", Kind::value}};
  if (name == "Date") return {Kind::other, {}, "orm::Date"};
  if (name == "DateTime") return {Kind::other, {}, "orm::DateTime"};
  if (name == "Time") return {Kind::other, {}, "orm::Time"};
  if (name == "Interval") return {Kind::other, {}, "orm::Interval"};
  for (const Pair& pair : kPairs) {
    if (name == pair.name) return {pair.kind};
  }
  return {};
}

// A Value may be NULL by itself.
Type maybe(Type type) { return type.kind == Kind::value ? type : optional_of(std::move(type)); }

bool is_optional(const Expr& annotation) {
  return (annotation.kind == ExprKind::kSubscript && annotation.a->text == "Optional") ||
         annotation.kind == ExprKind::kBinary;
}

}  // namespace

Type Translator::annotated_type(const Expr& annotation) {
  if (annotation.kind == ExprKind::kSubscript && annotation.a->kind == ExprKind::kName) {
    if (annotation.a->text == "Optional") return maybe(annotated_type(*annotation.b));
  }
  if (annotation.kind == ExprKind::kBinary && annotation.op == lang::Tok::kPipe &&
      annotation.b->kind == ExprKind::kNone) {
    return maybe(annotated_type(*annotation.a));
  }
  std::string_view name = annotation.text;
  if (annotation.kind == ExprKind::kName) {
    if (name == "int") return {Kind::integer};
    if (name == "str") return {Kind::text};
    if (name == "bool") return {Kind::boolean};
    if (name == "float") return {Kind::real};
    const Symbol* symbol = find(name);
    if (symbol != nullptr && symbol->type.kind == Kind::enum_class) {
      return {Kind::enum_member, {}, symbol->type.name};
    }
    if (symbol != nullptr && symbol->what == Symbol::What::imported) name = symbol->name;
  }
  if (annotation.kind == ExprKind::kName || annotation.kind == ExprKind::kAttribute) {
    if (name == "date") return {Kind::other, {}, "orm::Date"};
    if (name == "datetime") return {Kind::other, {}, "orm::DateTime"};
    if (name == "time") return {Kind::other, {}, "orm::Time"};
    if (name == "timedelta") return {Kind::other, {}, "orm::Interval"};
    if (name == "Decimal") return {Kind::value};
  }
  throw NoEquivalent(
      "a mapped attribute of this type is not translated: columns are numbers, texts, truth "
      "values, dates, times and enumerations, relationships lists of a class or one object of it");
}

// A type, a foreign key or a computed value among the arguments of a column.
void Translator::column_item(const Expr& item, std::string_view name, ColumnText& draft) {
  std::string callee = callee_name(item);
  if (item.kind == ExprKind::kCall && callee == "ForeignKey" && item.items.size() == 1 &&
      item.keywords.empty()) {
    draft.option("orm::foreign_key(" + literal_text(*item.items[0]) + ")");
    if (draft.type.kind == Kind::unknown) draft.type = type_of_key(item.items[0]->text);
    return;
  }
  bool with_rule = item.kind == ExprKind::kCall && callee == "ForeignKey" &&
                   item.items.size() == 1 && item.keywords.size() == 1 &&
                   item.keywords[0].name == "ondelete";
  if (with_rule) {
    draft.option("orm::foreign_key(" + literal_text(*item.items[0]) + ", " +
                 literal_text(*item.keywords[0].value) + ")");
    if (draft.type.kind == Kind::unknown) draft.type = type_of_key(item.items[0]->text);
    return;
  }
  if (item.kind == ExprKind::kCall && callee == "Computed" && item.items.size() == 1) {
    const lang::Keyword* persisted = keyword(item, "persisted");
    draft.option("orm::computed(" + literal_text(*item.items[0]) +
                 (persisted == nullptr              ? ""
                  : is_true_flag(*persisted->value) ? ", true"
                                                    : ", false") +
                 ")");
    return;
  }
  if (callee == "Enum" && item.kind == ExprKind::kCall && item.items.size() == 1 &&
      item.keywords.empty() && item.items[0]->kind == ExprKind::kName) {
    const Symbol* symbol = find(item.items[0]->text);
    if (symbol == nullptr || symbol->type.kind != Kind::enum_class) {
      throw NoEquivalent("this Enum is not translated");
    }
    if (draft.type.kind == Kind::unknown) draft.type = {Kind::enum_member, {}, symbol->type.name};
    return;
  }
  if (callee == "Enum") {
    throw NoEquivalent("an Enum of texts is an enumeration of C++ in a struct");
  }
  Type column_type = type_of_column_type(callee);
  if (column_type.kind == Kind::unknown) {
    throw NoEquivalent("an argument of the column '" + std::string(name) + "' is not translated");
  }
  if (draft.type.kind == Kind::unknown) draft.type = column_type;
  bool called = item.kind == ExprKind::kCall;
  if (called && (!item.keywords.empty() || item.items.size() > (callee == "Numeric" ? 2 : 1))) {
    throw NoEquivalent("this column type is not translated");
  }
  if (callee == "Numeric") {
    draft.numeric = false;
    std::string given = "\"Numeric\"";
    for (const Expr* part : called ? item.items : std::vector<Expr*>()) {
      if (part->kind != ExprKind::kInt) throw NoEquivalent("this column type");
      given += ", " + std::string(part->text);
    }
    draft.option("orm::type(" + given + ")");
  } else if (called && item.items.size() == 1) {
    if (callee != "String" || item.items[0]->kind != ExprKind::kInt) {
      throw NoEquivalent("this column type is not translated");
    }
    draft.option("orm::String(" + std::string(item.items[0]->text) + ")");
  } else if (callee != "String" && callee != "Integer" && callee != "Boolean" &&
             callee != "Float" && column_type.kind != Kind::other) {
    draft.option("orm::type(" + cpp_quoted(callee) + ")");
  }
}

// `nullable=False`, `default=1`.
void Translator::column_keyword(const lang::Keyword& given_, ColumnText& draft) {
  const Expr& given = *given_.value;
  if (given_.name == "primary_key") {
    if (is_true_flag(given)) draft.option("orm::primary_key"), draft.key = true;
  } else if (given_.name == "unique") {
    if (is_true_flag(given)) draft.option("orm::unique");
  } else if (given_.name == "index") {
    if (is_true_flag(given)) draft.option("orm::indexed");
  } else if (given_.name == "nullable") {
    draft.nullable = is_true_flag(given);
    if (draft.mapped) draft.option(draft.nullable ? "orm::nullable" : "orm::not_nullable");
  } else if (given_.name == "default") {
    Code code = expression(given);
    if (code.type.kind == Kind::enum_member) {
      draft.option("orm::default_(" + cpp_quoted(given.text) + ")");
      return;
    }
    if (given.kind == ExprKind::kCall || spelled(code.type).empty()) {
      throw NoEquivalent(
          "a default that is computed for each object is set where C++ makes the object");
    }
    draft.option("orm::default_(" + code.text + ")");
  } else if (given_.name == "server_default") {
    if (given.kind == ExprKind::kStr) {
      draft.option("orm::server_default(" + cpp_quoted(given.text) + ")");
    } else if (callee_name(given) == "now" && given.items.empty()) {
      draft.option("orm::server_default_now");
    } else if (callee_name(given) == "text" && given.items.size() == 1) {
      draft.option("orm::server_default_sql(" + literal_text(*given.items[0]) + ")");
    } else {
      throw NoEquivalent("this server_default is not translated");
    }
  } else {
    throw NoEquivalent("the column argument '" + std::string(given_.name) + "' is not translated");
  }
}

std::string Translator::column(const Stmt& stmt, std::string_view name, ClassInfo& info) {
  ColumnText draft;
  if (stmt.kind == StmtKind::kAnnAssign) {
    const Expr& annotation = *stmt.annotation;
    if (annotation.kind != ExprKind::kSubscript || annotation.a->text != "Mapped") {
      throw NoEquivalent("only Mapped[...] attributes are translated");
    }
    draft.type = annotated_type(*annotation.b);
    draft.mapped = true;
    if (draft.type.kind == Kind::value && !is_optional(*annotation.b)) {
      draft.option("orm::not_nullable");
    }
  }
  draft.numeric = draft.type.kind == Kind::value;  // unless an argument names the type
  if (stmt.value != nullptr) {
    const Expr& value = *stmt.value;
    std::string maker = callee_name(value);
    if (value.kind != ExprKind::kCall || (maker != "mapped_column" && maker != "Column")) {
      throw NoEquivalent("the attribute '" + std::string(name) + "' is not a plain column");
    }
    for (const Expr* item : value.items) {
      if (item->kind == ExprKind::kStr && item == value.items[0]) {
        draft.option("orm::named(" + literal_text(*item) + ")");
      } else {
        column_item(*item, name, draft);
      }
    }
    for (const lang::Keyword& given : value.keywords) column_keyword(given, draft);
  }
  if (draft.type.kind == Kind::unknown) {
    throw NoEquivalent("the column '" + std::string(name) + "' has no type that C++ could take");
  }
  const bool value = draft.type.kind == Kind::value;
  if (draft.numeric && draft.mapped && value) draft.option("orm::type(\"Numeric\")");
  if (!draft.mapped && value && !draft.nullable) draft.option("orm::not_nullable");
  if (!draft.mapped && draft.nullable && !draft.key) draft.type = maybe(draft.type);
  info.attributes.emplace_back(std::string(name), draft.type);
  return "  orm::Mapped<" + spelled(draft.type) + draft.options + "> " + std::string(name) +
         "{};\n";
}

}  // namespace lessonrun::translate

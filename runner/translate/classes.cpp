// Declarative classes: bases become tags, mapped classes structs with ORM_MAP.
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

std::string callee_name(const Expr& expr) {
  const Expr& callee = expr.kind == ExprKind::kCall ? *expr.a : expr;
  return callee.kind == ExprKind::kName || callee.kind == ExprKind::kAttribute
             ? std::string(callee.text)
             : std::string();
}

bool is_true_flag(const Expr& expr) {
  if (expr.kind != ExprKind::kTrue && expr.kind != ExprKind::kFalse) {
    throw NoEquivalent("a flag of a column that is not True or False is not translated");
  }
  return expr.kind == ExprKind::kTrue;
}

std::string literal_text(const Expr& expr) {
  if (expr.kind != ExprKind::kStr) throw NoEquivalent("this argument has to be a plain string");
  return cpp_quoted(expr.text);
}

}  // namespace

namespace {

// Attributes of the class above that this one only annotates: a concrete class selects them first.
std::string annotated_alone(const Stmt& stmt, const ClassInfo& above) {
  std::string names;
  for (const Stmt* item : stmt.body) {
    if (item->kind != StmtKind::kAnnAssign || item->value != nullptr) continue;
    if (above.find(item->targets[0]->text) == nullptr) continue;
    names += (names.empty() ? "" : ", ") + cpp_quoted(item->targets[0]->text);
  }
  return names;
}

}  // namespace

namespace {

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

void Translator::declare_base(const std::string& name) {
  const std::string profile = profile_argument();
  if (profile.empty()) {
    pending_declarations_ += "struct " + name + " {};  // the declarative base\n";
    return;
  }
  pending_declarations_ += "struct " + name + " {  // the declarative base\n" +
                           "  static const orm::Profile& profile() { return " + profile.substr(2) +
                           "; }\n};\n";
}

// `metadata = metadata` in a base: its classes belong to that one.
void Translator::base_metadata(const Stmt& stmt, const std::string& base) {
  Code metadata = expression(*stmt.value);
  if (metadata.type.kind != Kind::core_metadata) {
    throw NoEquivalent("a declarative base with a body is not translated");
  }
  line("orm::use_metadata<" + base + ">(" + metadata.text + ".node());");
}

// The members of a class whose table is read from the database: what the lesson's own DDL says.
std::string Translator::read_members(const Stmt& stmt, const std::string& table, ClassInfo& info,
                                     std::string& names) {
  auto known = declarations_of_->ddl.find(table);
  if (known == declarations_of_->ddl.end()) {
    throw NoEquivalent(
        "a struct declares its columns, and those of this table are only known when "
        "the program runs");
  }
  std::string members;
  for (const DdlColumn& column : known->second.columns) {
    std::string name = column.name;
    for (const Stmt* item : stmt.body) {
      const bool of_column = item->kind == StmtKind::kAssign &&
                             item->value->kind == ExprKind::kAttribute &&
                             item->value->a->kind == ExprKind::kAttribute &&
                             item->value->a->text == "c" && item->value->text == column.name;
      if (of_column) name = std::string(item->targets[0]->text);
    }
    if (is_reserved(name)) throw NoEquivalent("'" + name + "' is a word of C++");
    info.attributes.emplace_back(name, column.type);
    const std::string option =
        name == column.name ? "" : ", orm::named(" + cpp_quoted(column.name) + ")";
    members += "  orm::Mapped<" + spelled(column.type) + option + "> " + name + "{};\n";
    names += ", " + name;
  }
  return members;
}

// The type of the column that a foreign key leads to, where a column has none of its own.
Type Translator::type_of_key(std::string_view target) {
  const size_t dot = target.rfind('.');
  if (dot == std::string_view::npos) return {};
  const Stmt* stmt = declarations_of_->column(target.substr(0, dot), target.substr(dot + 1));
  if (stmt == nullptr) return {};
  ClassInfo scratch;
  column(*stmt, stmt->targets[0]->text, scratch);
  const Type& type = scratch.attributes.back().second;
  return type.kind == Kind::optional ? type.items[0] : type;
}

void Translator::class_(const Stmt& stmt) {
  if (depth_ > 0 && indent_ > 2) throw NoEquivalent("a class inside a block is not translated");
  std::string name(stmt.name);
  if (is_dataclass(stmt)) return data_class(stmt);
  if (stmt.items.size() == 1 && is_enum_base(*stmt.items[0])) return enum_class(stmt);
  const bool of_module = stmt.items.size() == 1 && stmt.items[0]->kind == ExprKind::kAttribute &&
                         stmt.items[0]->text == "DeclarativeBase";
  if (of_module || (stmt.items.size() == 1 && stmt.items[0]->kind == ExprKind::kName)) {
    const bool error = find(stmt.items[0]->text) == nullptr && stmt.items[0]->text == "Exception";
    if (error) return error_class(stmt, "orm::Error");
    const Symbol base = of_module ? Symbol{} : resolve(*stmt.items[0]);
    bool declarative =
        of_module || (base.what == Symbol::What::imported && base.name == "DeclarativeBase");
    if (declarative) {
      const bool own = stmt.body.size() == 1 && stmt.body[0]->kind == StmtKind::kAssign &&
                       stmt.body[0]->targets[0]->text == "metadata";
      if (stmt.body.size() != 1 || (stmt.body[0]->kind != StmtKind::kPass && !own)) {
        throw NoEquivalent("a declarative base with a body is not translated");
      }
      Symbol symbol;
      symbol.what = Symbol::What::cls;
      symbol.cpp = fresh(identifier(name));
      symbol.type = {Kind::base_class, {}, symbol.cpp};
      declare_base(symbol.cpp);
      if (own) base_metadata(*stmt.body[0], symbol.cpp);
      names_[name] = std::move(symbol);
      return;
    }
    if (base.type.kind == Kind::error_class) return error_class(stmt, base.type.name);
    if (base.type.kind == Kind::base_class) return mapped_class(stmt, base.type.name);
    if (base.type.kind == Kind::mapped_class) return mapped_class(stmt, {}, base.type.name);
  }
  throw NoEquivalent(
      "of classes, mapped ones, dataclasses, enumerations and exceptions have their C++");
}

void Translator::mapped_class(const Stmt& stmt, const std::string& base,
                              const std::string& parent) {
  std::string name = identifier(stmt.name);
  ClassInfo info;
  info.name = std::string(stmt.name);
  info.definition = declarations_of_->find(source_, stmt.line);
  if (info.definition == nullptr) throw NoEquivalent("a class inside a block is not translated");
  info.cpp = info.definition->cpp;
  if (refused_.count(info.cpp) != 0) {
    throw NoEquivalent("the class '" + name + "' has no C++ in this lesson");
  }
  info.parent = parent;
  if (!parent.empty()) {
    info.attributes = class_info(parent).attributes;
    info.methods = class_info(parent).methods;
    info.proxies = class_info(parent).proxies;
  }
  const size_t colons = info.cpp.rfind("::");
  const bool again = colons != std::string::npos;
  const std::string space = again ? info.cpp.substr(0, colons) : "";
  if (!again && !used_names_.insert(name).second) {
    throw NoEquivalent("the name '" + name + "' is taken by something else in C++");
  }
  if (again && !parent.empty()) {
    throw NoEquivalent("a class that is defined again and inherits is not translated");
  }
  std::string members, methods, members_list, table, args, mapping, proxies;
  bool concrete = false;
  for (const Stmt* item : stmt.body) {
    switch (item->kind) {
      case StmtKind::kPass:
        break;
      case StmtKind::kExpr:
        if (item->value->kind != ExprKind::kStr) throw NoEquivalent("code in a class body");
        break;
      case StmtKind::kFunction:
        break;  // below, when all attributes are known
      case StmtKind::kAssign:
      case StmtKind::kAnnAssign: {
        if (item->targets[0]->kind != ExprKind::kName) throw NoEquivalent("code in a class body");
        std::string_view key = item->targets[0]->text;
        const bool read = item->value != nullptr && item->value->kind == ExprKind::kAttribute &&
                          item->value->a->kind == ExprKind::kAttribute &&
                          item->value->a->text == "c" && !args.empty();
        if (key == "__tablename__") {
          table = literal_text(*item->value);
        } else if (key == "__table__") {
          const std::string named = declarations_of_->table_named(*item->value);
          table = cpp_quoted(named);
          members += read_members(stmt, named, info, members_list);
          args += "  static constexpr bool __reflected__ = true;\n";
        } else if (read) {
          continue;  // named above
        } else if (key == "__table_args__") {
          args = table_args(*item->value);
        } else if (key == "__mapper_args__") {
          mapping = mapper_args(*item->value, concrete,
                                parent.empty() ? "" : annotated_alone(stmt, class_info(parent)));
        } else if (is_call_of(item->value, "association_proxy")) {
          proxies += association_proxy(*item->value, key, info);
        } else {
          // The key of a joined table is that of the parent, whose member serves both.
          bool again_here = !parent.empty() && info.find(key) != nullptr;
          if (again_here && !is_relationship(*item)) break;
          members += member(*item, key, info);
          members_list += ", " + std::string(key);
        }
        break;
      }
      default:
        throw NoEquivalent("code in the body of a class is not translated");
    }
  }
  if (table.empty() && parent.empty()) {
    throw NoEquivalent("a mapped class without __tablename__ is not translated");
  }
  members += backref_members(info, members_list);
  for (const Stmt* item : info.definition->late) {
    std::string_view key = item->targets[0]->text;
    if (info.find(key) != nullptr) throw NoEquivalent("an attribute that is replaced later");
    std::string made = relationship(*item, key, info);
    made.insert(made.rfind("> "), ", orm::added_later");
    members += made;
    members_list += ", " + std::string(key);
  }
  self_class_ = &info;
  validators_.clear();
  classes_[info.cpp] = info;
  const Stmt* initialiser = nullptr;
  try {
    for (const Stmt* item : stmt.body) {
      if (item->kind != StmtKind::kFunction) continue;
      if (item->name == "__init__") {
        initialiser = item;
      } else {
        methods += method_or_later(*item, info);
        classes_[info.cpp] = info;
      }
    }
  } catch (...) {
    self_class_ = nullptr;
    throw;
  }
  self_class_ = nullptr;
  if (!validators_.empty()) {
    methods += "  static std::vector<orm::Validator> validators() {\n    return {" + validators_ +
               "};\n  }\n";
  }
  std::string text = "struct " + name + (parent.empty() ? "" : " : " + parent) + " {\n";
  if (parent.empty()) text += "  using declarative_base = " + base + ";\n";
  if (!parent.empty()) text += "  using inherits = " + parent + ";\n";
  if (!table.empty()) text += "  static constexpr auto __tablename__ = " + table + ";\n";
  text +=
      mapping + members + args + proxies + methods + "};\nORM_MAP(" + name + members_list + ")\n";
  pending_declarations_ += again ? "namespace " + space + " {\n" + text + "}\n" : text;
  line("orm::map_class<" + info.cpp + ">();");
  add_backrefs(info);
  Symbol symbol;
  symbol.what = Symbol::What::cls;
  symbol.cpp = info.cpp;
  symbol.type = {Kind::mapped_class, {}, info.cpp};
  names_[std::string(stmt.name)] = std::move(symbol);
  if (initialiser != nullptr) constructor(*initialiser, info);
  classes_[info.cpp] = std::move(info);
}

// One attribute: `orm::Mapped<type, options...> name{};`
std::string Translator::member(const Stmt& stmt, std::string_view name, ClassInfo& info) {
  if (is_reserved(name)) {
    throw NoEquivalent("'" + std::string(name) + "' is a word of C++ and cannot name an attribute");
  }
  if (is_call_of(stmt.value, "column_property")) return column_property(stmt, name, info);
  return is_relationship(stmt) ? relationship(stmt, name, info) : column(stmt, name, info);
}

std::string Translator::column(const Stmt& stmt, std::string_view name, ClassInfo& info) {
  Type type;
  std::string options;
  auto option = [&options](const std::string& text) { options += ", " + text; };
  bool mapped = false, nullable = true, key = false;
  if (stmt.kind == StmtKind::kAnnAssign) {
    const Expr& annotation = *stmt.annotation;
    if (annotation.kind != ExprKind::kSubscript || annotation.a->text != "Mapped") {
      throw NoEquivalent("only Mapped[...] attributes are translated");
    }
    type = annotated_type(*annotation.b);
    mapped = true;
    if (type.kind == Kind::value && !is_optional(*annotation.b)) option("orm::not_nullable");
  }
  bool numeric = type.kind == Kind::value;  // unless an argument names the type
  if (stmt.value != nullptr) {
    const Expr& value = *stmt.value;
    std::string maker = callee_name(value);
    if (value.kind != ExprKind::kCall || (maker != "mapped_column" && maker != "Column")) {
      throw NoEquivalent("the attribute '" + std::string(name) + "' is not a plain column");
    }
    for (const Expr* item : value.items) {
      if (item->kind == ExprKind::kStr && item == value.items[0]) {
        option("orm::named(" + literal_text(*item) + ")");
        continue;
      }
      std::string callee = callee_name(*item);
      if (item->kind == ExprKind::kCall && callee == "ForeignKey" && item->items.size() == 1 &&
          item->keywords.empty()) {
        option("orm::foreign_key(" + literal_text(*item->items[0]) + ")");
        if (type.kind == Kind::unknown) type = type_of_key(item->items[0]->text);
        continue;
      }
      bool with_rule = item->kind == ExprKind::kCall && callee == "ForeignKey" &&
                       item->items.size() == 1 && item->keywords.size() == 1 &&
                       item->keywords[0].name == "ondelete";
      if (with_rule) {
        option("orm::foreign_key(" + literal_text(*item->items[0]) + ", " +
               literal_text(*item->keywords[0].value) + ")");
        if (type.kind == Kind::unknown) type = type_of_key(item->items[0]->text);
        continue;
      }
      if (item->kind == ExprKind::kCall && callee == "Computed" && item->items.size() == 1) {
        const lang::Keyword* persisted = keyword(*item, "persisted");
        option("orm::computed(" + literal_text(*item->items[0]) +
               (persisted == nullptr              ? ""
                : is_true_flag(*persisted->value) ? ", true"
                                                  : ", false") +
               ")");
        continue;
      }
      if (callee == "Enum" && item->kind == ExprKind::kCall && item->items.size() == 1 &&
          item->keywords.empty() && item->items[0]->kind == ExprKind::kName) {
        const Symbol* symbol = find(item->items[0]->text);
        if (symbol == nullptr || symbol->type.kind != Kind::enum_class) {
          throw NoEquivalent("this Enum is not translated");
        }
        if (type.kind == Kind::unknown) type = {Kind::enum_member, {}, symbol->type.name};
        continue;
      }
      if (callee == "Enum") {
        throw NoEquivalent("an Enum of texts is an enumeration of C++ in a struct");
      }
      Type column_type = type_of_column_type(callee);
      if (column_type.kind == Kind::unknown) {
        throw NoEquivalent("an argument of the column '" + std::string(name) +
                           "' is not translated");
      }
      if (type.kind == Kind::unknown) type = column_type;
      bool called = item->kind == ExprKind::kCall;
      if (called &&
          (!item->keywords.empty() || item->items.size() > (callee == "Numeric" ? 2 : 1))) {
        throw NoEquivalent("this column type is not translated");
      }
      if (callee == "Numeric") {
        numeric = false;
        std::string given = "\"Numeric\"";
        for (const Expr* part : called ? item->items : std::vector<Expr*>()) {
          if (part->kind != ExprKind::kInt) throw NoEquivalent("this column type");
          given += ", " + std::string(part->text);
        }
        option("orm::type(" + given + ")");
      } else if (called && item->items.size() == 1) {
        if (callee != "String" || item->items[0]->kind != ExprKind::kInt) {
          throw NoEquivalent("this column type is not translated");
        }
        option("orm::String(" + std::string(item->items[0]->text) + ")");
      } else if (callee != "String" && callee != "Integer" && callee != "Boolean" &&
                 callee != "Float" && column_type.kind != Kind::other) {
        option("orm::type(" + cpp_quoted(callee) + ")");
      }
    }
    for (const lang::Keyword& keyword : value.keywords) {
      const Expr& given = *keyword.value;
      if (keyword.name == "primary_key") {
        if (is_true_flag(given)) option("orm::primary_key"), key = true;
      } else if (keyword.name == "unique") {
        if (is_true_flag(given)) option("orm::unique");
      } else if (keyword.name == "index") {
        if (is_true_flag(given)) option("orm::indexed");
      } else if (keyword.name == "nullable") {
        nullable = is_true_flag(given);
        if (mapped) option(nullable ? "orm::nullable" : "orm::not_nullable");
      } else if (keyword.name == "default") {
        Code code = expression(given);
        if (code.type.kind == Kind::enum_member) {
          option("orm::default_(" + cpp_quoted(given.text) + ")");
          continue;
        }
        if (given.kind == ExprKind::kCall || spelled(code.type).empty()) {
          throw NoEquivalent(
              "a default that is computed for each object is set where C++ makes the object");
        }
        option("orm::default_(" + code.text + ")");
      } else if (keyword.name == "server_default") {
        if (given.kind == ExprKind::kStr) {
          option("orm::server_default(" + cpp_quoted(given.text) + ")");
        } else if (callee_name(given) == "now" && given.items.empty()) {
          option("orm::server_default_now");
        } else if (callee_name(given) == "text" && given.items.size() == 1) {
          option("orm::server_default_sql(" + literal_text(*given.items[0]) + ")");
        } else {
          throw NoEquivalent("this server_default is not translated");
        }
      } else {
        throw NoEquivalent("the column argument '" + std::string(keyword.name) +
                           "' is not translated");
      }
    }
  }
  if (type.kind == Kind::unknown) {
    throw NoEquivalent("the column '" + std::string(name) + "' has no type that C++ could take");
  }
  if (numeric && mapped && type.kind == Kind::value) option("orm::type(\"Numeric\")");
  if (!mapped && type.kind == Kind::value && !nullable) option("orm::not_nullable");
  if (!mapped && nullable && !key) type = maybe(type);
  info.attributes.emplace_back(std::string(name), type);
  return "  orm::Mapped<" + spelled(type) + options + "> " + std::string(name) + "{};\n";
}

// __mapper_args__ as the struct says it.
std::string Translator::mapper_args(const Expr& expr, bool& concrete,
                                    const std::string& annotated) {
  std::string members[5];  // in the order of MapperArgs
  for (size_t i = 0; i < expr.items.size(); ++i) {
    if (expr.keys[i] == nullptr || expr.keys[i]->kind != ExprKind::kStr) {
      throw NoEquivalent("this __mapper_args__ is not translated");
    }
    std::string_view key = expr.keys[i]->text;
    const Expr& value = *expr.items[i];
    if (key == "polymorphic_on") {
      members[0] = ".polymorphic_on = " +
                   (value.kind == ExprKind::kName ? cpp_quoted(value.text) : literal_text(value));
    } else if (key == "polymorphic_identity") {
      members[1] = ".polymorphic_identity = " + plain(expression(value));
    } else if (key == "polymorphic_load") {
      bool inside = value.text == "inline";
      if (!inside && value.text != "selectin") throw NoEquivalent("this polymorphic_load");
      members[2] = std::string(".polymorphic_load = orm::PolymorphicLoad::") +
                   (inside ? "inline_" : "selectin");
    } else if (key == "concrete") {
      concrete = is_true_flag(value);
      if (concrete) members[3] = ".concrete = true";
      if (concrete && !annotated.empty()) members[4] = ".columns_first = {" + annotated + "}";
    } else {
      throw NoEquivalent("'" + std::string(key) + "' in __mapper_args__ is not translated");
    }
  }
  std::string text;
  for (const std::string& member : members) {
    if (!member.empty()) text += (text.empty() ? "" : ", ") + member;
  }
  return "  static orm::MapperArgs mapper_args() { return {" + text + "}; }\n";
}

std::string Translator::table_args(const Expr& expr) {
  if (expr.kind != ExprKind::kTuple) throw NoEquivalent("this __table_args__ is not translated");
  std::string items;
  for (const Expr* item : expr.items) {
    std::string maker = callee_name(*item);
    if (item->kind != ExprKind::kCall || item->items.empty()) {
      throw NoEquivalent("this item of __table_args__ is not translated");
    }
    std::string name;
    for (const lang::Keyword& keyword : item->keywords) {
      if (keyword.name != "name") throw NoEquivalent("this constraint is not translated");
      name = ", " + literal_text(*keyword.value);
    }
    std::string made;
    if (maker == "UniqueConstraint") {
      std::string columns;
      for (const Expr* column : item->items) {
        columns += (columns.empty() ? "" : ", ") + literal_text(*column);
      }
      made = "orm::make_ref<orm::UniqueConstraint>(std::vector<std::string>{" + columns + "}" +
             name + ")";
    } else if (maker == "CheckConstraint" && item->items.size() == 1) {
      made = "orm::make_ref<orm::CheckConstraint>(orm::text(" + literal_text(*item->items[0]) +
             ")" + name + ")";
    } else {
      throw NoEquivalent(maker + " in __table_args__ is not translated");
    }
    items += (items.empty() ? "" : ", ") + made;
  }
  return "  static std::vector<orm::TableItem> table_args() {\n    return {" + items + "};\n  }\n";
}

}  // namespace lessonrun::translate

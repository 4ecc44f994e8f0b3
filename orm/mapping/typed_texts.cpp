// Names and conditions in the options of a typed relationship.
//
//   columns    := column { "," column }          column := Class.attribute | table.column
//   condition  := equation { "&&" equation }     each side: column, remote(column),
//   foreign(column),
//                                                an integer or a 'text'
#include "orm/mapping/typed_texts.h"

#include <cstdlib>
#include <string>
#include <string_view>

#include "orm/orm_error.h"

namespace orm {

namespace {

std::string_view trimmed(std::string_view text) {
  size_t from = text.find_first_not_of(" \n\t");
  if (from == std::string_view::npos) return {};
  return text.substr(from, text.find_last_not_of(" \n\t") - from + 1);
}

std::vector<std::string_view> split(std::string_view text, std::string_view by) {
  std::vector<std::string_view> parts;
  for (size_t at = 0;;) {
    size_t end = text.find(by, at);
    parts.push_back(trimmed(text.substr(at, end == std::string_view::npos ? end : end - at)));
    if (end == std::string_view::npos) return parts;
    at = end + by.size();
  }
}

bool take_suffix(std::string_view& text, std::string_view suffix) {
  if (text.size() < suffix.size() || text.substr(text.size() - suffix.size()) != suffix) {
    return false;
  }
  text.remove_suffix(suffix.size());
  return true;
}

// The argument of `name(...)`, or nothing.
bool take_call(std::string_view& text, std::string_view name) {
  if (text.substr(0, name.size()) != name || text.size() < name.size() + 2) return false;
  if (text[name.size()] != '(' || text.back() != ')') return false;
  text = trimmed(text.substr(name.size() + 1, text.size() - name.size() - 2));
  return true;
}

// Looks names up for one mapper.
class Names {
 public:
  explicit Names(const Mapper& mapper) : mapper_(mapper) {}

  ColumnRef column(std::string_view text) const {
    size_t dot = text.rfind('.');
    std::string_view owner = text.substr(0, dot);
    std::string_view name = dot == std::string_view::npos ? "" : text.substr(dot + 1);
    if (const Mapper* of = mapper_.registry().find(owner)) {
      if (auto attribute = of->find(name)) return of->attribute(*attribute);
      throw InvalidRequestError("Mapper '" + of->str() + "' has no property '" + std::string(name) +
                                "'");
    }
    Table* table = mapper_.registry().metadata().table(std::string(owner));
    if (table == nullptr) unknown(text, owner);
    if (ColumnElement* found = table->c().find(name)) return ColumnRef(found);
    throw ArgumentError("Table '" + std::string(owner) + "' has no column '" + std::string(name) +
                        "'");
  }

  std::vector<ColumnRef> columns(std::string_view text) const {
    std::vector<ColumnRef> columns;
    for (std::string_view part : split(text, ",")) {
      if (take_suffix(part, ".desc()")) {
        columns.push_back(operate(Operator::desc, column(part)));
      } else {
        take_suffix(part, ".asc()");
        columns.push_back(column(part));
      }
    }
    return columns;
  }

  ColumnRef condition(std::string_view text) const {
    std::vector<ColumnRef> parts;
    for (std::string_view equation : split(text, "&&")) {
      std::vector<std::string_view> sides = split(equation, "==");
      if (sides.size() != 2) {
        throw ArgumentError("'" + std::string(equation) +
                            "' is no condition of a relationship: write \"A.x == B.y\", with && "
                            "between several");
      }
      ColumnRef left = side(sides[0]);
      parts.push_back(operate(Operator::eq, left, Operand(side(sides[1]))));
    }
    return parts.size() == 1 ? parts.front() : and_(parts);
  }

  Ref<FromClause> table(std::string_view name) const {
    if (Table* table = mapper_.registry().metadata().table(std::string(name))) {
      return table->table_ref();
    }
    if (const Mapper* of = mapper_.registry().find(name)) return of->local_table().table_ref();
    unknown(name, name);
  }

 private:
  ColumnRef side(std::string_view text) const {
    if (take_call(text, "remote")) return remote(side(text));
    if (take_call(text, "foreign")) return foreign(side(text));
    if (text.size() > 1 && text.front() == '\'' && text.back() == '\'') {
      return literal(Value(std::string(text.substr(1, text.size() - 2))));
    }
    bool number = !text.empty() && text.find_first_not_of("-0123456789") == std::string_view::npos;
    if (number)
      return literal(Value(int64_t{std::strtoll(std::string(text).c_str(), nullptr, 10)}));
    return column(text);
  }

  [[noreturn]] void unknown(std::string_view expression, std::string_view name) const {
    throw InvalidRequestError(
        "When initializing mapper " + mapper_.str() + ", expression '" + std::string(expression) +
        "' failed to locate a name ('" + std::string(name) +
        "'). If this is a class name, consider adding this relationship() to the " +
        mapper_.class_repr() + " class after both dependent classes have been defined.");
  }

  const Mapper& mapper_;
};

}  // namespace

void set_text(RelatedDraft& draft, RelatedText which, const char* text) {
  switch (which) {
    case RelatedText::back_populates:
      draft.args.back_populates = text;
      break;
    case RelatedText::cascade:
      draft.args.cascade = Cascades::parse(text);
      break;
    case RelatedText::lazy:
      draft.args.lazy = lazy_named(text);
      break;
    case RelatedText::overlaps:
      draft.args.overlaps = text;
      break;
    case RelatedText::secondary:
      draft.secondary = text;
      break;
    case RelatedText::primaryjoin:
      draft.primaryjoin = text;
      break;
    case RelatedText::secondaryjoin:
      draft.secondaryjoin = text;
      break;
    case RelatedText::foreign_keys:
      draft.foreign_keys = text;
      break;
    case RelatedText::remote_side:
      draft.remote_side = text;
      break;
    case RelatedText::order_by:
      draft.order_by = text;
      break;
  }
}

void set_flag(RelatedDraft& draft, RelatedFlag flag) {
  switch (flag) {
    case RelatedFlag::added_later:
      draft.late = true;
      break;
    case RelatedFlag::viewonly:
      draft.args.viewonly = true;
      break;
    case RelatedFlag::innerjoin:
      draft.args.innerjoin = true;
      break;
    case RelatedFlag::post_update:
      draft.args.post_update = true;
      break;
    case RelatedFlag::single_parent:
      draft.args.single_parent = true;
      break;
    case RelatedFlag::passive_deletes:
      draft.args.passive_deletes = PassiveDeletes::yes;
      break;
    case RelatedFlag::passive_deletes_all:
      draft.args.passive_deletes = PassiveDeletes::all;
      break;
    case RelatedFlag::no_passive_updates:
      draft.args.passive_updates = false;
      break;
    case RelatedFlag::active_history:
      draft.args.active_history = true;
      break;
  }
}

void set_target(RelatedDraft& draft, Mapper& (*target)(), bool uselist) {
  draft.args.argument = [target] { return static_cast<const Mapper*>(&target()); };
  draft.args.uselist = uselist;
}

void set_secondary(RelatedDraft& draft, Table& (*between)()) {
  draft.args.secondary = [between] { return Ref<FromClause>(between().table_ref()); };
}

RelatedDraft drafted(const RelatedMember& member) {
  RelatedDraft draft;
  member.draft(draft);
  return draft;
}

RelationshipArgs finish_relationship(RelatedDraft draft, const Mapper& mapper) {
  RelationshipArgs args = std::move(draft.args);
  const Names names(mapper);
  if (const char* text = draft.secondary) {
    args.secondary = [names, text] { return names.table(text); };
  }
  if (const char* text = draft.primaryjoin) {
    args.primaryjoin = [names, text] { return names.condition(text); };
  }
  if (const char* text = draft.secondaryjoin) {
    args.secondaryjoin = [names, text] { return names.condition(text); };
  }
  if (const char* text = draft.foreign_keys) {
    args.foreign_keys = [names, text] { return names.columns(text); };
  }
  if (const char* text = draft.remote_side) {
    args.remote_side = [names, text] { return names.columns(text); };
  }
  if (const char* text = draft.order_by) {
    args.order_by = [names, text] { return names.columns(text); };
  }
  return args;
}

}  // namespace orm

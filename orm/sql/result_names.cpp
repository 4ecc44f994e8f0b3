// The names of result columns: which label a column of a SELECT gets, and its key in `.c`.
#include <orm/compiler.h>
#include <orm/custom.h>
#include <orm/schema.h>

#include <map>
#include <set>

namespace orm {

namespace {

// The name a column shows without a label (`_non_anon_label`), or empty.
std::string_view plain_name(const ColumnElement& element) {
  const ColumnElement* bare = element.bare();
  switch (bare->kind()) {
    case NodeKind::column:
    case NodeKind::literal_column:
    case NodeKind::label:
      return bare->name();
    case NodeKind::binary: {
      const auto& binary = static_cast<const BinaryExpression&>(*bare);
      return is_row_member(binary) ? binary.right->name() : std::string_view();
    }
    case NodeKind::custom: {
      const auto& custom = static_cast<const CustomElement&>(*bare);
      return custom.base && custom.base->kind() == NodeKind::function ? std::string_view()
                                                                      : custom.name();
    }
    default:
      return {};
  }
}

// What an anonymous label counts for: `upper_1` of upper(..), `name_1` of a column.
std::string_view labelled_name(const ColumnElement& label) {
  const ColumnElement* at = &label;
  while (at->kind() == NodeKind::label) at = static_cast<const Label&>(*at).element->bare();
  switch (at->kind()) {
    case NodeKind::column:
    case NodeKind::literal_column:
    case NodeKind::function:
      // An ARRAY[..] is no call and has no name.
      if (at->kind() == NodeKind::function && static_cast<const FunctionElement&>(*at).brackets)
        return {};
      return at->name();
    default:
      return {};
  }
}

// `_anon_name_label`: the label an expression gets if it needs one.
NameStem anon_stem(const ColumnElement& element) {
  const ColumnElement* bare = element.bare();
  NameStem stem;
  stem.anon = bare;
  if (bare->kind() == NodeKind::cast || bare->kind() == NodeKind::type_coerce) {
    const auto& inner = static_cast<const Cast&>(*bare).element;
    std::string_view name = plain_name(*inner);
    if (!name.empty()) {
      stem.text = name;
      stem.anon = nullptr;
      stem.wrapper = bare;
      return stem;
    }
    if (inner->kind() != NodeKind::text) {
      NameStem found = anon_stem(*inner);
      found.wrapper = bare;
      return found;
    }
  }
  if (bare->kind() != NodeKind::function || !static_cast<const FunctionElement&>(*bare).brackets)
    stem.text = std::string(bare->name());
  if (stem.text.empty() && bare->kind() == NodeKind::label) stem.text = labelled_name(*bare);
  if (stem.text.empty()) stem.text = "anon";
  return stem;
}

// `book.id` is not `book_id` where the table has a column of that name.
void pass_own_column(NameStem& stem) {
  if (stem.prefix->name().empty()) return;
  std::string label = std::string(stem.prefix->name()) + "_" + stem.text;
  if (stem.prefix->kind() == NodeKind::table) {
    const auto& table = static_cast<const TableClause&>(*stem.prefix);
    if (!table.schema.empty()) label = table.schema + "_" + label;
  }
  const std::string own = stem.text;
  const std::string first = label;
  for (int number = 1; stem.prefix->c().find(label) != nullptr; ++number) {
    label = first + "_" + std::to_string(number);
    stem.text = own + "_" + std::to_string(number);
  }
}

// `_tq_label`: table and column name.
std::optional<NameStem> qualified_stem(const ColumnElement& element) {
  const ColumnElement* bare = element.bare();
  NameStem stem;
  if (bare->kind() == NodeKind::column) {
    const auto& column = static_cast<const ColumnClause&>(*bare);
    if (column.stem) {
      stem = *column.stem;
      if (column.proxy_for != nullptr && column.table != nullptr) {
        stem.outer.push_back(column.table);
      }
      return stem;
    }
    stem.text = column.name_;
    if (column.table != nullptr) {
      stem.prefix = column.table;
      pass_own_column(stem);
    }
    return stem;
  }
  if (bare->kind() == NodeKind::label) {
    stem.text = std::string(bare->name());
    if (!stem.text.empty()) return stem;
  }
  if (bare->kind() == NodeKind::cast || bare->kind() == NodeKind::type_coerce) {
    auto found = qualified_stem(*static_cast<const Cast&>(*bare).element);
    if (found) found->wrapper = bare;
    return found;
  }
  return std::nullopt;
}

// A column of no table is written as it is, however often: SELECT 7, 7.
bool stands_alone(const ColumnElement& bare) {
  if (bare.kind() != NodeKind::column && bare.kind() != NodeKind::literal_column) return false;
  const auto& column = static_cast<const ColumnClause&>(bare);
  return column.table == nullptr && !column.stem;
}

std::string stem_id(const NameStem& stem) {
  // A named table is but text: `foo.bar_id` and `foo_bar.id` are the same label.
  if (stem.prefix != nullptr && !stem.prefix->name().empty()) {
    NameStem plain = stem;
    plain.prefix = nullptr;
    plain.text = std::string(stem.prefix->name()) + "_" + stem.text;
    if (stem.prefix->kind() == NodeKind::table) {
      const auto& table = static_cast<const TableClause&>(*stem.prefix);
      if (!table.schema.empty()) plain.text = table.schema + "_" + plain.text;
    }
    return stem_id(plain);
  }
  std::string outer;
  for (const FromClause* from : stem.outer) {
    outer += std::to_string(reinterpret_cast<uintptr_t>(from)) + "/";
  }
  return outer + stem.text + "/" + std::to_string(reinterpret_cast<uintptr_t>(stem.prefix)) + "/" +
         std::to_string(reinterpret_cast<uintptr_t>(stem.anon));
}

std::string stem_key(const NameStem& stem) {
  std::string key = stem.text;
  if (stem.prefix != nullptr && !stem.prefix->description().empty())
    key = stem.prefix->description() + "_" + key;
  if (stem.anon != nullptr) key += "_1";
  for (const FromClause* from : stem.outer) key = from->description() + "_" + key;
  return key;
}

}  // namespace

std::vector<SelectBase::NamedColumn> SelectBase::named_columns(LabelStyle style,
                                                               bool dedupe) const {
  if (style == LabelStyle::default_)
    style = dedupe ? LabelStyle::disambiguate_only : LabelStyle::none;
  bool qualified = style == LabelStyle::tablename_plus_col;
  std::map<std::string, const ColumnElement*> names;
  std::vector<NamedColumn> result;
  int repeats = 0;
  std::set<const ColumnElement*> seen;
  for (const ColumnRef& column : selected()) {
    // Before 1.4 a column that was selected twice was written once.
    if (!dedupe && !seen.insert(column->bare()).second) continue;
    NamedColumn named;
    named.column = column;
    const ColumnElement* bare = column->bare();
    std::optional<NameStem> effective;
    if (bare->kind() == NodeKind::text) {
      named.fallback.text = "";
    } else if (dedupe && stands_alone(*bare)) {
      named.fallback.text = std::string(bare->name());
    } else {
      if (qualified) effective = qualified_stem(*column);
      // Before 1.4 a cast was anonymous.
      if (effective && effective->wrapper != nullptr && !dedupe) effective.reset();
      std::string_view plain = plain_name(*column);
      if (!qualified && !plain.empty()) {
        const auto* clause =
            bare->kind() == NodeKind::column ? static_cast<const ColumnClause*>(bare) : nullptr;
        effective = clause != nullptr && clause->stem
                        ? *clause->stem
                        : NameStem{std::string(plain), nullptr, nullptr, 0};
      }
      named.fallback = effective ? *effective : anon_stem(*column);
      if (style == LabelStyle::none) {
        effective.reset();
      } else if (effective) {
        if (qualified) named.required = effective;
      } else {
        NameStem anon = anon_stem(*column);
        std::string id = stem_id(anon);
        if (dedupe && names.count(id) != 0) {
          named.repeated = true;
          anon.repeat = ++repeats;
          anon.anon = bare;
          // Beside names of tables a cast has no name of its own.
          if (qualified &&
              (bare->kind() == NodeKind::cast || bare->kind() == NodeKind::type_coerce))
            anon.text = "anon";
          anon.text += "_";
          named.fallback = anon;
        }
        names[id] = bare;
      }
    }
    if (effective) {
      std::string id = stem_id(*effective);
      auto found = names.find(id);
      if (found == names.end()) {
        names.emplace(id, bare);
      } else if (found->second != bare) {
        NameStem other = *effective;
        other.anon = bare;
        std::string other_id = stem_id(other);
        if (dedupe && names.count(other_id) != 0) {
          other.repeat = ++repeats;
          other.text += "_";
          named.repeated = true;
        } else {
          names.emplace(other_id, bare);
        }
        named.required = named.fallback = other;
      } else if (dedupe) {
        NameStem other = *effective;
        other.anon = bare;
        other.repeat = ++repeats;
        other.text += "_";
        named.required = named.fallback = other;
        named.repeated = true;
      }
    }
    StatementPlugin* above = column->plugin();
    std::string_view own_key = above != nullptr ? above->result_key(*column) : std::string_view();
    bool plain = !named.repeated && !(named.required && named.required->anon != nullptr);
    if (plain && !qualified && !own_key.empty())
      named.key = std::string(own_key);
    else if (named.required && (qualified || named.required->anon != nullptr))
      named.key = stem_key(*named.required);
    else if (bare->kind() == NodeKind::column && !named.required)
      named.key = std::string(bare->key());
    else if (bare->kind() == NodeKind::function &&
             !static_cast<const FunctionElement&>(*bare).brackets && !named.required &&
             !named.repeated && dedupe)
      named.key = std::string(bare->name());
    else
      named.key = stem_key(named.required ? *named.required : named.fallback);
    result.push_back(std::move(named));
  }
  return result;
}

}  // namespace orm

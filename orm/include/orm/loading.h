// Loader options: which relationships a statement loads with its objects, and which columns.
//
//   select({User.entity()})->options({joinedload(User.attribute(addresses))})
//
// An option is a path of attributes and what is to be done at its end; calls chain, each going one
// attribute further. SQLAlchemy's Load.
#pragma once

#include <orm/relationship.h>
#include <orm/selectable.h>

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace orm {

/// One attribute of an option's path: `User.addresses`, or in 1.x a name; `*` stands for all.
struct LoadStep {
  std::string name;  ///< a name that is still to be looked up; empty for attributes
  const Mapper* parent = nullptr;
  size_t index = 0;
  Ref<EntityElement> entity;        ///< the alias that the attribute was taken of, or null
  Ref<EntityElement> target;        ///< of_type(), or the alias of contains_eager()
  std::vector<ColumnRef> criteria;  ///< and_()
  bool is_wildcard() const { return name == "*"; }
};

/// The step of an attribute expression. Throws ArgumentError for other elements.
LoadStep load_step(const ClauseElement& attribute);

/// What an option says of the attribute at its path's end.
struct LoadSetting {
  enum class Kind : uint8_t {
    path_only,
    relationship,
    defer,
    undefer,
    load_only,
    undefer_group,
    expression,
    selectin_polymorphic,
  };
  Kind kind = Kind::path_only;
  Lazy lazy = Lazy::select;
  bool contains_eager = false;
  std::optional<bool> innerjoin;
  int64_t recursion = 0;   ///< selectinload(recursion_depth=): so many levels more; -1: all
  bool raises = false;     ///< defer(raiseload=True)
  bool keeps_key = false;  ///< load_only()
  std::string group;
  ColumnRef expression = nullptr;        ///< with_expression()
  std::vector<const Mapper*> mappers{};  ///< selectin_polymorphic(): the subclasses
};

/// An option for `select().options()`. Immutable: each call returns a new one that holds all
/// settings made so far, and whose path has grown.
class Load : public StatementOption {
 public:
  Load() = default;
  /// `Load(User)`, `Load(alias)`
  explicit Load(Ref<EntityElement> of) : root_(std::move(of)) {}

  /// `.joinedload(attribute)` and the like: goes along the steps, and applies the setting to the
  /// last of them; those before it keep what is set for them.
  Ref<Load> along(std::vector<LoadStep> steps, const LoadSetting& setting) const;
  /// `.load_only(...)`, `.defer(column)`, `.undefer(column)`: the path stays where it is.
  Ref<Load> columns(std::vector<LoadStep> steps, LoadSetting setting) const;
  /// `.options(...)`: the others continue this one's path.
  Ref<Load> options(const std::vector<Ref<Load>>& others) const;

  struct Entry {
    std::vector<LoadStep> path;
    LoadSetting setting;
  };
  const std::vector<Entry>& entries() const noexcept { return entries_; }
  const Ref<EntityElement>& root() const noexcept { return root_; }
  void append_key(KeyBuilder& key) const override;

 private:
  Ref<EntityElement> root_;
  std::vector<LoadStep> path_;
  std::vector<Entry> entries_;
};

/// A criterion for all occurrences of some classes in a statement and, if it propagates, in what
/// the objects load later. SQLAlchemy's LoaderCriteriaOption.
class LoaderCriteria : public StatementOption {
 public:
  /// Is it about this class?
  std::function<bool(const Mapper&)> applies;
  /// The criterion in terms of the class, not of an alias.
  std::function<ColumnRef(const Mapper&)> criterion;
  bool include_aliases = false;
  bool propagates = true;  ///< also to lazy loads
  bool loader_only = false;
  /// What tells the criterion apart where its expression does not: the code of a function.
  Ref<RefCounted> token;
  ColumnRef expression;  ///< or the expression itself
  void append_key(KeyBuilder& key) const override;
};

/// @name Options by SQLAlchemy's names; `attribute` is an attribute of a mapped class
/// @{
Ref<Load> joinedload(const ClauseRef& attribute, std::optional<bool> innerjoin = {});
Ref<Load> subqueryload(const ClauseRef& attribute);
Ref<Load> selectinload(const ClauseRef& attribute, int64_t recursion_depth = 0);
Ref<Load> lazyload(const ClauseRef& attribute);
Ref<Load> immediateload(const ClauseRef& attribute);
Ref<Load> raiseload(const ClauseRef& attribute, bool sql_only = false);
Ref<Load> noload(const ClauseRef& attribute);
Ref<Load> contains_eager(const ClauseRef& attribute);
Ref<Load> defaultload(const ClauseRef& attribute);
/// Throws ArgumentError for other attributes than columns.
Ref<Load> with_expression(const ClauseRef& attribute, const ColumnRef& expression);
Ref<Load> load_only(const std::vector<ClauseRef>& attributes, bool raiseload = false);
Ref<Load> defer(const ClauseRef& attribute, bool raiseload = false);
Ref<Load> undefer(const ClauseRef& attribute);
Ref<Load> undefer_group(std::string name);
Ref<Load> selectin_polymorphic(const Ref<EntityElement>& base,
                               std::vector<const Mapper*> subclasses);
/// @}

}  // namespace orm
